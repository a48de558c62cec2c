"""The weekly report as a PDF, read by poppler's programs.

usage: weekly_pdf.py FILTER PDF_FILTER FOLDER

FOLDER holds the Typst compiler, as tools/typst/install puts it there.
"""

import base64
import functools
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import weekly_python

PDF_FILTER, FOLDER = "", ""
INSTANT = "2019-05-06T08:12:00.123456Z"
SKIPPED = 77
MARKUP = '#panic("a") $x$ *b* _c_ @d \\ // /* ` ]]>&amp;--> }] #image("/etc/passwd")'
HOSTILE = [" | ".join([*weekly_python.HOSTILE, MARKUP]), "= title", "+ item", "/ term: x", "\u0301b"]
TRAIN = "\U0001F682"  # a sign that the font lacks


@functools.cache
def page(*name, lang="fr"):
    return weekly_python.rendered("html", *name, lang=lang)


def filtered(content, folder=None, **environment):
    return subprocess.run([PDF_FILTER, folder or FOLDER, INSTANT], input=content, capture_output=True,
                          check=False, env=dict(os.environ) | environment)


@functools.cache
def pdf(content, **environment):
    done = filtered(content, **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout


def read_by(program, data, *words):
    """What one of poppler's programs says of a PDF."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        done = subprocess.run([program, *words, file.name, *(["-"] if program == "pdftotext" else [])],
                              capture_output=True, check=True, env=dict(os.environ) | {"TZ": "UTC"})
        return done.stdout.decode(errors="replace")


def without_blanks(text):
    return re.sub(r"\s", "", text)


class Pdf(unittest.TestCase):
    def test_it_is_tagged_titled_and_says_its_language(self):
        for lang in ("fr", "en"):
            with self.subTest(lang):
                data = pdf(page(lang=lang))
                told = dict(re.findall(r"^(\w+): +(.*)$", read_by("pdfinfo", data), re.M))
                self.assertEqual(told["Tagged"], "yes")
                self.assertIn("2019-W18", told["Title"])
                self.assertEqual(told["CreationDate"], "Mon May  6 08:12:00 2019 UTC")
                self.assertIn(f"/Lang ({lang})".encode(), data)
                meta = read_by("pdfinfo", data, "-meta")
                self.assertIn("<pdfuaid:part>1</pdfuaid:part>", meta)
                self.assertIn(f"<dc:language><rdf:Bag><rdf:li>{lang}</rdf:li>", meta)

    def test_each_column_has_its_head(self):
        content = page()
        heads = content.count(b'scope="col"')
        self.assertGreater(heads, 10)
        self.assertEqual(read_by("pdfinfo", pdf(content), "-struct").count("/Scope /Column"), heads)

    def test_it_has_all_that_the_page_has(self):
        for lang in ("fr", "en"):
            with self.subTest(lang):
                content = page(lang=lang)
                text = without_blanks(read_by("pdftotext", pdf(content)))
                for words in weekly_python.Page(content.decode().split("</head>")[1]).texts:
                    self.assertIn(without_blanks(words), text)

    def test_its_foot_tells_what_was_known_and_the_page(self):
        data = pdf(page())
        text = read_by("pdftotext", data, "-layout")
        pages = text.split("\f")[:-1]
        for number, one in enumerate(pages, 1):
            foot = one.rstrip().splitlines()[-1]
            self.assertRegex(foot, rf"connu au 6 mai 2019, 08:12:00 UTC +{number} ?/ ?{len(pages)}$")

    def test_a_checkpoint_keeps_its_lines(self):
        origin = "jalon.private/01234567-89ab-4cde-8f01-23456789abcd/10"
        signature = base64.b64encode(hashlib.sha512(b"essai").digest() + b"WMWM").decode()
        note = [origin, "1000364", base64.b64encode(bytes(range(32))).decode(), "",
                f"\u2014 {origin} {signature}"]
        lines = "\n".join(note)
        content = page().replace(b"</main>", f"<pre>{lines}\n</pre></main>".encode())
        seen = [line.strip() for line in read_by("pdftotext", pdf(content), "-layout").splitlines()]
        for line in note:
            self.assertIn(line, seen)

    def test_no_name_is_markup(self):
        for name in HOSTILE:
            with self.subTest(name):
                text = read_by("pdftotext", pdf(page(name)))
                seen = weekly_python.safe(name).replace(TRAIN, "\\u{1f682}")
                self.assertIn(without_blanks(seen), without_blanks(text))

    def test_the_same_page_gives_the_same_bytes_anywhere(self):
        content = page(f"{TRAIN} steam")
        here = pdf(content)
        self.assertEqual(here, pdf(content, TZ="Pacific/Auckland", LC_ALL="fr_FR.UTF-8"))
        self.assertEqual(here, pdf(content, TZ="America/Lima", LC_ALL="C", LANGUAGE="de"))

    def test_what_is_missing_or_fails_is_told_apart(self):
        with tempfile.TemporaryDirectory() as folder:
            other = pathlib.Path(FOLDER, "package.json").read_text(encoding="utf-8")
            name = next(iter(json.loads(other)["dependencies"]))
            place = pathlib.Path(folder, "node_modules", name)
            for key, done in (("typst_missing", filtered(page(), folder)),
                              ("node_missing", filtered(page(), PATH=folder)),
                              ("typst_failed", filtered(b"no page"))):
                self.assertEqual((done.stderr.decode(), done.returncode, done.stdout), (key, 1, b""))
            place.mkdir(parents=True)
            (place / "package.json").write_text('{"version": "0.0.1"}', encoding="utf-8")
            self.assertEqual(filtered(page(), folder).stderr, b"typst_missing")


def main(arguments):
    global PDF_FILTER, FOLDER
    weekly_python.FILTER, PDF_FILTER, FOLDER = arguments[1:]
    if shutil.which("node") is None or not os.path.exists(os.path.join(FOLDER, "installed.json")):
        print("skipped: no Typst compiler; `tools/typst/install build-typst` installs it")
        return SKIPPED
    result = unittest.TextTestRunner(verbosity=2).run(
        unittest.TestLoader().loadTestsFromTestCase(Pdf))
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv))
