"""The deny table, held against addresses written out and drawn."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.net.addresses import DENIED_V4, literal, why_bad_name, why_denied
from tests.net.hostile import FORBIDDEN_V6, INNER, NAMES, edges, in_ipv6

PUBLIC = (
    *("93.184.216.34", "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255"),
    *("100.128.0.0", "126.255.255.255", "128.0.0.0", "168.63.129.15", "168.63.129.17"),
    *("169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0"),
    *("192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255"),
    *("2606:2800:220:1:248:1893:25c8:1946", "2001:4860:4860::8888", "2001:200::1", "2a00::1"),
)


@pytest.mark.parametrize("address", [*INNER, *FORBIDDEN_V6, *edges()])
def test_a_forbidden_address_is_denied(address: str) -> None:
    assert why_denied(address)


@pytest.mark.parametrize("address", [form for inner in INNER for form in in_ipv6(inner)])
def test_no_form_of_ipv6_hides_one(address: str) -> None:
    assert why_denied(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_not_denied(address: str) -> None:
    assert why_denied(address) is None


@pytest.mark.parametrize("address", ["", "127.1", "0x7f000001", "1.2.3.4 ", "::1%lo", "a", "[::1]"])
def test_what_is_no_address_is_denied(address: str) -> None:
    assert why_denied(address)


@given(st.ip_addresses(v=4))
def test_what_passes_is_global_and_lies_in_no_range(address: IPv4Address) -> None:
    if why_denied(str(address)) is None:
        assert address.is_global
        assert not address.is_multicast
        assert not any(address in network for network, _ in DENIED_V4)


@given(st.ip_addresses(v=6))
def test_of_ipv6_only_public_unicast_passes(address: IPv6Address) -> None:
    if why_denied(str(address)) is None:
        assert address.packed[0] >> 5 == 1
        assert address.is_global
        assert (address.sixtofour, address.teredo, address.ipv4_mapped) == (None, None, None)


@given(st.ip_addresses(v=4))
def test_no_ipv4_address_passes_in_a_form_of_ipv6(address: IPv4Address) -> None:
    assert all(map(why_denied, in_ipv6(str(address))))


@pytest.mark.parametrize("name", ["example.org", "a.b.c.example", "xn--p1ai.xn--p1ai", "a_b.org"])
def test_an_ordinary_name_may_be_looked_up(name: str) -> None:
    assert why_bad_name(name) is None


@pytest.mark.parametrize("name", [name.lower() for name in NAMES])
def test_a_name_inside_a_network_is_not_even_looked_up(name: str) -> None:
    assert why_bad_name(name)


@given(st.text("0123456789abcdefx.", max_size=20))
def test_what_ends_in_a_number_is_an_address_or_nothing(host: str) -> None:
    if literal(host) is None and why_bad_name(host) is None:
        assert not host.rsplit(".", 1)[-1].isdigit()
        assert not host.rsplit(".", 1)[-1].startswith("0x") or any(
            sign not in "0123456789abcdef" for sign in host.rsplit(".", 1)[-1][2:]
        )


@given(st.ip_addresses())
def test_a_literal_has_one_spelling(address: IPv4Address | IPv6Address) -> None:
    assert literal(str(address)) == str(ip_address(str(address)))
