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


RULES = [
    messages_are_in_both_languages,
    messages_have_the_same_arguments,
    messages_have_one_name_and_a_kind,
    messages_read_alike,
]
