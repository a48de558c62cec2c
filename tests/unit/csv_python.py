"""What our CSV writer makes of hostile cells, read by Python's csv.

usage: csv_python.py FILTER
"""

import csv
import io
import json
import random
import subprocess
import sys

PIECES = ["=1+1", "+33612345678", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "'", "''=1",
          '"', '""', ";", ",", "\r\n", " ", "é", "L'Haÿ", "🚂", "0123", "%s%n", "<b>", "", "a"]
NUMBERS = ["0", "-1", "12", "0.6667", "-0.25", "100000000000000000001"]
FORMULA = tuple("=+-@\t\r\n＝")


def disarmed(text):
    """The text without the apostrophe that the writer put in front."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(FORMULA) else text


def make(random_source):
    """Records of a number, a text and a text that may be absent."""
    def text():
        return "".join(random_source.choices(PIECES, k=random_source.randrange(4)))

    return [[[random_source.choice(NUMBERS)], text(), random_source.choice([None, text()])]
            for _ in range(3000)]


def written(program, dialect, records):
    lines = "".join("".join(json.dumps(cell) + "\n" for cell in record) + "\n"
                    for record in records)
    return subprocess.run([program, dialect], input=lines.encode(), capture_output=True,
                          check=True).stdout.decode("utf-8")


def plain_is_the_value(program, records):
    """A program reads every cell as it was."""
    text = written(program, "plain", records)
    seen = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert seen == [[number[0], first, second or ""] for number, first, second in records]


def french_is_safe_and_loses_nothing(program, records):
    """A spreadsheet finds no formula, and taking the apostrophes off gives the text back."""
    text = written(program, "french", records)
    assert text.startswith("\ufeff") and "\r\n" in text
    seen = list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";", strict=True))
    assert len(seen) == len(records)
    for (number, first, second), cells in zip(records, seen):
        assert cells[0] == number[0].replace(".", ","), cells
        for text, cell in ((first, cells[1]), (second or "", cells[2])):
            assert not cell.startswith(FORMULA), cell
            assert disarmed(cell) == text, (cell, text)


def main(program):
    records = make(random.Random(51))
    plain_is_the_value(program, records)
    french_is_safe_and_loses_nothing(program, records)
    print(f"{len(records)} records, both dialects")


if __name__ == "__main__":
    main(sys.argv[1])
