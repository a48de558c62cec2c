#!/usr/bin/env python3
"""What a person sees on a terminal, in a pipe, and when an output cannot be had.

usage: test_terminal.py JALON

Real pseudo-terminals and real pipes, without a database: what is printed is the help, the settings
and the faults of a programme file.
"""

import fcntl
import os
import pty
import re
import select
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import time
import unittest

JALON = ""
DEADLINE_S = 60
TALL, SHORT = 200, 10  # rows: the whole help fits, and does not
NARROW, USUAL = 40, 80


def environment(**more):
    kept = {name: os.environ[name] for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "PATH") if name in os.environ}
    return kept | {"HOME": "/nonexistent", "TERM": "xterm", "LC_ALL": "C.UTF-8"} | more


class Terminal:
    """A program on a pseudo-terminal of its own: what it showed, and how it ended."""

    def __init__(self, words, rows=TALL, columns=USUAL, variables=None, keys=b""):
        pid, self.master = pty.fork()
        if pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execve(JALON, [JALON, *words], environment(**(variables or {})))
        os.write(self.master, keys)
        self.text = self._read()
        os.close(self.master)
        self.status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

    def _read(self):
        """Everything until the other end is closed, line ends as in a file."""
        data, end = b"", time.monotonic() + DEADLINE_S
        while time.monotonic() < end:
            if not select.select([self.master], [], [], 1)[0]:
                continue
            try:
                read = os.read(self.master, 65536)
            except OSError:  # closed
                break
            if not read:
                break
            data += read
        return data.decode().replace("\r\n", "\n")


def piped(*words, **variables):
    """What WORDS print into a pipe."""
    done = subprocess.run([JALON, *words], env=environment(**variables), stdin=subprocess.DEVNULL,
                          capture_output=True, check=True)
    return done.stdout.decode()


def words_of(text):
    return re.sub(r"\s+", "", text)


class Terminals(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="jalon-terminal-")
        self.addCleanup(shutil.rmtree, self.folder)

    def script(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"#!/bin/sh\n{text}\n")
        os.chmod(path, 0o755)
        return path

    def t54_a_terminal_shows_what_a_pipe_gets(self):
        seen = Terminal(["help"])
        self.assertEqual((seen.status, seen.text), (0, piped("help")))

    def t54_a_long_output_goes_through_the_pager(self):
        pager = self.script("pager", "echo PAGED; cat")
        for variables in ({"JALON_PAGER": pager}, {"PAGER": pager}, {"JALON_PAGER": pager, "PAGER": "false"}):
            seen = Terminal(["help"], rows=SHORT, variables=variables)
            self.assertEqual((seen.status, seen.text), (0, "PAGED\n" + piped("help")), variables)

    def t54_what_fits_the_screen_is_not_paged(self):
        seen = Terminal(["version"], rows=SHORT, variables={"PAGER": "echo PAGED"})
        self.assertEqual((seen.status, seen.text), (0, piped("version")))

    def t54_no_pager_without_a_terminal_or_when_told(self):
        pager = {"JALON_PAGER": "echo PAGED"}
        self.assertNotIn("PAGED", piped("help", **pager))
        self.assertNotIn("PAGED", Terminal(["help", "--no-pager"], rows=SHORT, variables=pager).text)
        self.assertNotIn("PAGED", Terminal(["help"], rows=SHORT, variables=pager | {"TERM": "dumb"}).text)
        file = os.path.join(self.folder, "file")
        self.assertEqual(Terminal(["help", "-o", file], rows=SHORT, variables=pager).text, "")
        with open(file, encoding="utf-8") as written:
            self.assertEqual(written.read(), piped("help"))

    def t54_a_pager_that_is_not_there_costs_nothing(self):
        for pager in ("/nonexistent/pager", self.script("broken", "exit 127")):
            seen = Terminal(["help"], rows=SHORT, variables={"PAGER": pager})
            self.assertEqual(seen.status, 0)
            self.assertTrue(seen.text.endswith(piped("help")), seen.text)

    def t54_a_pager_left_early_is_no_failure(self):
        seen = Terminal(["help"], rows=SHORT, variables={"PAGER": "head -n 2"})
        self.assertEqual((seen.status, seen.text), (0, "".join(piped("help").splitlines(True)[:2])))
        seen = Terminal(["help"], rows=SHORT, variables={"PAGER": "exit 3"})
        self.assertEqual((seen.status, seen.text), (0, ""))

    @unittest.skipUnless(shutil.which("less"), "less is not installed")
    def t54_less_leaves_at_q_and_shows_utf_8_whatever_it_was_told(self):
        for odd in ({}, {"LESS": "-E -K --nonsense"}, {"LESS": "$"}, {"LC_ALL": "C"}, {"LANG": "C"}):
            seen = Terminal(["help"], rows=SHORT, variables=odd, keys=b"q")
            self.assertEqual(seen.status, 0, odd)
            self.assertIn("jusqu'à ce que", seen.text, odd)
            self.assertNotIn("nonsense", seen.text, odd)

    def t54_nothing_is_cut_on_a_narrow_terminal(self):
        for words in (["help"], ["config", "show", "--origin"], ["help", "sign"]):
            seen = Terminal([*words, "--no-pager"], columns=NARROW)
            self.assertEqual(seen.status, 0)
            self.assertEqual(sorted(words_of(seen.text)), sorted(words_of(piped(*words))), words)

    def t54_no_colour_nor_control_is_ever_printed(self):
        for variables in ({}, {"NO_COLOR": "1"}, {"CLICOLOR_FORCE": "1"}, {"TERM": "xterm-256color"}):
            for words in (["help"], ["config", "show"], ["nonsense"]):
                self.assertNotIn("\x1b", Terminal(words, variables=variables).text)

    def t54_the_same_bytes_under_any_locale_and_terminal(self):
        plain = piped("help")
        for odd in ({"LC_ALL": "C"}, {"LANG": "C"}, {"LC_ALL": "fr_FR.ISO-8859-1"}, {"TERM": ""},
                    {"COLUMNS": "20"}, {"NO_COLOR": "1"}, {"TERM": "dumb"}):
            self.assertEqual(piped("help", **odd), plain, odd)

    def t54_a_reader_who_leaves_is_no_failure(self):
        read, write = os.pipe()
        os.close(read)
        done = subprocess.run([JALON, "help"], env=environment(), stdout=write, stderr=subprocess.PIPE,
                              stdin=subprocess.DEVNULL, check=False)
        os.close(write)
        self.assertEqual((done.returncode, done.stderr), (0, b""))

    def t54_closed_descriptors_are_not_mistaken_for_others(self):
        for closing, status in (("<&-", 0), ("2>&-", 0), (">&-", 70), ("<&- >&- 2>&-", 70), (">/dev/full", 70)):
            done = subprocess.run(["sh", "-c", f'"$0" help {closing}', JALON], env=environment(),
                                  capture_output=True, check=False)
            self.assertEqual(done.returncode, status, closing)

    def t54_an_error_that_nobody_can_read_keeps_its_status(self):
        for closing in ("2>&-", "2>/dev/full"):
            done = subprocess.run(["sh", "-c", f'"$0" nonsense {closing}', JALON], env=environment(),
                                  capture_output=True, check=False)
            self.assertEqual((done.returncode, done.stdout), (2, b""), closing)


def main(arguments):
    global JALON
    JALON = os.path.abspath(arguments[1])
    loader = unittest.TestLoader()
    loader.testMethodPrefix = "t54_"
    result = unittest.TextTestRunner(verbosity=1).run(loader.loadTestsFromTestCase(Terminals))
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv))
