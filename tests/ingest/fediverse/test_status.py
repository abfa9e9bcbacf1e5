"""Statuses of every shape: what is stored of them, and that none of them breaks the reader."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.ingest.fediverse.status import event_of, put_of
from blackbird.posts import Poison, Post, Put, Removed
from tests.fakes.fediverse import status

HOME = "https://home.example"
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


def read(**changed: Any) -> Post:
    put = put_of(status(1, **changed), HOME)
    assert isinstance(put, Put)
    return put.post


@given(st.dictionaries(st.sampled_from(sorted(status(1))), ANY))
def test_whatever_stands_in_a_field_the_reader_goes_on(changed: dict[str, Any]) -> None:
    event = put_of(status(1) | changed, HOME)
    assert event is None or isinstance(event, Put | Poison)
    if isinstance(event, Put):
        post = event.post
        assert post.uri
        assert post.account
        assert post.local_id.isalnum()
        assert len(post.language) in (0, 2)
        assert post.version >= post.created > 0
        json.dumps(post.text)


@given(st.text(), st.text())
def test_whatever_a_stream_says_the_reader_goes_on(kind: str, data: str) -> None:
    event_of(kind, data, HOME)
    for known in ("update", "status.update", "delete"):
        event_of(known, data, HOME)


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("de", "de"),
        ("zh-TW", "zh"),
        ("pt_BR", "pt"),
        ("", ""),
        (None, ""),
        ("tok", ""),
        ("日本", ""),
    ],
)
def test_a_language_is_one_of_two_letters(said: str | None, language: str) -> None:
    assert read(language=said).language == language


@pytest.mark.parametrize(("said", "likes"), [(5, 5), (-5, 0), (True, 0), ("5", 0), (9**30, 10**12)])
def test_likes_are_a_number_within_reason(said: object, likes: int) -> None:
    assert read(favourites_count=said).likes == likes


@pytest.mark.parametrize(
    ("acct", "author"), [("ada", "ada@home.example"), ("ada@far.example", "ada@far.example")]
)
def test_an_author_is_named_with_the_server(acct: str, author: str) -> None:
    account = {"acct": acct, "url": "https://far.example/@ada"}
    assert read(account=account).author == author
    put = put_of(status(1, account=account), "https://[broken")
    assert isinstance(put, Put)


def test_pictures_speak_where_nothing_else_is_said() -> None:
    media = [{"description": "A lighthouse"}, {"description": None}, 7, {"description": "at night"}]
    assert read(content="<p></p>", media_attachments=media).text == "A lighthouse\n\nat night"
    assert read(content="<p>Look</p>", media_attachments=media).text == "Look"


def test_a_warning_is_the_title_and_a_shortened_address_is_whole() -> None:
    content = (
        '<p>See <a href="https://a.example/long/way"><span class="invisible">https://</span>'
        '<span class="ellipsis">a.example/lo</span><span class="invisible">ng/way</span></a> '
        '<a href="https://home.example/tags/sea" class="mention hashtag">#<span>sea</span></a></p>'
    )
    post = read(spoiler_text="Weather", content=content)
    assert post.title == "Weather"
    assert post.text == "See https://a.example/long/way #sea"
    assert post.links == ("https://a.example/long/way",)


def test_what_is_for_a_servers_own_accounts_is_not_stored() -> None:
    # Such a post is public by its visibility; only who has a token of that server sees it.
    assert put_of(status(1, local_only=True), HOME) is None
    assert read(local_only=False).text == "Said 1."


@pytest.mark.parametrize("changed", [{"visibility": "direct"}, {"local_only": True}])
def test_an_edit_that_takes_a_status_from_the_public_removes_it(changed: dict[str, Any]) -> None:
    told = json.dumps(status(1, **changed))
    assert event_of("status.update", told, HOME) == Removed(local_id=status(1)["id"])
    assert event_of("update", told, HOME) is None  # it was never there
    boost = json.dumps(status(1, reblog=status(2)))
    assert event_of("status.update", boost, HOME) is None


def test_a_warning_and_a_description_are_plain_text() -> None:
    # Of a status only its content is HTML.
    post = read(spoiler_text="<spoilers> & a\n<3")
    assert post.title == "<spoilers> & a <3"
    media = [{"description": "A sign: <exit>\nto the left"}]
    assert read(content="<p></p>", media_attachments=media).text == "A sign: <exit> to the left"


@pytest.mark.parametrize(
    "broken", [{"uri": ""}, {"id": None}, {"id": "../x"}, {"account": {}}, {"created_at": "never"}]
)
def test_a_status_without_what_it_is_known_by_is_set_aside(broken: dict[str, Any]) -> None:
    event = put_of(status(1) | broken, HOME)
    assert isinstance(event, Poison)
    assert 0 < len(event.raw) <= 4096


def test_what_nests_too_deep_to_be_shown_is_set_aside_all_the_same() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    assert isinstance(put_of(deep, HOME), Poison)
    assert isinstance(event_of("update", "[" * 100_000, HOME), Poison)
