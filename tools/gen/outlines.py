#!/usr/bin/env python3
"""Makes the outlines of a programme's territories, for the map of the weekly report.

    outlines.py GEO FOLDER OUT        writes OUT (src/report/outlines.def)
    outlines.py --check FOLDER OUT    says whether OUT has each territory of FOLDER, with a member

GEO holds territories.geojson and regions.geojson (longitude and latitude; `id_ti`, `insee_reg`),
FOLDER is the programme's, with members.csv and epci.csv. Mainland France is projected to Lambert-93;
each Région overseas has a frame of its own below, at a scale of its own. Coordinates are integers.
"""

import csv
import json
import math
import os
import re
import sys

WIDTH, MARGIN = 2560, 24           # the drawing's units; 0.25 of the page's (report/chart_map.c)
FRAME_WIDTH, FRAME_HEIGHT, FRAME_HEAD = 590, 420, 84
FRAMES = [("01", "Guadeloupe"), ("02", "Martinique"), ("03", "Guyane"), ("04", "La Réunion")]
NOT_DRAWN = {"06"}                 # the Région overseas without a territory
TOLERANCE = 1.2                    # how far a simplified line may be from the true one
LEAST_AREA = 12                    # a smaller island is left out, unless it is the largest
LEAST_TERRITORY = 1600             # a territory that is smaller is drawn as a square of this size
LONGEST_TEXT = 4095                # of a string that every C compiler must take


def lambert93(point):
    """RGF93 to Lambert-93, in metres."""
    n, c, x0, y0, e = 0.7256077650532670, 11754255.426096, 700000.0, 12655612.049876, 0.08181919112
    longitude, latitude = (math.radians(part) for part in point)
    sine = e * math.sin(latitude)
    isometric = math.atanh(math.sin(latitude)) - e * math.atanh(sine)
    radius, angle = c * math.exp(-n * isometric), n * (longitude - math.radians(3))
    return x0 + radius * math.sin(angle), y0 - radius * math.cos(angle)


def local(latitude):
    """Degrees to metres near a latitude: enough for an island."""
    return lambda point: (point[0] * 111320 * math.cos(math.radians(latitude)), point[1] * 110574)


def rings(feature):
    geometry = feature["geometry"]
    polygons = geometry["coordinates"]
    for polygon in polygons if geometry["type"] == "MultiPolygon" else [polygons]:
        yield from polygon


def area(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1])) / 2


def thinned(line):
    """Douglas and Peucker."""
    if len(line) < 3:
        return line
    (ax, ay), (bx, by) = line[0], line[-1]
    length = math.hypot(bx - ax, by - ay)

    def distance(point):
        x, y = point
        if length == 0:
            return math.hypot(x - ax, y - ay)
        return abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length

    far = max(range(1, len(line) - 1), key=lambda i: distance(line[i]))
    if distance(line[far]) <= TOLERANCE:
        return [line[0], line[-1]]
    return thinned(line[:far + 1])[:-1] + thinned(line[far:])


def simplified(ring):
    """A closed ring without its last point, which is its first; thinned between two corners."""
    start = ring[0]
    far = max(range(len(ring)), key=lambda i: math.dist(ring[i], start))
    points = thinned(ring[:far + 1])[:-1] + thinned(ring[far:] + [start])[:-1]
    whole = [(round(x), round(y)) for x, y in points]
    return [point for point, before in zip(whole, whole[-1:] + whole[:-1]) if point != before]


def path(drawn):
    """As the attribute d of SVG, each point relative to the one before."""
    text = ""
    for ring in drawn:
        text += f"M{ring[0][0]},{ring[0][1]}l"
        text += " ".join(f"{b[0] - a[0]},{b[1] - a[1]}" for a, b in zip(ring, ring[1:]))
        text += "z"
    text = text.replace(",-", "-").replace(" -", "-")
    if len(text) > LONGEST_TEXT:
        sys.exit(f"an outline of {len(text)} bytes is too long")
    return text


def outline(feature, place):
    """Its rings where they stand in the drawing; an islet that would be a dot is left out."""
    placed = [[place(point) for point in ring[:-1]] for ring in rings(feature)]
    largest = max(abs(area(ring)) for ring in placed)
    kept = [simplified(ring) for ring in placed
            if abs(area(ring)) >= min(LEAST_AREA, largest)]
    return [ring for ring in kept if len(ring) > 2]


def within(x, y, ring):
    inside = False
    for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1]):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def inner(ring):
    """The point of a grid that lies farthest from the ring it is in: where a mark is put."""
    def depth(x, y):
        def distance(a, b):
            length = math.dist(a, b)
            share = ((x - a[0]) * (b[0] - a[0]) + (y - a[1]) * (b[1] - a[1])) / length ** 2
            share = min(1, max(0, share))
            return math.hypot(a[0] + share * (b[0] - a[0]) - x, a[1] + share * (b[1] - a[1]) - y)
        return min(distance(a, b) for a, b in zip(ring, ring[1:] + ring[:1]))

    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    steps = [(min(xs) + (max(xs) - min(xs)) * i / 24, min(ys) + (max(ys) - min(ys)) * k / 24)
             for i in range(1, 24) for k in range(1, 24)]
    x, y = max((point for point in steps if within(*point, ring)), key=lambda at: depth(*at))
    return round(x), round(y)


def size(drawn):
    return sum(abs(area(ring)) for ring in drawn)


def seen(drawn):
    """The rings of a territory, or a square about its middle where nobody would see its state."""
    if size(drawn) >= LEAST_TERRITORY:
        return drawn
    (x, y), half = inner(max(drawn, key=lambda ring: abs(area(ring)))), math.isqrt(LEAST_TERRITORY) // 2
    return [[(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)]]


class Frame:
    """Where the points of some Régions are put: as large as the box allows, in its middle. A box of
    no height is as high as it must be."""

    def __init__(self, project, regions, box):
        points = [project(point) for region in regions for ring in rings(region) for point in ring]
        west, east = min(x for x, _ in points), max(x for x, _ in points)
        south, north = min(y for _, y in points), max(y for _, y in points)
        left, top, width, height = box
        scale = width / (east - west)
        if height is not None:
            scale = min(scale, height / (north - south))
            left += (width - scale * (east - west)) / 2
            top += (height - scale * (north - south)) / 2
        self.project, self.scale = project, scale
        self.x, self.y = left - scale * west, top + scale * north
        self.bottom = round(self.y - scale * south)

    def __call__(self, point):
        x, y = self.project(point)
        return self.x + self.scale * x, self.y - self.scale * y


def frames_of(regions):
    """One function by code of Région, the boxes of those overseas, and the drawing's height."""
    overseas = {code for code, _ in FRAMES} | NOT_DRAWN
    mainland = sorted(code for code in regions if code not in overseas)
    main = Frame(lambert93, [regions[code] for code in mainland],
                 (MARGIN, MARGIN, WIDTH - 2 * MARGIN, None))
    places, boxes, top = dict.fromkeys(mainland, main), [], main.bottom + 2 * MARGIN
    gap = (WIDTH - 2 * MARGIN - len(FRAMES) * FRAME_WIDTH) // (len(FRAMES) - 1)
    for i, (code, name) in enumerate(FRAMES):
        left = MARGIN + i * (FRAME_WIDTH + gap)
        boxes.append((name, left, top))
        latitude = next(rings(regions[code]))[0][1]
        places[code] = Frame(local(latitude), [regions[code]],
                             (left + MARGIN, top + FRAME_HEAD, FRAME_WIDTH - 2 * MARGIN,
                              FRAME_HEIGHT - FRAME_HEAD - MARGIN))
    return places, boxes, top + FRAME_HEIGHT


def features(folder, name, key):
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        return {feature["properties"][key]: feature for feature in json.load(file)["features"]}


def rows(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def largest_members(folder):
    """By territory: the member with most inhabitants, or the first where none has a figure."""
    people = {row["siren"]: int(row["population"] or 0) for row in rows(folder, "epci.csv")}
    largest = {}
    for row in rows(folder, "members.csv"):
        code, siren = row["territory_code"], row["siren"]
        if code not in largest or people.get(siren, 0) > people.get(largest[code], 0):
            largest[code] = siren
    return largest


def text(geo, folder):
    territories = features(geo, "territories.geojson", "id_ti")
    regions = features(geo, "regions.geojson", "insee_reg")
    places, boxes, height = frames_of(regions)
    home = {row["code"]: row["region_code"] for row in rows(folder, "territories.csv")}
    members = largest_members(folder)
    lines = ["/*",
             " * Outlines of the territories of « Territoires d'industrie » as at the end of its phase 1 (2022):",
             " * made by tools/gen/outlines.py from data of the ANCT (data.gouv.fr, Licence Ouverte 2.0),",
             " * Lambert-93, simplified. Each is known by the territory's code and the SIREN of its largest",
             " * member: another programme may use the same codes. The larger ones come first, so that none",
             " * hides a smaller one, and those that would be too small to be seen are squares.",
             " */",
             "/* clang-format off */",
             f"DRAWING({WIDTH}, {height})"]
    lines += [f'FRAME("{name}", {left}, {top}, {FRAME_WIDTH}, {FRAME_HEIGHT})' for name, left, top in boxes]
    for code in sorted(places):
        lines.append(f'LAND("{code}", "{path(outline(regions[code], places[code]))}")')
    drawn = {code: seen(outline(feature, places[home[code]])) for code, feature in territories.items()}
    for code in sorted(drawn, key=lambda code: (-size(drawn[code]), code)):
        x, y = inner(max(drawn[code], key=lambda ring: abs(area(ring))))
        lines.append(f'OUTLINE("{code}", "{members[code]}", {x}, {y}, "{path(drawn[code])}")')
    return "\n".join(lines) + "\n/* clang-format on */\n"


def check(folder, out):
    with open(out, encoding="utf-8") as file:
        drawn = re.findall(r'^OUTLINE\("([^"]*)", "([^"]*)"', file.read(), re.M)
    known = {row["code"] for row in rows(folder, "territories.csv")}
    members = {(row["territory_code"], row["siren"]) for row in rows(folder, "members.csv")}
    if {code for code, _ in drawn} != known or len(drawn) != len(known) or not set(drawn) <= members:
        sys.exit(f"{out} has not the territories of {folder}, each with a member of its own")


def main(arguments):
    if len(arguments) != 3:
        sys.exit(__doc__)
    if arguments[0] == "--check":
        check(*arguments[1:])
        return
    made = text(*arguments[:2])
    with open(arguments[2], "w", encoding="utf-8") as file:
        file.write(made)


if __name__ == "__main__":
    main(sys.argv[1:])
