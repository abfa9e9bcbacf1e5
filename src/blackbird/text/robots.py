"""What a site's robots.txt lets a program read, after RFC 9309.

Python's own reader knows no ``*`` and ``$`` in paths and takes the first rule that fits, where the
standard takes the longest; so pages would be refused that may be read, and read that may not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_letters, digits, punctuation
from urllib.parse import quote

_TOKEN = re.compile(r"[A-Za-z_-]+|\*")
_ESCAPED = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset(ascii_letters + digits + "-._~")


@dataclass(frozen=True, slots=True)
class _Line:
    name: str
    value: str


def allows(robots: str, path: str, agent: str) -> bool:
    """Whether ``agent`` (a product's name in letters) may read ``path``, its query included."""
    wanted = _normal(path)
    best, allowed = -1, True
    for line in _rules(robots, agent.lower()):
        pattern, allow = _normal(line.value), line.name == "allow"
        longer = len(pattern) > best or (len(pattern) == best and allow)
        if longer and _fits(pattern, wanted):
            best, allowed = len(pattern), allow
    return allowed


def _rules(robots: str, agent: str) -> list[_Line]:
    """The rules of all groups that name ``agent``; without one, those for everybody."""
    own: list[_Line] = []
    others: list[_Line] = []
    named, theirs, everybody, in_names = False, False, False, False
    for line in _lines(robots):
        if line.name == "user-agent":
            if not in_names:
                theirs, everybody, in_names = False, False, True
            found = _TOKEN.match(line.value)
            token = found[0].lower() if found else ""
            theirs, everybody = theirs or token == agent, everybody or token == "*"
            named = named or theirs
            continue
        in_names = False
        if line.value and theirs:
            own.append(line)
        if line.value and everybody:
            others.append(line)
    return own if named else others


def _lines(robots: str) -> Iterator[_Line]:
    for text in robots.removeprefix("\ufeff").splitlines():
        name, colon, value = text.partition("#")[0].partition(":")
        name = name.strip().lower()
        if colon and name in ("user-agent", "allow", "disallow"):
            yield _Line(name, value.strip())


def _fits(pattern: str, path: str) -> bool:
    """``*`` stands for any signs, ``$`` at the end for the end; in one pass, however many."""
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for part in rest[:-1]:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    last = rest[-1] if rest else ""
    if not pattern.endswith("$"):
        return path.find(last, at) >= 0
    return path[at:].endswith(last) if rest else len(path) == at


def _normal(path: str) -> str:
    """One way of escaping, so that a rule fits however the address is written."""
    plain = _ESCAPED.sub(_unescaped, path)
    return quote(plain, safe=punctuation, errors="replace")


def _unescaped(escape: re.Match[str]) -> str:
    sign = chr(int(escape[1], 16))
    return sign if sign in _UNRESERVED else escape[0].upper()
