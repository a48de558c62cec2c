"""What every file of the project may hold."""

import re

TEXT = r"(?!LICENSE$)(?!tests/lint/)(?!config/programmes/.*\.csv$)(?!.*\.(png|pdf|gz|zip)$).*"
UNNUMBERED = re.compile(r"\bTODO\b(?!\(#\d+\)|.{0,3}#\d+)")
LEFTOVER = re.compile(r"\b(FIXME|XXX|HACK|WIP)\b")
CONFLICT = re.compile(r"^(<{7} |={7}$|>{7} )")
MACHINE_PATH = re.compile(r"(?<![\w.])(/home/[a-z]|/Users/[A-Za-z]|/work/|/root/|[A-Z]:\\Users)")


def lines(tree, pattern=TEXT):
    for path in tree.paths(pattern):
        for number, line in enumerate(tree.text(path).split("\n"), 1):
            yield path, number, line


def work_left_has_an_issue(tree):
    """TODO carries an issue number; FIXME, XXX and conflict marks are not committed."""
    for path, number, line in lines(tree):
        for rule in (UNNUMBERED, LEFTOVER, CONFLICT):
            found = rule.search(line)
            if found:
                yield path, number, f"{found.group().strip()!r} without an issue"


def no_machine_is_named(tree):
    """No path of one person's machine."""
    for path, number, line in lines(tree):
        found = MACHINE_PATH.search(line)
        if found:
            yield path, number, f"a path of one machine: {found.group()!r}"


def text_is_clean(tree):
    """UTF-8, LF, no blanks at line ends, a final newline, no control or bidi character."""
    for path in tree.paths(TEXT):
        for line, message in dirt(path, tree.text(path)):
            yield path, line, message


BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def dirt(path, text):
    if text and not text.endswith("\n"):
        yield text.count("\n") + 1, "no newline at the end"
    for number, line in enumerate(text.split("\n"), 1):
        if re.search("[\udc80-\udcff]", line):
            yield number, "not UTF-8"
        if re.search("[\x00-\x08\x0b-\x1f\x7f]", line):
            yield number, "a control character"
        if BIDI.search(line):
            yield number, "a bidirectional mark"
        if re.search(r"[ \t]$", line) and not path.endswith((".clt", ".md", ".csv")):
            yield number, "blanks at the end of the line"
        if "\t" in line and path.endswith((".c", ".h", ".def", ".py", ".sql", ".build")):
            yield number, "a tab"


RULES = [work_left_has_an_issue, no_machine_is_named, text_is_clean]
