"""libjalon's canonical form is that of Python's json: written alike from any spelling, and of the
spellings of a value one alone is taken for a leaf.

usage: canonical_python.py FILTER [--rounds N] [--seed N]
"""
import argparse
import json
import pathlib
import random
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "support"))
import leaf_texts


def filtered(words, lines):
    done = subprocess.run(words, input="".join(line + "\n" for line in lines).encode(),
                          capture_output=True, check=True)
    return done.stdout.decode().split("\n")[:-1]


def check_written(program, rng, objects, seed):
    given = [leaf_texts.loose(rng, one) for one in objects]
    lines = filtered([program], given)
    assert len(lines) == len(objects), f"seed {seed}: {len(lines)} lines for {len(objects)} objects"
    for one, text, line in zip(objects, given, lines):
        wanted = leaf_texts.canonical(one)
        assert line == wanted, f"seed {seed}: {text}\n  wanted {wanted}\n  got    {line}"


def check_taken(program, rng, objects, seed):
    others = [text for text in (leaf_texts.respelled(rng, one) for one in objects) if text]
    texts = [leaf_texts.canonical(one) for one in objects] + others
    verdicts = filtered([program, "--check"], texts)
    assert len(verdicts) == len(texts), f"seed {seed}: {len(verdicts)} for {len(texts)} texts"
    for i, (text, verdict) in enumerate(zip(texts, verdicts)):
        wanted = "1" if i < len(objects) else "0"
        assert verdict == wanted, f"seed {seed}: {verdict} for {json.dumps(text)}"
    assert len(others) > len(objects) / 2, f"seed {seed}: {len(others)} other spellings"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--rounds", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    given = parser.parse_args()
    rng = random.Random(given.seed)
    print(f"seed {given.seed}")
    for start in range(0, given.rounds, 4000):
        objects = [leaf_texts.leaf(rng) for _ in range(min(4000, given.rounds - start))]
        check_written(given.program, rng, objects, given.seed)
        check_taken(given.program, rng, objects, given.seed)


main()
