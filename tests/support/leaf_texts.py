"""Random objects of the profile jalon-leaf/1, their canonical text as Python's json writes it, and
texts that spell the same value otherwise: each of these a reader of leaves must refuse.

usage: leaf_texts.py N SEED
"""

import json
import random
import re
import sys

SPECIAL = ['"', "\\", "/", "\b", "\f", "\n", "\r", "\t", "\x01", "\x1f", "\x7f", "\x80", "\u2028",
           "\u202e", "\ufeff", "\uffff", "é", "e\u0301", "😂", "𐀀", "<", "&", "'"]
UNIT = re.compile(r"\\u00..|\\.|.", re.DOTALL)


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


def leaf(rng):
    return {key(rng): value(rng, 4) for _ in range(rng.randrange(6))}


def canonical(one):
    return json.dumps(one, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def loose(rng, one):
    """The same value as any program may write it, on one line."""
    if isinstance(one, dict):
        items = list(one.items())
        rng.shuffle(items)
        one = dict(items)
    return json.dumps(one, ensure_ascii=rng.random() < 0.5,
                      separators=rng.choice([(",", ":"), (", ", ": "), (" ,", " :")]))


def tokens(one, order=sorted):
    """The parts of the canonical text; ORDER says in which order members come."""
    if isinstance(one, dict):
        parts = []
        for name, inner in order(one.items()):
            parts += [",", canonical(name), ":", *tokens(inner, order)]
        return ["{", *parts[1:], "}"]
    if isinstance(one, list):
        parts = []
        for inner in one:
            parts += [",", *tokens(inner, order)]
        return ["[", *parts[1:], "]"]
    return [canonical(one)]


def with_blank(rng, one):
    parts = tokens(one)
    parts.insert(rng.randrange(len(parts) + 1), rng.choice(" \t\r"))
    return "".join(parts)


def other_unit(rng, unit):
    """One character of a string otherwise."""
    if len(unit) == 6:
        return unit[:2] + unit[2:].upper()
    character = json.loads(f'"{unit}"')
    units = character.encode("utf-16-be")
    form = rng.choice(["\\u%04x", "\\u%04X"])
    escaped = "".join(form % int.from_bytes(units[i:i + 2], "big") for i in range(0, len(units), 2))
    return rng.choice([escaped, "\\/"]) if character == "/" else escaped


def with_escape(rng, one):
    parts = tokens(one)
    strings = [i for i, part in enumerate(parts) if part[0] == '"' and len(part) > 2]
    if strings:
        i = rng.choice(strings)
        units = UNIT.findall(parts[i][1:-1])
        k = rng.randrange(len(units))
        units[k] = other_unit(rng, units[k])
        parts[i] = '"' + "".join(units) + '"'
    return "".join(parts)


def with_number(rng, one):
    parts = tokens(one)
    numbers = [i for i, part in enumerate(parts) if part.isdigit()]
    if numbers:
        i = rng.choice(numbers)
        forms = ["{}.0", "{}e0", "{}E+0", "0{}", "+{}", "{}."] + ["-{}"] * (parts[i] == "0")
        parts[i] = rng.choice(forms).format(parts[i])
    return "".join(parts)


def with_order(rng, one):
    """Two members the wrong way round, or one twice."""
    def order(items):
        items = sorted(items)
        if items and rng.random() < 0.5:
            k = rng.randrange(len(items))
            items.insert(k, items[k])
        elif len(items) > 1:
            k = rng.randrange(len(items) - 1)
            items[k], items[k + 1] = items[k + 1], items[k]
        return items
    return "".join(tokens(one, order))


def respelled(rng, one):
    """A second spelling of ONE; None when the one tried has none."""
    other = rng.choice([with_blank, with_escape, with_number, with_order])(rng, one)
    return None if other == canonical(one) else other


def main(arguments):
    """Prints an array of {"given","wanted"}: values in any spelling, and their canonical text."""
    rng = random.Random(int(arguments[2]))
    leaves = [leaf(rng) for _ in range(int(arguments[1]))]
    print(json.dumps([{"given": loose(rng, one), "wanted": canonical(one)} for one in leaves]))


if __name__ == "__main__":
    main(sys.argv)
