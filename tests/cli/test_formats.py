#!/usr/bin/env python3
"""The weekly report of the real programme, opened with a program of each format.

usage: test_formats.py JALON

Figures are compared with those of the JSON; a report made again has the same bytes.
"""

import csv
import email
import email.policy
import io
import json
import os
import pty
import re
import shutil
import subprocess
import sys
import unittest

import icalendar
import openpyxl
import run_clt
import test_failures

JALON = ""
USAGE, REFUSED = 2, 3
FORMATS = ("text", "html", "json", "csv", "xlsx", "ics", "eml")
SENDER = "equipe@example.org"
WEEK = ("report", "weekly", "--week", "2019-W18")

# A page with a fault of each kind, to know that they are found.
FAULTY = """<!DOCTYPE html><html><head><title>Fautes</title>
<style>body { background: Canvas } a:focus { outline: none } .ink { fill: Canvas }</style></head>
<body><p style="width: 600px"><a href="#">large</a></p><figure class="map"><svg viewBox="0 0 90 90">
<rect class="ink" width="90" height="90"/><text x="9" y="45">mot</text></svg></figure></body></html>"""


class Formats(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = run_clt.new_folder("jalon-formats-")
        cls.environment = run_clt.environment_for(JALON, cls.folder) | {
            "JALON_REMIND_FROM": SENDER, "JALON_TYPST": run_clt.TYPST}
        made = cls.run_tool("init", "config/programmes/territoires-industrie")
        assert made.returncode == 0, made.stderr
        cls.no_pdf = run_clt.missing_for_pdf()
        cls.files = {form: cls.made(form) for form in (*FORMATS, *(() if cls.no_pdf else ("pdf",)))}
        cls.report = json.loads(cls.files["json"])
        cls.figures = {code: figure["value"] for code, figure in cls.report["figures"].items()}

    @classmethod
    def tearDownClass(cls):
        cls.run_tool("db", "stop", "--quiet")
        shutil.rmtree(cls.folder, ignore_errors=True)

    @classmethod
    def run_tool(cls, *words, **environment):
        return subprocess.run([JALON, *words], env=cls.environment | environment,
                              cwd=test_failures.SOURCE, stdin=subprocess.DEVNULL,
                              capture_output=True, check=False)

    @classmethod
    def made(cls, form, *words, **environment):
        done = cls.run_tool(*WEEK, "--format", form, *words, **environment)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def test_the_headline_is_that_of_the_real_programme(self):
        self.assertEqual([self.figures[code] for code in
                          ("scope.initial", "scope.current", "instruments.protocole.signed",
                           "instruments.contrat.signed", "targets.all_signed.days_left")],
                         [124, 137, 13, 0, 56])

    def test_csv_has_every_figure(self):
        rows = csv.DictReader(io.StringIO(self.files["csv"].decode("utf-8-sig"), newline=""), delimiter=";")
        seen = {row["code"]: float(row["value"].replace(",", ".")) if row["value"] else None for row in rows}
        self.assertEqual(seen, self.figures)

    def test_a_workbook_has_every_figure(self):
        book = openpyxl.load_workbook(io.BytesIO(self.files["xlsx"]))
        rows = book["Chiffres"].iter_rows(min_row=2, values_only=True)
        self.assertEqual({row[0]: row[1] for row in rows}, self.figures)
        regions = list(book["Régions"].iter_rows(min_row=2, values_only=True))
        self.assertEqual(sum(row[2] for row in regions), self.figures["scope.current"])
        self.assertEqual(sum(row[3] for row in regions), self.figures["instruments.protocole.signed"])
        self.assertEqual(len(list(book["Changements"].iter_rows(min_row=2))), len(self.report["changes"]))
        risks = [row[0] for row in book["À risque"].iter_rows(min_row=2, values_only=True)]
        self.assertEqual(risks, [risk["code"] for risk in self.report["at_risk"]])

    def test_a_calendar_has_every_target(self):
        events = icalendar.Calendar.from_ical(self.files["ics"]).walk("VEVENT")
        targets = self.report["targets"]
        self.assertEqual([event.decoded("DTSTART").isoformat() for event in events],
                         [target["on"] for target in targets])
        for event, target in zip(events, targets):
            self.assertIn(f"{target['signed']} contrat sur {target['of']} requis", str(event["SUMMARY"]))

    def test_a_mail_says_the_same_in_its_subject_its_text_and_its_files(self):
        message = email.message_from_bytes(self.files["eml"], policy=email.policy.default)
        title = self.files["text"].decode().splitlines()[0]
        self.assertEqual(message["Subject"], title)
        self.assertEqual(message["From"], SENDER)
        self.assertTrue(message.get_body(("plain",)).get_content().startswith(title))
        page = message.get_body(("html",)).get_content()
        self.assertIn(f"<h1>{title}</h1>", page)
        self.assertLess(len(page), 102000)  # what more there is, readers of mails leave out
        self.assertEqual({part.get_filename(): part.get_payload(decode=True)
                          for part in message.iter_attachments()},
                         {f"ti-2019-W18.{form}": self.files[form] for form in ("xlsx", "ics")})

    def printed(self):
        """The PDF, or no test where none can be made."""
        if self.no_pdf:
            self.skipTest(self.no_pdf)
        return self.files["pdf"]

    def test_a_pdf_has_the_figures_of_the_report(self):
        text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=self.printed(),
                              capture_output=True, check=True).stdout.decode()
        self.assertEqual(text.splitlines()[0], self.files["text"].decode().splitlines()[0])
        rows = {}
        tables = text[text.index("Par Région"):]  # after the map, which has names of Régions too
        for first, *others in (re.split(r"\s{2,}", line.strip()) for line in tables.splitlines()):
            rows.setdefault(first, others)
        for region in self.report["regions"]:
            instruments = [region["instruments"][code] for code in ("protocole", "contrat")]
            self.assertEqual(rows[region["name"]], [str(region["scope"])] + [
                f"{one['signed']} (+{one['this_week']})" if one["this_week"] else str(one["signed"])
                for one in instruments])
        self.assertEqual(rows["total"][0], str(self.figures["scope.current"]))
        self.assertEqual(rows["protocole d'accord"][0], str(self.figures["instruments.protocole.signed"]))
        self.assertEqual([code for code in re.findall(r"ti-[0-9]{4}", text)],
                         [risk["code"] for risk in self.report["at_risk"]] + self.mapped())
        expected = round(self.figures["forecast.expected"])
        self.assertIn(f"on s'attend à {expected} contrats", text)

    def mapped(self):
        """The codes of the map's table, which comes last in the PDF."""
        return re.findall(r'<td class="left code">(ti-[0-9]{4})</td>',
                          self.files["html"].decode().split('class="map"')[1].split("</table>")[0])

    def test_a_pdf_tells_each_figure_in_words(self):
        data = self.printed()
        told = [bytes.fromhex(words.decode()).decode("utf-16")
                for words in re.findall(rb"/Alt <([0-9A-F]+)>", data)]
        self.assertEqual(len(re.findall(rb"/S /Figure\b", data)), len(told))
        self.assertEqual(sorted(words.split("\u00a0")[0] for words in told),
                         ["Carte de France, chaque territoire selon l'état de son contrat. identifié",
                          "De semaine en semaine. En haut, les territoires du programme. Trait plein",
                          "Une case par Région, à peu près à sa place"])

    def test_a_pdf_has_no_font_of_this_machine(self):
        self.printed()
        path = os.path.join(self.folder, "fonts.pdf")
        with open(path, "wb") as file:
            file.write(self.files["pdf"])
        fonts = subprocess.run(["pdffonts", path], capture_output=True, check=True).stdout.decode()
        self.assertEqual([re.sub(r"^[A-Z]{6}\+", "", line.split()[0]) for line in fonts.splitlines()[2:]],
                         [f"LibertinusSerif-{face}-Identity-H" for face in ("Bold", "Regular")])

    def test_a_pdf_needs_its_compiler(self):
        self.printed()
        path = os.path.join(self.folder, "none.pdf")
        done = self.run_tool(*WEEK, "--format", "pdf", "-o", path, JALON_TYPST=self.folder)
        self.assertEqual(done.returncode, REFUSED)
        self.assertEqual(done.stderr.decode().splitlines()[0],
                         f"jalon: pas de PDF : le compilateur Typst attendu n'est pas dans '{self.folder}'")
        self.assertFalse(os.path.exists(path))

    def test_an_issue_keeps_its_pdf_or_is_refused(self):
        self.printed()
        folder = os.path.join(self.folder, "issued")
        words = ("report", "issue", "--week", "2019-W17", "--pdf", "--folder", folder)
        self.assertEqual(self.run_tool(*words, JALON_TYPST=self.folder).returncode, REFUSED)
        done = self.run_tool(*words)
        self.assertEqual(done.returncode, 0, done.stderr)
        for lang in ("fr", "en"):
            path = os.path.join(folder, f"ti-2019-W17.{lang}.pdf")
            self.assertIn(f"ti-2019-W17.{lang}.pdf", done.stdout.decode())
            self.assertEqual(self.run_tool("report", "verify", path).returncode, 0)
        again = self.run_tool(*words[:4])
        self.assertEqual((again.returncode, again.stdout.decode().splitlines()[0]),
                         (0, "déjà enregistré : ti#2"))

    def pages(self):
        """One page of each kind: the week, the site, the journal."""
        for form, words in (("fr", ()), ("en", ("--lang", "en"))):
            self.made("html", "-o", os.path.join(self.folder, f"week.{form}.html"), *words)
        site, bundle = os.path.join(self.folder, "site"), os.path.join(self.folder, "bundle")
        for words in (("report", "issue", *WEEK[2:]), ("publish", site), ("audit", "seal"),
                      ("audit", "export", bundle, "--html")):
            done = self.run_tool(*words)
            self.assertEqual(done.returncode, 0, done.stderr)
        contract = os.path.join("contracts", "ti-2801.html")
        return [*(os.path.join(self.folder, f"week.{lang}.html") for lang in ("fr", "en")),
                *(os.path.join(site, page) for page in
                  ("index.html", "2019-S18/index.html", "territoires/ti-2801.html")),
                *(os.path.join(bundle, "html", page) for page in ("index.html", contract))]

    def test_no_page_has_a_fault_of_accessibility(self):
        reason = run_clt.missing_for_browser()
        if reason:
            self.skipTest(reason)
        faulty = os.path.join(self.folder, "faulty.html")
        with open(faulty, "w", encoding="utf-8") as file:
            file.write(FAULTY)
        judge = ("node", os.path.join(run_clt.SOURCE, "tests", "browser", "pages.js"), run_clt.BROWSER)
        done = subprocess.run([*judge, shutil.which("chromium"), *self.pages(), faulty],
                              stdin=subprocess.DEVNULL, capture_output=True, check=False)
        self.assertEqual((done.returncode, done.stderr.decode()), (0, ""))
        faults = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([fault for fault in faults if fault["page"] != faulty], [])
        self.assertEqual({fault["check"] for fault in faults},
                         {"axe", "reflow", "keyboard", "forced", "words"})

    def test_a_report_made_again_has_the_same_bytes_anywhere(self):
        for form in [form for form in self.files if form not in ("text", "json")]:
            with self.subTest(form):
                path = os.path.join(self.folder, f"report.{form}")
                self.made(form, "-o", path, TZ="Pacific/Auckland", LC_ALL="C", LANGUAGE="de")
                with open(path, "rb") as file:
                    self.assertEqual(file.read(), self.files[form])

    def test_a_terminal_gets_no_workbook(self):
        for words, status in (((), USAGE), (("-o", os.path.join(self.folder, "out.xlsx")), 0)):
            with self.subTest(words):
                master, slave = pty.openpty()
                done = subprocess.run([JALON, *WEEK, "--format", "xlsx", *words], stdout=slave,
                                      stderr=subprocess.PIPE, env=self.environment, check=False)
                os.close(slave)
                os.close(master)
                self.assertEqual(done.returncode, status, done.stderr)


def main(arguments):
    global JALON
    JALON = os.path.abspath(arguments[1])
    reason = run_clt.missing_for_cluster()
    if reason:
        print(f"skipped: {reason}")
        return test_failures.SKIPPED
    result = unittest.TextTestRunner(verbosity=2).run(
        unittest.TestLoader().loadTestsFromTestCase(Formats))
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv))
