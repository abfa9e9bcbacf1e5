"""Change one value of a flat TOML file; every other line stays as it stands, comments too."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator

Value = str | int | float | bool


def with_value(text: str, name: str, value: Value | None) -> str:
    """``text`` with ``name`` set to ``value``, or without it if that is ``None``.

    What comes out is read again before it is believed. Raises ``ValueError`` if ``text`` is not
    TOML, or ``value`` cannot be written.
    """
    before = tomllib.loads(text)
    wanted = {key: kept for key, kept in before.items() if key != name}
    if value is not None:
        wanted[name] = value
    elif name not in before:
        return text
    for candidate in (_replaced if name in before else _added)(text, name, value):
        if _read(candidate) == wanted:
            return candidate
    raise ValueError(f"{name} cannot be set to {value!r} here.")


def _added(text: str, name: str, value: Value | None) -> Iterator[str]:
    line = f"{name} = {_literal(value)}\n"
    yield f"{text}{'' if text.endswith(chr(10)) or not text else chr(10)}{line}"
    yield line + text  # before the first table, if there is one


def _replaced(text: str, name: str, value: Value | None) -> Iterator[str]:
    """Each line that may begin the value, with as many lines after it as the value may have."""
    begins = re.compile(rf"""[ \t]*(?:{name}|"{name}"|'{name}')[ \t]*=[ \t]*""")
    lines = text.split("\n")
    for start, line in enumerate(lines):
        begin = begins.match(line)
        if begin is None:
            continue
        for end in range(start + 1, len(lines) + 1):
            old = "\n".join(lines[start:end])
            new = [] if value is None else [begin[0] + _literal(value) + _tail(old[begin.end() :])]
            yield "\n".join(lines[:start] + new + lines[end:])


def _tail(rest: str) -> str:
    """What follows a value on its line: a comment, the mark of a line's end."""
    for sign in re.finditer(r"[ \t]*#", rest):
        if _read(f"x = {rest[: sign.start()]}") is not None:
            return rest[sign.start() :]
    return "\r" if rest.endswith("\r") else ""


def _literal(value: Value | None) -> str:
    # JSON's numbers, truth values and strings are TOML's, but for one sign.
    return json.dumps(value, ensure_ascii=False, allow_nan=False).replace("\x7f", "\\u007f")


def _read(text: str) -> dict[str, object] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None
