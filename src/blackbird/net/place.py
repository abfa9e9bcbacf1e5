"""One reading of an address, for checking it and for going there: two readers would differ."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from types import MappingProxyType

import httpx

from blackbird.errors import AddressRefused
from blackbird.net.addresses import literal, why_bad_name

WEB_PORTS = frozenset({80, 443})
_PORTS = MappingProxyType({"http": 80, "https": 443})
_UNFIT = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029\ufeff]")
_LONGEST = 8192  # characters


def read_place(
    url: str,
    ports: Collection[int] = WEB_PORTS,
    bad_name: Callable[[str], str | None] = why_bad_name,
) -> httpx.URL:
    """An address, read by the one reader that also connects. Raises ``AddressRefused``."""
    if len(url) > _LONGEST or _UNFIT.search(url):
        raise refused(url, "it is too long, or has signs in it that no address has")
    try:
        place = httpx.URL(url)
        host = place.raw_host.decode("ascii")
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise refused(url, "it cannot be read") from error
    if place.scheme not in _PORTS:
        raise refused(url, "it does not begin with http:// or https://")
    if place.userinfo or "@" in place.netloc.decode("ascii", "replace"):
        raise refused(url, "it carries a user name")
    why = None if literal(host) else bad_name(host)
    if why:
        raise refused(url, why)
    if port_of(place) not in ports:
        raise refused(url, f"its port is not one of {', '.join(map(str, sorted(ports)))}")
    return place


def next_place(place: httpx.URL, location: str) -> str:
    """Where a redirect leads, as an address of its own. Raises ``AddressRefused``."""
    location = location.strip().replace(" ", "%20")  # as browsers do
    if _UNFIT.search(location):
        raise refused(location, "it leads on to what is no address")
    try:
        return str(place.join(location).copy_with(fragment=None))
    except (httpx.InvalidURL, ValueError) as error:
        raise refused(location, "it leads on to what is no address") from error


def port_of(place: httpx.URL) -> int:
    """The port that is asked."""
    return _PORTS[place.scheme] if place.port is None else place.port


def refused(url: str, why: str) -> AddressRefused:
    """The error that says why nobody goes there."""
    return AddressRefused(
        f"{shown(url)} is not fetched: {why}.",
        "Give the address of a public page, such as https://example.org/page.",
    )


def shown(url: str) -> str:
    """An address as an error names it."""
    return f'"{url[:100]}"'
