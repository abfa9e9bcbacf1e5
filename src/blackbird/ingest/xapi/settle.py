"""Make the rules that stand at X the ones in the file, and no others."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from blackbird.errors import FeedFailed
from blackbird.ingest.values import text_of
from blackbird.ingest.xapi.door import RULES, Door
from blackbird.ingest.xapi.posts import said_in
from blackbird.ingest.xapi.rules import Rule, differences, rules_on

_MOST_PAGES = 30
_AT_ONCE = 100


async def settle(door: Door, rules: Sequence[Rule]) -> None:
    """Take away and add what differs. Raises ``FeedFailed`` for a rule that X does not accept.

    Raises ``NetworkError`` where it may go better later.
    """
    extra, missing = differences(rules, await _there(door))
    for ids in (extra[at : at + _AT_ONCE] for at in range(0, len(extra), _AT_ONCE)):
        await door.post(RULES, _body({"delete": {"ids": ids}}))
    for added in (missing[at : at + _AT_ONCE] for at in range(0, len(missing), _AT_ONCE)):
        rows = [{"value": rule.value} | ({"tag": rule.tag} if rule.tag else {}) for rule in added]
        _check(await door.post(RULES, _body({"add": rows})))


async def _there(door: Door) -> dict[str, Rule]:
    found: dict[str, Rule] = {}
    token = ""
    for _ in range(_MOST_PAGES):
        asked = {"max_results": "1000"} | ({"pagination_token": token} if token else {})
        page = await door.get(RULES, asked)
        found |= rules_on(page)
        token = next_token(page)
        if not token:
            break
    return found


def next_token(page: Any) -> str:
    """What names the page that comes next; empty on the last one."""
    meta = page.get("meta") if isinstance(page, Mapping) else None
    return text_of(meta.get("next_token"), 500) if isinstance(meta, Mapping) else ""


def _body(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value).encode()


def _check(answer: Any) -> None:
    listed = answer.get("errors") if isinstance(answer, Mapping) else None
    rows = [row for row in listed if isinstance(row, Mapping)] if isinstance(listed, list) else []
    for row in rows:
        if row.get("title") == "DuplicateRule":  # it is there already, which is what is wanted
            continue
        details = row.get("details")
        why = "; ".join(map(text_of, details[:5])) if isinstance(details, list) else said_in(row)
        raise FeedFailed(
            f'X does not accept the rule "{text_of(row.get("value"), 200)}": {why[:300]}',
            "Change it in the file with the rules, and start this feed again.",
        )
