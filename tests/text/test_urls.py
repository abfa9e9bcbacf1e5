"""One spelling for each address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.errors import BadInput
from blackbird.text.urls import canonical_url, is_url


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTP://Example.COM:80", "http://example.com/"),
        (" https://a.b./x/../y/./z ", "https://a.b/y/z"),
        ("https://a.b:8443/x/..", "https://a.b:8443/"),
        ("https://a.b/?utm_source=x&b=2&a=1&fbclid=y#part", "https://a.b/?a=1&b=2"),
        (
            "https://例え.jp/パス?q=日本",
            "https://xn--r8jz45g.jp/%E3%83%91%E3%82%B9?q=%E6%97%A5%E6%9C%AC",
        ),
        ("https://a.b/%7efoo%2fbar/%zz", "https://a.b/%7Efoo%2Fbar/%25zz"),
        ("http://[2001:DB8::1]:80/", "http://[2001:db8::1]/"),
        ("http://127.0.0.1:8000/a", "http://127.0.0.1:8000/a"),
    ],
)
def test_an_address_has_one_spelling(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical
    assert is_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "a.b",
        "ftp://a.b",
        "javascript:alert(1)",
        "https://a b/",
        "https://user@a.b/",
        "https://a.b:99999/",
        "https://a.b:x/",
        "https://[::1/",
        "https://-a/",
        "https:///x",
        "https://" + "é" * 70 + ".b/",
        "https://a.b/" + "x" * 9000,
        "https://" + "a." * 140 + "b/",
        "see https://a.b",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(BadInput) as caught:
        canonical_url(url)
    assert "https://example.org/page" in caught.value.hint
    assert not is_url(url)


@given(st.text(alphabet="ab/.?&=#%27+é日~:@;,", max_size=40))
def test_twice_is_the_same_as_once(rest: str) -> None:
    try:
        once = canonical_url("https://a.b/" + rest)
    except BadInput:
        return
    assert canonical_url(once) == once


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_bad_input(text: str) -> None:
    assert is_url("http://" + text) in (True, False)
