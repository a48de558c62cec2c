"""Embeds the long texts of the commands and the topics of the help.

usage: manual.py OUT.c FILE...

A page `db-start.txt` is about the command `db start`. A topic is a pair of files, `dates.fr.txt`
and `dates.en.txt`.
"""

import pathlib
import sys

import ctext


def table(kind, rows):
    return f"\nconst struct manual_{kind} manual_{kind}s[] = {{\n{rows}    {{0}},\n}};\n"


def embed(files):
    out = ['/* Made by tools/gen/manual.py from doc/man/ and doc/topics/. */\n'
           '#include "jalon/manual.h"\n']
    pages, topics = "", {}
    for path in sorted(files):
        name, *lang = path.name.removesuffix(".txt").split(".")
        symbol = "_".join(["text", *name.split("-"), *lang])
        out += ["\n", ctext.definition(symbol, path.read_bytes())]
        if lang:
            topics.setdefault(name, {})[lang[0]] = symbol
        else:
            pages += f'    {{"{name.replace("-", " ", 1)}", {symbol}}},\n'
    pairs = "".join(f'    {{"{name}", {{{{{of["fr"]}, {of["en"]}}}}}}},\n'
                    for name, of in topics.items())
    return "".join(out) + table("page", pages) + table("topic", pairs)


def main(arguments):
    out, *files = [pathlib.Path(argument) for argument in arguments]
    ctext.write_if_changed(out, embed(files))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
