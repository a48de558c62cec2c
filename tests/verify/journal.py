"""Makes journals and the bundles exported from them: a third implementation of the formats, with
Python's standard library and the openssl command alone.

A journal is a list of items, entries and seals, whose hashes are filled in when it is rendered: so
a test can change an item and have everything after it agree, as one who holds the keys could.
"""

import base64
import copy
import functools
import hashlib
import json
import os
import pathlib
import random
import subprocess
import tempfile
import time
import uuid

ORIGIN = "essai.example/contrats/1"
START = 1556668800 * 1000000  # 2019-05-01, in microseconds
MINUTE = 60 * 1000000
EVENTS = ["enter", "transition", "sign", "milestone", "note", "document"]


def canonical(value):
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def sha256(data):
    return hashlib.sha256(data).digest()


def b64(data):
    return base64.b64encode(data).decode()


def b64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def leaf_hash(leaf):
    return sha256(b"\0" + leaf)


def node_hash(left, right):
    return sha256(b"\1" + left + right)


def split_of(n):
    return 1 << (n - 1).bit_length() - 1


def root_of(hashes):
    """RFC 6962, 2.1."""
    if len(hashes) < 2:
        return hashes[0] if hashes else sha256(b"")
    k = split_of(len(hashes))
    return node_hash(root_of(hashes[:k]), root_of(hashes[k:]))


def inclusion_proof(index, hashes):
    if len(hashes) < 2:
        return []
    k = split_of(len(hashes))
    if index < k:
        return inclusion_proof(index, hashes[:k]) + [root_of(hashes[k:])]
    return inclusion_proof(index - k, hashes[k:]) + [root_of(hashes[:k])]


def consistency_proof(first, hashes, is_whole=True):
    if first == len(hashes):
        return [] if is_whole else [root_of(hashes)]
    k = split_of(len(hashes))
    if first <= k:
        return consistency_proof(first, hashes[:k], is_whole) + [root_of(hashes[k:])]
    return consistency_proof(first - k, hashes[k:], False) + [root_of(hashes[:k])]


def instant(microseconds):
    seconds, rest = divmod(microseconds, 1000000)
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)) + f".{rest:06d}Z"


def head_leaf(subject, seq, head):
    """What stands for a chain in the tree of heads."""
    return canonical({"leaf": head, "seq": seq, "subject": subject})


def head_hashes(chains):
    return [leaf_hash(head_leaf(subject, *chains[subject])) for subject in sorted(chains)]


class Key:
    """An Ed25519 key for one kind of signatures: 1 a log's, 4 a witness's."""

    FOLDER = tempfile.TemporaryDirectory(prefix="jalon-verify-keys.")

    def __init__(self, name, kind, seed):
        der = bytes.fromhex("302e020100300506032b657004220420") + sha256(seed.encode())
        self.name, self.kind = name, kind
        self.path = os.path.join(self.FOLDER.name, f"{len(os.listdir(self.FOLDER.name))}.der")
        pathlib.Path(self.path).write_bytes(der)
        public = subprocess.run(["openssl", "pkey", "-inform", "DER", "-in", self.path, "-pubout",
                                 "-outform", "DER"], capture_output=True, check=True).stdout[-32:]
        self.typed = bytes([kind]) + public
        self.id = sha256(f"{name}\n".encode() + self.typed)[:4]

    def vkey(self):
        return f"{self.name}+{self.id.hex()}+{b64(self.typed)}"

    @functools.lru_cache(maxsize=None)
    def sign(self, message):
        with tempfile.NamedTemporaryFile() as file:
            file.write(message)
            file.flush()
            return subprocess.run(
                ["openssl", "pkeyutl", "-sign", "-rawin", "-keyform", "DER", "-inkey", self.path,
                 "-in", file.name], capture_output=True, check=True).stdout

    def line(self, text, at=0):
        """The signature line for a note's text."""
        stamp, message = b"", text.encode()
        if self.kind == 4:
            stamp = at.to_bytes(8, "big")
            message = f"cosignature/v1\ntime {at}\n".encode() + message
        return f"— {self.name} {b64(self.id + stamp + self.sign(message))}\n"


LOG = Key(ORIGIN, 1, "log")
WITNESSES = [Key(f"temoin.example/w{i}", 4, f"witness {i}") for i in range(3)]
STRANGER = Key(ORIGIN, 1, "stranger")


def policy(log=LOG, quorum="deux"):
    lines = ["# à qui se fier", f"log {log.vkey()}", ""]
    lines += [f"witness w{i} {key.vkey()}" for i, key in enumerate(WITNESSES)]
    lines += ["group deux 2 w0 w1 w2", f"quorum {quorum}"]
    return "\n".join(lines) + "\n"


def checkpoint_text(size, root):
    return f"{ORIGIN}\n{size}\n{b64(root)}\n"


def signed(text, log=LOG, witnesses=WITNESSES[:2], at=START // 1000000 + 7200):
    return text + "\n" + log.line(text) + "".join(key.line(text, at) for key in witnesses)


class Journal:
    """Entries of made-up subjects in batches, each ended by a seal."""

    def __init__(self, entries=290, subjects=20, batches=10, seed=1, corrections=True):
        rng = random.Random(seed)
        names = [str(uuid.UUID(int=rng.getrandbits(128), version=4)) for _ in range(subjects)]
        self.items, self.rng, seqs = [], rng, {}
        self.corrections = corrections
        clock = START
        for i in range(entries):
            clock += MINUTE // 10
            subject = names[i] if i < subjects else rng.choice(names)
            seqs[subject] = seqs.get(subject, 0) + 1
            self.items.append(self.entry(subject, seqs[subject], clock, 1000 + i))
            if (i + 1) % (entries // batches) == 0:
                self.items.append(self.seal(clock + 1000, 1001 + i))
                self.items[-1]["daily"] = len(self.seals()) % 3 == 0

    def disclosed(self, member, value):
        salt = b64url(self.rng.getrandbits(256).to_bytes(32, "big"))
        text = b64url(canonical([salt, member, value]))
        return {"text": text, "digest": b64url(sha256(text.encode()))}

    def entry(self, subject, seq, recorded, tx):
        event = EVENTS[seq % len(EVENTS)] if seq > 1 else "enter"
        actor = self.disclosed("actor", "agent d’essai")
        item = {"recorded": recorded, "set": {}, "disclosures": [actor]}
        after = {"label": "Val d’Essai « nord »\n", "state": "pilot"}
        reason = None
        if seq % 3 == 0:
            note = self.disclosed("note", "texte libre")
            after["note"] = {"sd": [note["digest"]]}
            item["disclosures"].append(note)
        if seq % 5 == 0:
            said = self.disclosed("reason", "motif")
            reason = {"sd": [said["digest"]]}
            item["disclosures"].append(said)
        item["leaf"] = {
            "actor": {"sd": [actor["digest"]]}, "after": after, "batch": None,
            "before": {"label": "\u0001"} if seq > 1 else None, "certainty": None,
            "corrects": None, "event": event, "learned": None, "precision": "day",
            "reason": reason, "request": str(uuid.UUID(int=tx)), "revision": 1, "source": None,
            "subject": subject, "subject_kind": "territory", "tool": "jalon/0.1.0 sign",
            "tx": str(tx), "v": 1, "valid": "2019-04-30"}
        if seq % 7 == 0 and self.corrections:
            item["leaf"].update(event="correct", corrects=seq - 1)
        return item

    @staticmethod
    def seal(at, xmax):
        return {"at": at, "set": {}, "disclosures": [], "leaf": {
            "epoch": 1, "event": "seal", "snapshot": f"{xmax}:{xmax}:", "system": "7300000000001",
            "v": 1}}

    def entries(self):
        return [i for i, item in enumerate(self.items) if "recorded" in item]

    def seals(self):
        return [i for i, item in enumerate(self.items) if "at" in item]

    def render(self):
        """The leaves, every hash and number filled in; members in `set` win."""
        leaves, hashes, chains, first = [], [], {}, 0
        for item in self.items:
            leaf = copy.deepcopy(item["leaf"])
            if "at" in item:
                leaf.update(at=instant(item["at"]), count=len(leaves) - first, first=first,
                            prev_size=first, prev_root=root_of(hashes[:first]).hex(),
                            heads=root_of(head_hashes(chains)).hex() if item.get("daily") else None)
                first = len(leaves) + 1
            else:
                seq, head = chains.get(leaf["subject"], (0, None))
                leaf.update(seq=seq + 1, prev=head, recorded=instant(item["recorded"]))
            leaf.update(item["set"])
            leaves.append(item["bytes"] if "bytes" in item else canonical(leaf))
            hashes.append(leaf_hash(leaves[-1]))
            if "at" not in item:
                chains[leaf["subject"]] = (leaf["seq"], hashes[-1].hex())
        return leaves


def tile_name(level, index):
    groups = []
    while True:
        index, rest = divmod(index, 1000)
        groups.insert(0, f"{rest:03d}")
        if not index:
            return f"tile/{level}/" + "/".join(["x" + g for g in groups[:-1]] + groups[-1:])


def tiles(leaves):
    """{path: bytes} of all tiles and entry bundles."""
    files, level, hashes = {}, 0, [leaf_hash(leaf) for leaf in leaves]
    for start in range(0, len(leaves), 256):
        part = leaves[start:start + 256]
        name = tile_name("entries", start // 256) + ("" if len(part) == 256 else f".p/{len(part)}")
        files[name] = b"".join(min(len(leaf), 65535).to_bytes(2, "big") + leaf for leaf in part)
    while hashes:
        for start in range(0, len(hashes), 256):
            part = hashes[start:start + 256]
            name = tile_name(level, start // 256) + ("" if len(part) == 256 else f".p/{len(part)}")
            files[name] = b"".join(part)
        hashes = [root_of(hashes[i:i + 256]) for i in range(0, len(hashes) - 255, 256)]
        level += 1
    return files


def inclusion_of(index, hashes):
    return {"leafIdx": index, "treeSize": len(hashes), "root": b64(root_of(hashes)),
            "leafHash": b64(hashes[index]), "proof": [b64(h) for h in inclusion_proof(index, hashes)]}


def proofs(hashes, sizes):
    size, root = len(hashes), root_of(hashes)
    inclusion = [inclusion_of(i, hashes) for i in range(0, size, max(1, size // 6))]
    consistency = [{"size1": first, "size2": size, "root1": b64(root_of(hashes[:first])),
                    "root2": b64(root),
                    "proof": [b64(h) for h in consistency_proof(first, hashes)]}
                   for first in sizes]
    return inclusion, consistency


def bundle(journal, log=LOG, witnesses=WITNESSES[:2]):
    """{path: bytes} of everything that the journal's export holds."""
    leaves = journal.render()
    hashes = [leaf_hash(leaf) for leaf in leaves]
    sizes = [i + 1 for i in journal.seals()][2:8:3]
    inclusion, consistency = proofs(hashes, sizes)
    files = {"checkpoint": signed(checkpoint_text(len(leaves), root_of(hashes)), log, witnesses),
             "README.txt": "Voir jalon-verify.\n",
             "inclusion.json": json.dumps(inclusion, indent=1) + "\n",
             "consistency.json": json.dumps(consistency) + "\n"}
    for size in sizes:
        text = checkpoint_text(size, root_of(hashes[:size]))
        files[f"checkpoints/{size}"] = signed(text, log, [])
    files = {name: text.encode() for name, text in files.items()}
    files["leaves.jsonl"] = b"".join(leaf + b"\n" for leaf in leaves)
    lines = [(i, one["text"]) for i, item in enumerate(journal.items)
             for one in item["disclosures"]]
    files["disclosures.jsonl"] = b"".join(
        canonical({"disclosure": text, "leaf": i}) + b"\n" for i, text in sorted(lines))
    files |= tiles(leaves)
    return files


def contract(journal, subject):
    """{path: bytes} of the export of one subject alone, up to the last seal with heads."""
    whole, leaves = bundle(journal), journal.render()
    hashes = [leaf_hash(leaf) for leaf in leaves]
    seal = [i for i in journal.seals() if journal.items[i]["daily"]][-1]
    own = [i for i in journal.entries()
           if journal.items[i]["leaf"]["subject"] == subject and i < seal]
    chains = {}
    for i in journal.entries():
        if i < seal:
            leaf = json.loads(leaves[i])
            chains[leaf["subject"]] = (leaf["seq"], hashes[i].hex())
    heads = [inclusion_of(sorted(chains).index(subject), head_hashes(chains))]
    files = {name: data for name, data in whole.items()
             if name.startswith("checkpoint") or name == "consistency.json"}
    files["entries.jsonl"] = b"".join(leaves[i] + b"\n" for i in own + [seal])
    files["inclusion.json"] = json.dumps([inclusion_of(i, hashes) for i in own + [seal]]).encode()
    files["heads.json"] = json.dumps(heads).encode()
    lines = [(i, one["text"]) for i in own for one in journal.items[i]["disclosures"]]
    files["disclosures.jsonl"] = b"".join(
        canonical({"disclosure": text, "leaf": i}) + b"\n" for i, text in sorted(lines))
    return files


def manifest(files):
    lines = [f"{sha256(data).hex()}  {name}\n" for name, data in sorted(files.items())]
    return "".join(lines).encode()


def write(folder, files):
    for name, data in files.items():
        path = pathlib.Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
