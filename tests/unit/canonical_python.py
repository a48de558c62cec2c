"""The canonical writer prints what Python's json prints, on random objects of the profile.

usage: canonical_python.py FILTER [SEED]
"""
import json
import random
import subprocess
import sys

ROUNDS = 4000
SPECIAL = ['"', "\\", "/", "\b", "\f", "\n", "\r", "\t", "\x01", "\x1f", "\x7f", "\x80", "\u2028",
           "\u202e", "\ufeff", "\uffff", "é", "e\u0301", "😂", "𐀀", "<", "&", "'"]


def text(rng):
    return "".join(rng.choice(SPECIAL) if rng.random() < 0.5 else chr(rng.randrange(32, 0x250))
                   for _ in range(rng.randrange(8)))


def key(rng):
    return rng.choice("abcxyz") + "".join(rng.choice("abz019_") for _ in range(rng.randrange(5)))


def value(rng, depth):
    kind = rng.randrange(8 if depth else 6)
    if kind == 0:
        return rng.choice([None, True, False])
    if kind in (1, 2):
        return rng.choice([0, 1, 10, 2**53 - 1, rng.randrange(2**53)])
    if kind in (3, 4, 5):
        return text(rng)
    if kind == 6:
        return [value(rng, depth - 1) for _ in range(rng.randrange(4))]
    return {key(rng): value(rng, depth - 1) for _ in range(rng.randrange(5))}


def main():
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(2**32)
    rng = random.Random(seed)
    objects = [{key(rng): value(rng, 4) for _ in range(rng.randrange(6))} for _ in range(ROUNDS)]
    given = "".join(json.dumps(o, ensure_ascii=rng.random() < 0.5) + "\n" for o in objects)
    done = subprocess.run([sys.argv[1]], input=given.encode(), capture_output=True, check=True)
    lines = done.stdout.decode().split("\n")
    assert len(lines) == ROUNDS + 1, f"seed {seed}: {len(lines) - 1} lines for {ROUNDS} objects"
    for one, line in zip(objects, lines):
        wanted = json.dumps(one, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        assert line == wanted, f"seed {seed}:\n  wanted {wanted}\n  got    {line}"


main()
