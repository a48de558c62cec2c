"""Makes the pages of the manual from what the program says of itself.

usage: man.py JALON SCDOC PAGE…

The program describes the page `jalon-sign.1` in the language of scdoc, which makes the page.
"""

import pathlib
import subprocess
import sys


def page(jalon, scdoc, name):
    source = subprocess.run([jalon, "--manual", name], capture_output=True, check=True).stdout
    return subprocess.run([scdoc], input=source, capture_output=True, check=True).stdout


def main(arguments):
    jalon, scdoc, *outputs = arguments
    for output in map(pathlib.Path, outputs):
        try:
            output.write_bytes(page(jalon, scdoc, output.stem))
        except subprocess.CalledProcessError as error:
            sys.exit(f"{output.name}: {error.stderr.decode()}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
