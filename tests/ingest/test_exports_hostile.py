"""Archives that are none, damaged or made to harm: told, bounded, and never written anywhere."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.errors import FeedFailed
from blackbird.ingest.archives.members import Tar, Unreadable, Zip
from blackbird.ingest.archives.outbox import read_activity
from blackbird.ingest.archives.xarchive import _Owner, _post
from blackbird.ingest.exports import Exports
from tests.ingest.archives.makers import account, create, outbox, tarred, tweet, ytd, zipped
from tests.ingest.feeds import poison, posts, set_up
from tests.ingest.strangers import text, values
from tests.ingest.test_exports import ID, of

NAMES = (
    *("type", "object", "id", "attributedTo", "published", "content", "contentMap", "to", "cc"),
    *("id_str", "full_text", "created_at", "entities", "urls", "edit_info", "edit", "initial"),
    *("editControlInitial", "editTweetIds", "initialTweetId", "likes", "url", "inReplyTo"),
)


async def test_what_is_no_archive_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty.zip").write_bytes(b"")
    (tmp_path / "text.zip").write_bytes(b"Good day.")
    zipped(tmp_path / "other.zip", {"a.txt": "a"})
    for name in ("none.zip", "empty.zip", "text.zip", "other.zip", "."):
        with pytest.raises(FeedFailed) as raised:
            await of(tmp_path / name)
        assert "export:archive.zip" in raised.value.hint
    with pytest.raises(FeedFailed, match="No archive"):
        Exports(set_up("export:"))


async def test_a_bomb_is_put_out(tmp_path: Path) -> None:
    zeros = b'{"a": "' + b" " * 1_000_000 + b'"},'
    bomb = b'{"orderedItems": [' + zeros * 50 + b"{}]}"
    path = zipped(tmp_path / "bomb.zip", {"outbox.json": bomb})
    (event,) = poison(await of(path))
    assert "unpack to more than" in event.reason
    path = tarred(tmp_path / "bomb.tar.gz", {"outbox.json": bomb})
    with pytest.raises(FeedFailed, match="unpack to more than"):
        await of(path)


async def test_names_lead_nowhere(tmp_path: Path) -> None:
    """Nothing is written: a name is only a name."""
    place = tmp_path / "here" / "below"  # what is above it is this test's own, too
    place.mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))
    path = zipped(
        place / "x.zip",
        {
            "../../data/tweets.js": ytd("tweets", [tweet(ID, "A")]),
            "/etc/data/account.js": account(),
            "..\\data\\note-tweet.js": ytd("note_tweet", []),
        },
    )
    assert len(posts(await of(path))) == 1
    assert sorted(tmp_path.rglob("*")) == sorted([*before, path])


async def test_a_locked_member_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"outbox.json": outbox(create(1, "a"))})
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1  # says that it is encrypted
    path.write_bytes(data)
    (event,) = poison(await of(path))
    assert "password" in event.reason


@pytest.mark.parametrize("packed", [True, False])
async def test_a_damaged_tar_file_is_told(tmp_path: Path, packed: bool) -> None:
    inner = io.BytesIO()
    with tarfile.open(fileobj=inner, mode="w") as file:
        for name in ("a", "outbox.json"):
            info = tarfile.TarInfo(name)
            info.size = 2000
            file.addfile(info, io.BytesIO(b"x" * 2000))
    whole = inner.getvalue()
    broken = [
        whole[:700],
        whole[:512] + b"\1" * 4000,
        whole.replace(b"00000003720", b"99999999999"),
        whole[:124] + b"-0000003720\0" + whole[136:],
        whole[:1500] + b"y" * 9000,
    ]
    for data in broken:
        path = tmp_path / "a.tar.gz"
        path.write_bytes(gzip.compress(data) if packed else data)
        with pytest.raises(FeedFailed, match=r"damaged|middle"):
            await of(path)
    path.write_bytes(gzip.compress(whole)[:-30])
    with pytest.raises(FeedFailed, match="cannot be read"):
        await of(path)


async def test_a_damaged_zip_file_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"outbox.json": outbox(*[create(n, "a") for n in range(99)])})
    data = path.read_bytes()
    path.write_bytes(data[:300] + b"\xff" * 40 + data[340:])
    got = await of(path)
    assert "any further" in poison(got)[-1].reason
    for broken in (data[:-60], data.replace(b"PK\x01\x02", b"PK\xff\xff")):
        path.write_bytes(broken)
        with pytest.raises(FeedFailed):
            await of(path)


def test_a_member_that_is_not_there_is_told(tmp_path: Path) -> None:
    members = {"a": "b"}
    for archive in (Zip(zipped(tmp_path / "x.zip", members)), Tar(tarred(tmp_path / "t", members))):
        assert archive.names() == ["a"]
        with pytest.raises(Unreadable):
            list(archive.pieces("none"))


async def test_a_member_that_is_too_large_to_hold_is_told(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "m.zip", "w") as file:
        file.writestr("actor.json", b" " * 1_000_001)
        file.writestr("outbox.json", outbox())
    (event,) = poison(await of(tmp_path / "m.zip"))
    assert "1,000,000" in event.reason


@given(values(*NAMES))
def test_no_activity_raises(value: Any) -> None:
    read_activity(text(value), "")
    read_activity(text({"type": "Create", "object": value}), "")


@given(st.dictionaries(st.sampled_from(NAMES), values(*NAMES), max_size=6))
def test_no_note_or_row_raises(value: Any) -> None:
    note = create(1, "A")["object"] | value
    read_activity(text({"type": "Create", "object": note}), "")
    list(_post(tweet(ID, "A")["tweet"] | value, _Owner("1")))
