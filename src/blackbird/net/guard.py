"""The guard: pages that strangers name are fetched through it, and it lets nothing inside.

Each hop: one reading of the address, its name looked up once, every answer held against the deny
table, the connection made to an answer that was checked. Schemes, ports, time, size (packed and
unpacked) and headers are bounded; no proxy, cookie or password of the environment is used.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from ssl import SSLContext

import httpx

from blackbird.errors import NetworkError, PageUnreadable
from blackbird.net.addresses import alternating, literal, why_bad_name, why_denied
from blackbird.net.inflate import ACCEPTED, Body, Broken, TooLarge
from blackbird.net.pinned import ask, system_resolve
from blackbird.net.place import WEB_PORTS, next_place, port_of, read_place, refused, shown

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
AGENT = "Mozilla/5.0 (compatible; Blackbird)"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LASTING = frozenset({301, 308})
_TRIED = 4  # addresses of one name; the first ones hardly ever all fail


@dataclass(frozen=True, slots=True)
class Rules:
    """Where pages may come from. Only code can give other rules, never a setting of the page."""

    ports: Collection[int] = WEB_PORTS
    why_denied: Callable[[str], str | None] = why_denied
    why_bad_name: Callable[[str], str | None] = why_bad_name


OWNERS = Rules(range(1, 65536), lambda _: None, lambda _: None)
"""For an address that the owner set: it may lead anywhere, but only there."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much a page may cost."""

    body_bytes: int = 10_000_000
    header_bytes: int = 65_536
    redirects: int = 5
    total_s: float = 20.0
    connect_s: float = 5.0
    read_s: float = 10.0  # of silence


@dataclass(frozen=True, slots=True)
class Head:
    """What came before a body; ``url`` is the last hop's. Names of headers are in lower case."""

    url: str
    status: int
    headers: Mapping[str, str]
    lasting: str = ""
    """Where lasting redirects (301, 308) led, as far as nothing but these came before."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A page as it came, unpacked."""

    head: Head
    body: bytes


@dataclass(frozen=True, slots=True)
class _Onward:
    """A redirect: where it leads, and whether for good."""

    url: str
    lasting: bool


Before = Callable[[str], Awaitable[Mapping[str, str] | None]]


async def _anywhere(_: str) -> None:
    """No hop is refused beyond the rules."""


def _anything(_: Head) -> None:
    """No body is refused before it is read."""


@dataclass(slots=True)
class Guard:
    """Fetches pages. ``resolve`` and ``context`` replace the real ones in tests.

    ``elsewhere``: the rules for hosts that a redirect leads to; without, those of the first.
    """

    rules: Rules = field(default_factory=Rules)
    bounds: Bounds = field(default_factory=Bounds)
    resolve: Resolve = system_resolve
    context: SSLContext | None = None
    elsewhere: Rules | None = None

    async def get(
        self,
        url: str,
        accept: str = "*/*",
        *,
        before: Before = _anywhere,
        wanted: Callable[[Head], None] = _anything,
        body: bytes | None = None,
    ) -> Reply:
        """The page at ``url``, redirects followed; with ``body``, the answer to a POST of it.

        ``before`` may refuse a hop, ``wanted`` a body, by raising; ``before`` may also give
        headers for this one hop. Raises ``AddressRefused``, ``PageUnreadable``, ``NetworkError``.
        """
        try:
            async with asyncio.timeout(self.bounds.total_s):
                return await self._follow(url, accept, before, wanted, body)
        except TimeoutError as error:
            raise NetworkError(
                f"{shown(url)} was not read within {self.bounds.total_s:g} s.", "Try again later."
            ) from error

    def strangers(self) -> Guard:
        """For addresses that the owner did not name himself, but was led to."""
        return replace(self, rules=self.elsewhere or self.rules, context=self.trust())

    def warned(self) -> Guard:
        """The same, and who may lead anywhere leads on to public places only."""
        stricter = Rules() if self.rules is OWNERS else self.elsewhere
        return replace(self, elsewhere=stricter, context=self.trust())

    async def addresses(self, url: str) -> tuple[httpx.URL, list[str]]:
        """Where ``url`` leads, and the addresses there that may be connected to.

        For connections that stay open. Raises ``AddressRefused``, ``NetworkError``.
        """
        place = read_place(url, self.rules.ports, self.rules.why_bad_name)
        return place, await self._addresses(place, self.rules)

    def trust(self) -> SSLContext:
        """The certificates that are trusted, read once; nothing of the environment adds to them."""
        if self.context is None:
            self.context = httpx.create_ssl_context(trust_env=False)
        return self.context

    async def _follow(
        self,
        url: str,
        accept: str,
        before: Before,
        wanted: Callable[[Head], None],
        body: bytes | None,
    ) -> Reply:
        rules, host, lasting, always = self.rules, "", "", True
        for _ in range(self.bounds.redirects + 1):
            place = read_place(url, rules.ports, rules.why_bad_name)
            host = host or place.host
            if self.elsewhere and place.host != host:  # for good: nobody leads back inside
                rules = self.elsewhere
                place = read_place(url, rules.ports, rules.why_bad_name)
            headers = {"accept": accept, **(await before(str(place)) or {})}
            addresses = await self._addresses(place, rules)
            reply = await self._ask_in_turn(place, addresses, headers, wanted, body)
            if isinstance(reply, Reply):
                return replace(reply, head=replace(reply.head, lasting=lasting))
            url = reply.url
            always = always and reply.lasting
            lasting = url if always else lasting
        often = f"more than {self.bounds.redirects} times" if self.bounds.redirects else "elsewhere"
        raise PageUnreadable(
            f"{shown(url)} leads on {often}.",
            "Open it in a browser, and give the address where it ends.",
        )

    async def _addresses(self, place: httpx.URL, rules: Rules) -> list[str]:
        """The addresses of ``place``, each of them checked."""
        host = place.raw_host.decode("ascii")
        own = literal(host)
        found = [own] if own else await self._look_up(host, port_of(place))
        for address in found:
            kind = rules.why_denied(address)
            if kind:
                raise refused(str(place), f"it leads to {kind}")
        return alternating(found)[:_TRIED]

    async def _look_up(self, host: str, port: int) -> list[str]:
        try:
            found = list(await self.resolve(host, port))
        except (OSError, UnicodeError):
            found = []
        if not found:
            raise NetworkError(
                f"No address was found for {host}.",
                "Check its spelling, and that this machine is connected.",
            )
        return found

    async def _ask_in_turn(
        self,
        place: httpx.URL,
        addresses: Sequence[str],
        headers: Mapping[str, str],
        wanted: Callable[[Head], None],
        body: bytes | None,
    ) -> Reply | _Onward:
        """The reply of the first address that is reached, or where it leads on to."""
        failure: httpx.HTTPError = httpx.ConnectError("there is no address")
        for address in addresses:
            try:
                return await self._ask(place, address, headers, wanted, body)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                failure = error
            except httpx.HTTPError as error:
                raise _unreachable(place, error) from error
        raise _unreachable(place, failure) from failure

    async def _ask(
        self,
        place: httpx.URL,
        address: str,
        headers: Mapping[str, str],
        wanted: Callable[[Head], None],
        body: bytes | None,
    ) -> Reply | _Onward:
        ours = {"accept-encoding": ACCEPTED, "user-agent": AGENT, "connection": "close"}
        connect, read = self.bounds.connect_s, self.bounds.read_s
        seconds = {"connect": connect, "read": read, "write": read, "pool": connect}
        async with ask(
            place, address, {**headers, **ours}, self.trust(), seconds, body
        ) as response:
            head = self._head(place, response)
            if head.status in _REDIRECTS and "location" in head.headers:
                onward = next_place(place, head.headers["location"])
                return _Onward(onward, head.status in _LASTING)
            wanted(head)
            return Reply(head, await self._body(place, head, response))

    def _head(self, place: httpx.URL, response: httpx.Response) -> Head:
        size = sum(len(name) + len(value) for name, value in response.headers.raw)
        if size > self.bounds.header_bytes:
            raise PageUnreadable(
                f"{shown(str(place))} sent {size:,} bytes of headers.", "Read it in a browser."
            )
        return Head(str(place), response.status_code, dict(response.headers))

    async def _body(self, place: httpx.URL, head: Head, response: httpx.Response) -> bytes:
        most = self.bounds.body_bytes
        assert isinstance(response.stream, httpx.AsyncByteStream)
        try:
            body = Body(head.headers.get("content-encoding", ""), most)
            async for piece in response.stream:
                body.feed(piece)
            return body.whole()
        except TooLarge:
            raise PageUnreadable(
                f"{shown(str(place))} has more than {most:,} bytes.",
                "Save the part that matters and give its text.",
            ) from None
        except Broken as error:
            raise PageUnreadable(
                f"What {shown(str(place))} sent cannot be read: {error}.", "Try again later."
            ) from error


def _unreachable(place: httpx.URL, error: Exception) -> NetworkError:
    reason = (str(error) or type(error).__name__).splitlines()[0][:200]
    return NetworkError(
        f"{shown(str(place))} could not be reached ({reason}).",
        "Check the address, or try again later.",
    )
