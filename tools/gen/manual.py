"""Embeds the long texts of the commands.

usage: manual.py OUT.c FILE...      a C source with the text of every doc/man/<command>.txt

The name of a command of two words is written with a dash: db-start.txt is about `db start`.
"""

import pathlib
import sys

import ctext


def embed(files):
    out = ['/* Made by tools/gen/manual.py from doc/man/. */\n#include "jalon/manual.h"\n']
    rows = []
    for path in sorted(files):
        symbol = "text_" + path.stem.replace("-", "_")
        out += ["\n", ctext.definition(symbol, path.read_bytes())]
        rows.append(f'    {{"{path.stem.replace("-", " ")}", {symbol}}},\n')
    out.append("\nconst struct manual_page manual_pages[] = {\n" + "".join(rows) + "    {0},\n};\n")
    return "".join(out)


def main(arguments):
    out, *files = [pathlib.Path(argument) for argument in arguments]
    ctext.write_if_changed(out, embed(files))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
