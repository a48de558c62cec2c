"""Tests of sqlgen.py."""

import contextlib
import io
import pathlib
import tempfile
import unittest

import sqlgen

GOOD = """-- Contracts, as an example.
-- name: contract_by_code :maybe
-- Finds one.
-- in:  programme text, code text
-- out: id uuid,
--      amount numeric(10, 2), regions text[]
SELECT id, amount, regions  -- a remark: kept; with a semicolon
  FROM jalon.contract WHERE programme = $1 AND code = $2 AND note <> '?;"';

-- name: touch :none
SELECT 1;
"""


class Sqlgen(unittest.TestCase):
    def fault(self, text):
        with self.assertRaises(sqlgen.Fault) as caught:
            sqlgen.parse("a.sql", text)
        return str(caught.exception)

    def test_reads_names_shapes_types_and_text(self):
        one, two = sqlgen.parse("a.sql", GOOD)
        self.assertEqual((one.name, one.shape), ("contract_by_code", "maybe"))
        self.assertEqual(one.parameters, [("programme", "text"), ("code", "text")])
        self.assertEqual(one.columns, [("id", "uuid"), ("amount", "numeric(10, 2)"),
                                       ("regions", "text[]")])
        self.assertTrue(one.text.startswith("SELECT id"))
        self.assertTrue(one.text.endswith("'?;\"'"))
        self.assertEqual((two.shape, two.columns, two.text), ("none", [], "SELECT 1"))

    def test_makes_c(self):
        statements = sqlgen.parse("a.sql", GOOD)
        self.assertIn("enum { CONTRACT_BY_CODE_ID, CONTRACT_BY_CODE_AMOUNT, "
                      "CONTRACT_BY_CODE_REGIONS };", sqlgen.header(statements, "sql"))
        code = sqlgen.source(statements, "sql")
        self.assertIn('"amount numeric(10, 2)",', code)
        self.assertIn(r"""<> '\?;\"'""", code)
        self.assertIn("jalon_sql_n_statements = 2;", code)

    def test_no_statement_is_fine(self):
        self.assertIn("jalon_sql_n_statements = 0;", sqlgen.source([], "sql"))

    def test_faults_name_file_and_line(self):
        head = "-- name: x :one\n"
        self.assertEqual(self.fault("\nSELECT 1;"), "a.sql:2: text before the first '-- name:'")
        self.assertTrue(self.fault("-- name: X :one\n").startswith("a.sql:1: wanted"))
        self.assertTrue(self.fault("-- name: x :two\n").startswith("a.sql:1: wanted"))
        self.assertTrue(self.fault("-- in: a text\n").startswith("a.sql:1: 'in:' before"))
        self.assertIn("a.sql:2: unknown header 'our:'", self.fault(head + "-- our: a text\n"))
        self.assertIn("a.sql:2: 'out:' wants", self.fault(head + "-- out: a\nSELECT 1"))
        self.assertIn("twice", self.fault(head + "-- out: a text, a text\nSELECT 1"))
        self.assertIn("second 'in:'", self.fault(head + "-- in: a text\n-- in: b text\n"))
        self.assertIn("no text", self.fault(head + "-- out: a text\n"))
        self.assertIn("is :one", self.fault(head + "SELECT 1"))
        self.assertIn("at odds: $2", self.fault(
            head + "-- in: a text\n-- out: a text\nSELECT $1, $2"))
        self.assertIn("more than one", self.fault(head + "-- out: a text\nSELECT 1; SELECT 2"))

    def test_a_constant_is_made_once(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "a.sql")
            path.write_text("-- name: a :one\n-- out: b_c text\nSELECT 1\n"
                            "-- name: a_b :one\n-- out: c text\nSELECT 1\n")
            with self.assertRaisesRegex(sqlgen.Fault, "a.sql:4: 'A_B_C' is also made by"):
                sqlgen.load([str(path)])

    def test_a_file_that_is_not_listed_is_reported(self):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "a.sql").touch()
            with contextlib.redirect_stderr(io.StringIO()) as said:
                self.assertEqual(sqlgen.check_listed(folder, []), 1)
            self.assertIn("src/sql/a.sql is not listed", said.getvalue())
            self.assertEqual(sqlgen.check_listed(folder, ["x/a.sql"]), 0)


if __name__ == "__main__":
    unittest.main()
