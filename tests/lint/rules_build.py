"""What the build proves: files listed, headers whole, objects without mutable globals."""

import concurrent.futures
import os
import re
import shutil
import subprocess
import tempfile

from tree import Skip

LISTED = r"(src|tools|tests|migrations)/.*(\.c|\.clt|\.sql|/test_\w+\.py)"
# X-macro expanders: they need a definition from the file that includes them.
NOT_ALONE = {"src/base/messages.h": "expands the messages.def named by JALON_MSG_DEF"}


def every_file_is_built(tree):
    """Each source, statement, migration and test is listed in a meson.build or in SUMS."""
    builds = {path: tree.text(path) for path in tree.paths(r"(.*/)?(meson\.build|SUMS)")}
    for path in tree.paths(LISTED):
        stem, name = os.path.splitext(os.path.basename(path))[0], os.path.basename(path)
        quoted = re.compile(rf"['/ ]({re.escape(name)}|{re.escape(stem)})('|$)", re.M)
        texts = [builds[up] for up in lists_above(path) if up in builds]
        if not any(quoted.search(text) for text in texts):
            yield path, 1, "is in no meson.build"


def lists_above(path):
    folder = os.path.dirname(path)
    while folder:
        yield f"{folder}/meson.build"
        yield f"{folder}/SUMS"
        folder = os.path.dirname(folder)
    yield "meson.build"


def run_all(function, jobs):
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return list(pool.map(function, jobs))


def headers_compile_alone(tree):
    """Every header brings what it needs."""
    flags = header_flags(tree)
    headers = [path for path in tree.paths(r"(src|tools|tests)/.*\.h") if path not in NOT_ALONE]
    for path, errors in run_all(lambda header: compile_header(tree, header, flags), headers):
        if errors:
            yield path, 1, errors.strip().split("\n")[0]


def header_flags(tree):
    flags = ["-std=c17", "-D_XOPEN_SOURCE=700", "-Isrc", "-Itests", "-Itools", "-Itools/jalon"]
    try:
        for _, _, words in tree.compile_commands():
            flags += [absolute(tree, word) for word in words if word.startswith("-I")]
    except Skip:
        pass
    return list(dict.fromkeys(flags))


def absolute(tree, flag):
    """An -I flag of the build folder, seen from anywhere."""
    return "-I" + os.path.normpath(os.path.join(tree.build, flag[2:]))


def compile_header(tree, path, flags):
    stub = f'#include "{os.path.join(tree.root, path)}"\n'
    if path.startswith("tests/"):  # cmocka.h wants these before it
        before = ("stdarg", "stddef", "stdint", "setjmp")
        stub = "".join(f"#include <{name}.h>\n" for name in before) + stub
    done = subprocess.run(
        ["gcc", "-fsyntax-only", "-Wall", "-Wextra", "-x", "c", *flags, "-"],
        input=stub, capture_output=True, text=True, cwd=tree.root, check=False,
    )
    return path, done.stderr if done.returncode or done.stderr else ""


def compile_object(tree, source, compiler, words, folder):
    """Compiles SOURCE as the build does, without sanitizers; returns the object's path."""
    kept = [word for word in words if re.match(r"-(I|D(?!_FORTIFY)|U|std=|isystem|pthread)", word)]
    target = os.path.join(folder, re.sub(r"\W", "_", source) + ".o")
    subprocess.run(
        [*compiler.split(), "-O0", "-fPIC", "-w", *kept, "-c", "-o", target,
         os.path.join(os.path.realpath(tree.root), source)],
        cwd=tree.build, check=True, capture_output=True,
    )
    return target


def inspect_objects(tree, inspect):
    """(source, what INSPECT says of its object) for every source of the library."""
    if shutil.which("nm") is None:
        raise Skip("no nm")
    jobs = [job for job in tree.compile_commands() if job[0].startswith("src/")]
    if not jobs:
        raise Skip("no source of the library is built")
    with tempfile.TemporaryDirectory() as folder:
        def work(job):
            return job[0], inspect(compile_object(tree, *job, folder))
        return run_all(work, jobs)


MUTABLE = re.compile(r"^(\.t?data(?!\.rel\.ro)|\.t?bss)")


def mutable_sections(path):
    listing = subprocess.run(["size", "-A", "-d", path], capture_output=True, text=True, check=True)
    rows = (line.split() for line in listing.stdout.splitlines())
    return [row[0] for row in rows if len(row) == 3 and MUTABLE.match(row[0]) and row[1] != "0"]


TALK = {"printf", "puts", "putchar", "perror", "exit", "_exit", "quick_exit", "setlocale"}
WORLD = {
    "getenv", "secure_getenv", "setenv", "putenv", "time", "clock", "clock_gettime", "gettimeofday",
    "getpid", "getuid", "geteuid", "sleep", "nanosleep",
}
FILES = {"open", "fopen", "fopen64", "open64", "read", "socket", "stdout", "stderr", "stdin"}
# pg looks at the system and the clock (private cluster, deadlines); mem.c says why it aborts.
QUIET = {
    "base": TALK | WORLD, "domain": TALK | WORLD | FILES, "conf": TALK | WORLD,
    "store": TALK | WORLD | FILES, "journal": TALK | WORLD | FILES,
    "report": TALK | WORLD | FILES, "app": TALK | WORLD,
    "pg": {"printf", "puts", "putchar", "exit"},
}


def undefined_symbols(path):
    listing = subprocess.run(["nm", "-u", path], capture_output=True, text=True, check=True)
    return {line.split()[-1] for line in listing.stdout.splitlines()}


def the_library_is_quiet(tree):
    """It has no mutable globals (.data and .bss are empty); it never prints, exits, reads the clock
    or the environment; pure layers open no file."""
    def inspect(path):
        return mutable_sections(path), undefined_symbols(path)
    for source, (sections, symbols) in inspect_objects(tree, inspect):
        if sections:
            yield source, 1, f"mutable globals: {' '.join(sections)} not empty"
        forbidden = symbols & QUIET.get(source.split("/")[1], set())
        if forbidden:
            yield source, 1, f"calls {' '.join(sorted(forbidden))}"


def tool(name, version=None):
    """Checks that a program is there, in the version whose judgement the project follows."""
    if shutil.which(name) is None:
        raise Skip(f"no {name}")
    said = subprocess.run([name, "--version"], capture_output=True, text=True, check=True).stdout
    if version and f"version {version}." not in said:
        raise Skip(f"{name} is not version {version}: {said.strip()}")


def c_is_formatted(tree):
    """clang-format 14 would change nothing."""
    tool("clang-format", 14)
    files = tree.paths(r"(src|tools|tests)/.*\.[ch]")
    done = subprocess.run(
        ["clang-format", "--dry-run", *files], cwd=tree.root, capture_output=True, text=True,
        check=False,
    )
    for path, line in dict(re.findall(r"^(\S+?):(\d+):\d+: warning", done.stderr, re.M)).items():
        yield path, int(line), "not as clang-format leaves it"


def shell_scripts_are_sound(tree):
    """shellcheck finds nothing."""
    tool("shellcheck")
    scripts = [path for path in tree.paths(r".*") if is_shell(tree.bytes(path)[:64])]
    if not scripts:
        return
    done = subprocess.run(
        ["shellcheck", "-x", "-f", "gcc", *scripts], cwd=tree.root, capture_output=True, text=True,
        check=False,
    )
    for path, line, message in re.findall(r"^(.+?):(\d+):\d+: (.*)$", done.stdout, re.M):
        yield path, int(line), message


def is_shell(start):
    return re.match(rb"#!\s*/\S*/(env )?(ba|da)?sh\b|# shellcheck shell=", start) is not None


UNIT = re.compile(r"config/systemd/[^/]+\.(service|timer)")


def units_are_sound(tree):
    """systemd finds nothing to say about the units; `true` stands for the program, which need not be
    installed."""
    paths = tree.paths(UNIT.pattern)
    if not paths:
        return
    tool("systemd-analyze")
    with tempfile.TemporaryDirectory() as folder:
        for path in paths:
            text = tree.text(path).replace("/usr/local/bin/jalon", "/bin/true")
            with open(os.path.join(folder, os.path.basename(path)), "w", encoding="utf-8") as file:
                file.write(text)
        for path in paths:
            done = subprocess.run(
                ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no",
                 os.path.join(folder, os.path.basename(path))],
                capture_output=True, text=True, check=False,
            )
            for line in done.stderr.splitlines():
                at = re.search(r":(\d+): ", line)
                yield path, int(at.group(1)) if at else 1, line.replace(folder + "/", "")


RULES = [
    every_file_is_built,
    headers_compile_alone,
    the_library_is_quiet,
    c_is_formatted,
    shell_scripts_are_sound,
    units_are_sound,
]
