"""Every pair of colours of the page's style sheet that carries text or meaning can be told apart
(WCAG 2.2: 4.5 for text, 3 for lines), in the light and in the dark."""

import re
import sys

TEXT = [("ink", "paper"), ("ink", "band"), ("soft", "paper"), ("soft", "band"), ("scope", "paper"),
        ("scope", "band")]
# The map: its words stand on the paper, patterns are ink on paper, filled areas lie on the band.
LINES = [("signed", "paper"), ("step", "paper"), ("scope", "paper"), ("due", "paper"), ("scope", "band"),
         ("ink", "paper"), ("ink", "band"), ("signed", "band")]


def luminance(colour):
    parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        css = file.read()
    roots = re.findall(r":root \{([^}]*)\}", css)
    assert len(roots) == 2, "a light and a dark theme"
    failed = 0
    for theme in roots:
        colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", theme))
        for pairs, least in ((TEXT, 4.5), (LINES, 3)):
            for one, other in pairs:
                found = contrast(colours[one], colours[other])
                if found < least:
                    print(f"{one} on {other}: {found:.2f}, {least} is needed")
                    failed += 1
    return failed


sys.exit(main())
