"""Tests of embed.py."""

import os
import pathlib
import tempfile
import unittest

import embed


class Embed(unittest.TestCase):
    def setUp(self):
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.folder = pathlib.Path(held.name)
        self.write("0001_one.sql", b"SELECT 'x\xc3\xa9';\n")
        self.write("R_views.sql", b"SELECT 2;\n")
        self.write("0002_two.sql", b"-- " + b"x" * 5000 + b"\n")
        self.write("meson.build", b"")
        self.write("SUMS", embed.sums(self.folder).encode())

    def write(self, name, data):
        (self.folder / name).write_bytes(data)

    def refused(self, what, call=embed.sums):
        with self.assertRaisesRegex(embed.Fault, what):
            call(self.folder)

    def test_versioned_files_come_before_repeatable_ones(self):
        self.assertEqual(embed.names(self.folder), ["0001_one.sql", "0002_two.sql", "R_views.sql"])

    def test_sums_that_fit_pass(self):
        embed.check(self.folder)

    def test_a_changed_file_is_reported(self):
        self.write("0001_one.sql", b"SELECT 3;\n")
        self.refused("meson compile", embed.check)
        self.refused("0001_one.sql differs", embed.embed)

    def test_a_new_file_is_reported(self):
        self.write("0003_new.sql", b"SELECT 3;\n")
        self.refused("meson compile", embed.check)

    def test_a_strange_name_is_refused(self):
        for name in ("0003-new.sql", "0000_new.sql", "3_new.sql", "0003_New.sql", "notes.txt"):
            self.write(name, b"SELECT 3;\n")
            self.refused(f"{name} is not a file named")
            (self.folder / name).unlink()

    def test_g11_a_link_is_refused(self):
        (self.folder / "0003_link.sql").symlink_to("0001_one.sql")
        self.refused("0003_link.sql is a link")
        (self.folder / "0003_link.sql").unlink()
        (self.folder / "0001_one.sql").rename(self.folder / "0001_moved")
        (self.folder / "0001_one.sql").symlink_to("0001_moved")
        self.refused("0001_one.sql is a link", embed.embed)

    def test_g11_a_fifo_is_refused_and_not_waited_for(self):
        os.mkfifo(self.folder / "0003_fifo.sql")
        self.refused("0003_fifo.sql is not a regular file")

    def test_a_number_is_used_once(self):
        self.write("0002_again.sql", b"SELECT 3;\n")
        self.refused("0002_again.sql and 0002_two.sql have the same number")

    def test_g11_odd_bytes_are_refused(self):
        for data, what in ((b"a\r\n", "CRLF"), (b"\xef\xbb\xbfa\n", "byte order mark"),
                           (b"a\0\n", "NUL"), (b"a", "line feed"), (b"\xff\n", "UTF-8"),
                           (b"a\n" * (1 << 20), "1 MiB")):
            self.write("0003_odd.sql", data)
            self.refused(what)

    def test_the_set_holds_names_sizes_and_sums(self):
        code = embed.embed(self.folder)
        self.assertIn(r'"SELECT \'x\303\251\';\n"'.replace("\\'", "'"), code)
        self.assertRegex(code, r'\{"0002_two.sql", text_0002_two, 5004, "[0-9a-f]{64}"\},')
        self.assertIn("jalon_migrations = {files, 3};", code)


if __name__ == "__main__":
    unittest.main()
