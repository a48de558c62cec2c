"""Sums up meson test logs: what failed, what was skipped, `N passed, N failed, N skipped`.

A test program counts as many tests as it says it ran: cmocka's totals, Python's unittest totals, or
a line `N passed, N failed, N skipped`. One that says nothing counts once. Exits 1 when a test
failed or none passed.
"""

import json
import re
import sys

CMOCKA = {
    "passed": re.compile(r"^\[  PASSED  \] (\d+) test\(s\)", re.M),
    "failed": re.compile(r"^\[  FAILED  \] \S+: (\d+) test\(s\), listed below", re.M),
    "skipped": re.compile(r"^\[  SKIPPED \] \S+: (\d+) test\(s\), listed below", re.M),
}
TOTALS = re.compile(r"^(\d+) passed, (\d+) failed, (\d+) skipped$", re.M)
UNITTEST = re.compile(r"^Ran (\d+) tests? in .*\n\n(?:OK|FAILED)(?: \((.*)\))?$", re.M)


def said(text):
    """(passed, failed, skipped) that a program's own output tells, or zeros."""
    found = {name: sum(int(n) for n in rule.findall(text)) for name, rule in CMOCKA.items()}
    counts = (found["passed"], found["failed"], found["skipped"])
    if any(counts):
        return counts
    totals = TOTALS.findall(text)
    if totals:
        return tuple(int(n) for n in totals[-1])
    runs = UNITTEST.findall(text)
    if runs:
        return tuple(map(sum, zip(*(unittest_counts(*run) for run in runs))))
    return (0, 0, 0)


def unittest_counts(ran, details):
    numbers = {name: int(n) for name, n in re.findall(r"(\w+)=(\d+)", details)}
    failed = numbers.get("failures", 0) + numbers.get("errors", 0)
    skipped = numbers.get("skipped", 0)
    return (int(ran) - failed - skipped, failed, skipped)


def count(test):
    """(passed, failed, skipped) of one line of a meson test log."""
    passed, failed, skipped = said(test.get("stdout", "") + "\n" + test.get("stderr", ""))
    if test["result"] == "SKIP":
        return (0, 0, max(skipped, 1))
    if test["result"] not in ("OK", "EXPECTEDFAIL"):
        return (passed, max(failed, 1), skipped)
    if passed + failed + skipped == 0:
        passed = 1
    return (passed, failed, skipped)


def skips(test):
    """Lines that say what was skipped, and why if the program told."""
    text = test.get("stdout", "") + "\n" + test.get("stderr", "")
    names = re.findall(r"^\[  SKIPPED \] (?!\S+: \d+ test)(.+)$", text, re.M)
    reasons = re.findall(r"^skipped: (.*)$", text, re.M)
    lines = sorted(set(names)) + reasons
    if not lines and test["result"] == "SKIP":
        lines = text.strip().splitlines()[-1:]
    return lines


def read(path):
    try:
        with open(path, encoding="utf-8") as log:
            return [json.loads(line) for line in log if line.strip()]
    except FileNotFoundError:
        return []


def main(paths):
    total = [0, 0, 0]
    for path in paths:
        for test in read(path):
            counts = count(test)
            total = [a + b for a, b in zip(total, counts)]
            for line in skips(test) if counts[2] else []:
                print(f"skipped: {test['name']}: {line}")
            if counts[1]:
                print(f"failed: {test['name']} ({test['result']}), see {path[:-5]}.txt")
    print(f"{total[0]} passed, {total[1]} failed, {total[2]} skipped")
    return 0 if total[0] and not total[1] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
