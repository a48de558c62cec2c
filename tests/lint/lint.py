"""Runs the rules of this folder on a source tree: lint.py ROOT BUILD [RULE…], --list for names."""

import sys

import rules_build
import rules_c
import rules_commands
import rules_docs
import rules_layers
import rules_messages
import rules_text
from tree import Skip, Tree

MODULES = [rules_layers, rules_c, rules_text, rules_messages, rules_build, rules_docs,
           rules_commands]
RULES = {rule.__name__: rule for module in MODULES for rule in module.RULES}


def run(rule, tree):
    """'passed', 'failed' or 'skipped', after printing what the rule found."""
    try:
        found = list(rule(tree))
    except Skip as reason:
        print(f"skipped: {rule.__name__}: {reason}")
        return "skipped"
    for path, line, message in found:
        print(f"{path}:{line}: {message} ({rule.__name__})")
    return "failed" if found else "passed"


def main(arguments):
    if arguments == ["--list"]:
        print("\n".join(RULES))
        return 0
    root, build, *names = arguments
    tree = Tree(root, build)
    ends = [run(RULES[name], tree) for name in names or RULES]
    print(", ".join(f"{ends.count(end)} {end}" for end in ("passed", "failed", "skipped")))
    if "failed" in ends:
        return 1
    return 77 if set(ends) == {"skipped"} else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
