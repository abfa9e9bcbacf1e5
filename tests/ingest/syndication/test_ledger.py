"""What is new in a reading, and what is remembered of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from blackbird.ingest.syndication.document import MOST, Deleted, Document, Entry
from blackbird.ingest.syndication.ledger import Ledger, read_ledgers, written
from blackbird.posts import Missed, PostEvent, Put, Removed

URL = "https://page.example/feed"
NOW = 1_767_323_045_000_000
ENTRIES = st.builds(
    Entry,
    guid=st.sampled_from(["", "1", "2", "https://page.example/3"]),
    link=st.sampled_from(["", "https://page.example/x", "https://[broken"]),
    text=st.sampled_from(["a", "b"]),
    updated=st.sampled_from([0, NOW - 5, NOW, NOW + 10**12]),
)
READINGS = st.lists(
    st.builds(
        Document,
        entries=st.lists(ENTRIES, max_size=3).map(tuple),
        deleted=st.lists(
            st.builds(Deleted, st.sampled_from(["1", "2"]), st.sampled_from([0, NOW - 5, NOW + 9])),
            max_size=2,
        ).map(tuple),
    ),
    max_size=6,
)


def told(ledger: Ledger, document: Document, now: int = NOW) -> list[PostEvent]:
    return list(ledger.changes(document, now))


@given(READINGS)
def test_versions_of_one_entry_only_grow_and_a_second_look_says_nothing(
    readings: list[Document],
) -> None:
    ledger = Ledger(URL, URL)
    last: dict[str, int] = {}
    for n, document in enumerate(readings):
        now = NOW + n * 1000
        for event in told(ledger, document, now):
            if isinstance(event, Put):
                assert event.post.version > last.get(event.post.uri, -1)
                last[event.post.uri] = event.post.version
            elif isinstance(event, Removed):
                assert event.version >= last.get(event.uri, 0)
                last[event.uri] = event.version
        (kept,) = read_ledgers(written([ledger]), [URL])
        assert kept == ledger
        guids = [entry.guid or (entry.link, entry.text) for entry in document.entries]
        if len(guids) == len(set(guids)):  # a name given twice is two sayings of one entry
            assert told(kept, document, now + 1) == []


def test_what_is_remembered_is_bounded() -> None:
    ledger = Ledger(URL, URL)
    for start in range(0, 5000, 500):
        entries = (Entry(guid=str(n), text="x") for n in range(start, start + 500))
        told(ledger, Document(entries=tuple(entries)))
    assert len(ledger.seen) == 700
    told(ledger, Document(entries=tuple(Entry(guid=f"m{n}", text="x") for n in range(MOST))))
    assert len(ledger.seen) == MOST


def test_without_a_name_an_entry_is_known_by_its_link_and_text() -> None:
    ledger = Ledger(URL, URL)
    entries = [
        Entry(link="https://www.page.example/a", text="x"),
        Entry(link="https://far.example/a", text="x"),
        Entry(link="https://[broken", text="x"),
        Entry(text="x"),
    ]
    events = told(ledger, Document(entries=tuple(entries)))
    uris = [
        event.post.uri.rpartition("#")[0] for event in reversed(events) if isinstance(event, Put)
    ]
    assert uris == [
        "https://www.page.example/a",
        f"{URL}#https://far.example/a",
        f"{URL}#https://[broken",
        f"{URL}#",
    ]


def test_an_empty_reading_has_missed_nothing() -> None:
    ledger = Ledger(URL, URL)
    assert told(ledger, Document()) == []
    told(ledger, Document(entries=(Entry(guid="1", text="x"),)))
    assert told(ledger, Document()) == []
    events = told(ledger, Document(entries=(Entry(guid="2", text="x"),)))
    assert [type(event) for event in events] == [Put, Missed]


def test_validators_that_no_header_can_hold_are_not_kept() -> None:
    ledger = Ledger(URL, URL)
    ledger.validated({"etag": "x" * 2000, "last-modified": "a\tb"})
    assert ledger.asking == {}
