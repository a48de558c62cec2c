"""Each rule finds what it forbids and nothing else."""

import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "support")]

import lint  # noqa: E402
import tally  # noqa: E402
from tree import Skip, Tree  # noqa: E402

ROW = 'M({}, REFUSED, "{}", "{}", "{}", {}, {})\n'


class RuleTest(unittest.TestCase):
    def found(self, rule, files, build=False):
        """(path, line) of what RULE finds in a project that holds FILES."""
        with tempfile.TemporaryDirectory() as root:
            for path, text in files.items():
                os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
                with open(os.path.join(root, path), "wb") as file:
                    file.write(text if isinstance(text, bytes) else text.encode())
            if build:
                self.fake_build(root, files)
            tree = Tree(root, os.path.join(root, "build"))
            return sorted((path, line) for path, line, _ in lint.RULES[rule](tree))

    def fake_build(self, root, files):
        os.mkdir(os.path.join(root, "build"))
        sources = [path for path in files if path.endswith(".c")]
        entries = [
            {"directory": os.path.join(root, "build"), "file": f"../{path}",
             "command": f"cc -I../src -fsanitize=address -O2 -o x.o -c ../{path}"}
            for path in sources
        ]
        with open(os.path.join(root, "build", "compile_commands.json"), "w") as file:
            json.dump(entries, file)

    def assert_rule(self, rule, bad, good, build=False):
        """RULE finds exactly line 1 of each file of BAD, and nothing in GOOD."""
        try:
            self.assertEqual(self.found(rule, bad, build), [(path, 1) for path in sorted(bad)])
            self.assertEqual(self.found(rule, good, build), [])
        except Skip as reason:
            self.skipTest(str(reason))

    def test_layers(self):
        self.assert_rule(
            "layers_point_one_way",
            {"src/base/a.c": '#include "domain/x.h"\n', "src/domain/a.h": '#include "pg/db.h"\n',
             "src/pg/a.c": '#  include "sql/x.h"\n', "tools/jalon/a.c": '#include "store/x.h"\n',
             "tools/jalon/b.c": "/* a */ jalon_db_close(db);\n",
             "tools/jalon-verify/a.c": '#include "base/err.h"\n'},
            {"src/store/a.c": '#include "pg/db.h"\n#include "store/b.h"\n',
             "src/base/a.c": '/* #include "pg/db.h" */\n#include <pg/db.h>\n',
             "src/app/a.c": '#include "store/x.h"\n', "tests/db/a.c": '#include "pg/db.h"\n',
             "tools/jalon/a.c": '#include "app/app.h"\n#include "cli.h"\n',
             "tools/jalon/b.c": "/* jalon_db_close() */ jalon_database_start(a);\n"},
        )

    def test_private_headers(self):
        self.assert_rule(
            "private_headers_stay_private",
            {"src/pg/row.c": '#include "pg/db_priv.h"\n',
             "src/app/db.c": '#include "pg/db_priv.h"\n'},
            {"src/pg/db.c": '#include "pg/db_priv.h"\n',
             "src/pg/db_retry.c": '#include "pg/db_priv.h"\n'},
        )

    def test_comments(self):
        self.assert_rule("comments_are_blocks", {"src/base/a.c": "int a; // no\n"},
                         {"src/base/a.c": '/* // */ char *a = "https://x"; char b = \'"\';\n'})

    def test_libpq(self):
        self.assert_rule("only_pg_calls_libpq", {"src/app/a.c": "x = PQexecParams(c);\n"},
                         {"src/pg/a.c": "x = PQexec(c);\n", "src/app/a.c": "/* PQexec */\n"})

    def test_sql(self):
        self.assert_rule(
            "statements_are_in_sql_files",
            {"src/app/a.c": 'run("SELECT 1");\n', "tools/jalon/a.c": 'x = "INSERT INTO a";\n'},
            {"src/pg/a.c": 'run("SELECT 1");\n',
             "src/app/a.c": 'say("With care"); /* "SELECT 1" */\n',
             "tests/db/a.c": 'run("DELETE FROM a");\n'},
        )

    def test_books(self):
        self.assert_rule(
            "readings_go_through_the_books",
            {"migrations/R_40_a.sql": "SELECT FROM jalon.scope s;\n",
             "src/sql/a.sql": "SELECT FROM jalon.a WHERE known_to IS NULL;\n"},
            {"migrations/R_32_a.sql": "SELECT FROM jalon.scope s WHERE known_to IS NULL;\n",
             "migrations/R_40_a.sql": "SELECT FROM jalon.scopes($1) s; -- as jalon.scope\n",
             "src/sql/a.sql": "SELECT jalon.milestone($1), s.done FROM jalon.state_def s;\n"},
        )

    def test_purpose(self):
        self.assert_rule("headers_open_with_their_purpose", {"src/base/a.h": "#pragma once\n"},
                         {"src/base/a.h": "/* Why. */\n#pragma once\n"})

    def test_pragma_once(self):
        self.assert_rule("headers_are_read_once", {"src/base/a.h": "/* Why. */\n"},
                         {"src/base/a.h": "/* Why. */\n#pragma once\n",
                          "src/base/messages.h": "/* Expands. */\n"})

    def test_escapes(self):
        self.assert_rule("escapes_are_spelled_in_one_file",
                         {"src/base/a.c": 'x = "\\033[1m";\n', "src/app/b.c": "x = '\\x1b';\n"},
                         {"tools/jalon/style.c": 'x = "\\033[1m";\n',
                          "src/base/a.c": 'x = "\\\\n";\n'})
        self.assertEqual(
            self.found("escapes_are_spelled_in_one_file",
                       {"tools/jalon/a.c": 'x = "\\e[";\n', "tools/jalon/b.c": 'x = "\\033";\n'}),
            [("tools/jalon/b.c", 1)])

    def test_forward_declarations(self):
        self.assert_rule(
            "statics_are_defined_before_use",
            {"src/base/a.c": "static int a(int b);\nint c(void)\n{\n    return a(1);\n}\n"
                             "static int a(int b)\n{\n    return b;\n}\n"},
            {"src/base/a.c": "static int a(int b);\nstatic int c(int b)\n{\n    return a(b);\n}\n"
                             "static int a(int b)\n{\n    return c(b);\n}\n",
             "src/base/b.c": "static const int t[] = {1};\nstatic int b(void)\n{\n}\n"},
        )

    def test_work_left(self):
        self.assert_rule("work_left_has_an_issue",
                         {"a.c": "/* TODO later */\n", "b.md": "FIXME\n", "c.sh": "# XXX\n"},
                         {"a.c": "/* TODO(#12) later, TODO #13 */\n",
                          "b.c": 'x = "/tmp/aXXXXXX";\n'})

    def test_machine_paths(self):
        self.assert_rule("no_machine_is_named",
                         {"a.md": "cd /home/someone/jalon\n", "b.c": '"/root/x"\n'},
                         {"a.md": "/var/lib/jalon and doc/work/a, $HOME/jalon, ./root/a\n"})

    def test_clean_text(self):
        self.assert_rule(
            "text_is_clean",
            {"a.c": "int a; \n", "b.c": "\tint a;\n", "c.md": "no end", "d.c": b"\xff\n",
             "e.yaml": "a\r\n", "f.c": "\x1b\n", "g.md": "\u202e\n"},
            {"a.c": "int a;\n", "b.md": "two blanks  \n", "empty": ""},
        )

    def message(self, name="bad_date", fields="", fr="a", en="b", hints=("NULL", "NULL")):
        return {"src/base/messages.def": ROW.format(name, fields, fr, en, *hints)}

    def test_messages_in_both_languages(self):
        rule = "messages_are_in_both_languages"
        self.assert_rule(rule, self.message(en=""), self.message(hints=('"A."', '"B."')))
        self.assert_rule(rule, self.message(hints=('"A."', "NULL")), self.message())
        self.assert_rule(rule, {"src/base/messages.def": 'M(a, REFUSED, "b")\n'},
                         self.message(fr='a (" "b), \\"c\\"'))

    def test_message_arguments(self):
        rule = "messages_have_the_same_arguments"
        self.assert_rule(rule, self.message(fr="{1} {2}", en="{2}"),
                         self.message(fr="{1} {2}", en="{2} {1}"))
        self.assert_rule(rule, self.message(fr="{2}", en="{2}"), self.message())
        self.assert_rule(rule, self.message(fields="a", fr="{1}{2}", en="{1}{2}"),
                         self.message(fields="a,b", fr="{1}{2}", en="{1}{2}"))

    def test_message_names_and_kinds(self):
        kinds = {"src/base/err_kinds.def": 'X(REFUSED, 3, "refused")\n'}
        rule = "messages_have_one_name_and_a_kind"
        self.assertEqual(self.found(rule, self.message()), [("src/base/messages.def", 1)])
        self.assertEqual(self.found(rule, {**self.message(), **kinds}), [])
        twice = {"src/pg/messages.def": ROW.format("bad_date", "", "a", "b", "NULL", "NULL")}
        self.assertEqual(self.found(rule, {**self.message(), **kinds, **twice}),
                         [("src/pg/messages.def", 1)])

    def test_message_wording(self):
        rule = "messages_read_alike"
        self.assert_rule(rule, self.message(fr="fini."), self.message(fr="à suivre..."))
        self.assert_rule(rule, self.message(en="The end"), self.message(en="{1}: the end"))
        self.assert_rule(rule, self.message(hints=('"A"', '"B."')),
                         self.message(hints=('"Essayez : a."', '"Try: a."')))

    def test_messages_are_raised(self):
        self.assert_rule("messages_are_raised", self.message(),
                         {**self.message(),
                          "src/base/a.c": "jalon_fail(err, &jalon_msg_bad_date);\n"})
        self.assertEqual(
            self.found("messages_are_raised",
                       {**self.message(), "migrations/R_a.sql": "RAISE 'bad_date';\n"}), [])

    def test_refusals(self):
        rule = "refusals_have_sentences"
        row = ROW.format("bad_code", "field,value", "a", "b", "NULL", "NULL")
        rows = {"src/pg/messages.def": row}
        call = "PERFORM jalon.refuse('{}', '{}', jsonb_build_object({}));\n"
        facts = "'field', f(a, ','), 'value', b[1]"

        def check(sqlstate, key, facts):
            text = call.format(sqlstate, key, facts)
            return self.found(rule, {**rows, "migrations/R_a.sql": text})

        self.assertEqual(check("JA005", "bad_code", facts), [])
        for fault in (("JA001", "bad_code", facts), ("JA005", "bad_cod", facts),
                      ("JA005", "bad_code", "'field', 'value'")):
            self.assertEqual(check(*fault), [("migrations/R_a.sql", 1)])

    def test_listed_files(self):
        meson = {"tests/unit/meson.build": "tests = {'test_a': 1}\n",
                 "src/sql/meson.build": "files('contract.sql')\n",
                 "migrations/SUMS": "abc  0001_a.sql\n"}
        bad = {"tests/unit/test_b.c": "\n", "src/sql/b.sql": "\n", "tests/cli/c.clt": "\n",
               "migrations/0002_b.sql": "\n"}
        good = {"tests/unit/test_a.c": "\n", "src/sql/contract.sql": "\n",
                "migrations/0001_a.sql": "\n"}
        self.assertEqual(self.found("every_file_is_built", {**bad, **good, **meson}),
                         [(path, 1) for path in sorted(bad)])

    def test_headers_alone(self):
        self.assert_rule("headers_compile_alone", {"src/base/a.h": "size_t a(void);\n"},
                         {"src/base/a.h": "#include <stddef.h>\nsize_t a(void);\n",
                          "src/base/messages.h": "M\n"}, build=True)

    def test_mutable_globals(self):
        self.assert_rule(
            "the_library_is_quiet",
            {"src/base/a.c": "int a = 1;\n",
             "src/base/b.c": "static int b; int *c(void) {return &b;}\n",
             "src/base/d.c": "const char *d = \"e\";\n"},
            {"src/base/a.c": 'const char *const a[] = {"b"};\n', "tests/a.c": "int a;\n"},
            build=True,
        )

    def test_quiet_library(self):
        self.assert_rule(
            "the_library_is_quiet",
            {"src/domain/a.c": "#include <time.h>\nlong a(void) {return time(0);}\n",
             "src/app/a.c": "#include <stdlib.h>\nvoid a(void) {exit(1);}\n"},
            {"src/domain/a.c": "#include <string.h>\nint a(char *b) {return (int)strlen(b);}\n"},
            build=True,
        )

    def test_format(self):
        style = {".clang-format": "BasedOnStyle: LLVM\n"}
        self.assert_rule("c_is_formatted", {"src/base/a.c": "int  a;\n"},
                         {"src/base/a.c": "int a;\n", **style})

    def test_shell(self):
        self.assert_rule("shell_scripts_are_sound", {"a": "#!/bin/sh\r\n"},
                         {"a": '#!/bin/sh\necho "$1"\n', "b.md": "rm $x\n"})

    def test_units(self):
        unit = "[Service]\nExecStart=/usr/local/bin/jalon status\n"
        self.assert_rule("units_are_sound", {"config/systemd/a.service": "Colour=red\n" + unit},
                         {"config/systemd/a.service": unit})

    def test_changelog(self):
        meson = {"meson.build": "project('a', version: '1.2.0')\n"}
        rule = "changelog_names_this_version"
        self.assertEqual(self.found(rule, meson), [("CHANGELOG.md", 1)])
        self.assertEqual(self.found(rule, {**meson, "CHANGELOG.md": "## 1.1.0\n"}),
                         [("CHANGELOG.md", 1)])
        self.assertEqual(self.found(rule, {**meson, "CHANGELOG.md": "# C\n\n## 1.2.0, soon\n"}), [])

    def test_links(self):
        self.assert_rule(
            "links_lead_somewhere",
            {"doc/a.md": "[b](b.md)\n", "c.md": "see `src/base/a.h`\n"},
            {"doc/a.md": "[b](../c.md#d) [e](https://example.org) [f](#f)\n",
             "c.md": "see `doc/a.md` and `src/` or `tools/check --long`\n"},
        )

    def test_recipes(self):
        self.assert_rule(
            "recipes_name_real_tests",
            {"CONTRIBUTING.md": "Forgotten: `no_test` fails.\n\n`other`\n"},
            {"CONTRIBUTING.md": "Forgotten: `a_is_b`,\n`rule` or `c` fails.\n",
             "tests/unit/a.c": "TEST(a_is_b)\n", "tests/lint/r.py": "def rule(tree):\n",
             "meson.build": "test('c', c)\n"},
        )

    def test_decisions(self):
        self.assert_rule(
            "named_decisions_exist",
            {"src/pg/a.h": "/* ADR 0009 */\n", "CONTRIBUTING.md": "[ADR 7](x)\n"},
            {"src/pg/a.h": "/* ADR 0001 */\n", "doc/adr/0001-a.md": "# 1. A, see ADR 1\n"},
        )

    def test_documented_commands(self):
        program = ("#!/bin/sh\ncase \"$*\" in 'help help' | 'help sign' | 'help db' | "
                   "'help db start') "
                   "echo '--on DATE' ;; 'help log') echo 'Usage: jalon log COMMAND' ;; "
                   "help) echo '--help' ;; *) exit 2 ;; esac\n")
        rule = "documented_commands_exist"

        def check(text, path="README.md"):
            with tempfile.TemporaryDirectory() as root:
                os.makedirs(os.path.join(root, "build"))
                for name, content in (("build/jalon", program), (path, text)):
                    os.makedirs(os.path.dirname(os.path.join(root, name)), exist_ok=True)
                    with open(os.path.join(root, name), "w", encoding="utf-8") as file:
                        file.write(content)
                os.chmod(os.path.join(root, "build/jalon"), 0o755)
                tree = Tree(root, os.path.join(root, "build"))
                return [line for _, line, _ in lint.RULES[rule](tree)]

        for right in ("`jalon sign CODE --on 2019-01-01`, `jalon db start`", "What jalon is",
                      "    build/jalon db start     starts it", "`jalon COMMAND --help`",
                      "$ jalon --help", "`jalon help sign`, `jalon help CODE`"):
            self.assertEqual(check(right), [], right)
        for wrong in ("`jalon sing`", "`jalon sign --at x`", "$ jalon frob --on",
                      "`jalon help frob`", "`jalon --frob`", "`jalon log frob`",
                      "Ask for it: jalon frob."):
            self.assertEqual(len(check(wrong)), 1, wrong)
        self.assertEqual(check("Say 'jalon frob {1}'.", "src/pg/messages.def"), [1])


class TallyTest(unittest.TestCase):
    def count(self, stdout="", stderr="", result="OK"):
        return tally.count({"stdout": stdout, "stderr": stderr, "result": result, "name": "a"})

    def test_cmocka(self):
        passed = "[==========] tests: 4 test(s) run.\n[  PASSED  ] 2 test(s).\n"
        failed = "[  SKIPPED ] tests: 1 test(s), listed below:\n[  SKIPPED ] a\n" \
                 "[  FAILED  ] tests: 1 test(s), listed below:\n[  FAILED  ] b\n"
        self.assertEqual(self.count(passed, failed, "FAIL"), (2, 1, 1))
        self.assertEqual(self.count(passed), (2, 0, 0))

    def test_totals_line(self):
        self.assertEqual(self.count("a\n3 passed, 0 failed, 1 skipped\n"), (3, 0, 1))

    def test_unittest(self):
        self.assertEqual(self.count(stderr="Ran 5 tests in 0.1s\n\nOK (skipped=2)\n"), (3, 0, 2))
        self.assertEqual(
            self.count("", "Ran 5 tests in 1s\n\nFAILED (failures=1, errors=1)\n", "FAIL"),
            (3, 2, 0))

    def test_program_that_says_nothing(self):
        self.assertEqual(self.count(), (1, 0, 0))
        self.assertEqual(self.count(result="SKIP"), (0, 0, 1))
        self.assertEqual(self.count(result="TIMEOUT"), (0, 1, 0))
        self.assertEqual(self.count("[  PASSED  ] 2 test(s).\n", result="ERROR"), (2, 1, 0))

    def test_reasons_of_skips(self):
        said = "[  SKIPPED ] tests: 1 test(s), listed below:\n[  SKIPPED ] a_is_b\n"
        self.assertEqual(tally.skips({"stdout": said, "result": "OK"}), ["a_is_b"])
        self.assertEqual(tally.skips({"stdout": "[  SKIPPED ] no server here\n", "result": "SKIP"}),
                         ["no server here"])
        self.assertEqual(tally.skips({"stdout": "skipped: r: no nm\n", "result": "SKIP"}),
                         ["r: no nm"])

    def test_nothing_ran(self):
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            self.assertEqual(tally.main([]), 1)
        self.assertEqual(printed.getvalue(), "0 passed, 0 failed, 0 skipped\n")


class ProjectTest(unittest.TestCase):
    def test_every_rule_has_its_own_test_and_runs(self):
        with open(__file__, encoding="utf-8") as file:
            tested = file.read()
        with open(os.path.join(HERE, "meson.build"), encoding="utf-8") as file:
            listed = file.read()
        for name in lint.RULES:
            self.assertIn(f'"{name}"', tested)
            self.assertIn(f"'{name}'", listed)

    def test_names_are_printed(self):
        listing = subprocess.run([sys.executable, os.path.join(HERE, "lint.py"), "--list"],
                                 capture_output=True, text=True, check=True)
        self.assertEqual(listing.stdout.split(), list(lint.RULES))


if __name__ == "__main__":
    unittest.main()
