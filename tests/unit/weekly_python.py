"""What the formats of the weekly report make of hostile names, read by other programs.

usage: weekly_python.py FILTER
"""

import csv
import email
import email.policy
import html.parser
import io
import subprocess
import sys
import unittest
import zipfile

import icalendar
import openpyxl

FILTER = ""
FORMATS = ("csv", "xlsx", "html", "ics", "eml")
HOSTILE = ["=cmd|'/C calc'!A0", "@SUM(A1)", "+33612345678", "-2+3", "<script>alert(1)</script>",
           '"quotes" and \'single\'', "a\r\nBcc: all@example.org\r\n\r\nbody", "a\x1b[31mred",
           "abc\u200fdef\u202e", "\U0001F682 steam", "E\u0301vreux", "a;b,c\\d", "0123", "1e5",
           "--=_jalon_mixed", "a\nEND:VEVENT\nBEGIN:VALARM", "{=1}", "https://example.org/"]
SHOWN = {"\r": "\\x0d", "\n": "\\x0a", "\x1b": "\\x1b", "\u200f": "\\u{200f}", "\u202e": "\\u{202e}"}


def rendered(form, *names, lang="fr", **environment):
    return subprocess.run([FILTER, form, lang, *names], capture_output=True, check=True,
                          env=environment or None).stdout


def safe(name):
    """The name as people see it."""
    return "".join(SHOWN.get(character, character) for character in name)


def book(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def mail(data):
    return email.message_from_bytes(data, policy=email.policy.default)


class Page(html.parser.HTMLParser):
    """The elements and the texts of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.texts = set(), []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)

    def handle_data(self, data):
        self.texts.append(data.strip())


class Formats(unittest.TestCase):
    def test_the_same_report_gives_the_same_bytes_anywhere(self):
        for form in FORMATS:
            with self.subTest(form):
                here = rendered(form, TZ="UTC", LC_ALL="C.UTF-8")
                self.assertEqual(here, rendered(form, TZ="UTC", LC_ALL="C.UTF-8"))
                self.assertEqual(here, rendered(form, TZ="Pacific/Auckland", LC_ALL="fr_FR.UTF-8"))
                self.assertEqual(here, rendered(form, TZ="America/Lima", LC_ALL="C", LANGUAGE="de"))

    def test_the_other_language_has_the_same_figures(self):
        def values(lang):
            rows = csv.DictReader(io.StringIO(rendered("csv", lang=lang).decode("utf-8-sig")),
                                  delimiter=";")
            return [(row["code"], row["value"]) for row in rows]

        self.assertEqual(values("fr"), values("en"))
        self.assertIn(("targets.all.pace_needed", "1,5"), values("fr"))
        self.assertIn(("targets.first.pace_needed", ""), values("fr"))
        self.assertIn(("forecast.expected", "4,6"), values("fr"))

    def test_each_figure_says_what_it_counts(self):
        rows = csv.DictReader(io.StringIO(rendered("csv", lang="en").decode("utf-8-sig")), delimiter=";")
        units = {row["code"]: row["unit"] for row in rows}
        self.assertEqual([units[code] for code in
                          ("scope.current", "targets.all.days_left", "targets.all.pace_needed",
                           "forecast.expected",
                           "forecast.p_all.most", "weights.emplois.total",
                           "weights.emplois.protocole.share", "restatements")],
                         ["territories", "days", "a week", "territories", "%", "jobs", "%", "figures"])

    def test_no_name_is_live_in_csv(self):
        for name in HOSTILE:
            with self.subTest(name):
                text = rendered("csv", name).decode("utf-8-sig")
                rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";", strict=True))
                unit = next(row for row in rows if row["code"] == "states.pilot")
                self.assertIn(name, unit["definition"])
                for row in rows:
                    self.assertFalse(row["definition"].startswith(tuple("=+-@\t\r\n")), row)
                    self.assertRegex(row["value"], r"^(-?[0-9]+(,[0-9])?)?$")

    def test_no_name_is_live_in_a_workbook(self):
        for name in HOSTILE:
            with self.subTest(name):
                data = rendered("xlsx", name)
                with zipfile.ZipFile(io.BytesIO(data)) as archive:
                    parts = {part: archive.read(part) for part in archive.namelist()}
                self.assertFalse([part for part, xml in parts.items()
                                  if part.startswith("xl/worksheets/") and b"<f>" in xml])
                cell = book(data)["Régions"]["B2"]
                self.assertEqual((cell.value, cell.data_type, cell.number_format), (safe(name), "s", "@"))
                self.assertIsNone(cell.hyperlink)
                cell = book(data)["À risque"]["B2"]
                self.assertEqual((cell.value, cell.data_type), (safe(name), "s"))

    def test_no_name_is_markup_in_a_page(self):
        for name in HOSTILE:
            with self.subTest(name):
                page = Page(rendered("html", name).decode())
                self.assertFalse({"script", "a", "img", "iframe", "object"} & page.tags)
                self.assertIn(safe(name), page.texts)

    def test_no_name_adds_a_line_to_a_calendar(self):
        for name in HOSTILE:
            with self.subTest(name):
                data = rendered("ics", name)
                for line in data.split(b"\r\n"):
                    self.assertLessEqual(len(line), 75)
                    self.assertNotIn(b"\n", line)
                    line.decode("utf-8")
                calendar = icalendar.Calendar.from_ical(data)
                events = calendar.walk("VEVENT")
                self.assertEqual([part.name for part in calendar.walk()], ["VCALENDAR", "VEVENT", "VEVENT"])
                self.assertTrue(str(events[0]["SUMMARY"]).startswith(safe(name)))

    def test_no_name_adds_a_header_or_a_part_to_a_mail(self):
        for name in HOSTILE:
            with self.subTest(name):
                data = rendered("eml", name)
                message = mail(data)
                self.assertFalse([part for part in message.walk() if part.defects])
                self.assertIsNone(message["Bcc"])
                self.assertIsNone(message["To"])
                self.assertEqual({key.lower() for key in message.keys()},
                                 {"from", "date", "subject", "x-unsent", "mime-version", "content-type"})
                self.assertEqual([part.get_content_type() for part in message.iter_attachments()],
                                 ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                                  "text/calendar"])
                self.assertNotIn(b"\n", data.replace(b"\r\n", b""))

    def test_the_parts_of_a_mail_are_the_formats(self):
        message = mail(rendered("eml"))
        kinds = [part.get_content_type() for part in message.walk()]
        self.assertEqual(kinds[:4], ["multipart/mixed", "multipart/alternative", "text/plain", "text/html"])
        for kind, form in (("plain", "text"), ("html", "html")):
            text = message.get_body((kind,)).get_content()
            self.assertEqual(text.replace("\r\n", "\n"), rendered(form).decode())
        for part in message.iter_attachments():
            form = part.get_filename().rsplit(".", 1)[1]
            self.assertEqual(part.get_filename(), f"ex-2019-W18.{form}")
            self.assertEqual(part.get_payload(decode=True), rendered(form))

    def test_a_calendar_has_whole_days_that_block_nobody(self):
        events = icalendar.Calendar.from_ical(rendered("ics")).walk("VEVENT")
        last = events[1]
        self.assertEqual(last.decoded("DTSTART").isoformat(), "2019-06-30")
        self.assertEqual(last.decoded("DTEND").isoformat(), "2019-07-01")
        self.assertEqual(last.decoded("DTSTAMP").isoformat(), "2019-05-06T08:12:00+00:00")
        self.assertEqual(last["UID"], "target.all.ex@jalon")
        self.assertEqual(last["TRANSP"], "TRANSPARENT")
        self.assertGreater(events[0]["SEQUENCE"], last["SEQUENCE"])  # decided later

    def test_a_workbook_can_be_filtered_printed_and_read_out(self):
        data = rendered("xlsx", lang="en")
        sheets = book(data).worksheets
        self.assertEqual([sheet.title for sheet in sheets],
                         ["Read me", "Figures", "Régions", "Changes", "Targets", "At risk"])
        for sheet in sheets[1:]:
            with self.subTest(sheet.title):
                self.assertEqual(sheet.freeze_panes, "A2")
                self.assertEqual(sheet.print_title_rows, "$1:$1")
                self.assertEqual(sheet.auto_filter.ref, sheet.dimensions)
                self.assertEqual(sheet.page_setup.orientation, "landscape")
        self.assertTrue(sheets[4]["B3"].is_date)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.assertIn(b'descr="Bars: ', archive.read("xl/drawings/drawing1.xml"))
            self.assertIn(b"2019-05-05T00:00:00Z", archive.read("docProps/core.xml"))


if __name__ == "__main__":
    FILTER = sys.argv.pop(1)
    unittest.main(verbosity=2)
