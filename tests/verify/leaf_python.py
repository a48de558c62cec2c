"""The checker takes for leaves exactly the texts that Python's json writes back to the byte, on
random objects, on entries, and on what a few changed bytes make of them.

usage: leaf_python.py FILTER [--rounds N] [--seed N]
"""

import argparse
import json
import pathlib
import random
import re
import subprocess
import sys

import journal

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "support"))
import leaf_texts

KEY = re.compile(r"[a-z][a-z0-9_]{0,30}")
SPLICES = [b" ", b"\\u0041", b"\\/", b"0", b".5", b"-", b"1e1", b"\xff", b"\xed\xa0\x80", b"\\ud800",
           b"\\u0000", b'"a":1,', b"\\u001f", b"\\u001F", b"\\n", b",", b"}", b"[", b"\xc0\x80"]


def spoiled(rng, line):
    for _ in range(rng.randrange(3)):
        at = rng.randrange(len(line) + 1)
        kind = rng.randrange(3)
        if kind == 0:
            line = line[:at] + rng.choice(SPLICES) + line[at:]
        elif kind == 1:
            line = line[:at] + line[at + 1:]
        elif at < len(line):
            line = line[:at] + bytes([line[at] ^ 1 << rng.randrange(8)]) + line[at + 1:]
    return line.replace(b"\n", b"")


def in_profile(one):
    if isinstance(one, dict):
        return all(KEY.fullmatch(k) and in_profile(v) for k, v in one.items())
    if isinstance(one, list):
        return all(map(in_profile, one))
    if isinstance(one, str):
        return "\0" not in one
    return one is None or isinstance(one, bool) or isinstance(one, int) and 0 <= one < 2**53


def is_leaf(line):
    try:
        one = json.loads(line.decode())
        again = json.dumps(one, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    except ValueError:
        return False
    return isinstance(one, dict) and in_profile(one) and again == line


def texts(rng, rounds):
    """Objects of the profile and near it, second spellings, entries; most of them spoiled."""
    lines = []
    for _ in range(rounds):
        one = leaf_texts.leaf(rng)
        if rng.random() < 0.05:
            one["n"] = rng.choice([2**53, -1, 0.5])
        line = json.dumps(one, sort_keys=True, ensure_ascii=rng.random() < 0.1,
                          separators=(",", ":"))
        lines.append(spoiled(rng, line.encode()))
        lines.append((leaf_texts.respelled(rng, one) or line).encode())
    return lines + [spoiled(rng, leaf) for leaf in journal.Journal().render() * 10]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--rounds", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    given = parser.parse_args()
    rng = random.Random(given.seed)
    print(f"seed {given.seed}")
    lines = texts(rng, given.rounds)
    done = subprocess.run([given.program], input=b"".join(line + b"\n" for line in lines),
                          capture_output=True, check=True)
    verdicts = done.stdout.decode().split()
    assert len(verdicts) == len(lines), f"seed {given.seed}: {len(verdicts)} of {len(lines)} lines"
    for line, verdict in zip(lines, verdicts):
        assert verdict == "01"[is_leaf(line)], f"seed {given.seed}: {verdict} for {line}"
    assert 1000 < verdicts.count("1") < len(lines) - 1000, f"seed {given.seed}: one-sided"


main()
