"""The files that rules read, and what of C they need to understand."""

import json
import os
import re
import shlex

SKIPPED = re.compile(r"^(\.git|build(-.*)?|node_modules|__pycache__)$")
TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


class Skip(Exception):
    """A rule that cannot run on this machine; the text says why."""


class Tree:
    """A source tree and the folder it is built in."""

    def __init__(self, root, build=None):
        self.root = root
        self.build = build
        self._texts = {}

    def paths(self, pattern):
        """Paths relative to the root that the regular expression PATTERN matches whole, sorted."""
        matcher = re.compile(pattern)
        return [path for path in self._all() if matcher.fullmatch(path)]

    def _all(self):
        found = []
        for folder, folders, files in os.walk(self.root):
            folders[:] = [name for name in folders if not SKIPPED.match(name)]
            names = [name for name in files if not SKIPPED.match(name)]
            found += [os.path.relpath(os.path.join(folder, name), self.root) for name in names]
        return sorted(found)

    def exists(self, path):
        return os.path.exists(os.path.join(self.root, path))

    def bytes(self, path):
        with open(os.path.join(self.root, path), "rb") as file:
            return file.read()

    def text(self, path):
        if path not in self._texts:
            self._texts[path] = self.bytes(path).decode("utf-8", "surrogateescape")
        return self._texts[path]

    def compile_commands(self):
        """(source path relative to the root, compiler, its arguments) of everything compiled."""
        path = os.path.join(self.build or "", "compile_commands.json")
        if not os.path.exists(path):
            raise Skip("nothing is built: no compile_commands.json")
        with open(path, encoding="utf-8") as file:
            entries = json.load(file)
        for entry in entries:
            source = os.path.realpath(os.path.join(entry["directory"], entry["file"]))
            words = shlex.split(entry["command"])
            words = words[os.path.basename(words[0]) == "ccache" :]  # the compiler is behind it
            yield os.path.relpath(source, os.path.realpath(self.root)), words[0], words[1:]


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def blank(text):
    """TEXT as blanks, with its line ends."""
    return re.sub(r"[^\n]", " ", text)


def tokens(text):
    """(offset, text) of every comment, string and character constant of C source."""
    return [(found.start(), found.group()) for found in TOKEN.finditer(text)]


def without_comments(text):
    return TOKEN.sub(lambda t: blank(t.group()) if t.group()[0] == "/" else t.group(), text)


def includes(text):
    """(line, path) of every #include "path"."""
    code = without_comments(text)
    return [
        (line_of(code, found.start()), found.group(1))
        for found in re.finditer(r'^[ \t]*#[ \t]*include[ \t]+"([^"]+)"', code, re.M)
    ]
