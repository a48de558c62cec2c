#!/usr/bin/env python3
"""Makes weights.csv of a programme's folder: the population of each territory.

    weights.py FOLDER           writes FOLDER/weights.csv
    weights.py --check FOLDER   says whether it is what would be written

The figure of a territory is the sum of the populations that epci.csv knows of its members.csv; a
territory of which no member is known has no row. `counted_members` says over how many members the
sum is, where that is not all of them.
"""

import csv
import io
import os
import sys

COLUMNS = ["territory_code", "weight", "value", "as_of_year", "counted_members", "source"]


def rows(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def weights(members, known):
    """One row a territory that has a figure, in the order of the members."""
    territories = {}
    for member in members:
        territories.setdefault(member["territory_code"], []).append(known.get(member["siren"]))
    for code, figures in territories.items():
        counted = [figure for figure in figures if figure]
        if counted:
            yield {"territory_code": code, "weight": "population",
                   "value": sum(int(figure["population"]) for figure in counted),
                   "as_of_year": counted[0]["year"],
                   "counted_members": len(counted) if len(counted) < len(figures) else "",
                   "source": counted[0]["source"]}


def text(folder):
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(weights(rows(folder, "members.csv"),
                             {row["siren"]: row for row in rows(folder, "epci.csv")}))
    return out.getvalue()


def main(arguments):
    check = arguments[:1] == ["--check"]
    folder = arguments[1 if check else 0]
    path = os.path.join(folder, "weights.csv")
    if check:
        with open(path, encoding="utf-8", newline="") as file:
            if file.read() != text(folder):
                sys.exit(f"{path} is not what tools/gen/weights.py makes")
    else:
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text(folder))


if __name__ == "__main__":
    main(sys.argv[1:])
