"""The rules by which X picks posts for a stream: their file, and what differs at X.

https://docs.x.com/x-api/posts/filtered-stream/integrate/build-a-rule
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from blackbird.errors import FeedFailed
from blackbird.ingest.values import read_json, text_of
from blackbird.ingest.xapi.ids import id_of

MOST_RULES = 1000
LONGEST_RULE = 1024
_LONGEST_TAG = 1024
_LONGEST_SEARCH = 512
_MOST_BYTES = 8_000_000
_SHAPE = 'Write a list such as [{"value": "tram lang:en", "tag": "trams"}].'


@dataclass(frozen=True, slots=True)
class Rule:
    """What a post has to be like, in X's language for that, and what its owner calls it."""

    value: str
    tag: str = ""


def read_rules(path: Path) -> tuple[Rule, ...]:
    """The rules in a file. Raises ``FeedFailed``: what is amiss, and in which rule."""
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise FeedFailed(
            f"The rules in {path} cannot be read ({error.strerror}).",
            "Name a file with rules: x:rules.json. " + _SHAPE,
        ) from error
    try:
        if len(data) > _MOST_BYTES:
            raise ValueError(f"it has more than {_MOST_BYTES:,} bytes")
        return check_rules(read_json(data.removeprefix(b"\xef\xbb\xbf")))
    except ValueError as error:
        raise FeedFailed(f"The rules in {path} cannot be used: {error}.", _SHAPE) from error


def check_rules(given: Any) -> tuple[Rule, ...]:
    """The rules in JSON, held against what X allows. Raises ``ValueError``."""
    if not isinstance(given, list) or not given:
        raise ValueError("it is no list of rules, or an empty one")
    if len(given) > MOST_RULES:
        raise ValueError(f"there are {len(given):,} rules, and X allows {MOST_RULES:,}")
    rules = tuple(_rule(number, row) for number, row in enumerate(given, start=1))
    seen: dict[str, int] = {}
    for number, rule in enumerate(rules, start=1):
        if seen.setdefault(rule.value, number) != number:
            raise ValueError(f"rule {number} is the same as rule {seen[rule.value]}")
    return rules


def _rule(number: int, row: Any) -> Rule:
    value = row.get("value") if isinstance(row, Mapping) else None
    tag = row.get("tag", "") if isinstance(row, Mapping) else None
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f'rule {number} has no "value"')
    if len(value.strip()) > LONGEST_RULE:
        raise ValueError(f"rule {number} has {len(value)} characters, and X allows {LONGEST_RULE}")
    if not isinstance(tag, str) or len(tag) > _LONGEST_TAG:
        raise ValueError(f'the "tag" of rule {number} is no text, or too long')
    return Rule(value.strip(), tag)


def rules_on(page: Any) -> dict[str, Rule]:
    """Id → rule, of a page of the account's rules."""
    rows = page.get("data") if isinstance(page, Mapping) else None
    found = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
    return {
        id: Rule(text_of(row.get("value")), text_of(row.get("tag")))
        for row in found
        if (id := id_of(row.get("id")))
    }


def differences(
    wanted: Sequence[Rule], there: Mapping[str, Rule]
) -> tuple[tuple[str, ...], tuple[Rule, ...]]:
    """Ids to take away, and rules to add, until there are the wanted ones and no others."""
    missing = dict.fromkeys(wanted)
    extra = []
    for id, rule in there.items():
        if rule in missing:
            del missing[rule]
        else:
            extra.append(id)
    return tuple(extra), tuple(missing)


def searches(rules: Sequence[Rule]) -> Iterator[tuple[str, ...]]:
    """The rules' values in as few groups as searches are needed; each fits into one.

    One that is too long for any search stands alone.
    """
    group: tuple[str, ...] = ()
    for rule in rules:
        if group and len(search_for((*group, rule.value))) > _LONGEST_SEARCH:
            yield group
            group = ()
        group = (*group, rule.value)
    if group:
        yield group


def search_for(values: Sequence[str]) -> str:
    """What is searched for to find what any of these rules picks."""
    return " OR ".join(f"({value})" for value in values) if len(values) > 1 else values[0]


def fits(values: Sequence[str]) -> bool:
    """Whether X can search for these."""
    return len(search_for(values)) <= _LONGEST_SEARCH
