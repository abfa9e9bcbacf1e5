"""Which addresses a stranger's name may lead to: a deny table of our own, and the safe names.

Python's ``is_global`` takes several of these for public (192.0.0.192, multicast, the forms of
IPv6 that carry an IPv4 address), so what is denied is written out here, after IANA's registries
of special-purpose addresses. Of IPv6 only 2000::/3 is in use for public hosts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

DENIED_V4: tuple[tuple[IPv4Network, str], ...] = tuple(
    (IPv4Network(network), kind)
    for network, kind in (
        ("0.0.0.0/8", "this machine"),
        ("10.0.0.0/8", "a private network"),
        ("100.64.0.0/10", "a provider's inner network"),
        ("127.0.0.0/8", "this machine"),
        ("168.63.129.16/32", "a cloud's metadata"),  # Azure's, in the midst of public ones
        ("169.254.0.0/16", "the local link, where clouds keep metadata"),
        ("172.16.0.0/12", "a private network"),
        ("192.0.0.0/24", "a reserved range"),  # with 192.0.0.192, Oracle's metadata
        ("192.0.2.0/24", "a range for documentation"),
        ("192.31.196.0/24", "a reserved range"),
        ("192.52.193.0/24", "a reserved range"),
        ("192.88.99.0/24", "a relay into IPv6"),
        ("192.168.0.0/16", "a private network"),
        ("192.175.48.0/24", "a reserved range"),
        ("198.18.0.0/15", "a range for measurements"),
        ("198.51.100.0/24", "a range for documentation"),
        ("203.0.113.0/24", "a range for documentation"),
        ("224.0.0.0/4", "a multicast group"),
        ("240.0.0.0/4", "a reserved range"),
    )
)
PUBLIC_V6 = IPv6Network("2000::/3")
DENIED_V6: tuple[tuple[IPv6Network, str], ...] = tuple(
    (IPv6Network(network), kind)
    for network, kind in (
        ("2001::/23", "a reserved range"),  # Teredo, benchmarking, ORCHID and others
        ("2001:db8::/32", "a range for documentation"),
        ("2002::/16", "an IPv4 address in another form"),  # 6to4
        ("2620:4f:8000::/48", "a reserved range"),
        ("3fff::/20", "a range for documentation"),
    )
)
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
_HOST_MOST = 253
_INSIDE = (".localhost", ".local", ".internal", ".home.arpa", ".onion")


def why_denied(address: str) -> str | None:
    """What kind of forbidden address this is; ``None`` if pages may come from it."""
    try:
        found = ip_address(address)
    except ValueError:
        return "no address"
    if isinstance(found, IPv4Address):
        return next((kind for network, kind in DENIED_V4 if found in network), None)
    return _why_denied_v6(found)


def _why_denied_v6(address: IPv6Address) -> str | None:
    if address.scope_id is not None or address not in PUBLIC_V6:
        return "an address that is not public"  # ::1, fe80::, fc00::, ff00::, ::ffff:… and NAT64
    return next((kind for network, kind in DENIED_V6 if address in network), None)


def literal(host: str) -> str | None:
    """The address that ``host`` spells, in the one spelling that all programs read alike."""
    try:
        return str(ip_address(host))
    except ValueError:
        return None


def why_bad_name(host: str) -> str | None:
    """Why no name server is asked for ``host``; ``None`` if one may be.

    A last label that is a number makes an IPv4 address of the whole for some programs and a name
    for others (``127.1``, ``0x7f.1``, ``2130706433``), so none is believed.
    """
    labels = host.split(".")
    if len(host) > _HOST_MOST or not all(map(_LABEL.fullmatch, labels)):
        return "its host cannot be read"
    if _NUMBER.fullmatch(labels[-1]):
        return "its host is an address in a spelling that programs read differently"
    if len(labels) < 2 or host.endswith(_INSIDE):
        return "its host is a name inside a network"
    return None


def alternating(addresses: Sequence[str]) -> list[str]:
    """Those of IPv4 and of IPv6 in turn, in their order, beginning with the kind of the first.

    Where IPv6 leads nowhere, a name may have more of its addresses than anybody tries (RFC 8305).
    """
    sixth = ":" in addresses[0] if addresses else False
    kinds: tuple[list[str], list[str]] = ([], [])
    for address in addresses:
        kinds[(":" in address) != sixth].append(address)
    places = range(max(map(len, kinds)))
    return [kind[at] for at in places for kind in kinds if at < len(kind)]
