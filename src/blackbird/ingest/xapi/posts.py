"""Posts in the shape of X's API, version 2, as its streams and its search give them.

https://docs.x.com/x-api/fundamentals/data-dictionary
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from blackbird.ingest.values import (
    MOST_LINKS,
    RAW,
    count_of,
    language_of,
    link_of,
    moment_of,
    raw_of,
    unescaped,
)
from blackbird.ingest.xapi.ids import (
    first_of,
    id_of,
    ids_of,
    micros_of,
    uri_of,
    url_of,
    username_of,
)
from blackbird.posts import Poison, Post, Put

FIELDS: Mapping[str, str] = {
    "tweet.fields": "author_id,created_at,edit_history_tweet_ids,entities,lang,note_tweet,"
    "public_metrics,referenced_tweets",
    "expansions": "author_id",
    "user.fields": "username",
}
"""What is asked for with every post."""

_SHORT = "https://t.co/"


def problems_of(message: Any) -> list[Mapping[str, Any]]:
    """Why a message is no post: X's errors in it; none if it may be one."""
    if not isinstance(message, Mapping) or "data" in message:
        return []
    listed = message.get("errors", [message] if "title" in message else [])
    return [row for row in listed if isinstance(row, Mapping)] if isinstance(listed, list) else []


def said_in(problem: Mapping[str, Any]) -> str:
    """An error of X's in a line."""
    parts = (problem.get(name) for name in ("title", "detail", "message"))
    return ": ".join(unescaped(part, 200) for part in parts if isinstance(part, str))[:300]


def read_post(message: Any, line: bytes) -> tuple[Put | Poison, ...]:
    """What one message says, read from ``line``."""
    data = message.get("data") if isinstance(message, Mapping) else None
    if not isinstance(data, Mapping):
        return (Poison(raw_of(line), "it is a message of an unknown kind"),)
    found = post_of(data, usernames(message))
    if isinstance(found, str):
        return (Poison(raw_of(line), found),)
    return (Put(found),) if found else ()


def read_page(page: Any) -> Iterator[Put | Poison]:
    """The posts on a page of search results."""
    names = usernames(page)
    rows = page.get("data") if isinstance(page, Mapping) else None
    for row in rows if isinstance(rows, list) else []:
        found = post_of(row, names) if isinstance(row, Mapping) else "it is no object"
        if isinstance(found, str):
            yield Poison(json.dumps(row, ensure_ascii=False)[:RAW], found)
        elif found:
            yield Put(found)


def usernames(message: Any) -> dict[str, str]:
    """Id → name, of the accounts that come with a message."""
    includes = message.get("includes") if isinstance(message, Mapping) else None
    users = includes.get("users") if isinstance(includes, Mapping) else None
    rows = [row for row in users if isinstance(row, Mapping)] if isinstance(users, list) else []
    return {id_of(row.get("id")): username_of(row.get("username")) for row in rows}


def post_of(data: Mapping[str, Any], names: Mapping[str, str]) -> Post | str | None:
    """The post in ``data``; why there is none; ``None`` where it shares another's post.

    An edit is a post with an id of its own. It gets the ``uri`` of the first version, and a
    greater ``version``, so that it takes the first one's place.
    """
    references = references_of(data)
    if "retweeted" in references:
        return None
    id, account = id_of(data.get("id")), id_of(data.get("author_id"))
    if not id:
        return "it has no id"
    if not account:
        return "it has no author"  # what its author takes back could not be found again
    version = micros_of(id)
    text, links = text_and_links(data)
    if not text:
        return "it has no text"
    replied = references.get("replied_to", "")
    metrics = data.get("public_metrics")
    name = names.get(account, "")
    return Post(
        uri=uri_of(first_of(id, ids_of(data.get("edit_history_tweet_ids")))),
        account=account,
        author=name or account,
        text=text,
        created=moment_of(data.get("created_at")) or version,
        version=version,
        url=url_of(id, name),
        language=language_of(data.get("lang")),
        likes=count_of(metrics.get("like_count")) if isinstance(metrics, Mapping) else 0,
        reply_to=uri_of(replied) if replied else "",
        links=links,
        local_id=id,
    )


def references_of(data: Mapping[str, Any]) -> dict[str, str]:
    """How a post refers to others → the id of the other."""
    rows = data.get("referenced_tweets")
    found = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
    return {str(row.get("type")): id_of(row.get("id")) for row in found}


def text_and_links(data: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """The whole text, also of a long post, and where its links lead."""
    note = data.get("note_tweet")
    whole = note if isinstance(note, Mapping) and isinstance(note.get("text"), str) else data
    return expanded(whole.get("text"), whole.get("entities") or data.get("entities"))


def expanded(text: Any, entities: Any) -> tuple[str, tuple[str, ...]]:
    """A text with X's short addresses as what they stand for, and the links in it.

    People never see the short ones. Those of pictures lead to the post itself and are left out;
    archives name them apart.
    """
    plain = _without_pictures(unescaped(text), entities)
    rows = entities.get("urls") if isinstance(entities, Mapping) else None
    links: list[str] = []
    for row in rows[:MOST_LINKS] if isinstance(rows, list) else []:
        short, long = (
            (link_of(row.get("url")), link_of(row.get("expanded_url")))
            if isinstance(row, Mapping)
            else ("", "")
        )
        if not long:
            continue
        own = isinstance(row.get("media_key"), str)
        if short.startswith(_SHORT):
            plain = plain.replace(short, "" if own else long, 2)
        if not own:
            links.append(long)
    return plain.strip(), tuple(dict.fromkeys(links))


def _without_pictures(text: str, entities: Any) -> str:
    rows = entities.get("media") if isinstance(entities, Mapping) else None
    rest = text
    for row in rows[:MOST_LINKS] if isinstance(rows, list) else []:
        short = link_of(row.get("url")) if isinstance(row, Mapping) else ""
        rest = rest.replace(short, "") if short.startswith(_SHORT) else rest
    return rest if rest.strip() else text  # of a picture alone nothing else would be left
