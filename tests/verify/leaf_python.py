"""The checker takes for leaves exactly the texts that Python's json writes back to the byte, on
random objects, on entries, and on what a few changed bytes make of them.

usage: leaf_python.py FILTER [SEED]
"""

import json
import random
import re
import subprocess
import sys

import journal

ROUNDS = 6000
SPECIAL = ['"', "\\", "/", "\b", "\f", "\n", "\r", "\t", "\x01", "\x1f", "\x7f", "\x80", "\u2028",
           "\ufeff", "\uffff", "é", "😂", "𐀀", "<", "&"]
KEY = re.compile(r"[a-z][a-z0-9_]{0,30}")
SPLICES = [b" ", b"\\u0041", b"\\/", b"0", b".5", b"-", b"1e1", b"\xff", b"\xed\xa0\x80", b"\\ud800",
           b"\\u0000", b'"a":1,', b"\\u001f", b"\\u001F", b"\\n", b",", b"}", b"[", b"\xc0\x80"]


def text(rng):
    return "".join(rng.choice(SPECIAL) if rng.random() < 0.5 else chr(rng.randrange(32, 0x250))
                   for _ in range(rng.randrange(8)))


def value(rng, depth):
    kind = rng.randrange(8 if depth else 6)
    if kind == 0:
        return rng.choice([None, True, False])
    if kind in (1, 2):
        return rng.choice([0, 1, 10, 2**53 - 1, 2**53, rng.randrange(2**53)])
    if kind in (3, 4, 5):
        return text(rng)
    if kind == 6:
        return [value(rng, depth - 1) for _ in range(rng.randrange(4))]
    return {key(rng): value(rng, depth - 1) for _ in range(rng.randrange(5))}


def key(rng):
    return rng.choice("abcxyz") + "".join(rng.choice("abz019_") for _ in range(rng.randrange(5)))


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


def main():
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(2**32)
    rng = random.Random(seed)
    lines = []
    for _ in range(ROUNDS):
        one = {key(rng): value(rng, 4) for _ in range(rng.randrange(6))}
        line = json.dumps(one, sort_keys=True, ensure_ascii=rng.random() < 0.1,
                          separators=(",", ":")).encode()
        lines.append(spoiled(rng, line))
    for leaf in journal.Journal().render() * 10:
        lines.append(spoiled(rng, leaf))
    done = subprocess.run([sys.argv[1]], input=b"".join(line + b"\n" for line in lines),
                          capture_output=True, check=True)
    verdicts = done.stdout.decode().split()
    assert len(verdicts) == len(lines), f"seed {seed}: {len(verdicts)} for {len(lines)} lines"
    for line, verdict in zip(lines, verdicts):
        assert verdict == "01"[is_leaf(line)], f"seed {seed}: {verdict} for {line}"
    assert 1000 < verdicts.count("1") < len(lines) - 1000, f"seed {seed}: one-sided"


main()
