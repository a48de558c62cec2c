"""What the documentation promises."""

import os
import re


def changelog_names_this_version(tree):
    """CHANGELOG.md has a heading for the version that is built."""
    version = re.search(r"version: '([^']+)'", tree.text("meson.build")).group(1)
    if not tree.exists("CHANGELOG.md"):
        yield "CHANGELOG.md", 1, "is missing"
    elif not re.search(rf"^## \[?{re.escape(version)}\b", tree.text("CHANGELOG.md"), re.M):
        yield "CHANGELOG.md", 1, f"has no heading for {version}"


def links_lead_somewhere(tree):
    """Relative links of the documents and the files they name in backquotes exist."""
    for path in tree.paths(r".*\.md"):
        folder = os.path.dirname(path)
        for number, line in enumerate(tree.text(path).split("\n"), 1):
            for target in re.findall(r"\]\((?!\w+:|#)([^)#\s]+)", line):
                if not tree.exists(os.path.join(folder, target)):
                    yield path, number, f"{target} does not exist"
            for target in re.findall(r"`((?:src|tools|tests|doc|migrations)/[\w./-]+)`", line):
                if "NNNN" not in target and not tree.exists(target):
                    yield path, number, f"{target} does not exist"


def named_decisions_exist(tree):
    """Each "ADR 0003" in code or docs has its file in doc/adr."""
    numbers = {os.path.basename(path)[:4] for path in tree.paths(r"doc/adr/\d{4}-.*\.md")}
    for path in tree.paths(r"(src|tools|migrations|doc|tests/(?!lint/))/?.*|[^/]+\.md"):
        for line, text in enumerate(tree.text(path).split("\n"), 1):
            for number in re.findall(r"\bADR (\d+)", text):
                if number.zfill(4) not in numbers:
                    yield path, line, f"no decision {number} in doc/adr"


def recipes_name_real_tests(tree):
    """The tests that CONTRIBUTING.md says will fail exist."""
    sources = tree.paths(r"tests/.*\.(c|py)|(.*/)?meson\.build")
    text = "\n".join(tree.text(path) for path in sources)
    recipes = tree.text("CONTRIBUTING.md") if tree.exists("CONTRIBUTING.md") else ""
    for found in re.finditer(r"^Forgotten:.*?(?=\n\n|\Z)", recipes, re.M | re.S):
        for name in re.findall(r"`(\w+)`", found.group()):
            if not re.search(rf"TEST\({name}\)|test\('{name}'|^def {name}\(", text, re.M):
                line = recipes.count("\n", 0, found.start()) + 1
                yield "CONTRIBUTING.md", line, f"no test {name}"


RULES = [
    changelog_names_this_version,
    links_lead_somewhere,
    named_decisions_exist,
    recipes_name_real_tests,
]
