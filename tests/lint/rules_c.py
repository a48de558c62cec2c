"""What C source may hold."""

import re

from tree import TOKEN, line_of, tokens, without_comments

C_FILES = r"(src|tools|tests)/.*\.([ch]|def)"
PQ_CALL = re.compile(r"\bPQ(exec\w*|prepare|sendQuery\w*|sendPrepare|putCopy\w*|getCopyData)\b")
SQL_LITERAL = re.compile(
    r'^"\s*(SELECT|INSERT|UPDATE|DELETE|WITH|CREATE|ALTER|DROP|GRANT|TRUNCATE)\s', re.I
)


def comments_are_blocks(tree):
    """Comments are /* */; // is for debugging that is not committed."""
    for path in tree.paths(C_FILES):
        text = tree.text(path)
        for offset, token in tokens(text):
            if token.startswith("//"):
                yield path, line_of(text, offset), "// comment"


def only_pg_calls_libpq(tree):
    """Statements reach the server through src/pg alone."""
    for path in tree.paths(r"(src|tools)/.*\.[ch]"):
        code = without_comments(tree.text(path))
        for found in PQ_CALL.finditer(code):
            if not path.startswith("src/pg/"):
                yield path, line_of(code, found.start()), f"{found.group()} outside src/pg"


def statements_are_in_sql_files(tree):
    """No SQL in string literals, outside src/pg (its session settings)."""
    for path in tree.paths(r"(src|tools)/.*\.([ch]|def)"):
        text = tree.text(path)
        for offset, token in tokens(text):
            if not path.startswith("src/pg/") and is_statement(token):
                yield path, line_of(text, offset), "SQL belongs in a .sql file"


KNOWN_ONCE = re.compile(
    r"\bknown_to\b|\bjalon\.(cohort_member|contract_target|document|instrument|instrument_party|member"
    r"|milestone|refusal|scope|signature|state_interval|term|territory_link|territory_name|weight)\b(?!\()"
)


def readings_go_through_the_books(tree):
    """Readings take the rows of contracts from the functions that know since when each is known."""
    for path in tree.paths(r"migrations/R_4\d_.*\.sql|src/sql/.*\.sql"):
        for number, line in enumerate(tree.text(path).split("\n"), 1):
            found = KNOWN_ONCE.search(line.split("--")[0])
            if found is not None:
                yield path, number, f"{found.group()} is read past R_22_known.sql"


def is_statement(token):
    """Statements are written in capitals; prose that begins with 'With' is not one."""
    found = SQL_LITERAL.match(token)
    return found is not None and found.group(1).isupper()


def headers_open_with_their_purpose(tree):
    """Every .c and .h opens with a comment that says what it is responsible for."""
    for path in tree.paths(r"(src|tools|tests)/.*\.[ch]"):
        if not tree.text(path).startswith("/*"):
            yield path, 1, "does not open with a comment on its purpose"


def headers_are_read_once(tree):
    """Every header says #pragma once, but the one that expands X-macros."""
    for path in tree.paths(r"(src|tools|tests)/.*\.h"):
        if path != "src/base/messages.h" and "\n#pragma once\n" not in tree.text(path):
            yield path, 1, "no #pragma once"


ESCAPE = re.compile(r"\\(033|x1[bB]|e(?![a-zA-Z0-9]))")
OUTPUT_FILES = re.compile(r"tools/jalon/[^/]+\.c")


def escapes_are_spelled_in_one_file(tree):
    """One file of the tool writes terminal escapes; everything else hands it plain text."""
    spelled = []
    for path in tree.paths(r"(src|tools)/.*\.([ch]|def)"):
        text = tree.text(path)
        lines = [
            line_of(text, offset)
            for offset, token in tokens(text)
            if token[0] != "/" and ESCAPE.search(token)
        ]
        if lines and OUTPUT_FILES.fullmatch(path):
            spelled.append((path, lines[0]))
        elif lines:
            yield path, lines[0], "a terminal escape outside tools/jalon"
    for path, line in spelled[1:]:
        yield path, line, f"terminal escapes are spelled in {spelled[0][0]} already"


FORWARD = re.compile(r"^static [\w *]+?(\w+)\([^;{}]*\);", re.M)
DEFINED = re.compile(r"^(?:static )?[\w *]+?(\w+)\([^;{}]*\)\n\{", re.M)


def statics_are_defined_before_use(tree):
    """No forward declarations of static functions, unless functions call each other in a ring."""
    for path in tree.paths(r"(src|tools|tests)/.*\.c"):
        text = tree.text(path)
        code = TOKEN.sub(lambda t: re.sub(r"[^\n]", " ", t.group()), text)
        for found in FORWARD.finditer(code):
            if not in_a_ring(code[found.end():], found.group(1)):
                yield path, line_of(code, found.start()), "forward declaration of a static"


def in_a_ring(code, name):
    """Whether the function NAME calls one that is defined before it and calls NAME."""
    definitions = list(DEFINED.finditer(code))
    names = [found.group(1) for found in definitions]
    if name not in names:
        return False
    at = definitions[names.index(name)]
    before, body = code[:at.start()], code[at.end():].split("\n}\n", 1)[0]
    called = any(re.search(rf"\b{other}\(", body) for other in names[:names.index(name)])
    return called and re.search(rf"\b{name}\(", before) is not None


RULES = [
    comments_are_blocks,
    only_pg_calls_libpq,
    readings_go_through_the_books,
    statements_are_in_sql_files,
    headers_open_with_their_purpose,
    headers_are_read_once,
    escapes_are_spelled_in_one_file,
    statics_are_defined_before_use,
]
