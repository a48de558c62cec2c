#!/usr/bin/env python3
"""The sealer as a service: it seals what comes, waits for its server, and ends as it is told.

usage: test_follow.py JALON
"""

import os
import shutil
import signal
import subprocess
import sys
import unittest

import run_clt
import test_failures


class Follow(unittest.TestCase):
    """Each test has a service of its own on one server."""

    @classmethod
    def setUpClass(cls):
        cls.folder = run_clt.new_folder("jalon-follow-")
        cls.tool = test_failures.Tool(cls.folder)
        made = cls.tool.run("init", "config/programmes/territoires-industrie")
        assert made.returncode == 0, made.stderr
        url = cls.tool.run("db", "url").stdout.strip()
        home = cls.tool.environment["JALON_HOME"]
        cls.server = cls.tool.environment | {
            "JALON_DB": url, "JALON_AUDIT_KEY": f"{home}/audit/key",
            "JALON_AUDIT_STATE": f"{home}/audit/state"}
        cls.admin = url.replace(url.split("user=")[1].split()[0], "jalon_superuser")

    @classmethod
    def tearDownClass(cls):
        cls.tool.run("db", "stop", "--quiet")
        shutil.rmtree(cls.folder, ignore_errors=True)

    psql = test_failures.Failures.psql

    def setUp(self):
        self.start(self.server["JALON_DB"])

    def start(self, conninfo):
        self.service = subprocess.Popen(
            [test_failures.JALON, "audit", "seal", "--follow", "--db", conninfo], text=True,
            env=self.server, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE)
        self.addCleanup(self.close, self.service)

    @staticmethod
    def close(service):
        service.kill()
        service.communicate()

    def told(self):
        return self.service.stderr.readline()

    def follows(self):
        self.assertRegex(self.told(), r"\Afollowing the journal: \d+ leaves\n")

    def write(self):
        """One entry, on the server, so that only the service seals it."""
        done = subprocess.run([test_failures.JALON, "note", "ti-7505", "remarque fictive"],
                              env=self.server, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)

    def end(self, number=signal.SIGTERM):
        self.service.send_signal(number)
        return self.service.wait()

    def test_what_comes_is_sealed_and_told_with_its_root(self):
        self.follows()
        self.write()
        line = self.told()
        self.assertRegex(line, r"\A2 leaves sealed, root of \d+: [A-Za-z0-9+/]{43}=\n")
        note = self.psql("SELECT note FROM audit.checkpoint ORDER BY size DESC LIMIT 1")
        self.assertEqual(note.splitlines()[1:3],
                         [line.split("root of ")[1].split(":")[0], line.split(": ")[1].strip()])
        self.assertEqual(self.end(), 0)
        self.assertEqual(self.service.stdout.read(), "")

    def test_control_c_ends_it_as_cleanly(self):
        self.follows()
        self.assertEqual(self.end(signal.SIGINT), 0)

    def test_a_day_without_entries_is_sealed_too(self):
        self.follows()
        self.psql("UPDATE audit.log SET at = at - interval '1 day'")
        self.assertRegex(self.told(), r"\A1 leaf sealed, root of ")

    def test_a_server_that_went_away_is_waited_for(self):
        self.follows()
        self.tool.run("db", "stop")
        self.assertRegex(self.told(), r"\Athe database does not answer, trying again each round: ")
        self.tool.run("db", "start")
        self.follows()
        self.write()
        self.assertRegex(self.told(), r"\A2 leaves sealed")
        self.assertEqual(self.end(), 0)

    def test_it_ends_while_it_waits_for_a_server(self):
        self.follows()
        self.tool.run("db", "stop")
        self.told()
        self.assertEqual(self.end(), 0)
        self.tool.run("db", "start")

    def test_a_killed_one_leaves_nothing_that_the_next_does_not_finish(self):
        self.follows()
        self.psql("SELECT audit.seal(gen_random_uuid(), 1000, true)")  # sealed, not signed
        self.assertEqual(self.end(signal.SIGKILL), -signal.SIGKILL)
        self.start(self.server["JALON_DB"])
        self.follows()
        self.assertRegex(self.told(), r"\A1 leaf sealed")

    def test_a_restored_copy_ends_it_for_good(self):
        self.follows()
        self.assertEqual(self.end(), 0)
        elsewhere = self.admin.replace("dbname=jalon", "dbname=postgres")
        self.psql("CREATE DATABASE older TEMPLATE jalon", elsewhere)
        subprocess.run([test_failures.JALON, "audit", "seal", "--idle"], env=self.server,
                       capture_output=True, check=True)
        self.start(self.server["JALON_DB"].replace("dbname=jalon", "dbname=older"))
        self.assertRegex(self.told(), r"\Ajalon: the database has \d+ leaves only")
        self.assertEqual(self.service.wait(), 9)

    def test_without_a_server_at_the_start_it_says_so(self):
        self.start(test_failures.NOWHERE)
        self.assertEqual(self.service.wait(), 6)


def main(arguments):
    test_failures.JALON = os.path.abspath(arguments[1])
    reason = run_clt.missing_for_cluster()
    if reason:
        print(f"skipped: {reason}")
        return test_failures.SKIPPED
    result = unittest.TextTestRunner(verbosity=2).run(
        unittest.TestLoader().loadTestsFromTestCase(Follow))
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv))
