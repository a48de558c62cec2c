"""Spells text as C, and writes a generated file only when it changes."""

import pathlib

LITERAL_LIMIT = 4000  # ISO C promises 4095 characters in a string literal


def literal(text: str) -> str:
    """TEXT as C string literals, one per line of text."""
    lines = text.splitlines(keepends=True) or [""]
    return "\n".join(f'    "{_escape(line)}"' for line in lines)


def _escape(line: str) -> str:
    out = []
    for byte in line.encode():
        char = chr(byte)
        if char in '"\\':
            out.append("\\" + char)
        elif char == "?":
            out.append("\\?")  # no trigraphs
        elif char == "\n":
            out.append("\\n")
        elif 32 <= byte < 127:
            out.append(char)
        else:
            out.append(f"\\{byte:03o}")
    return "".join(out)


def definition(name: str, data: bytes) -> str:
    """A static constant NAME of char, NUL-terminated; a list of numbers when it is long."""
    if len(data) <= LITERAL_LIMIT:
        return f"static const char {name}[] =\n{literal(data.decode())};\n"
    numbers = [str(byte if byte < 128 else byte - 256) for byte in data] + ["0"]
    rows = [", ".join(numbers[i : i + 24]) for i in range(0, len(numbers), 24)]
    return f"static const char {name}[] = {{\n    " + ",\n    ".join(rows) + ",\n};\n"


def write_if_changed(path: pathlib.Path, text: str) -> None:
    """Keeps the time stamp of an unchanged file, so that nothing is rebuilt for it."""
    if not path.exists() or path.read_text() != text:
        path.write_text(text)
