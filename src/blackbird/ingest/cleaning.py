"""What strangers send is bounded and made storable before the record takes it."""

from __future__ import annotations

import re
from dataclasses import replace

from blackbird.ingest.values import LONGEST_LINK, MOST_LINKS, MOST_TEXT, RAW, handle_of
from blackbird.posts import FINAL, Forgotten, Missed, Named, Poison, Post, PostEvent, Put, Removed

_MOST_SHORT = 300  # of a title or author
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_LATEST = 253_402_300_799_999_999  # the end of the year 9999, in microseconds
_MOST_LIKES = 2**53


def cleaned(event: PostEvent) -> PostEvent:
    """The same event with nothing in it that a database refuses; ``Poison`` if that cannot be."""
    if isinstance(event, Put):
        return event if _is_clean(event.post) else _post(event.post)
    if isinstance(event, Removed):
        uri, local_id = _text(event.uri), _text(event.local_id)
        if not (uri or local_id) or _too_long(uri, local_id):
            return Poison(uri[:200], "a removal of nothing that could be there")
        return Removed(uri, local_id, _version(event.version))
    if isinstance(event, (Forgotten, Named)):
        account, version = _text(event.account), _version(event.version)
        if not account or _too_long(account):
            return Poison(account[:200], "no account could be meant")
        if isinstance(event, Forgotten):
            return Forgotten(account, version)
        return Named(account, handle_of(event.name), version)
    if isinstance(event, Missed):
        return Missed(_moment(event.since), _moment(event.until), _text(event.reason[:_MOST_SHORT]))
    return Poison(_text(event.raw[:RAW]), _text(event.reason[:_MOST_SHORT]))


def _is_clean(post: Post) -> bool:
    """Whether a post can stay as it is: nearly all can, and looking is quicker than making anew."""
    names = (post.uri, post.account, post.author, post.title, post.local_id)
    whole = "\n".join((*names, post.url, post.language, post.reply_to, post.text))
    return (
        whole.isascii()
        and "\0" not in whole
        and all(0 < len(name) <= _MOST_SHORT for name in names[:3])
        and max(len(post.title), len(post.local_id)) <= _MOST_SHORT
        and max(len(post.url), len(post.reply_to)) <= LONGEST_LINK
        and len(post.text) <= MOST_TEXT
        and not post.links
        and (not post.language or _LANGUAGE.fullmatch(post.language) is not None)
        and 0 <= post.created <= _LATEST
        and -FINAL <= post.version <= FINAL
        and 0 <= post.likes <= _MOST_LIKES
    )


def _post(post: Post) -> PostEvent:
    uri, account, local_id = _text(post.uri), _text(post.account), _text(post.local_id)
    if not (uri and account):
        return _poisoned(post, "a post without an address or without an author")
    if _too_long(uri, account, local_id):
        return _poisoned(post, "an address longer than any")
    links = tuple(_text(link) for link in post.links[:MOST_LINKS] if len(link) <= LONGEST_LINK)
    return Put(
        replace(
            post,
            uri=uri,
            account=account,
            author=_text(post.author[:_MOST_SHORT]) or account[:_MOST_SHORT],
            text=_text(post.text[:MOST_TEXT]),
            title=_text(post.title[:_MOST_SHORT]),
            url=_text(post.url) if len(post.url) <= LONGEST_LINK else "",
            language=post.language if _LANGUAGE.fullmatch(post.language) else "",
            reply_to=_text(post.reply_to) if len(post.reply_to) <= LONGEST_LINK else "",
            links=tuple(link.replace("\n", "") for link in links),
            local_id=local_id,
            created=_moment(post.created),
            version=_version(post.version),
            likes=max(0, min(post.likes, _MOST_LIKES)),
        )
    )


def _poisoned(post: Post, reason: str) -> Poison:
    return Poison(_text(repr(replace(post, text=post.text[:_MOST_SHORT])))[:RAW], reason)


def _too_long(*names: str) -> bool:
    return any(len(name) > LONGEST_LINK for name in names)


def _text(text: str) -> str:
    """Without zero bytes, which PostgreSQL refuses, and half pairs of surrogates."""
    if text.isascii():
        return text.replace("\0", "") if "\0" in text else text
    return text.encode("utf-8", "replace").decode().replace("\0", "")


def _moment(moment: int) -> int:
    return max(0, min(moment, _LATEST))


def _version(version: int) -> int:
    return max(-FINAL, min(version, FINAL))
