"""Pages of the web as text, with title, date and language: by the guard, robots respected."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from types import MappingProxyType
from urllib.parse import urlsplit

from blackbird.errors import BadInput, NetworkError, PageUnreadable, StorageError
from blackbird.net.guard import Guard, Head, Reply
from blackbird.parsing.kinds import kind_of
from blackbird.protocols import Clock, FileKind, PageStore, Parser, StoredPage
from blackbird.text.encoding import decode
from blackbird.text.freshness import fresh_for
from blackbird.text.language import detect_language
from blackbird.text.markdown import is_binary
from blackbird.text.robots import allows
from blackbird.text.urls import canonical_url, is_url
from blackbird.types import Page

AGENT = "blackbird"
"""The name under which robots.txt may speak of us."""
ACCEPT = "text/html, application/xhtml+xml, text/plain;q=0.9, application/pdf;q=0.8, */*;q=0.1"
_HTML = frozenset({"text/html", "application/xhtml+xml"})
_TEXT = frozenset({"text/plain", "text/markdown", "text/x-markdown"})
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FILES: Mapping[str, FileKind] = MappingProxyType(
    {"application/pdf": "pdf", "application/x-pdf": "pdf", _WORD: "docx"}
)
_ANY = frozenset({"application/octet-stream", "binary/octet-stream"})  # what it is has to be seen
_ROBOTS_BYTES = 512_000  # RFC 9309 asks for 500 KiB; who needs more is not understood
_ROBOTS_S = 600.0  # that a site's file is believed without asking again
_ROBOTS_MOST = 200  # sites whose files are remembered
_CHARSET = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_UNUSABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff]")
_SAMPLE = 2000  # characters that tell a language
_UNCHANGED = 304
_VALIDATOR = 200  # characters of one
_PASTE = "Open it in a browser, and give its text instead."


class WebPages:
    """Reads pages; keeps their texts in ``store``, if there is one, and asks whether they are so
    still before they are read again.
    """

    def __init__(
        self, guard: Guard, clock: Clock, parser: Parser, store: PageStore | None = None
    ) -> None:
        self._guard = guard
        self._parser = parser
        self._store = store
        self._robots_guard = replace(
            guard, bounds=replace(guard.bounds, body_bytes=_ROBOTS_BYTES, redirects=5)
        )
        self._clock = clock
        self._robots_read: dict[str, tuple[float, str]] = {}

    async def read(self, url: str) -> Page:
        """The main text of the page at ``url``; its ``url`` is where redirects ended.

        Raises ``BadInput`` (no address, no text), ``ParseFailed``, ``AddressRefused``,
        ``PageUnreadable``, ``NetworkError``.
        """
        asked = _require_address(url)
        now = self._clock.now()
        stored = await self._stored(asked)
        if stored and now.timestamp() < stored.fresh_until:
            return stored.page
        known: dict[str, str | None] = {}
        told = False

        async def before(hop: str) -> Mapping[str, str]:
            nonlocal told
            await self._require_allowed(hop, known)
            told = stored is not None and is_url(hop) and canonical_url(hop) == stored.page.url
            return _validators(stored) if stored and told else {}

        def wanted(head: Head) -> None:
            if not (told and head.status == _UNCHANGED):
                _require_page(head)

        reply = await self._guard.get(url.strip(), ACCEPT, before=before, wanted=wanted)
        if stored and reply.head.status == _UNCHANGED:
            page = stored.page
        else:
            page = await self._page(reply)
        page = replace(page, fetched_at=self._clock.now().isoformat(timespec="milliseconds"))
        await self._keep(asked, page, reply.head, stored)
        return page

    async def _page(self, reply: Reply) -> Page:
        head, body = reply.head, reply.body
        url, said = canonical_url(head.url), _kind(head)
        charset = _CHARSET.search(head.headers.get("content-type", ""))
        encoding = charset[1] if charset else None
        kind = kind_of(body, "html" if said in _HTML else _FILES.get(said))
        if kind and not (kind == "html" and said in _TEXT):
            return await self._parser.parse(body, kind, url, encoding)
        if is_binary(body):
            raise PageUnreadable(f"{url} holds no text.", "Give the address of a web page.")
        return await asyncio.to_thread(_plain, body, url, encoding)

    async def _stored(self, asked: str) -> StoredPage | None:
        if self._store is None:
            return None
        with suppress(StorageError):  # then it is read anew
            return await asyncio.to_thread(self._store.find, asked)
        return None

    async def _keep(self, asked: str, page: Page, head: Head, before: StoredPage | None) -> None:
        if self._store is None:
            return
        headers = head.headers
        same = head.status == _UNCHANGED and before is not None
        stored = StoredPage(
            asked,
            page,
            headers.get("etag", before.etag if same and before else "")[:_VALIDATOR],
            headers.get("last-modified", before.modified if same and before else "")[:_VALIDATOR],
            self._clock.now().timestamp() + fresh_for(headers),
        )
        with suppress(StorageError):  # a full disk costs the proof, not the answer
            await asyncio.to_thread(self._store.put, stored)

    async def _require_allowed(self, url: str, known: dict[str, str | None]) -> None:
        """Raise unless the site lets programs read ``url``; ``known`` are files already read."""
        place = urlsplit(url)
        root = f"{place.scheme}://{place.netloc}"
        if root not in known:
            known[root] = await self._robots(root)
        robots = known[root]
        path = f"{place.path or '/'}{f'?{place.query}' if place.query else ''}"
        if robots is None:
            raise NetworkError(
                f"{root} could not say what programs may read (its robots.txt failed).",
                f"Try again later. {_PASTE}",
            )
        if not await asyncio.to_thread(allows, robots, path, AGENT):
            raise PageUnreadable(
                f"{root} asks programs not to read this page (robots.txt).", _PASTE
            )

    async def _robots(self, root: str) -> str | None:
        """A site's file; empty if it has none, ``None`` if nobody can tell."""
        now = self._clock.monotonic()
        read_at, known = self._robots_read.get(root, (0.0, ""))
        if root in self._robots_read and now - read_at < _ROBOTS_S:
            return known
        reply = await self._robots_guard.get(f"{root}/robots.txt", "text/plain")
        status = reply.head.status
        if not (status < 300 or 400 <= status < 500):
            return None
        if len(self._robots_read) >= _ROBOTS_MOST:
            self._robots_read.clear()
        self._robots_read[root] = (now, decode(reply.body) if status < 300 else "")
        return self._robots_read[root][1]


def _validators(stored: StoredPage) -> dict[str, str]:
    """What lets a server say that nothing has changed."""
    named = {"if-none-match": stored.etag, "if-modified-since": stored.modified}
    return {name: value for name, value in named.items() if value}


def _require_address(url: str) -> str:
    """The canonical form of ``url``. Raises ``BadInput``."""
    try:
        return canonical_url(url)
    except UnicodeError:
        raise BadInput("The address has signs that no text has.", "Type it anew.") from None


def _require_page(head: Head) -> None:
    """Raise unless what follows is a page that can be read."""
    if head.status != 200:
        raise _failed(head)
    kind = _kind(head)
    if kind and kind not in _HTML | _TEXT | _ANY | _FILES.keys():
        raise PageUnreadable(
            f"{head.url} is of type {kind[:80]}; only web pages, plain text, PDF and Word files "
            "are read.",
            _PASTE,
        )


def _failed(head: Head) -> NetworkError:
    status, url = head.status, head.url
    if status in (404, 410):
        return PageUnreadable(f"There is no page at {url} ({status}).", "Check the address.")
    if status in (401, 402, 403, 407, 451):
        return PageUnreadable(f"{url} does not let programs in ({status}).", _PASTE)
    if status == 429 or status >= 500:
        return NetworkError(f"The server of {url} failed ({status}).", "Try again later.")
    return PageUnreadable(f"{url} answered {status} and sent no page.", _PASTE)


def _kind(head: Head) -> str:
    return head.headers.get("content-type", "").partition(";")[0].strip().lower()


def _plain(body: bytes, url: str, charset: str | None) -> Page:
    text = decode(body, charset)
    plain = _UNUSABLE.sub("", text.replace("\r\n", "\n")).strip()
    if not plain:
        raise BadInput("The page has no text.", "Check the address.")
    return Page(url, "", plain, None, detect_language(plain[:_SAMPLE]))
