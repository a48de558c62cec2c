"""Embeds the migrations, and keeps migrations/SUMS.

usage: embed.py sums DIR                 rewrite DIR/SUMS from the files of DIR
       embed.py check DIR                fail when DIR/SUMS does not say what DIR holds
       embed.py set OUT.c DIR            a C source of the set that DIR/SUMS lists
       embed.py text OUT.c NAME FILE     a C source with the text of FILE as the constant NAME

SUMS has one `sha256  name` line per file, so that `sha256sum -c SUMS` works, and a last line
`# chain sha256` over those lines: two branches that add a migration conflict there.
"""

import hashlib
import pathlib
import re
import sys

import ctext

NAME = re.compile(r"((?!0000)[0-9]{4}|R)_[a-z0-9_]{1,60}\.sql$")
MAX_BYTES = 1 << 20
NOT_MIGRATIONS = {"SUMS", "meson.build"}
REMEDY = "run 'meson compile -C build sums'"


class Fault(Exception):
    """What is wrong with the folder."""


def byte_fault(data):
    """Why DATA cannot be a migration, or None. src/pg/migrate_set.c has the same rules."""
    if len(data) > MAX_BYTES:
        return "is larger than 1 MiB"
    if data.startswith(b"\xef\xbb\xbf"):
        return "starts with a byte order mark"
    if b"\0" in data:
        return "holds a NUL byte"
    if b"\r" in data:
        return "has CRLF line ends (.gitattributes: *.sql text eol=lf)"
    if not data.endswith(b"\n"):
        return "does not end with a line feed"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "is not UTF-8"
    return None


def read(path):
    if path.is_symlink():
        raise Fault(f"{path.name} is a link")
    if not path.is_file():
        raise Fault(f"{path.name} is not a regular file")
    data = path.read_bytes()
    fault = byte_fault(data)
    if fault:
        raise Fault(f"{path.name} {fault}")
    return data


def names(folder):
    """The migrations of FOLDER in order: versioned, then repeatable."""
    found = sorted(path.name for path in folder.iterdir() if path.name not in NOT_MIGRATIONS)
    numbers = {}
    for name in found:
        path = folder / name
        if not NAME.match(name):
            raise Fault(f"{name} is not a file named NNNN_slug.sql or R_slug.sql")
        number = name[:4]
        if number.isdigit() and numbers.setdefault(number, name) != name:
            raise Fault(f"{numbers[number]} and {name} have the same number")
    return found


def sums(folder):
    lines = "".join(f"{hashlib.sha256(read(folder / name)).hexdigest()}  {name}\n"
                    for name in names(folder))
    return f"{lines}# chain {hashlib.sha256(lines.encode()).hexdigest()}\n"


def check(folder):
    if sums(folder) != (folder / "SUMS").read_text():
        raise Fault(f"the files differ from migrations/SUMS: {REMEDY}")


def embed(folder):
    """The set as C. A file that SUMS does not list waits for the check."""
    out = ["/* Made by tools/gen/embed.py from migrations/. */\n#include \"pg/migrate.h\"\n"]
    rows = []
    for line in (folder / "SUMS").read_text().splitlines():
        if line.startswith("#"):
            continue
        sha256, name = line.split("  ")
        data = read(folder / name)
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Fault(f"{name} differs from migrations/SUMS: {REMEDY}")
        symbol = "text_" + name.removesuffix(".sql")
        out += ["\n", ctext.definition(symbol, data)]
        rows.append(f"    {{\"{name}\", {symbol}, {len(data)}, \"{sha256}\"}},\n")
    table = "NULL"
    if rows:
        table = "files"
        out.append("\nstatic const struct jalon_migration files[] = {\n" + "".join(rows) + "};\n")
    out.append(f"\nconst struct jalon_migration_set jalon_migrations = {{{table}, {len(rows)}}};\n")
    return "".join(out)


def embed_text(name, path):
    data = read(path)
    return (f"/* Made by tools/gen/embed.py from {path.name}. */\n\n"
            f"extern const char *const {name};\n\n"
            + ctext.definition("text", data) + f"\nconst char *const {name} = text;\n")


def main(arguments):
    verb, rest = arguments[0], [pathlib.Path(argument) for argument in arguments[1:]]
    try:
        if verb == "sums":
            ctext.write_if_changed(rest[0] / "SUMS", sums(rest[0]))
        elif verb == "check":
            check(rest[0])
        elif verb == "set":
            ctext.write_if_changed(rest[0], embed(rest[1]))
        else:
            ctext.write_if_changed(rest[0], embed_text(arguments[2], rest[2]))
    except Fault as fault:
        print(f"migrations: {fault}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
