"""How fast jalon-verify checks a journal, against hashing its leaves from memory with libcrypto.

usage: bench_verify.py JALON_VERIFY HASH_LEAVES SOURCE_ROOT [LEAVES]

Prints one line: the median of the pairwise ratios with their range, the goal, and the most memory
that jalon-verify held. Seconds are of the clock, on a machine with two processors at least: reading
the file is ours, the floor has it in memory, and hashes leaves alone, not the nodes over them.
`processor` is the ratio of all that the two threads of jalon-verify work.
"""

import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

LEAVES = 1000000
SUBJECTS = 50000
OF_A_SEAL = 1000
PAIRS = 3


def make(journal, folder, n):
    """A bundle of N leaves: entries of real size in batches, and seals."""
    tree, chains, first, root = Tree(journal), {}, 0, journal.sha256(b"")
    with open(folder / "leaves.jsonl", "wb") as file:
        for i in range(n):
            if i % OF_A_SEAL == OF_A_SEAL - 1 or i == n - 1:
                leaf = seal(journal, root, first, i)
                tree.add(journal.leaf_hash(leaf))
                first, root = i + 1, tree.root()
            else:
                seq, prev = chains.get(i % SUBJECTS, (0, None))
                leaf = entry(journal, i, seq + 1, prev)
                node = journal.leaf_hash(leaf)
                chains[i % SUBJECTS] = (seq + 1, node.hex())
                tree.add(node)
            file.write(leaf + b"\n")
    text = journal.checkpoint_text(n, tree.root())
    (folder / "checkpoint").write_text(journal.signed(text, at=journal.START // 1000000 + n))


class Tree:
    def __init__(self, journal):
        self.node_hash, self.peaks = journal.node_hash, []

    def add(self, node):
        level = 0
        while self.peaks and self.peaks[-1][0] == level:
            node, level = self.node_hash(self.peaks.pop()[1], node), level + 1
        self.peaks.append((level, node))

    def root(self):
        root = None
        for _, peak in reversed(self.peaks):
            root = peak if root is None else self.node_hash(peak, root)
        return root


def time_of(journal, i):
    return journal.instant(journal.START + i * 1000)


def seal(journal, root, first, i):
    return journal.canonical({
        "at": time_of(journal, i), "count": i - first, "epoch": 1, "event": "seal", "first": first, "heads": None,
        "prev_root": root.hex(), "prev_size": first, "snapshot": f"{i + 1000}:{i + 1000}:",
        "system": "7300000000001", "v": 1})


def entry(journal, i, seq, prev):
    digests = [journal.b64url(journal.sha256(b"%d %d" % (i, k))) for k in range(2)]
    return (
        f'{{"actor":{{"sd":["{digests[0]}"]}},"after":{{"note":{{"sd":["{digests[1]}"]}},'
        f'"state":"negotiating","transition":"negotiate"}},"batch":null,'
        f'"before":{{"state":"identified"}},"certainty":null,"corrects":null,'
        f'"event":"transition","learned":null,"precision":"day",'
        f'"prev":{json.dumps(prev)},"reason":null,"recorded":"{time_of(journal, i)}",'
        f'"request":"00000000-0000-4000-8000-{i:012x}","revision":1,"seq":{seq},'
        f'"source":null,"subject":"{i % SUBJECTS:08x}-0000-4000-8000-{i % SUBJECTS:012x}",'
        f'"subject_kind":"territory","tool":"jalon/0.1.0 advance","tx":"{i + 1000}","v":1,'
        f'"valid":"2019-04-30"}}').encode()


def verify(words):
    """(seconds of the clock, of the processor, peak memory in MiB) of one run."""
    start = time.monotonic()
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"jalon-verify: status {os.waitstatus_to_exitcode(status)}")
    elapsed = time.monotonic() - start
    return elapsed, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main(arguments):
    if len(arguments) < 3:
        sys.exit(__doc__.split("\n\n")[1])
    program, floor, root = arguments[:3]
    sys.path.insert(0, str(pathlib.Path(root, "tests/verify")))
    import journal
    n = int(arguments[3]) if len(arguments) > 3 else LEAVES
    with tempfile.TemporaryDirectory(prefix="jv.") as name:
        folder = pathlib.Path(name)
        make(journal, folder, n)
        (folder / "policy").write_text(journal.policy())
        pairs, worked, memory = [], [], 0
        for _ in range(PAIRS + 1):
            ours, processor, held = verify([program, "--policy", folder / "policy", folder])
            said = subprocess.run([floor, folder / "leaves.jsonl"], text=True, capture_output=True,
                                  check=True).stdout.split()
            pairs.append((ours, float(said[1])))
            worked.append(float(said[1]) / processor)
            memory = max(memory, held)
    ratios = [b / a for a, b in pairs[1:]]  # the first warms up
    print(json.dumps({
        "bench": "verify", "leaves": n, "ours": round(statistics.median(a for a, _ in pairs[1:]), 4),
        "floor": round(statistics.median(b for _, b in pairs[1:]), 4), "unit": "s",
        "ratio": round(statistics.median(ratios), 3), "lowest": round(min(ratios), 3),
        "highest": round(max(ratios), 3), "goal": 0.5,
        "processor": round(statistics.median(worked[1:]), 3), "memory_mib": round(memory, 1),
        "memory_goal": 64}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
