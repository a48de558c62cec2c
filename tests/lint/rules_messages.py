"""The sentences that people see: src/<layer>/messages.def."""

import re

from tree import line_of, without_comments

ARGUMENT = re.compile(r'\s*((?:"(?:\\.|[^"\\])*"\s*)+|\w+)\s*([,)])')
COLUMNS = ["name", "kind", "fields", "fr", "en", "hint_fr", "hint_en"]


def rows(text):
    """(line, {column: text}) of every M(…) row; a NULL is None."""
    code = without_comments(text)
    for start in re.finditer(r"^M\(", code, re.M):
        values, offset, end = [], start.end(), ","
        while end == ",":
            argument = ARGUMENT.match(code, offset)
            if argument is None:
                break
            values.append(value(argument.group(1)))
            offset, end = argument.end(), argument.group(2)
        yield line_of(code, start.start()), dict(zip(COLUMNS, values))


def value(argument):
    if argument.startswith('"'):
        return "".join(re.findall(r'"((?:\\.|[^"\\])*)"', argument))
    return None if argument.strip() == "NULL" else argument.strip()


def all_rows(tree):
    for path in tree.paths(r"(src|tools)/.*/messages\.def"):
        for line, row in rows(tree.text(path)):
            yield path, line, row


def holes(text):
    return sorted(set(re.findall(r"\{(\d)\}", text or "")))


def messages_are_in_both_languages(tree):
    """Every row has its sentence in French and English, and a hint in both or in none."""
    for path, line, row in all_rows(tree):
        if len(row) != len(COLUMNS):
            yield path, line, "a row is M(name, KIND, fields, fr, en, hint_fr, hint_en)"
        elif not row["fr"] or not row["en"]:
            yield path, line, f"{row['name']}: a sentence is missing"
        elif bool(row["hint_fr"]) != bool(row["hint_en"]):
            yield path, line, f"{row['name']}: a hint in one language only"


def messages_have_the_same_arguments(tree):
    """The placeholders of a row are the same in both languages, without a gap."""
    for path, line, row in all_rows(tree):
        if len(row) != len(COLUMNS):
            continue
        for fr, en in (("fr", "en"), ("hint_fr", "hint_en")):
            if holes(row[fr]) != holes(row[en]):
                yield path, line, f"{row['name']}: {fr} and {en} have other placeholders"
        used = sorted(set(sum((holes(row[column]) for column in COLUMNS[3:]), [])))
        if used != [str(n) for n in range(1, len(used) + 1)]:
            yield path, line, f"{row['name']}: placeholders with a gap: {' '.join(used)}"
        fields = [field for field in (row["fields"] or "").split(",") if field]
        if fields and used and int(used[-1]) > len(fields):
            yield path, line, f"{row['name']}: more placeholders than fields"


def messages_have_one_name_and_a_kind(tree):
    """A name is given once in the whole project, its kind is one of err_kinds.def."""
    kinds = set()
    if tree.exists("src/base/err_kinds.def"):
        kinds = set(re.findall(r"^X\((\w+)", tree.text("src/base/err_kinds.def"), re.M))
    seen = {}
    for path, line, row in all_rows(tree):
        name = row.get("name")
        if name in seen:
            yield path, line, f"{name} is declared in {seen[name]} too"
        seen[name] = f"{path}:{line}"
        if row.get("kind") not in kinds:
            yield path, line, f"{name}: no such kind: {row.get('kind')}"


def messages_read_alike(tree):
    """A sentence has no full stop at its end; a hint is a sentence and ends like one."""
    for path, line, row in all_rows(tree):
        if len(row) != len(COLUMNS):
            continue
        for column in ("fr", "en"):
            if re.search(r"(?<!\.)\.$|^[A-ZÀ-Ý][a-zà-ÿ]+ ", row[column] or ""):
                yield path, line, f"{row['name']}: {column} starts in lower case, no full stop"
        for column in ("hint_fr", "hint_en"):
            if row[column] and not re.search(r"[.!?]$", row[column]):
                yield path, line, f"{row['name']}: {column} is a full sentence"


def messages_are_raised(tree):
    """Every row is used: named in C, or raised by the database under its key."""
    texts = [tree.text(path) for path in tree.paths(r"(src|tools|tests)/.*\.[ch]")]
    texts += [tree.text(path) for path in tree.paths(r"migrations/.*\.sql")]
    used = set(re.findall(r"\bjalon_msg_(\w+)", "\n".join(texts)))
    used |= set(re.findall(r"'(\w+)'", "\n".join(texts)))
    used |= set(re.findall(r'"(\w+)"', "\n".join(texts)))
    for path, line, row in all_rows(tree):
        if row.get("name") not in used:
            yield path, line, f"{row.get('name')} is never raised"


KINDS = {"JA001": "CONFLICT", "JA002": "REFUSED", "JA003": "CONFLICT", "JA004": "NOT_FOUND",
         "JA005": "REFUSED", "42501": "PERMISSION"}
REFUSAL = re.compile(r"\bjalon\.refuse\('(\w+)',\s*'(\w+)',\s*(jsonb_build_object\()?")


def refusals_have_sentences(tree):
    """Each key that the database raises has a row in pg or base, of its kind, with its facts."""
    asked = [row for path, _, row in all_rows(tree) if path.startswith(("src/base/", "src/pg/"))]
    declared = {row["name"]: row for row in asked if row.get("fields")}
    for path in tree.paths(r"migrations/.*\.sql"):
        text = re.sub(r"--[^\n]*", lambda comment: " " * len(comment.group()), tree.text(path))
        for found in REFUSAL.finditer(text):
            sqlstate, key, facts = found.groups()
            row = declared.get(key)
            line = line_of(text, found.start())
            if row is None:
                yield path, line, f"{key} has no sentence with fields in src/pg"
                continue
            if row["kind"] != KINDS.get(sqlstate):
                yield path, line, f"{key}: {sqlstate} is not {row['kind']}"
            missing = set(filter(None, row["fields"].split(","))) - names(text, found.end())
            if facts and missing:
                yield path, line, f"{key}: without the facts {' '.join(sorted(missing))}"


def names(text, offset):
    """The keys of the jsonb_build_object whose arguments begin at OFFSET."""
    arguments, depth, quoted = [""], 0, False
    for character in text[offset:]:
        quoted ^= character == "'"
        depth += 0 if quoted else {"(": 1, "[": 1, ")": -1, "]": -1}.get(character, 0)
        if depth < 0:
            break
        if character == "," and depth == 0 and not quoted:
            arguments.append("")
        else:
            arguments[-1] += character
    return {argument.strip().strip("'") for argument in arguments[::2]}


RULES = [
    messages_are_in_both_languages,
    messages_have_the_same_arguments,
    messages_have_one_name_and_a_kind,
    messages_are_raised,
    messages_read_alike,
    refusals_have_sentences,
]
