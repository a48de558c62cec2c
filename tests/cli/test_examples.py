#!/usr/bin/env python3
"""The examples of the manual are run on the real programme, as a person would type them.

usage: test_examples.py JALON TEST

What writes does so in a copy of the database, one for each example; the examples of a page share a
folder, in which the files of the real programme lie. The value of --db stands for the reader's own
server and gives way to that of the test.
"""

import os
import pathlib
import re
import shutil
import sys
import unittest

import run_clt
import test_failures

PROGRAMME = pathlib.Path(test_failures.SOURCE, "config/programmes/territoires-industrie")
FILES = ("programme.yaml", "published-figures.csv", "members.csv", "aliases.csv",
         "cohorts.csv", "weights.csv")
SHEETS = {"ceremony.csv": "territory_code\nti-2807\nti-7504\n",
          "pilots.csv": "territory_code\nti-7505\nti-2702\n",
          "recipients.csv": "address,lang\ncabinet@exemple.invalid,\nprefet@exemple.invalid,en\n",
          "mail.yaml": "remind: {from: suivi@exemple.invalid}\nreport: {recipients: recipients.csv}\n"}
PAPERS = ("deliberation.pdf", "contrat.pdf")
PERMISSION = 8
EVENTS = "territory_code,on,action,what\nti-7505,2019-05-02,advance,negotiating\n"
OF_SEALERS = ("audit", "seal"), ("audit", "cosign"), ("audit", "new-epoch")
WRITES_NO_ENTRY = ("export",), ("remind", "send")  # of the latter none is due
PDF = b"%PDF-1.4\n%%EOF\n"


def examples(page):
    """Each example of the text of a page; lines that go on are one."""
    text = re.sub(r"\\\n\s*", "", page.split("\nExample", 1)[1])
    return [line.strip() for line in text.splitlines()[1:] if line]


class Examples(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = run_clt.new_folder("jalon-examples-")
        cls.tool = test_failures.Tool(cls.folder)
        cls.no_pdf = run_clt.missing_for_pdf()
        made = cls.tool.run("init", "config/programmes/territoires-industrie")
        assert made.returncode == 0, made.stderr
        paper = pathlib.Path(cls.folder, "piece.pdf")
        paper.write_bytes(PDF)
        assert cls.tool.run("document", "add", "ti-2801", str(paper)).returncode == 0
        signed = cls.tool.run("sign", "ti-2803", "-i", "contrat", "-p", "etat",
                              "--on", "2019-06-05")
        assert signed.returncode == 0, signed.stderr
        asked = cls.tool.run("decision", "ask", "Nommer un référent", "--of", "préfecture fictive",
                             "--by", "2019-05-15", "--on", "2019-04-15")
        assert asked.returncode == 0, asked.stderr
        declared = cls.tool.run("declare", "28", "attainable", "--on", "2019-04-26")
        assert declared.returncode == 0, declared.stderr
        issued = cls.tool.run("report", "issue", "--week", "2019-W18", "--folder",
                              os.path.join(cls.folder, "issued"))
        assert issued.returncode == 0, issued.stderr
        url = cls.tool.run("db", "url").stdout.strip()
        cls.own_url = url
        cls.url = re.sub(r"user='[^']*'", "user=jalon_superuser", url)
        cls.place = re.search(r"dbname=\S+", url).group(0)

    @classmethod
    def tearDownClass(cls):
        cls.tool.run("db", "stop", "--quiet")
        shutil.rmtree(cls.folder, ignore_errors=True)

    psql, dump = test_failures.Failures.psql, test_failures.Failures.dump

    def folder_of(self, command):
        """A folder with what the examples of a page name."""
        folder = pathlib.Path(self.folder, "-".join(command))
        folder.mkdir()
        (folder / "config").symlink_to(PROGRAMME.parents[1])
        for name in FILES:
            shutil.copy(PROGRAMME / name, folder)
        for name, text in SHEETS.items():
            (folder / name).write_text(text)
        for name in PAPERS:
            (folder / name).write_bytes(PDF + name.encode())
        shutil.copytree(pathlib.Path(self.folder, "issued"), folder / "issued")
        return folder

    def copied(self):
        """The conninfo of a new copy of the database."""
        self.tool.run("db", "start")  # an example may have stopped it
        name = self.place.removeprefix("dbname=").strip("'")
        other = re.sub(r"dbname=\S+", "dbname=postgres", self.url)
        self.psql("DROP DATABASE IF EXISTS copy", other)
        self.psql(f'CREATE DATABASE copy TEMPLATE "{name}"', other)
        return re.sub(r"dbname=\S+", "dbname=copy", self.url)

    def run_example(self, command, line, folder):
        environment = self.tool.environment | {"JALON_TYPST": run_clt.TYPST}
        copied = command == ("db", "bless") or (self.tool.takes(command, "--dry-run") and
                                                command not in OF_SEALERS)
        environment["SERVER"] = self.copied() if copied else self.url
        typed = re.sub(r'--db ("[^"]*"|\S+)', '--db "$SERVER"', line)
        if copied:
            environment["JALON_DB"] = environment["SERVER"]
        if command == ("undo",):  # takes back what the same login recorded
            environment["JALON_DB"] = re.sub(r"dbname=\S+", "dbname=copy", self.own_url)
        if command == ("db", "bless"):
            self.psql("CREATE EXTENSION pgcrypto", environment["SERVER"])
        return run_clt.run(typed, folder, environment)

    def test_examples_of_the_manual_run(self):
        seen = 0
        entries = "SELECT count(*) FROM audit.entry WHERE event <> 'epoch'"
        before = self.psql(entries, self.url)
        for command in self.tool.commands():
            folder = self.folder_of(command)
            for line in examples(self.tool.page(*command)):
                if self.no_pdf and "--format pdf" in line:
                    continue
                with self.subTest(line):
                    output, status = self.run_example(command, line, folder)
                    self.assertEqual(status, 0, "\n".join(output))
                seen += 1
        self.assertGreater(seen, 100)
        self.tool.run("db", "start")
        self.assertEqual(self.psql(entries, self.url), before)

    def groups_of(self, user):
        return self.psql(f"SELECT r.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid ="
                         f" m.roleid WHERE m.member = '{user}'::regrole ORDER BY 1", self.url).split()

    def become(self, user, groups):
        """Makes USER a member of these groups alone."""
        self.psql("".join(f'REVOKE {group} FROM "{user}";' for group in self.groups_of(user)) +
                  "".join(f'GRANT {group} TO "{user}";' for group in groups), self.url)

    def first_examples(self):
        """(command, line, whether it writes) of each command that works on a programme, as its page
        first shows it, but for those of sealers."""
        for command in self.tool.commands():
            if self.tool.takes(command, "--programme") and command not in OF_SEALERS:
                name = f"jalon {' '.join(command)}"
                line = next(line for line in examples(self.tool.page(*command))
                            if name in line)
                writes = self.tool.takes(command, "--dry-run") and command not in WRITES_NO_ENTRY
                line += " --apply" if command == ("import",) else ""
                yield command, line.replace(" --dry-run", ""), writes

    def test_an_auditor_reads_all_and_changes_nothing(self):
        self.tool.run("db", "start")
        user = re.search(r"user='?([^' ]+)", self.own_url).group(1)
        log = self.tool.run("audit", "key").stdout.strip()  # which the auditor has from the sealer
        groups, before = self.groups_of(user), self.dump(self.url)
        environment = self.tool.environment | {"JALON_DB": self.own_url, "JALON_AUDIT_LOG": log}
        self.become(user, ["jalon_auditor"])
        self.addCleanup(self.become, user, groups)
        for command, line, writes in self.first_examples():
            with self.subTest(line):
                folder = self.folder_of(("auditor", *command))
                (folder / "events.csv").write_text(EVENTS)
                output, status = run_clt.run(line, folder, environment)
                self.assertEqual(status, PERMISSION if writes else 0, "\n".join(output))
        self.assertEqual(self.dump(self.url), before)


def main(arguments):
    test_failures.JALON = os.path.abspath(arguments[1])
    reason = run_clt.missing_for_cluster()
    if reason:
        print(f"skipped: {reason}")
        return test_failures.SKIPPED
    result = unittest.TextTestRunner(verbosity=2).run(
        unittest.TestSuite([Examples(f"test_{arguments[2]}")]))
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv))
