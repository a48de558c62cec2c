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
                if not tree.exists(target):
                    yield path, number, f"{target} does not exist"


RULES = [changelog_names_this_version, links_lead_somewhere]
