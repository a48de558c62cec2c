"""Makes C constants of the statements in src/sql/*.sql and src/pg/migrate.sql.

usage: sqlgen.py LAYER_statements.h LAYER_statements.c FILE.sql…
       sqlgen.py --check-listed DIR FILE…   fail when DIR holds a .sql file that is not listed

A statement starts with its header and ends where the next one starts:

    -- name: contract_by_reference :maybe
    -- in:  reference text
    -- out: id uuid, state text,
    --      signed_on date
    SELECT id, state, signed_on FROM jalon.contract WHERE reference = $1;

Shapes are :none, :one, :maybe and :many. `in:` and `out:` are left out when empty; they may go on
in lines that start with two blanks after the dashes. Other comment lines of the header are prose.
"""

import pathlib
import re
import sys

import ctext

MADE = "/* Made by tools/gen/sqlgen.py. */\n"
ITEM = re.compile(r"([a-z][a-z0-9_]*) ([a-z][a-z0-9_ ]*(?:\([0-9, ]+\))?(?:\[\])?)$")
NAME_LINE = re.compile(r"([a-z][a-z0-9_]*) +:(none|one|maybe|many)$")
KEY_LINE = re.compile(r"-- *([A-Za-z_]+) *:(.*)$")
CONTINUED = re.compile(r"--  +(\S.*)$")


class Fault(Exception):
    """What is wrong in a source file, with its place."""

    def __init__(self, path, line, text):
        super().__init__(f"{path}:{line}: {text}")


class Statement:
    """One statement with its declared shape."""

    def __init__(self, path, line, name, shape):
        self.path, self.line, self.name, self.shape = path, line, name, shape
        self.lists = {}  # "in" or "out": [declared text, line]
        self.parameters, self.columns = [], []
        self.body = []

    @property
    def text(self):
        return "\n".join(self.body).strip()

    def finish(self):
        self.parameters = self.items("in")
        self.columns = self.items("out")
        text = self.text.removesuffix(";").rstrip()
        self.body = [text]
        if not text:
            raise Fault(self.path, self.line, f"statement '{self.name}' has no text")
        if (self.shape == "none") != (not self.columns):
            raise Fault(self.path, self.line,
                        f"statement '{self.name}' is :{self.shape}: 'out:' is for the other "
                        "shapes, and they need it")
        code = re.sub(r"'[^']*'", "''", re.sub(r"--[^\n]*", "", text))
        if ";" in code:
            raise Fault(self.path, self.line, f"'{self.name}' holds more than one statement")
        used = {int(number) for number in re.findall(r"\$([0-9]+)", code)}
        declared = set(range(1, len(self.parameters) + 1))
        if used != declared:
            odd = ", ".join(f"${number}" for number in sorted(used ^ declared))
            raise Fault(self.path, self.line,
                        f"'{self.name}' declares {len(declared)} parameters; at odds: {odd}")

    def items(self, key):
        if key not in self.lists:
            return []
        declared, line = self.lists[key]
        found = []
        for item in re.split(r",(?![^(]*\))", declared):
            match = ITEM.match(" ".join(item.split()))
            if not match:
                raise Fault(self.path, line, f"'{key}:' wants 'name type', not '{item.strip()}'")
            if match[1] in (name for name, _ in found):
                raise Fault(self.path, line, f"'{key}:' names '{match[1]}' twice")
            found.append((match[1], match[2]))
        return found


def parse(path, text):
    """The statements of one file."""
    statements, key = [], None
    for number, line in enumerate(text.splitlines(), 1):
        current = statements[-1] if statements else None
        in_header = current is None or not current.text
        pair = KEY_LINE.match(line)
        if pair and pair[1] == "name":
            if current:
                current.finish()
            match = NAME_LINE.match(pair[2].strip())
            if not match:
                raise Fault(path, number, "wanted '-- name: a_name :none|:one|:maybe|:many'")
            statements.append(Statement(path, number, match[1], match[2]))
            key = None
        elif not in_header:
            current.body.append(line.rstrip())
        elif pair and pair[1] in ("in", "out"):
            key = pair[1]
            if current is None:
                raise Fault(path, number, f"'{key}:' before the first '-- name:'")
            if key in current.lists:
                raise Fault(path, number, f"second '{key}:' of statement '{current.name}'")
            current.lists[key] = [pair[2], number]
        elif key and CONTINUED.match(line):
            current.lists[key][0] += " " + CONTINUED.match(line)[1]
        elif pair and current is not None:
            raise Fault(path, number, f"unknown header '{pair[1]}:' (name, in or out)")
        elif line.startswith("--"):
            key = None
        elif line.strip():
            if current is None:
                raise Fault(path, number, "text before the first '-- name:'")
            key = None
            current.body.append(line.rstrip())
    if statements:
        statements[-1].finish()
    return statements


def load(paths):
    """All statements; no name and no column constant may occur twice."""
    statements, seen = [], {}
    for path in paths:
        for statement in parse(path, pathlib.Path(path).read_text(encoding="utf-8")):
            names = [statement.name]
            names += [constant(statement, column) for column, _ in statement.columns]
            for name in names:
                if name in seen:
                    other = seen[name]
                    raise Fault(path, statement.line,
                                f"'{name}' is also made by {other.path}:{other.line}")
                seen[name] = statement
            statements.append(statement)
    return statements


def constant(statement, column):
    return f"{statement.name}_{column}".upper()


def header(statements, layer):
    out = [MADE + "#pragma once\n\n"
           "#include <stddef.h>\n\n#include \"pg/db.h\"\n"]
    for statement in statements:
        out.append(f"\nextern const struct jalon_statement jalon_sql_{statement.name};\n")
        if statement.columns:
            names = ", ".join(constant(statement, column) for column, _ in statement.columns)
            out.append(f"enum {{ {names} }};\n")
    out.append("\n/* Every statement, then NULL. */\n"
               f"extern const struct jalon_statement *const jalon_{layer}_statements[];\n"
               f"extern const size_t jalon_{layer}_n_statements;\n")
    return "".join(out)


def array(name, items):
    lines = "".join(f"    {ctext.literal(item).strip()},\n" for item in items)
    return f"static const char *const {name}[] = {{\n{lines}}};\n" if items else ""


def source(statements, layer):
    out = [f"{MADE}#include \"{layer}/{layer}_statements.h\"\n"]
    for one in statements:
        parameters = [kind for _, kind in one.parameters]
        columns = [f"{name} {kind}" for name, kind in one.columns]
        out += ["\n", ctext.definition(f"{one.name}_text", one.text.encode()),
                array(f"{one.name}_parameters", parameters), array(f"{one.name}_columns", columns)]
        out.append(f"const struct jalon_statement jalon_sql_{one.name} = {{\n"
                   f"    .name = \"{one.name}\",\n    .text = {one.name}_text,\n"
                   f"    .shape = JALON_SHAPE_{one.shape.upper()},\n")
        if parameters:
            out.append(f"    .parameters = {one.name}_parameters,\n"
                       f"    .n_parameters = {len(parameters)},\n")
        if columns:
            out.append(f"    .columns = {one.name}_columns,\n    .n_columns = {len(columns)},\n")
        out.append("};\n")
    rows = "".join(f"    &jalon_sql_{one.name},\n" for one in statements)
    out.append(f"\nconst struct jalon_statement *const jalon_{layer}_statements[] = {{\n"
               f"{rows}    NULL,\n}};\n"
               f"const size_t jalon_{layer}_n_statements = {len(statements)};\n")
    return "".join(out)


def check_listed(folder, paths):
    listed = {pathlib.Path(path).name for path in paths}
    forgotten = sorted(p.name for p in pathlib.Path(folder).glob("*.sql") if p.name not in listed)
    for name in forgotten:
        print(f"src/sql/{name} is not listed in src/sql/meson.build", file=sys.stderr)
    return 1 if forgotten else 0


def main(arguments):
    if arguments[0] == "--check-listed":
        return check_listed(arguments[1], arguments[2:])
    out_h, out_c, paths = pathlib.Path(arguments[0]), pathlib.Path(arguments[1]), arguments[2:]
    try:
        statements = load(paths)
    except Fault as fault:
        print(fault, file=sys.stderr)
        return 1
    layer = out_h.stem.removesuffix("_statements")
    ctext.write_if_changed(out_h, header(statements, layer))
    ctext.write_if_changed(out_c, source(statements, layer))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
