#!/usr/bin/env python3
"""jalon-verify on made-up bundles: the good one passes, and each way to alter it is found and placed.

usage: test_jalon_verify.py JALON_VERIFY
"""

import copy
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import unittest

import journal
from journal import LOG, MINUTE, STRANGER, WITNESSES, Journal

VERIFY = ""
CONFORMS, ALTERED, UNABLE = 0, 1, 2


class Bundle:
    """A bundle in a folder of its own, and what jalon-verify says of it."""

    def __init__(self, files, policy=None):
        self.folder = tempfile.TemporaryDirectory(prefix="jalon-verify.")
        self.path = pathlib.Path(self.folder.name)
        journal.write(self.path / "bundle", files)
        (self.path / "policy").write_text(journal.policy() if policy is None else policy)

    def run(self, *options, lang="en"):
        return subprocess.run(
            [VERIFY, "--policy", self.path / "policy", "--lang", lang, *options,
             self.path / "bundle"], text=True, capture_output=True, check=False)


class Case(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.journal = Journal()

    def made(self, files, policy=None):
        bundle = Bundle(files, policy)
        self.addCleanup(bundle.folder.cleanup)
        return bundle

    def said(self, files, *options, policy=None):
        done = self.made(files, policy).run(*options)
        self.assertEqual(done.stderr, "")
        return done

    def holds(self, files, *options, policy=None):
        done = self.said(files, *options, policy=policy)
        self.assertEqual(done.returncode, CONFORMS, done.stdout)
        return done.stdout

    def finds(self, code, place, files, *options, policy=None):
        """A line of the output has the code and the place; the exit status is 1."""
        done = self.said(files, *options, policy=policy)
        self.assertEqual(done.returncode, ALTERED, done.stdout)
        lines = [line for line in done.stdout.splitlines() if line.endswith(f" [{code}]")]
        self.assertTrue([line for line in lines if place in line], f"{code} {place}\n{done.stdout}")
        return lines

    def bundle(self):
        return journal.bundle(self.journal)

    def leaves(self, change):
        """The bundle whose leaves.jsonl alone was changed: by one who has no key."""
        files = self.bundle()
        lines = files["leaves.jsonl"].splitlines(keepends=True)
        files["leaves.jsonl"] = b"".join(change(lines) or lines)
        return files

    def item(self, n):
        """The Nth entry and its line in leaves.jsonl."""
        index = self.journal.entries()[n]
        return self.journal.items[index], f"leaves.jsonl:{index + 1}"

    def seal(self, n):
        index = self.journal.seals()[n]
        return self.journal.items[index], f"leaves.jsonl:{index + 1}"


class WhatHolds(Case):
    def test_a_bundle_that_nobody_touched_conforms(self):
        files = self.bundle()
        files["manifest.sha256"] = journal.manifest(files)
        done = self.holds(files)
        for count in ("leaves 300", "entries 290", "chains 20", "seals 10", "checkpoints 3",
                      "cosignatures 2", "tiles 3", "entry bundles 2", "inclusion proofs 6",
                      "consistency proofs 2", "files of the manifest 13"):
            self.assertIn(count, done)
        disclosures = len(files["disclosures.jsonl"].splitlines())
        self.assertIn(f"digests {disclosures}, disclosures {disclosures}", done)
        self.assertIn("Conforms", done)

    def test_the_leaves_and_the_checkpoint_suffice(self):
        files = {name: data for name, data in self.bundle().items()
                 if name in ("checkpoint", "leaves.jsonl")}
        done = self.holds(files)
        self.assertNotIn("proofs", done)
        self.assertNotIn("tiles", done)

    def test_a_journal_without_earlier_checkpoints_may_have_their_folder(self):
        files = {name: data for name, data in self.bundle().items()
                 if name in ("checkpoint", "leaves.jsonl")}
        bundle = self.made(files)
        (bundle.path / "bundle" / "checkpoints").mkdir()
        done = bundle.run()
        self.assertEqual((done.returncode, done.stderr), (CONFORMS, ""))
        self.assertIn("checkpoints 1,", done.stdout)

    def test_it_speaks_french_when_nothing_else_is_asked(self):
        bundle = self.made(self.bundle())
        done = subprocess.run([VERIFY, "--policy", bundle.path / "policy", bundle.path / "bundle"],
                              text=True, capture_output=True, check=False)
        self.assertEqual(done.returncode, CONFORMS)
        self.assertIn("feuilles 300, entrées 290, chaînes 20", done.stdout)
        self.assertIn("Conforme", done.stdout)

    def test_an_unknown_event_is_counted_not_refused(self):
        self.item(50)[0]["leaf"]["event"] = "catalogue"
        self.assertIn("unknown events 1,", self.holds(self.bundle()))

    def test_the_checkpoint_of_the_last_visit_is_extended(self):
        files = self.bundle()
        with tempfile.NamedTemporaryFile() as kept:
            kept.write(files["checkpoints/180"])
            kept.flush()
            self.assertIn("checkpoints 4", self.holds(files, "--since", kept.name))

    def test_tiles_of_an_earlier_size_may_stay(self):
        files = self.bundle()
        files["tile/0/001.p/7"] = files["tile/0/001.p/44"][:7 * 32]
        self.assertIn("tiles 4", self.holds(files))

    def test_an_hour_between_writing_and_sealing_is_allowed(self):
        self.journal = Journal(corrections=False)
        item, _ = self.item(200)
        item["recorded"] -= 50 * MINUTE
        item["leaf"]["subject"] = "11111111-1111-4111-8111-111111111111"
        self.holds(self.bundle())


class EveryBit(Case):
    SAMPLES = 150

    def test_no_changed_bit_of_a_bundle_goes_unnoticed(self):
        seed = random.randrange(2**32)
        rng = random.Random(seed)
        whole = self.bundle()
        whole["manifest.sha256"] = journal.manifest(whole)
        bundle = self.made(whole)
        self.assertEqual(bundle.run().returncode, CONFORMS)
        for name in [*whole, *rng.choices(list(whole), k=self.SAMPLES - len(whole))]:
            data = bytearray(whole[name])
            bit = rng.randrange(len(data) * 8)
            data[bit // 8] ^= 1 << bit % 8
            journal.write(bundle.path / "bundle", {name: data})
            done = bundle.run()
            self.assertEqual((done.returncode, done.stderr), (ALTERED, ""),
                             f"seed {seed}: bit {bit} of {name}\n{done.stdout}")
            journal.write(bundle.path / "bundle", {name: whole[name]})


class WhoSigned(Case):
    def test_a_policy_with_another_key(self):
        self.finds("log_unsigned", "checkpoint:", self.bundle(),
                   policy=journal.policy(log=STRANGER))

    def test_a_signature_by_another_key_of_that_name(self):
        files = journal.bundle(self.journal, log=STRANGER)
        self.finds("log_unsigned", "checkpoint:", files)

    def test_a_log_of_another_name(self):
        other = journal.Key("autre.example/contrats/1", 1, "other")
        self.finds("origin_unknown", "essai.example/contrats/1", self.bundle(),
                   policy=journal.policy(log=other))

    def test_a_forged_cosignature(self):
        files = self.bundle()
        text, lines = files["checkpoint"].decode().rsplit("\n\n", 1)
        *others, last = lines.splitlines()
        name, signature = last.rsplit(" ", 1)
        forged = bytearray(journal.base64.b64decode(signature))
        forged[40] ^= 1
        lines = "\n".join([*others, f"{name} {journal.b64(bytes(forged))}"])
        files["checkpoint"] = f"{text}\n\n{lines}\n".encode()
        self.finds("signature_forged", "temoin.example/w1", files)

    def test_a_quorum_that_is_not_met(self):
        files = journal.bundle(self.journal, witnesses=WITNESSES[:1])
        self.finds("quorum_missing", "'deux'", files)
        self.holds(files, policy=journal.policy(quorum="w0"))
        self.holds(files, policy=journal.policy(quorum="none"))
        self.finds("quorum_missing", "'w2'", files, policy=journal.policy(quorum="w2"))

    def test_a_cosignature_from_before_the_last_seal(self):
        files = self.bundle()
        text = files["checkpoint"].decode().split("\n\n")[0] + "\n"
        files["checkpoint"] = journal.signed(text, at=journal.START // 1000000 - 7200).encode()
        self.finds("cosigned_early", "temoin.example/w0", files)
        files["checkpoint"] = journal.signed(text, at=99999999999).encode()
        self.finds("cosigned_later", "temoin.example/w0", files)

    def test_a_checkpoint_that_is_spelled_otherwise(self):
        files = self.bundle()
        text = files["checkpoint"].decode().split("\n\n")[0] + "\n"
        for other in (text.replace("\n300\n", "\n0300\n"), text.replace("\n300\n", "\n+300\n"),
                      text + "more\n", text.replace("=\n", "\n"), "\n" + text.split("\n", 1)[1]):
            files["checkpoint"] = journal.signed(other).encode()
            self.finds("checkpoint_malformed", "checkpoint:", files)
        files["checkpoint"] = text.encode()
        self.finds("note_malformed", "checkpoint:", files)

    def test_two_diverging_checkpoints(self):
        other = Journal(seed=2)
        files = self.bundle()
        files["checkpoints/180"] = journal.bundle(other)["checkpoints/180"]
        self.finds("root_differs", "checkpoints/180", files)
        files["checkpoints/300"] = journal.bundle(other)["checkpoint"]
        self.finds("fork", "checkpoints/300", files)

    def test_an_earlier_checkpoint_under_another_name(self):
        files = self.bundle()
        files["checkpoints/091"] = files.pop("checkpoints/90")
        self.finds("checkpoint_name", "checkpoints/091", files)

    def since(self, kept, code, place, files):
        with tempfile.NamedTemporaryFile() as file:
            file.write(kept)
            file.flush()
            self.finds(code, place, files, "--since", file.name)

    def test_a_checkpoint_kept_of_another_history(self):
        kept = journal.bundle(Journal(seed=2))["checkpoints/180"]
        self.since(kept, "root_differs", "the first 180 leaves", self.bundle())

    def test_a_tail_cut_since_the_checkpoint_kept(self):
        kept = self.bundle()["checkpoint"]
        del self.journal.items[-30:]
        self.holds(self.bundle())
        self.since(kept, "tail_cut", "had 300 leaves already and has 270", self.bundle())

    def kept_by(self, log):
        """The checkpoint of 180 leaves as that log signed it, and a policy with its key too."""
        text = self.bundle()["checkpoints/180"].decode().split("\n\n")[0] + "\n"
        text = text.replace(journal.ORIGIN, log.name)
        return journal.signed(text, log=log).encode(), journal.policy() + f"log {log.vkey()}\n"

    def test_a_checkpoint_kept_of_an_earlier_epoch(self):
        kept, policy = self.kept_by(journal.Key("essai.example/contrats/0", 1, "earlier"))
        files = self.bundle()
        with tempfile.NamedTemporaryFile() as file:
            file.write(kept)
            file.flush()
            self.holds(files, "--since", file.name, policy=policy)

    def test_a_checkpoint_kept_of_another_log(self):
        kept, policy = self.kept_by(journal.Key("autre.example/contrats/1", 1, "another"))
        files = self.bundle()
        with tempfile.NamedTemporaryFile() as file:
            file.write(kept)
            file.flush()
            self.finds("checkpoint_origin", "autre.example", files, "--since", file.name,
                       policy=policy)


class WhatLeavesSay(Case):
    def test_a_flipped_byte(self):
        def flip(lines):
            lines[101] = lines[101].replace(b"2019-04-30", b"2019-04-20")
        files = self.leaves(flip)
        lines = self.finds("root_differs", "checkpoint:", files)
        self.assertIn("a leaf of index 90 to 179 was changed", lines[0])
        self.finds("seal_prev_root", "index 90 to 119", files)
        self.finds("tile_differs", "tile/0/000: the tile is not the one", files)
        self.finds("tile_differs", "at index 101 of the tile", files)
        self.finds("entries_differ", "leaf of index 101", files)
        self.finds("chain_prev", "(line 102)", files)

    def test_every_leaf_matters(self):
        for index in range(0, 300, 23):
            def flip(lines):
                lines[index] = lines[index].replace(b'"v":1', b'"v":2')
            self.finds("leaf_member", f"leaves.jsonl:{index + 1}: the member 'v'", self.leaves(flip))

    def test_a_dropped_last_entry(self):
        lines = self.finds("leaves_missing", "300 leaves, the file has 299",
                           self.leaves(lambda lines: lines[:-1]))
        self.assertEqual(len(lines), 1)
        self.finds("seal_missing", "29 leaves after the last seal",
                   self.leaves(lambda lines: lines[:-1]))

    def test_a_dropped_last_entry_before_its_seal(self):
        files = self.leaves(lambda lines: lines[:-2] + lines[-1:])
        self.finds("leaves_missing", "leaves.jsonl", files)
        self.finds("seal_count", "leaves.jsonl:299: the seal counts 29 entries, its batch has 28",
                   files)

    def test_a_dropped_middle_entry(self):
        files = self.leaves(lambda lines: lines[:100] + lines[101:])
        self.finds("seal_count", "leaves.jsonl:119", files)
        subject = json.loads(files["leaves.jsonl"].splitlines()[99])["subject"]
        self.assertIsNotNone(subject)
        self.finds("chain_seq", "was expected: an entry of this subject was removed", files)

    def test_a_dropped_middle_entry_by_one_who_has_the_keys(self):
        subject = self.item(60)[0]["leaf"]["subject"]
        later = [i for i in self.journal.entries()[61:]
                 if self.journal.items[i]["leaf"]["subject"] == subject]
        leaves = self.journal.render()
        for i in later:
            leaf = json.loads(leaves[i])
            self.journal.items[i]["set"] = {"seq": leaf["seq"], "prev": leaf["prev"]}
        del self.journal.items[self.journal.entries()[60]]
        self.finds("chain_seq", f"leaves.jsonl:{later[0]} (subject {subject}", self.bundle())

    def test_two_that_are_swapped(self):
        def swap(lines):
            lines[40], lines[41] = lines[41], lines[40]
        files = self.leaves(swap)
        self.finds("seal_prev_root", "leaves.jsonl:90", files)
        self.finds("tile_differs", "at index 40 of the tile", files)

    def test_two_of_one_subject_that_are_swapped(self):
        subject = self.item(30)[0]["leaf"]["subject"]
        a, b = [i for i in self.journal.entries()
                if self.journal.items[i]["leaf"]["subject"] == subject][2:4]

        def swap(lines):
            lines[a], lines[b] = lines[b], lines[a]
        self.finds("chain_seq", f"leaves.jsonl:{a + 1} (subject {subject}, entry 4)",
                   self.leaves(swap))

    def test_one_that_is_inserted(self):
        files = self.leaves(lambda lines: lines[:50] + lines[50:51] + lines[50:])
        self.finds("chain_seq", "leaves.jsonl:52", files)
        self.finds("seal_count", "leaves.jsonl:61", files)
        self.finds("leaves_more", "leaves.jsonl:301", files)

    def test_one_that_is_inserted_by_one_who_has_the_keys(self):
        self.journal = Journal(corrections=False)
        forged = self.journal.entry(self.item(90)[0]["leaf"]["subject"], 2,
                                    self.item(40)[0]["recorded"] + 5, 1040)
        self.journal.items.insert(self.journal.entries()[200], forged)
        index = self.journal.items.index(forged)
        self.finds("held_back", f"leaves.jsonl:{index + 1}", self.bundle())

    def test_one_that_is_backdated(self):
        item, place = self.item(0)
        self.journal.items.append(self.journal.entry(
            "22222222-2222-4222-8222-222222222222", 1, item["recorded"], 5000))
        self.journal.items.append(self.journal.seal(journal.START + 100 * MINUTE, 5001))
        self.journal.items.insert(-2, self.journal.seal(journal.START + 90 * MINUTE, 4000))
        self.finds("recorded_backdated", "leaves.jsonl:302 (subject 22222222", self.bundle())
        self.assertEqual(place, "leaves.jsonl:1")

    def test_one_that_is_dated_after_its_seal(self):
        item, place = self.item(28)
        item["recorded"] += MINUTE
        self.finds("recorded_after_seal", place, self.bundle())

    def test_one_that_is_dated_before_the_one_before_it(self):
        subject = self.item(30)[0]["leaf"]["subject"]
        one, two = [i for i in self.journal.entries()
                    if self.journal.items[i]["leaf"]["subject"] == subject][1:3]
        self.journal.items[two]["recorded"] = self.journal.items[one]["recorded"]
        self.finds("chain_recorded", f"leaves.jsonl:{two + 1} (subject {subject}, entry 3)",
                   self.bundle())

    def test_one_that_was_held_back(self):
        item, place = self.item(150)
        item["leaf"]["tx"] = "1010"
        self.finds("held_back", f"{place} (subject", self.bundle())

    def test_a_transaction_that_was_still_open_was_not_held_back(self):
        self.item(150)[0]["leaf"]["tx"] = "1010"
        for n in range(5):
            item = self.seal(n)[0]
            xmax = item["leaf"]["snapshot"].split(":")[1]
            item["leaf"]["snapshot"] = f"1010:{xmax}:1010"
        self.holds(self.bundle())

    def test_transactions_count_anew_after_a_restore(self):
        for item in self.journal.items:
            if "recorded" in item and int(item["leaf"]["tx"]) >= 1145:
                item["leaf"]["tx"] = str(int(item["leaf"]["tx"]) - 1100)
        for n in range(5, 10):
            xmax = 74 + (n - 5) * 29
            self.seal(n)[0]["leaf"].update(system="7300000000002", snapshot=f"{xmax}:{xmax}:")
        self.holds(self.bundle())

    def backlog(self, entries):
        """A batch of so many entries, and one of those that it had no room for."""
        for i in range(entries + 5):
            subject = f"33333333-3333-4333-8333-{i % 20:012}"
            self.journal.items.append(
                self.journal.entry(subject, 2, journal.START + 40 * MINUTE + i, 20000))
            if i == entries - 1:
                self.journal.items.append(self.journal.seal(journal.START + 300 * MINUTE, 40000))
        self.journal.items.append(self.journal.seal(journal.START + 301 * MINUTE, 40000))

    def test_a_full_batch_leaves_entries_for_the_next(self):
        self.backlog(10000)
        leaf = self.journal.items[-2]["leaf"]
        text = self.bundle()
        text["checkpoint"] = journal.signed(text["checkpoint"].decode().split("\n\n")[0] + "\n",
                                            at=journal.START // 1000000 + 20000).encode()
        self.holds(text)
        leaf["tx"] = "1010"
        self.finds("held_back", "leaves.jsonl:10306", self.bundle())

    def test_a_batch_with_room_leaves_none(self):
        self.backlog(9999)
        self.finds("recorded_backdated", "leaves.jsonl:10301", self.bundle())

    def test_a_seal_with_a_wrong_root(self):
        item, place = self.seal(4)
        item["set"] = {"prev_root": "0" * 64}
        lines = self.finds("seal_prev_root", place, self.bundle())
        self.assertEqual(len(lines), 1)

    def test_a_seal_that_counts_wrong(self):
        item, place = self.seal(4)
        item["set"] = {"count": 28}
        self.finds("seal_count", place, self.bundle())
        item["set"] = {"first": 119}
        self.finds("seal_first", place, self.bundle())
        item["set"] = {"prev_size": 121}
        self.finds("seal_first", place, self.bundle())

    def test_seals_whose_time_or_epoch_goes_back(self):
        item, place = self.seal(4)
        item["set"] = {"at": journal.instant(self.seal(3)[0]["at"])}
        self.finds("seal_at", place, self.bundle())
        item["set"] = {"epoch": 3}
        self.finds("seal_epoch", place, self.bundle())

    def test_an_epoch_begins_with_the_entry_that_opens_it(self):
        items, seals = self.journal.items, self.journal.seals()
        opening = next(item for item in items[seals[4] + 1:] if item["leaf"]["event"] == "note")
        for i in seals[5:]:
            items[i]["set"] = {"epoch": 2}
        self.finds("seal_epoch", self.seal(5)[1], self.bundle())
        opening["set"] = {"event": "epoch"}
        self.holds(self.bundle())

    def test_a_key_whose_epoch_is_over_signs_no_later_checkpoint(self):
        items, seals = self.journal.items, self.journal.seals()
        opening = next(item for item in items[seals[4] + 1:] if item["leaf"]["event"] == "note")
        for i in seals[5:]:
            items[i]["set"] = {"epoch": 2}
        opening["set"] = {"event": "epoch", "after": {"log": f"{journal.ORIGIN}+0+k"}}
        opening["disclosures"] = opening["disclosures"][:1]
        self.holds(self.bundle())
        opening["set"]["after"] = {"log": "essai.example/contrats/2+0+k"}
        self.finds("epoch_over", "essai.example/contrats/2", self.bundle())

    def test_a_gap_in_the_numbers(self):
        item, place = self.item(25)
        seq = json.loads(self.journal.render()[self.journal.entries()[25]])["seq"]
        item["set"] = {"seq": seq + 1}
        self.finds("chain_seq", f"{place} (subject {item['leaf']['subject']}, entry {seq + 1}): "
                   f"number {seq} was expected", self.bundle())

    def test_a_link_that_is_wrong(self):
        item, place = self.item(25)
        item["set"] = {"prev": "0" * 64}
        self.finds("chain_prev", place, self.bundle())
        first, place = self.item(0)
        first["set"] = {"prev": "0" * 64}
        self.finds("chain_start", place, self.bundle())

    def test_a_correction_of_an_entry_that_is_none(self):
        item, place = self.item(60)
        item["set"] = {"corrects": 99, "event": "void"}
        self.finds("corrects_unknown", f"{place} (subject", self.bundle())
        item["set"] = {"corrects": None, "event": "void"}
        self.finds("corrects_missing", "an event 'void' has to name", self.bundle())

    def test_second_spellings_of_a_leaf(self):
        leaf = self.journal.render()[50]
        others = {
            "leaf_spelling": [leaf.replace(b',"v":1', b', "v":1'), b" " + leaf, leaf + b" ",
                              leaf.replace(b"pilot", b"p\\u0069lot"),
                              leaf.replace(b'"v":1', b'"\\u0076":1'),
                              leaf.replace(b"\\n", b"\\u000a"), leaf.replace(b"pilot", b"pi\\/lot"),
                              leaf.replace(b"\\u0001", b"\\u001F")],
            "leaf_key": [leaf.replace(b'"v":1', b'"V":1'),
                         leaf.replace(b'"tool"', b'"tool' + b"x" * 30 + b'"')],
            "leaf_order": [leaf.replace(b'"v":1', b'"v":1,"v":1'),
                           leaf.replace(b'"v":1,', b"")[:-1] + b',"v":1}'],
            "leaf_number": [leaf.replace(b'"v":1', b'"v":1.0'), leaf.replace(b'"v":1', b'"v":01'),
                            leaf.replace(b'"v":1', b'"v":1e0'), leaf.replace(b'"v":1', b'"v":-1')],
            "leaf_text": [leaf.replace(b"pilot", b"pil\xffot"), leaf.replace(b"pilot", b"\\u0000"),
                          leaf.replace(b"pilot", b"\xed\xa0\x80"),
                          leaf.replace(b"pilot", b"\\ud800")],
            "leaf_syntax": [b"", leaf[:-1], leaf + b"}", leaf.replace(b"pilot", b"pi\x01lot")],
            "leaf_no_object": [b"[]", b"1", b'"text"'],
            "leaf_too_long": [leaf.replace(b"pilot", b"p" * 65536)],
            "leaf_depth": [b'{"a":' + b"[" * 3000 + b"]" * 3000 + b"}"],
            "leaf_member": [b"{}", leaf.replace(b'"v":1', b'"v":2'),
                            leaf[:-1] + b',"z":1}',
                            leaf.replace(b'"day"', b'"hour"'),
                            leaf.replace(b'"2019-04-30"', b'"2019-02-29"'),
                            leaf.replace(b".000000Z", b".000000z"),
                            leaf.replace(b'"revision":1', b'"revision":0')],
        }
        for code, spellings in others.items():
            for spelling in spellings:
                self.assertNotEqual(spelling, leaf)
                self.journal.items[50]["bytes"] = spelling
                files = self.bundle()
                self.finds(code, "leaves.jsonl:51", files)

    def test_disclosures_of_a_leaf_that_cannot_be_read_are_no_faults(self):
        done = self.said(self.leaves(lambda lines: [b" " + lines[0], *lines[1:]])).stdout
        self.assertIn("leaves.jsonl:1: ", done)
        self.assertNotIn("disclosures.jsonl:", done)

    def test_a_file_that_does_not_end_with_a_line_feed(self):
        files = self.bundle()
        files["leaves.jsonl"] = files["leaves.jsonl"][:-1]
        self.finds("leaf_no_line_end", "leaves.jsonl:300", files)

    def test_faults_of_a_kind_are_told_twenty_times_at_most(self):
        files = self.leaves(lambda lines: [line.replace(b'"v":1', b'"v":2') for line in lines])
        lines = self.finds("leaf_member", "leaves.jsonl:20:", files)
        self.assertEqual(len(lines), 21)
        self.assertEqual(lines[20], "… and 280 others [leaf_member]")


class WhatTilesAndProofsSay(Case):
    def changed(self, name, change):
        files = self.bundle()
        files[name] = change(files[name])
        return files

    def test_an_edited_tile(self):
        def flip(data):
            return data[:7 * 32] + bytes([data[7 * 32] ^ 1]) + data[7 * 32 + 1:]
        self.finds("tile_differs", "tile/0/000: the tile is not the one that the leaves give: it "
                   "differs at index 7", self.changed("tile/0/000", flip))
        self.finds("tile_differs", "tile/0/001.p/44", self.changed("tile/0/001.p/44", flip))
        for cut in (lambda data: data[:-32], lambda data: data + b"\0" * 32, lambda data: b""):
            self.finds("tile_differs", "tile/1/000.p/1", self.changed("tile/1/000.p/1", cut))

    def test_an_edited_entry_bundle(self):
        edited = self.changed("tile/entries/001.p/44", lambda data: data.replace(b"sign", b"sagn"))
        self.finds("entries_differ", "tile/entries/001.p/44", edited)
        edited = self.changed("tile/entries/000", lambda data: data + b"\0\0")
        self.finds("entries_differ", "tile/entries/000", edited)

    def test_tiles_that_are_missing_or_too_many(self):
        files = self.bundle()
        files.pop("tile/0/000")
        self.finds("tile_missing", "tile/0/000", files)
        files.pop("tile/entries/001.p/44")
        self.finds("tile_missing", "tile/entries/001.p/44", files)
        for name in ("tile/0/002", "tile/0/001.p/45", "tile/0/0", "tile/2/000.p/1", "tile/readme",
                     "tile/entries/x000/000", "tile/0/001.p/044"):
            files = self.bundle()
            files[name] = b""
            self.finds("tile_unknown", f"{name}: this file is no tile", files)

    def test_edited_proofs(self):
        for name in ("inclusion.json", "consistency.json"):
            proofs = json.loads(self.bundle()[name])
            code = f"{name.removesuffix('.json')}_fails"

            def spoil(change):
                changed = json.loads(json.dumps(proofs))
                change(changed[1])
                return self.changed(name, lambda _: json.dumps(changed).encode())
            for change in (lambda proof: proof["proof"].pop(),
                           lambda proof: proof["proof"].reverse(),
                           lambda proof: proof["proof"].append(proof["proof"][0]),
                           lambda proof: proof["proof"].clear()):
                self.finds(code, f"{name}: proof 2 does not", spoil(change))
            for change in (lambda proof: proof.pop("proof"),
                           lambda proof: proof["proof"].append("AAAA"),
                           lambda proof: proof["proof"].append(7),
                           lambda proof: proof.update(proof="x")):
                self.finds("proof_malformed", f"{name}: proof 2 of", spoil(change))

    def test_proofs_that_are_bound_to_no_checkpoint(self):
        inclusion = json.loads(self.bundle()["inclusion.json"])
        inclusion[2]["treeSize"] = 301
        files = self.changed("inclusion.json", lambda _: json.dumps(inclusion).encode())
        self.finds("proof_head", "inclusion.json: proof 3", files)
        consistency = json.loads(self.bundle()["consistency.json"])
        consistency[1].update(size1=180, root1=consistency[0]["root1"])
        files = self.changed("consistency.json", lambda _: json.dumps(consistency).encode())
        self.finds("proof_head", "consistency.json: proof 2", files)

    def test_a_proof_for_another_leaf(self):
        inclusion = json.loads(self.bundle()["inclusion.json"])
        inclusion[2]["leafIdx"] += 1
        files = self.changed("inclusion.json", lambda _: json.dumps(inclusion).encode())
        self.finds("inclusion_leaf", "index 101", files)
        self.finds("inclusion_fails", "proof 3", files)

    def test_proofs_that_were_promised_and_are_none(self):
        for name in ("inclusion.json", "consistency.json"):
            self.finds("nothing_checked", name, self.changed(name, lambda _: b"[]\n"))
        self.finds("nothing_checked", "manifest.sha256", self.bundle() | {"manifest.sha256": b""})
        files = {name: data for name, data in self.bundle().items() if name[:5] != "tile/"}
        self.finds("nothing_checked", "tile:", files | {"tile/readme": b""})
        empty = Journal(entries=0, subjects=1, batches=1)
        empty = {"checkpoint": journal.signed(journal.checkpoint_text(
            0, journal.root_of([]))).encode(), "leaves.jsonl": b"".join(empty.render())}
        self.finds("nothing_checked", "leaves.jsonl", empty)

    def test_a_manifest_of_other_files(self):
        files = self.bundle()
        files["manifest.sha256"] = journal.manifest(files)
        files["README.txt"] = b"autre chose\n"
        self.finds("manifest_differs", "manifest.sha256:1: 'README.txt'", files)
        files["manifest.sha256"] = b"rien\n"
        self.finds("manifest_malformed", "manifest.sha256:1", files)
        files["manifest.sha256"] = b"0" * 64 + b"  ../policy\n"
        self.finds("manifest_malformed", "manifest.sha256:1", files)


class WhatDisclosuresSay(Case):
    def lines(self, change):
        files = self.bundle()
        lines = files["disclosures.jsonl"].splitlines(keepends=True)
        files["disclosures.jsonl"] = b"".join(change(lines) or lines)
        return files

    def test_one_that_matches_no_digest(self):
        def rewrite(lines):
            one = json.loads(lines[5])
            text = self.journal.disclosed("actor", "quelqu’un d’autre")["text"]
            lines[5] = journal.canonical({"disclosure": text, "leaf": one["leaf"]}) + b"\n"
        self.finds("disclosure_unmatched", "disclosures.jsonl:6", self.lines(rewrite))

    def test_one_of_another_leaf(self):
        def move(lines):
            one = json.loads(lines[-1])
            lines[-1] = journal.canonical({**one, "leaf": 5000}) + b"\n"
        self.finds("disclosure_unmatched", "leaf of index 5000", self.lines(move))

    def test_one_that_is_used_twice(self):
        self.finds("disclosure_twice", "disclosures.jsonl:10",
                   self.lines(lambda lines: lines[:9] + lines[8:]))

    def test_a_digest_that_is_used_twice(self):
        item, place = self.item(70)
        item["leaf"]["actor"] = self.item(40)[0]["leaf"]["actor"]
        item["disclosures"] = item["disclosures"][1:]
        line = self.item(40)[1].split(":")[1]
        self.finds("digest_twice", f"{place}: the digest {item['leaf']['actor']['sd'][0]} is on "
                   f"line {line} already", self.bundle())

    def test_a_correction_may_repeat_the_digest_that_it_replaces(self):
        item, _ = self.item(70)
        item["leaf"]["before"] = {"set": {"signer": self.item(40)[0]["leaf"]["actor"]}}
        self.holds(self.bundle())

    def test_one_that_is_not_disclosed_is_no_fault(self):
        self.holds(self.lines(lambda lines: lines[::2]))

    def test_lines_that_are_none(self):
        for line in (b"\n", b"{}\n", b'{"disclosure":"WyJ4Il0","leaf":-1}\n', b"x\n"):
            self.finds("disclosure_malformed", "disclosures.jsonl:1",
                       self.lines(lambda lines, line=line: [line] + lines[1:]))
        self.finds("disclosure_order", "disclosures.jsonl:2",
                   self.lines(lambda lines: lines[3:4] + lines[:3] + lines[4:]))


class WhatIsErased(Case):
    def erase(self, digests, n=200):
        """The Nth entry erases these digests; whose texts are disclosed no more."""
        item, place = self.item(n)
        item["leaf"].update(event="erase", corrects=None, after={"digests": sorted(digests)})
        item["disclosures"] = [one for one in item["disclosures"]
                               if one["digest"] in json.dumps(item["leaf"])]
        for other in self.journal.items:
            other["disclosures"] = [one for one in other["disclosures"]
                                    if one["digest"] not in digests]
        return place

    def digest(self, n):
        return self.item(n)[0]["leaf"]["actor"]["sd"][0]

    def test_texts_erased_by_an_entry_conform(self):
        self.erase([self.digest(40), self.digest(70)])
        done = self.holds(self.bundle())
        self.assertIn("texts erased 2", done)
        self.assertIn("unknown events 0", done)

    def test_a_journal_without_erasures_counts_none(self):
        self.assertNotIn("erased", self.holds(self.bundle()))

    def test_a_digest_of_no_leaf_before(self):
        place = self.erase([self.digest(40), self.digest(250)])
        self.finds("erased_unknown", f"{place}: the digest {self.digest(250)}", self.bundle())

    def test_a_digest_of_no_leaf_at_all(self):
        place = self.erase(["A" * 43])
        self.finds("erased_unknown", f"{place}: the digest {'A' * 43}", self.bundle())

    def test_one_that_was_erased_already(self):
        first = self.erase([self.digest(40)], 150)
        place = self.erase([self.digest(40), self.digest(70)], 200)
        line = first.split(":")[1]
        self.finds("erased_twice", f"{place}: the digest {self.digest(40)} was erased already "
                   f"(line {line})", self.bundle())

    def test_a_text_that_is_disclosed_all_the_same(self):
        before = copy.deepcopy(self.item(40)[0]["disclosures"])
        self.erase([self.digest(40)])
        self.item(40)[0]["disclosures"] = before
        self.finds("erased_disclosed", "disclosures.jsonl:", self.bundle())

    def test_an_entry_that_lists_nothing(self):
        for digests in ([], ["x"], [7], {"a": 1}, None):
            item, place = self.item(200)
            item["leaf"].update(event="erase", corrects=None, after={"digests": digests})
            item["disclosures"] = item["disclosures"][:1]
            self.finds("erasure_malformed", place, self.bundle())


    def document(self, n, name):
        """The Nth entry is about a document of that file."""
        item, place = self.item(n)
        item["leaf"].update(event="document", corrects=None, after={"sha256": name})
        item["disclosures"] = [one for one in item["disclosures"]
                               if one["digest"] in json.dumps(item["leaf"])]
        return place

    def erase_files(self, files, n=200, digests=()):
        place = self.erase(list(digests), n)
        self.item(n)[0]["leaf"]["after"]["files"] = sorted(files)
        return place

    def test_a_file_erased_by_an_entry_conforms(self):
        self.document(60, "a" * 64)
        self.document(61, "a" * 64)
        self.erase_files(["a" * 64], digests=[self.digest(40)])
        done = self.holds(self.bundle())
        self.assertIn("texts erased 1", done)
        self.assertIn("files erased 1", done)

    def test_files_alone_are_a_list_of_what_is_erased(self):
        self.document(60, "b" * 64)
        self.erase_files(["b" * 64])
        self.holds(self.bundle())

    def test_a_file_that_no_document_before_names(self):
        self.document(60, "a" * 64)
        self.document(250, "c" * 64)
        place = self.erase_files(["a" * 64, "c" * 64])
        [line] = self.finds("file_unknown", place, self.bundle())
        self.assertIn(f"no entry before it names a document with the file {'c' * 64}", line)

    def test_a_file_that_was_erased_already(self):
        self.document(60, "a" * 64)
        first = self.erase_files(["a" * 64], 150)
        place = self.erase_files(["a" * 64], 200)
        [line] = self.finds("erased_twice", place, self.bundle())
        self.assertIn(f"{'a' * 64} was erased already (line {first.split(':')[1]})", line)

    def test_an_entry_that_lists_no_file_by_its_digest(self):
        self.document(60, "a" * 64)
        for files in ([], ["A" * 64], ["a" * 43], [7], {"a": 1}, "a" * 64):
            item, place = self.item(200)
            after = {"digests": [self.digest(40)], "files": files}
            item["leaf"].update(event="erase", corrects=None, after=after)
            item["disclosures"] = item["disclosures"][:1]
            self.finds("erasure_malformed", place, self.bundle())


class WhatTheDatabaseShowed(Case):
    def live(self, text):
        return {**self.bundle(), "live.tsv": text.encode()}

    def test_an_exporter_that_found_nothing(self):
        self.assertIn("facts taken from the database 3782",
                      self.holds(self.live("jalon.live/1\t149\t3633\n")))

    def test_each_finding_is_told_with_its_place(self):
        self.finds("live", "the database, at the export: trigger x: it is gone [catalogue]",
                   self.live("jalon.live/1\t149\t3633\ncatalogue\ttrigger x\tit is gone\n"))

    def test_the_journal_conforms_to_what_was_read_of_all_of_it_alone(self):
        finding = "jalon.live/1\t149\t3633\ncatalogue\ttrigger x\tit is gone\n"
        conforms = "The journal conforms; faults that the exporter says"
        self.assertIn(conforms, self.said(self.live(finding)).stdout)
        altered = {**self.leaves(lambda lines: lines[:-1]), "live.tsv": finding.encode()}
        subject = self.journal.items[0]["leaf"]["subject"]
        contract = {**journal.contract(self.journal, subject), "live.tsv": finding.encode()}
        for files in (altered, contract):
            self.assertNotIn(conforms, self.said(files).stdout)

    def test_a_file_that_says_nothing_or_something_else(self):
        self.finds("nothing_checked", "live.tsv", self.live(""))
        self.finds("nothing_checked", "live.tsv", self.live("jalon.live/1\t0\t0\n"))
        for text in ("jalon.live/2\t1\t1\n", "jalon.live/1\t1\n", "jalon.live/1\tx\t1\n",
                     "jalon.live/1\t1\t1\na\tb\n", "jalon.live/1\t1\t1\na\tb\tc\td\n"):
            self.finds("live_malformed", "live.tsv", self.live(text))


class WhatHeadsSay(Case):
    def test_daily_seals_name_how_far_every_chain_had_come(self):
        self.assertIn("seals 10, daily heads 3,", self.holds(self.bundle()))

    def test_heads_of_another_moment(self):
        item, place = self.seal(5)
        other = [leaf for leaf in map(json.loads, self.journal.render()) if leaf.get("heads")]
        item["set"]["heads"] = other[0]["heads"]
        self.assertEqual(len(self.finds("heads_differ", place, self.bundle())), 1)

    def test_a_seal_without_the_member(self):
        index = self.journal.seals()[4]
        leaf = json.loads(self.journal.render()[index])
        del leaf["heads"]
        self.journal.items[index]["bytes"] = journal.canonical(leaf)
        self.finds("leaf_member", f"leaves.jsonl:{index + 1}: the member 'heads'", self.bundle())


class WhatOneContractShows(Case):
    def setUp(self):
        super().setUp()
        self.subject = self.journal.items[0]["leaf"]["subject"]

    def contract(self):
        return journal.contract(self.journal, self.subject)

    def without(self, line):
        """The bundle without one line of entries.jsonl, and without its proof."""
        files = self.contract()
        lines, proofs = files["entries.jsonl"].splitlines(True), json.loads(files["inclusion.json"])
        del lines[line], proofs[line]
        files["entries.jsonl"] = b"".join(lines)
        files["inclusion.json"] = json.dumps(proofs).encode()
        del files["disclosures.jsonl"]
        return files

    def test_its_entries_and_that_none_is_missing(self):
        files = self.contract()
        files["manifest.sha256"] = journal.manifest(files)
        n = len(files["entries.jsonl"].splitlines())
        done = self.holds(files)
        self.assertIn(f"leaves {n}, entries {n - 1},", done)
        self.assertIn("seals 1, daily heads 1,", done)
        self.assertIn(f"inclusion proofs {n}, consistency proofs 2,", done)
        self.assertIn(f"Conforms, for subject {self.subject} alone", done)
        self.assertIn("up to the seal of index 269 (2019-05-01 00:26:06 UTC)", done)

    def test_the_last_entry_was_left_out(self):
        last = len(self.contract()["entries.jsonl"].splitlines()) - 2
        self.finds("contract_head", "heads.json: nothing shows that entry", self.without(last))

    def test_one_in_the_middle_was_left_out(self):
        self.finds("chain_seq", "entries.jsonl:3 ", self.without(2))

    def test_an_altered_one(self):
        files = self.contract()
        files["entries.jsonl"] = files["entries.jsonl"].replace(b'"pilot"', b'"pilof"', 1)
        self.finds("contract_unproved", "entries.jsonl:1:", files)

    def test_one_of_another_subject(self):
        files = self.contract()
        index = self.journal.entries()[1]
        leaves = self.journal.render()
        hashes = [journal.leaf_hash(leaf) for leaf in leaves]
        files["entries.jsonl"] = (files["entries.jsonl"].split(b"\n")[0] + b"\n" + leaves[index]
                                  + b"\n" + files["entries.jsonl"].split(b"\n", 1)[1])
        proofs = json.loads(files["inclusion.json"])
        proofs.insert(1, journal.inclusion_of(index, hashes))
        files["inclusion.json"] = json.dumps(proofs).encode()
        self.finds("contract_subject", "entries.jsonl:2 ", files)

    def test_a_proof_of_what_is_not_shown(self):
        files = self.contract()
        files["entries.jsonl"] = b"".join(files["entries.jsonl"].splitlines(True)[:-1])
        self.finds("contract_hidden", "index 269", files)
        self.finds("contract_seal", "entries.jsonl:", files)

    def test_a_seal_that_names_no_heads(self):
        self.journal.items[self.journal.seals()[8]]["set"]["heads"] = None
        self.finds("contract_seal", "entries.jsonl:", self.contract())

    def test_a_place_among_other_heads(self):
        files = self.contract()
        del files["heads.json"]
        self.finds("contract_head", "heads.json", files)
        self.subject = self.journal.items[1]["leaf"]["subject"]
        files["heads.json"] = self.contract()["heads.json"]
        self.finds("contract_head", "heads.json", files)

    def test_an_earlier_checkpoint_needs_its_proof(self):
        files = self.contract()
        files["consistency.json"] = json.dumps(json.loads(files["consistency.json"])[1:]).encode()
        self.finds("checkpoint_unlinked", "checkpoints/90:", files)

    def test_the_last_line_was_cut(self):
        files = self.contract()
        files["entries.jsonl"] = files["entries.jsonl"][:-1]
        self.finds("leaf_no_line_end", "entries.jsonl:", files)

    def test_a_disclosure_of_another_contract(self):
        files = self.contract()
        index = self.journal.entries()[1]
        text = self.journal.items[index]["disclosures"][0]["text"]
        files["disclosures.jsonl"] = journal.canonical({"disclosure": text, "leaf": index}) + b"\n"
        self.finds("disclosure_unmatched", "disclosures.jsonl:1:", files)


class HowItIsCalled(Case):
    def unable(self, words, sentence):
        done = subprocess.run([VERIFY, *words], text=True, capture_output=True, check=False)
        self.assertEqual(done.returncode, UNABLE, done.stdout)
        self.assertRegex(done.stderr, sentence)

    def test_usage(self):
        bundle = self.made(self.bundle())
        policy, folder = str(bundle.path / "policy"), str(bundle.path / "bundle")
        for words in ([], [folder], ["--policy", policy], ["--policy"], ["--polcy", policy, folder],
                      ["--policy", policy, "--lang", "de", folder],
                      ["--policy", policy, folder, folder]):
            self.unable(words, "^usage : jalon-verify --policy")
        done = subprocess.run([VERIFY, "--lang", "en", "--help"], text=True, capture_output=True,
                              check=True)
        self.assertIn("Exit status: 0 conforms", done.stdout)

    def test_files_that_cannot_be_read(self):
        bundle = self.made(self.bundle())
        policy, folder = str(bundle.path / "policy"), str(bundle.path / "bundle")
        self.unable(["--policy", policy, folder + "x"], "lecture impossible de « .*/checkpoint »")
        self.unable(["--policy", folder + "/none", folder], "lecture impossible")
        self.unable(["--policy", policy, "--since", folder + "/none", folder], "lecture impossible")
        (bundle.path / "bundle" / "leaves.jsonl").unlink()
        self.unable(["--policy", policy, folder], "leaves.jsonl")

    def test_policies_that_are_none(self):
        vkeys = [key.vkey() for key in WITNESSES]
        log = f"log {LOG.vkey()}\n"
        first, second = vkeys[:2]
        wrong = [
            ("2: .*quorum", log + "quorom none"),
            ("2: aucune ligne « quorum »", log),
            ("2: aucune ligne « log »", "quorum none\n"),
            ("2: .*clé", log + f"witness w {LOG.vkey()}\n"),
            ("1: .*clé", log.replace("+", "+0", 1)),
            ("2: .*déjà", log + log),
            ("2: .*déjà", log + f"witness none {first}\n"),
            ("3: .*déjà", log + f"witness a {first}\nwitness a {second}\n"),
            ("3: .*déjà", log + f"witness a {first}\nwitness b {first}\n"),
            ("3: .*déjà", log + "quorum none\nquorum none\n"),
            ("4: .*déjà", log + f"witness a {first}\ngroup g 1 a\ngroup h any a\n"),
            ("2: .*pas défini", log + "quorum personne\n"),
            ("3: .*seuil", log + f"witness a {first}\ngroup g 2 a\n"),
            ("3: .*contrôle", log + "\nquorum none\r\n"),
        ]
        for sentence, policy in wrong:
            bundle = self.made({}, policy)
            self.unable(["--policy", str(bundle.path / "policy"), "."], "policy:" + sentence)

    def test_groups_of_groups(self):
        files = self.bundle()
        lines = [f"log {LOG.vkey()} https://essai.example/", "  # essai", "\t"]
        lines += [f"witness w{i}\t{key.vkey()}" for i, key in enumerate(WITNESSES)]
        groups = ["group a any w0 w2", "group b all w1", "group c all a b"]
        self.holds(files, policy="\n".join([*lines, *groups, "quorum c"]))
        groups = ["group a all w0 w2", "group b all w1", "group c all a b"]
        self.finds("quorum_missing", "'c'", files, policy="\n".join([*lines, *groups, "quorum c"]))

    def test_text_of_a_bundle_moves_no_cursor(self):
        files = self.bundle()
        files["manifest.sha256"] = (b"0" * 64 + b"  \x1b[2J\n" + b"0" * 64 + b"  \xff\xc2\x9b2J\n" +
                                    b"0" * 64 + "  \u202eé\u2066\n".encode())
        done = self.said(files).stdout
        self.assertIn("'?[2J' does not", done)
        self.assertIn("'??2J' does not", done)
        self.assertIn("'?é?' does not", done)


def main(arguments):
    global VERIFY
    VERIFY = arguments[1]
    unittest.main(argv=[arguments[0], *arguments[2:]], verbosity=2)


if __name__ == "__main__":
    main(sys.argv)
