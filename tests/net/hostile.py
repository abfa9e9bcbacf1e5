"""Addresses that must lead nowhere: every forbidden range, in every spelling that is known."""

from __future__ import annotations

from ipaddress import IPv4Address, ip_network

from blackbird.net.addresses import DENIED_V4, DENIED_V6

INNER = (
    *("127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"),
    *("169.254.169.254", "169.254.170.2", "100.64.0.1", "100.100.100.200", "192.0.0.192"),
    *("168.63.129.16", "0.0.0.0", "0.1.2.3", "198.18.0.1", "198.19.255.255", "192.0.2.1"),
    *("198.51.100.7", "203.0.113.9", "192.88.99.1", "224.0.0.1", "239.255.255.250"),
    *("240.0.0.1", "255.255.255.255"),
)
"""IPv4 addresses of which none may be dialled."""

FORBIDDEN_V6 = (
    *("::", "::1", "fe80::1", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "100::1"),
    *("2001::1", "2001:2::1", "2001:10::1", "2001:20::1", "2001:db8::1", "2002::1", "3fff::1"),
    *("5f00::1", "64:ff9b::", "64:ff9b:1::1", "2620:4f:8000::1", "4000::1", "::ffff:0:0"),
)


def edges() -> list[str]:
    """The first and the last address of each range of the table."""
    ranges = [str(network) for network, _ in (*DENIED_V4, *DENIED_V6)]
    return [str(ip_network(n)[at]) for n in ranges for at in (0, -1)]


def in_ipv6(address: str) -> list[str]:
    """The forms of IPv6 that carry an IPv4 address."""
    packed = int(IPv4Address(address))
    high, low = packed >> 16, packed & 0xFFFF
    return [
        f"::ffff:{address}",
        f"::ffff:{high:x}:{low:x}",
        f"0:0:0:0:0:ffff:{high:04X}:{low:04X}",
        f"::{address}",
        f"::ffff:0:{address}",
        f"64:ff9b::{address}",
        f"64:ff9b:1::{address}",
        f"2002:{high:x}:{low:x}::1",
        f"2001:0:{high:x}:{low:x}::1",
        f"2001:0:53aa:64c::{high ^ 0xFFFF:x}:{low ^ 0xFFFF:x}",
        f"fe80::5efe:{address}",
    ]


def spellings(address: str) -> list[str]:
    """Hosts that some program reads as this IPv4 address."""
    number = int(IPv4Address(address))
    a, b, c, d = (int(part) for part in address.split("."))
    return [
        address,
        str(number),
        f"0x{number:x}",
        f"0{number:o}",
        f"0x{a:x}.0x{b:x}.0x{c:x}.0x{d:x}",
        f"0{a:o}.0{b:o}.0{c:o}.0{d:o}",
        f"{a}.{(b << 16) + (c << 8) + d}",
        f"{a}.{b}.{(c << 8) + d}",
        f"0x{a:x}.{(b << 16) + (c << 8) + d}",
        f"{a:03d}.{b:03d}.{c:03d}.{d:03d}",
        f"{address}.",
        f"{a}.{b}.{c}.0x{d:x}",
        f"{a}。{b}。{c}。{d}",
        "".join(chr(ord(sign) + 0xFEE0) if sign.isdigit() else sign for sign in address),
        f"{a}%2e{b}%2e{c}%2e{d}",
    ]


def disguised(host: str) -> list[str]:
    """Addresses that some reader takes for one of ``host``, whatever stands around it."""
    return [
        f"http://{host}\\@page.example/",
        f"http://page.example@{host}/",
        f"http://page.example:80@{host}/",
        f"http://{host}#@page.example/",
        f"http://{host}:80/",
        f"https://{host}:443/a?b=c",
        f"http:{host}",
        f"http:\\\\{host}/",
        f"//{host}/",
        f"http://{host}:22/",
        f"http://{host}\t/",
        f" http://{host}/",
        f"http://{host}\r\nx: y/",
        f"HTTP://{host}/",
        f"gopher://{host}:6379/_INFO",
        f"ftp://{host}/",
        f"file://{host}/etc/passwd",
    ]


NAMES = (
    *("localhost", "localhost.", "LOCALHOST", "a.localhost", "printer.local", "router"),
    *("metadata.google.internal", "metadata", "nas.home.arpa", "hidden.onion", "", ".", "..", "-"),
    *("a..b", "*", "a_b.local", "%6c%6fcalhost", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "local\u00adhost", "a" * 64 + ".org"),
    *("a." * 127 + "org", "127.0.0.1.%00.example", "[::1", "::1]", "[::1%lo]", "[fe80::1%25eth0]"),
)


def addresses() -> list[str]:
    """All of them as addresses of pages: more than 2,000."""
    hosts = [spelling for inner in INNER for spelling in spellings(inner)]
    hosts += [f"[{form}]" for inner in INNER for form in in_ipv6(inner)]
    hosts += [f"[{address}]" if ":" in address else address for address in edges()]
    hosts += [f"[{address}]" for address in FORBIDDEN_V6]
    hosts += NAMES
    found = [f"{scheme}://{host}/" for host in hosts for scheme in ("http", "https")]
    found += [url for inner in (*INNER, "[::1]", "localhost") for url in disguised(inner)]
    return list(dict.fromkeys(found))
