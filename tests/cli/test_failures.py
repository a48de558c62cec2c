#!/usr/bin/env python3
"""How every command fails: walks over all commands, as completion lists them.

usage: test_failures.py JALON

A new command is covered by itself: its options come from completion, its arguments from the
examples of its manual page.
"""

import functools
import itertools
import os
import re
import shlex
import shutil
import subprocess
import sys
import unittest

import run_clt

JALON = ""
SOURCE = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
NOWHERE = "host=/nonexistent dbname=jalon"
USAGE, SKIPPED = 2, 77


class Tool:
    """The program with a home of its own."""

    def __init__(self, home):
        self.environment = run_clt.environment_for(JALON, home) | {"JALON_LANG": "en"}

    def run(self, *words):
        return subprocess.run([JALON, *words], env=self.environment, cwd=SOURCE, text=True,
                              stdin=subprocess.DEVNULL, capture_output=True, check=False)

    @functools.cache
    def page(self, *command):
        """The manual page, which is the same each time."""
        return self.run("help", *command).stdout

    @functools.cache
    def offered(self, *words):
        """What completion offers for the last word."""
        lines = self.run("--complete", *words).stdout.splitlines()
        return [line.split("\t")[0] for line in lines if not line.startswith(":")]

    def commands(self, *group):
        """Every command as a tuple of words."""
        for word in self.offered(*group, ""):
            name = (*group, word)
            is_group = self.page(*name).startswith(f"Usage: jalon {' '.join(name)} COMMAND")
            yield from self.commands(*name) if is_group else [name]

    def examples(self, command):
        """The words of each example of a command's manual page, up to the first pipe."""
        start = f"  jalon {' '.join(command)}"
        page = re.sub(r"\\\n\s*", "", self.page(*command))  # lines that go on
        for line in page.split("\nExample", 1)[-1].splitlines():
            if line == start or line.startswith(start + " "):
                words = shlex.split(line)[1:]
                yield words[:next((i for i, word in enumerate(words) if word[0] in "|>"), len(words))]

    def takes(self, command, option):
        return option in self.offered(*command, option)


def without(words, *options):
    """WORDS without these options and their values."""
    kept = []
    for i, word in enumerate(words):
        if word not in options and (i == 0 or words[i - 1] not in options):
            kept.append(word)
    return kept


def needs_nothing(command, words):
    """Does the command do its work without a database, as it was typed?"""
    has_file = any("/" in word for word in words)
    return command == ("config", "show") or (command == ("programme", "graph") and has_file)


class Failures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = run_clt.new_folder("jalon-failures-")
        cls.tool = Tool(cls.folder)
        made = cls.tool.run("init", "config/programmes/territoires-industrie")
        assert made.returncode == 0, made.stderr
        url = cls.tool.run("db", "url").stdout.strip()
        cls.admin = re.sub(r"user='[^']*'", "user=jalon_superuser", url)
        cls.commands = list(cls.tool.commands())

    @classmethod
    def tearDownClass(cls):
        cls.tool.run("db", "stop", "--quiet")
        shutil.rmtree(cls.folder, ignore_errors=True)

    def psql(self, sql, conninfo=None):
        return subprocess.run(["psql", "-qXAtd", conninfo or self.admin, "-c", sql], check=True,
                              capture_output=True, text=True).stdout

    def dump(self, conninfo=None):
        """Every row of every table, and every definition; the counters of sequences may have gaps."""
        text = subprocess.run(["pg_dump", "--schema=jalon", "--schema=audit", "--schema=jalon_migrate",
                               "-d", conninfo or self.admin], check=True, capture_output=True, text=True).stdout
        return re.sub(r"^SELECT pg_catalog.setval.*$|^\\(un)?restrict .*$", "", text, flags=re.M)

    def walk(self, option):
        """(command, words) of every example of the commands that take OPTION."""
        for command in self.commands:
            if self.tool.takes(command, option):
                for words in self.tool.examples(command):
                    yield command, words

    def t55_the_walk_sees_the_commands(self):
        self.assertIn(("status",), self.commands)
        self.assertIn(("db", "migrate"), self.commands)
        self.assertGreater(len(list(self.walk("--dry-run"))), 5)

    def t55_an_unknown_option_is_one_line_and_a_hint_with_status_2(self):
        for command in self.commands:
            done = self.tool.run(*command, "--no-such-option")
            self.assertEqual((done.returncode, done.stdout), (USAGE, ""), command)
            self.assertRegex(done.stderr, r"\Ajalon: [^\n]*\nhint: [^\n]*\n\Z", command)

    def t55_an_argument_too_many_is_refused(self):
        for command in self.commands:
            if "..." not in self.tool.page(*command).split("\n\n")[0]:
                done = self.tool.run(*command, *["x"] * 9)
                self.assertNotEqual(done.returncode, 0, command)
                self.assertEqual(done.stdout, "", command)

    def t55_without_a_database_every_command_that_needs_one_fails(self):
        for command, words in self.walk("--programme"):
            if not needs_nothing(command, words):
                done = self.tool.run(*without(words, "--db", "-o", "--output"), "--db", NOWHERE)
                self.assertNotEqual(done.returncode, 0, words)
                self.assertEqual(done.stdout, "", words)
                self.assertRegex(done.stderr, r"\Ajalon: ", words)

    def t55_in_a_database_of_something_else_nothing_is_done(self):
        self.psql("CREATE DATABASE elsewhere")
        other = re.sub(r"dbname=\S+", "dbname=elsewhere", self.admin)
        for command, words in self.walk("--programme"):
            if not needs_nothing(command, words):
                done = self.tool.run(*without(words, "--db", "-o", "--output"), "--db", other)
                self.assertNotEqual(done.returncode, 0, words)
                self.assertEqual(done.stdout, "", words)
        objects = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        self.assertEqual(self.psql(objects, other), "0\n")
        self.assertEqual(self.psql("SELECT count(*) FROM pg_namespace WHERE nspname ~ 'jalon|audit'", other), "0\n")
        self.psql("DROP DATABASE elsewhere")

    def t55_a_dry_run_writes_nothing_even_with_yes(self):
        before = self.dump()
        self.assertIn("COPY jalon.contract ", before)
        for command, examples in itertools.groupby(self.walk("--dry-run"), lambda pair: pair[0]):
            for _, words in examples:
                kept = without([word for word in words if word not in ("--dry-run", "-n")], "--db", "-o", "--output")
                done = self.tool.run(*kept, "--dry-run", "--yes")
                self.assertNotEqual(done.returncode, USAGE, (words, done.stderr))
            self.assertEqual(self.dump(), before, command)
        written = self.tool.run("advance", "ti-7505", "negotiating", "--on", "2019-05-02")
        self.assertEqual(written.returncode, 0, written.stderr)
        self.assertNotEqual(self.dump(), before)

    def t55_an_output_that_cannot_be_had_is_no_success(self):
        for command in self.commands:
            if command[0] not in ("db", "init"):
                for words in list(self.tool.examples(command))[:1]:
                    if self.tool.takes(command, "--dry-run"):
                        continue
                    done = self.tool.run(*without(words, "-o", "--output"), "-o", "/nonexistent/folder/file")
                    self.assertNotEqual(done.returncode, 0, words)


def main(arguments):
    global JALON
    JALON = os.path.abspath(arguments[1])
    reason = run_clt.missing_for_cluster()
    if reason:
        print(f"skipped: {reason}")
        return SKIPPED
    loader = unittest.TestLoader()
    loader.testMethodPrefix = "t55_"
    result = unittest.TextTestRunner(verbosity=2).run(loader.loadTestsFromTestCase(Failures))
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv))
