"""robots.txt, with the examples of RFC 9309 and what sites write in earnest."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.text.robots import allows

GROUPS = """
User-Agent: foobot
Allow: /example/page/
Allow: /example/allowed.gif
Disallow: /example/

User-agent: barbot
USER-AGENT: Blackbird/9
Disallow: /private   # not yours
Allow: /private/open$
Sitemap: https://example.org/map.xml
Disallow: *.gif$
Disallow: /*/draft
Disallow: /a%7eb/%e4
Disallow: /日本

user-agent: *
disallow: /

User-agent: blackbird
Disallow: /late
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/private", False),
        ("/private/open", True),
        ("/private/open/more", False),
        ("/privates", False),
        ("/x/picture.gif", False),
        ("/x/picture.gif?size=2", True),
        ("/picture.gif.html", True),
        ("/x/y/draft/1", False),
        ("/draft", True),
        ("/a~b/%E4", False),
        ("/a%7Eb/%e4x", False),
        ("/a~b/x", True),
        ("/%E6%97%A5%E6%9C%AC/1", False),
        ("/late", False),
        ("/example/", True),
    ],
)
def test_the_groups_that_name_us_count_and_no_other(path: str, allowed: bool) -> None:
    assert allows(GROUPS, path, "blackbird") is allowed


def test_the_longest_rule_wins_and_of_two_the_kinder() -> None:
    assert allows(GROUPS, "/example/page/1", "foobot")
    assert not allows(GROUPS, "/example/page", "FooBot")
    tie = "user-agent: *\ndisallow: /page\nallow: /page\ndisallow: /page"
    assert allows(tie, "/page", "blackbird")


def test_who_is_not_named_keeps_to_what_holds_for_everybody() -> None:
    assert not allows(GROUPS, "/example/page/", "otherbot")
    assert allows("user-agent: otherbot\ndisallow: /", "/", "blackbird")


@pytest.mark.parametrize(
    "robots",
    [
        "",
        "\ufeff",
        "disallow: /",  # before any name
        "user-agent: *\ndisallow:",
        "user-agent: *\nallow: /\nnoise\n: /\ndisallow /",
        "user-agent: blackbird\nallow: /\n\nuser-agent: *\ndisallow: /",
        "user-agent: blackbird\ndisallow:\nuser-agent: *\ndisallow: /",
        "user-agent: 9\ndisallow: /",
        "<html><p>Not found</p></html>",
    ],
)
def test_what_forbids_nothing_lets_all_be_read(robots: str) -> None:
    assert allows(robots, "/page?a=b", "blackbird")


@pytest.mark.parametrize(
    "robots",
    [
        "user-agent: *\ndisallow: /",
        "\ufeffuser-agent: *\r\ndisallow: /\r\n",
        "User-agent : *\nDisallow : /p*",
        "user-agent: a\nuser-agent: *\ncrawl-delay: 9\ndisallow: /page",
        "user-agent: *\ndisallow: *a=b$",
        "user-agent: *\ndisallow: /*?*=*",
    ],
)
def test_what_forbids_a_page_is_kept_to(robots: str) -> None:
    assert not allows(robots, "/page?a=b", "blackbird")


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("/a$", "/a", True),
        ("/a$", "/ab", False),
        ("/a*b*c", "/a-b-c-d", True),
        ("/a*b*c", "/a-c-b", False),
        ("/a*b*c$", "/a-b-c-c", True),
        ("/a*x*c", "/a-b-c", False),
        ("/ab*ab$", "/ab", False),
        ("/a*$", "/a/anything", True),
        ("/*", "/", True),
    ],
)
def test_stars_and_ends(pattern: str, path: str, fits: bool) -> None:
    assert allows(f"user-agent: *\ndisallow: {pattern}", path, "blackbird") is not fits


@given(st.text(max_size=300), st.text(max_size=50))
def test_no_file_is_too_odd(robots: str, path: str) -> None:
    assert allows(robots, f"/{path}", "blackbird") in (True, False)
    assert allows(f"user-agent: *\ndisallow: /\n{robots}", "/", "none-of-these") in (True, False)


def test_a_hostile_file_takes_no_time() -> None:
    stars = "user-agent: *\n" + f"disallow: /{'*a' * 200}$\n" * 1000
    begun = time.process_time()
    allows(stars, "/" + "a" * 8000 + "b", "blackbird")
    assert time.process_time() - begun < 5
