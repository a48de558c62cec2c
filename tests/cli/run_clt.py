#!/usr/bin/env python3
"""Runs transcripts of what a person types and sees.

usage: run_clt.py [--update] JALON FILE.clt…

    # A remark.
    $ jalon sign ti-2801 \\
    >   --party etat
    what it prints, stdout and stderr together
    ? 2

Output ends at the next line that starts with `$ `, `? ` or `# `; without a `? status` line the
status must be 0. Blank lines at the end of an output do not count. In expected output `[..]` stands
for anything within a line, a line `[...]` for any number of lines; a line that must start with
`$ `, `? `, `# ` or a backslash is written with a backslash in front. Each file runs in a folder of its own
with its own JALON_HOME, gone afterwards. A remark `# needs: cluster` says that the private database
server is started: without PostgreSQL, or as root without the user `jalon`, the file is skipped
(status 77). Remarks `# needs: dot` and `# needs: pdfsig` say the same of these programs.
In a Markdown file the blocks fenced as ```console are the transcript, played in the source folder.
--update writes what was seen into the file.
"""

import difflib
import glob
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile

SKIPPED = 77
SOURCE = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
TYPST = os.path.join(SOURCE, "build-typst")
BROWSER = os.path.join(SOURCE, "build-browser")
TIMEOUT_S = 120


class Step:
    """One command with what is expected of it; `before` is the text between it and the last one."""

    def __init__(self, before, command_lines):
        self.before = before
        self.command_lines = command_lines
        self.output = []
        self.status = None
        self.shows_status = False

    def command(self):
        return "\n".join(line[2:] for line in self.command_lines)


def parse(text, is_markdown=False):
    """The steps of a transcript, and the lines after the last one."""
    steps, outside, step = [], [], None
    is_prose = is_markdown
    for line in text.split("\n")[:-1]:
        if is_markdown and (is_prose or line == "```"):
            is_prose, step = line != "```console", None
            outside.append(line)
        elif line.startswith("$ "):
            step = Step(outside, [line])
            steps.append(step)
            outside = []
        elif step is not None and line.startswith("> ") and not step.output:
            step.command_lines.append(line)
        elif step is not None and re.fullmatch(r"\? \d+", line):
            step.status, step.shows_status = int(line[2:]), True
            step = None
        elif step is not None and not line.startswith("# "):
            step.output.append(line)
        else:
            step = None
            outside.append(line)
    return steps, outside


def without_blank_end(lines):
    while lines and lines[-1] == "":
        lines = lines[:-1]
    return lines


def unescaped(line):
    return line[1:] if line.startswith("\\") else line


def escaped(line):
    return "\\" + line if re.match(r"\\|[$?#] ", line) else line


def matches(expected, seen):
    """Whether the lines SEEN are as EXPECTED, wildcards included."""
    parts = []
    for line in expected:
        if line == "[...]":
            parts.append(r"(?:[^\n]*\n)*?")
        else:
            pieces = unescaped(line).split("[..]")
            parts.append(r"[^\n]*".join(re.escape(piece) for piece in pieces) + r"\n")
    return re.fullmatch("".join(parts), "".join(line + "\n" for line in seen)) is not None


def run(command, folder, environment):
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=TIMEOUT_S, check=False,
    )
    text = done.stdout.decode("utf-8", "backslashreplace")
    return without_blank_end(text.split("\n")), done.returncode


def environment_for(jalon, folder):
    kept = {name: os.environ[name] for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS") if name in os.environ}
    path = f"{os.path.dirname(os.path.abspath(jalon))}:/usr/local/bin:/usr/bin:/bin"
    return kept | {"PATH": path, "HOME": folder, "JALON_HOME": f"{folder}/private", "TZ": "UTC",
                   "LC_ALL": "C.UTF-8", "SOURCE": SOURCE}


def missing_for_cluster():
    """Why no private database can be made on this machine, or None."""
    if not glob.glob("/usr/lib/postgresql/*/bin/initdb"):
        return "the PostgreSQL server programs are not installed"
    if os.geteuid() == 0:
        try:
            pwd.getpwnam("jalon")
        except KeyError:
            return "root needs the system user `jalon` (tools/quickstart makes it)"
    return None


def missing_for_pdf():
    """Why no PDF can be made on this machine, or None."""
    if shutil.which("node") is None or not os.path.exists(os.path.join(TYPST, "installed.json")):
        return "no Typst compiler; `tools/typst/install build-typst` installs it"
    return None


def missing_for_browser():
    """Why no page can be judged in a browser on this machine, or None."""
    if shutil.which("node") is None or shutil.which("chromium") is None or not os.path.exists(
            os.path.join(BROWSER, "installed.json")):
        return "no Chromium with axe-core; `tests/browser/install build-browser` installs them"
    return None


def missing_for(path):
    """Why the transcript at PATH cannot be played on this machine, or None."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    reason = None
    if path.endswith(".md") or "# needs: cluster\n" in text:
        reason = missing_for_cluster()
    for program in ("dot", "pdfsig"):
        if f"# needs: {program}\n" in text and shutil.which(program) is None:
            reason = f"the program `{program}` is not installed"
    return reason


def updated(step, seen, status):
    """The step's lines of the file, with what was seen where it differs."""
    if not matches(without_blank_end(step.output), seen):
        blanks = len(step.output) - len(without_blank_end(step.output))
        step.output = [escaped(line) for line in seen] + [""] * blanks
    lines = step.before + step.command_lines + step.output
    if status != 0 or step.shows_status:
        lines = step.before + step.command_lines + without_blank_end(step.output)
        lines += [f"? {status}"] + ([] if step.shows_status else [""])
    return lines


def new_folder(prefix):
    """A folder that a server's user walks through; in memory where there is room for databases, whose
    hundreds of files a file system is slow to make."""
    memory = "/dev/shm"
    has_room = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free >= 4 << 30
    folder = tempfile.mkdtemp(prefix=prefix, dir=memory if has_room else None)
    os.chmod(folder, 0o755)
    return folder


def play(path, jalon, update):
    """Runs one transcript; returns the number of steps that differ."""
    is_markdown = path.endswith(".md")
    with open(path, encoding="utf-8") as file:
        steps, rest = parse(file.read(), is_markdown)
    folder = new_folder("jalon-clt-")
    environment = environment_for(jalon, folder)
    wrong, lines = 0, []
    try:
        for step in steps:
            place = environment["SOURCE"] if is_markdown else folder
            seen, status = run(step.command(), place, environment)
            expected = without_blank_end(step.output)
            if not matches(expected, seen) or status != (step.status or 0):
                wrong += 1
                report(path, step, expected, seen, status)
            lines += updated(step, seen, status)
    finally:
        if os.path.exists(environment["JALON_HOME"]):
            run("jalon db stop --quiet", folder, environment)
        shutil.rmtree(folder, ignore_errors=True)
    if update and wrong:
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(lines + rest) + "\n")
    return wrong


def report(path, step, expected, seen, status):
    print(f"{path}: $ {step.command()}")
    for line in difflib.unified_diff(expected, seen, "expected", "seen", lineterm="", n=2):
        print(f"    {line}")
    if status != (step.status or 0):
        print(f"    status {status} instead of {step.status or 0}")


def main(arguments):
    update = "--update" in arguments
    jalon, *files = [word for word in arguments if word != "--update"]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # a stopped test still cleans up
    wrong = played = 0
    for path in files:
        reason = missing_for(path)
        if reason:
            print(f"{path}: skipped: {reason}")
            continue
        wrong += play(path, jalon, update)
        played += 1
    return 1 if wrong else 0 if played else SKIPPED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
