#!/usr/bin/env python3
"""The pages of the manual: one for each command, and each can be shown.

usage: test_manual.py JALON MAN_FOLDER
"""

import functools
import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

import test_failures

FOLDER = pathlib.Path()
SECTIONS = {"NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXAMPLES", "EXIT STATUS", "SEE ALSO"}


@functools.lru_cache(maxsize=None)
def rendered(page):
    """(text, complaints) of PAGE as a reader sees it; None when nothing here can show it."""
    environment = os.environ | {"MANWIDTH": "80", "MANROFFOPT": "-ww", "LC_ALL": "C.UTF-8"}
    if shutil.which("man"):
        words = ["man", "--local-file", "--pager=cat", page]
    elif shutil.which("groff"):
        words = ["groff", "-man", "-ww", "-Kutf8", "-Tutf8", "-P-cbou", page]
    else:
        return None
    done = subprocess.run(words, capture_output=True, env=environment, check=True)
    return done.stdout.decode(), done.stderr.decode()


class Manual(unittest.TestCase):
    def setUp(self):
        self.tool = test_failures.Tool("/nonexistent")
        self.pages = sorted(FOLDER.glob("*.[1-8]"))

    def test_every_command_has_a_page(self):
        commands = {"jalon-" + "-".join(words) for words in self.tool.commands()}
        self.assertIn("jalon-sign", commands)
        self.assertEqual(commands | {"jalon", "jalon.yaml"}, {page.stem for page in self.pages})
        self.assertEqual(set(self.tool.run("--manual").stdout.split()), {page.stem for page in self.pages})

    def test_every_page_has_its_sections(self):
        for page in self.pages:
            found = set(re.findall(r"^\.SH (.*)$", page.read_text(), re.M))
            missing = SECTIONS - found
            allowed = {"SYNOPSIS", "EXIT STATUS"} if page.suffix == ".5" else set()
            self.assertLessEqual(missing, allowed, page.name)

    def test_every_page_says_what_the_help_says(self):
        for words in self.tool.commands():
            page = (FOLDER / f"jalon-{'-'.join(words)}.1").read_text()
            for option in re.findall(r"^ +(?:-\w, )?(--[\w-]+)", self.tool.run("help", *words).stdout, re.M):
                self.assertIn(f"\\fB{option}\\fR", page, words)

    def test_every_page_is_shown_without_a_complaint(self):
        for page in self.pages:
            shown = rendered(page)
            if shown is None:
                self.skipTest("neither man nor groff is installed")
            text, complaints = shown
            self.assertEqual(complaints, "", page.name)
            self.assertIn(f"{page.stem} - ", re.sub(".\b|\x1b\\[[0-9]*m", "", text), page.name)

    def test_the_lines_of_an_example_stay_as_they_are_typed(self):
        for words in self.tool.commands():
            shown = rendered(FOLDER / f"jalon-{'-'.join(words)}.1")
            if shown is None:
                self.skipTest("neither man nor groff is installed")
            text = re.sub(".\b|\x1b\\[[0-9]*m", "", shown[0])
            examples = self.tool.run("help", *words).stdout.split("\nExample", 1)[1].splitlines()[1:]
            for line in filter(None, examples):
                self.assertIn(line.strip() + "\n", text)

    def test_an_unknown_page_is_none(self):
        done = self.tool.run("--manual", "jalon-nothing")
        self.assertEqual((done.returncode, done.stdout), (2, ""))


if __name__ == "__main__":
    test_failures.JALON, FOLDER = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])
    unittest.main(argv=sys.argv[:1])
