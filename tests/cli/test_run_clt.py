"""The transcript runner, on a program that echoes."""

import os
import subprocess
import sys
import tempfile
import unittest

RUNNER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "run_clt.py")


class Runner(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.jalon = os.path.join(self.folder.name, "jalon")
        with open(self.jalon, "w", encoding="utf-8") as file:
            file.write('#!/bin/sh\nprintf "%s\\n" "$@"\n')
        os.chmod(self.jalon, 0o755)

    def play(self, text, *options):
        path = os.path.join(self.folder.name, "a.clt")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        done = subprocess.run(
            [sys.executable, RUNNER, *options, self.jalon, path], capture_output=True, text=True,
            check=False,
        )
        with open(path, encoding="utf-8") as file:
            return done.returncode, done.stdout, file.read()

    def passes(self, text):
        status, said, _ = self.play(text)
        self.assertEqual((status, said), (0, ""))

    def fails(self, text):
        self.assertEqual(self.play(text)[0], 1)

    def test_what_is_expected_passes(self):
        self.passes("# remark\n$ jalon a b\na\nb\n\n$ jalon c\nc\n? 0\n")

    def test_another_output_fails(self):
        self.fails("$ jalon a\nb\n")
        self.fails("$ jalon a\na\nb\n")
        self.fails("$ jalon a b\na\n")

    def test_another_status_fails(self):
        self.fails("$ jalon a; exit 3\na\n")
        self.fails("$ jalon a\na\n? 3\n")
        self.passes("$ jalon a; exit 3\na\n? 3\n")

    def test_a_difference_is_shown(self):
        said = self.play("$ jalon a\nb\n")[1]
        self.assertIn("$ jalon a", said)
        self.assertIn("-b", said)
        self.assertIn("+a", said)

    def test_wildcards_stand_for_part_of_a_line_or_for_lines(self):
        self.passes("$ jalon 'at 12:30 ok'\nat [..] ok\n")
        self.passes("$ jalon a b c d\na\n[...]\nd\n")
        self.fails("$ jalon 'at 12:30 bad'\nat [..] ok\n")
        self.fails("$ jalon a b\n[..]\n")

    def test_other_signs_mean_themselves(self):
        self.fails("$ jalon abc\na.c\n")

    def test_lines_that_look_like_the_syntax_are_escaped(self):
        self.passes("$ jalon '$ x' '? 1' '# y' '\\z'\n\\$ x\n\\? 1\n\\# y\n\\\\z\n")

    def test_a_command_may_take_several_lines(self):
        self.passes("$ jalon a \\\n>   b\na\nb\n")

    def test_each_file_has_its_own_home_gone_afterwards(self):
        self.passes('$ jalon x >kept; test -f kept; case "$JALON_HOME" in "$PWD"/*) ;; *) false; esac\n')

    def test_update_writes_what_is_seen_and_keeps_remarks(self):
        text = "# one\n$ jalon a\n\n# two\n$ jalon '# b'; exit 4\n\n$ jalon c\n[..]\n"
        status, _, written = self.play(text, "--update")
        self.assertEqual(status, 1)
        self.assertEqual(
            written, "# one\n$ jalon a\na\n\n# two\n$ jalon '# b'; exit 4\n\\# b\n? 4\n\n$ jalon c\n[..]\n"
        )
        self.passes(written)

    def test_update_changes_nothing_that_is_right(self):
        text = "$ jalon a; exit 2\na\n? 2\n\n$ jalon b\nx\n"
        self.assertEqual(self.play(text, "--update")[2], text.replace("\nx\n", "\nb\n"))


if __name__ == "__main__":
    unittest.main()
