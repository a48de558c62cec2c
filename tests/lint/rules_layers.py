"""Who may include whom (doc/architecture.md)."""

import os
import re

from tree import includes, line_of, without_comments

CORE = {"base", "domain", "conf", "pg", "sql", "store", "journal", "report", "app"}
ARROWS = {
    "base": set(),
    "domain": {"base"},
    "conf": {"base", "domain"},
    "pg": {"base"},
    "sql": {"pg"},
    "store": {"base", "domain", "pg", "sql"},
    "journal": {"base"},
    "report": {"base", "domain"},
    "app": CORE,
}
TOOL = {"app", "conf", "base", "domain", "report"}


def allowed(path):
    """The layers that the file at PATH may include; None when it may include all."""
    parts = path.split("/")
    if parts[0] == "src" and len(parts) > 2:
        return ARROWS.get(parts[1], set()) | {parts[1]}
    if parts[:2] == ["tools", "jalon"]:
        return TOOL
    if parts[:2] == ["tools", "jalon-verify"]:
        return set()
    return None


def layers_point_one_way(tree):
    """A file includes only the layers below its own; the tool calls neither pg nor store."""
    for path in tree.paths(r"(src|tools)/.*\.[ch]"):
        permitted = allowed(path)
        for line, included in includes(tree.text(path)):
            layer = included.split("/")[0]
            if permitted is not None and layer in CORE and layer not in permitted:
                yield path, line, f'may not include "{included}"'
        if permitted is TOOL:
            code = without_comments(tree.text(path))
            for call in re.finditer(r"\bjalon_(db|pg|cluster|store)_\w+(?=\()", code):
                yield path, line_of(code, call.start()), f"may not call {call.group()}()"


def private_headers_stay_private(tree):
    """name_priv.h is included only by the files of its module: name*.c and name*.h beside it."""
    for path in tree.paths(r"(src|tools)/.*\.[ch]"):
        folder, name = os.path.split(path)
        for line, included in includes(tree.text(path)):
            module = os.path.basename(included).removesuffix("_priv.h")
            if not included.endswith("_priv.h"):
                continue
            beside = os.path.dirname(included) in ("", os.path.basename(folder))
            if not beside or not name.startswith(module):
                yield path, line, f'"{included}" is private to {module}'


RULES = [layers_point_one_way, private_headers_stay_private]
