"""The archives of X and Mastodon, whole, broken and hostile."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from blackbird.ingest.exports import Exports
from blackbird.ingest.xapi.ids import micros_of
from blackbird.posts import FINAL, Delivery, Post, Put, Removed
from tests.ingest.archives.makers import (
    ME,
    account,
    actor,
    create,
    outbox,
    tarred,
    tweet,
    ytd,
    zipped,
)
from tests.ingest.feeds import cursor, events, poison, posts, read, set_up

ID, LATER = "1445880548472328192", "1445880748472328192"
SAID = 1_633_534_102_000_000


async def of(path: Path) -> list[Delivery]:
    return await read(Exports(set_up(f"export:{path}")))


async def test_an_archive_of_x(tmp_path: Path) -> None:
    link = {"url": "https://t.co/a", "expanded_url": "https://trams.example/"}
    members = {
        "data/account.js": account(),
        "data/tweets.js": ytd(
            "tweets",
            [
                tweet(
                    ID,
                    "Line 4 &amp; 5: https://t.co/a",
                    entities={"urls": [link]},
                    in_reply_to_status_id_str="1445880000000000000",
                ),
                tweet(LATER, "RT @bob: not mine"),
            ],
        ),
        "data/tweets-part1.js": ytd(
            "tweets", [tweet(LATER, "Second part", created_at="2033-05-18T03:33:20Z")], 1
        ),
        "data/deleted-tweets.js": ytd("deleted_tweets", [tweet("7", "Gone"), tweet("", "?")]),
        "data/direct-messages.js": ytd("direct_messages", [tweet("8", "A letter")]),
        "assets/x.js": "alert(1)",
    }
    got = await of(zipped(tmp_path / "x.zip", members))
    assert poison(got) == []
    first, second, removed = events(got)
    assert first == Put(
        Post(
            uri=f"https://x.com/i/status/{ID}",
            account="2244994945",
            author="ann_x",
            text="Line 4 & 5: https://trams.example/",
            created=SAID,
            version=micros_of(ID),
            url=f"https://x.com/ann_x/status/{ID}",
            language="en",
            likes=12,
            reply_to="https://x.com/i/status/1445880000000000000",
            links=("https://trams.example/",),
            local_id=ID,
        )
    )
    assert isinstance(second, Put)
    assert (second.post.text, second.post.created) == ("Second part", 2_000_000_000_000_000)
    assert removed == Removed(uri="https://x.com/i/status/7", version=FINAL)


async def test_the_address_of_a_picture_is_no_part_of_a_post(tmp_path: Path) -> None:
    picture = {"url": "https://t.co/b", "media_url_https": "https://pbs.twimg.com/media/b.jpg"}
    there = {"urls": [], "media": [picture]}
    rows = [
        tweet(ID, "The new tram https://t.co/b", entities=there),
        tweet(LATER, "https://t.co/b", entities=there),
    ]
    members = {"data/account.js": account(), "data/tweets.js": ytd("tweets", rows)}
    got = await of(zipped(tmp_path / "x.zip", members))
    assert poison(got) == []
    assert [post.text for post in posts(got)] == ["The new tram", "https://t.co/b"]


async def test_long_posts_and_edits_in_an_archive_of_x(tmp_path: Path) -> None:
    long = "A long text about trams that goes on and on. " * 20
    note = {"noteTweetId": "9", "createdAt": "2021-10-06T15:28:23.000Z", "core": {"text": long}}
    versions = {"editTweetIds": [ID, LATER]}
    changed = {"edit": {"initialTweetId": ID, "editControlInitial": versions}}
    members = {
        "twitter/data/account.js": account(username="no/name"),
        "twitter/data/note-tweet.js": ytd(
            "note_tweet", [{"noteTweet": note}, {"noteTweet": {}}, {"noteTweet": {"core": {}}}]
        ),
        "twitter/data/tweet.js": ytd(
            "tweet",
            [
                tweet(ID, long[:270] + "… https://t.co/x", edit_info={"initial": versions}),
                tweet(LATER, "Edited", edit_info=changed),
            ],
        ),
    }
    got = posts(await of(zipped(tmp_path / "x.zip", members)))
    assert got[0].text == long.strip()
    assert got[0].uri == got[1].uri == f"https://x.com/i/status/{ID}"
    assert got[1].version > got[0].version
    assert (got[0].author, got[0].url) == ("2244994945", f"https://x.com/i/status/{ID}")


async def test_broken_members_of_an_archive_of_x(tmp_path: Path) -> None:
    good = ytd("tweets", [tweet(ID, "Good")])
    members = {
        "data/account.js": account(),
        "data/tweets.js": good[:-2]
        + ",\n {broken}, [], {}, "
        + json.dumps(tweet(LATER, "A"))
        + "]",
        "data/tweets-part1.js": "alert(1)",
        "data/tweets-part2.js": good[:40],
        "data/tweets-part3.js": ytd("tweets", [tweet("x", "No id"), tweet(ID, "")], 3),
        "data/note-tweet.js": "",
        "data/deleted-tweets.js": "[",
    }
    got = await of(zipped(tmp_path / "x.zip", members))
    assert [post.text for post in posts(got)] == ["Good", "A"]
    reasons = [event.reason for event in poison(got)]
    assert len(reasons) == 9
    assert sum("cannot be read any further" in reason for reason in reasons) == 4
    members["data/account.js"] = ytd("account", [{"account": {}}])
    got = await of(zipped(tmp_path / "y.zip", members))
    assert [event.reason for event in events(got)][-1].startswith("data/account.js")  # type: ignore[union-attr]  # it is one
    members["data/account.js"] = "?"
    assert len(poison(await of(zipped(tmp_path / "z.zip", members)))) == 3


ACTIVITIES: list[object] = [
    create(
        1,
        '<p>Line 4 &amp; <a href="https://trams.example/">trams</a></p>',
        updated="2021-10-06T15:28:23Z",
        summary="Trams",
        inReplyTo="https://other.example/1",
        likes={"totalItems": 3},
    ),
    {"type": "Announce", "object": "https://other.example/2"},
    create(3, "<p>To one</p>", to=["https://other.example/users/bob"], cc=[]),
    create(4, "<p>To followers</p>", to=f"{ME}/followers", cc=None),
    create(5, "<p>Unlisted</p>", to=[f"{ME}/followers"], cc="as:Public", contentMap=None),
]


@pytest.mark.parametrize("kind", ["zip", "tar.gz", "tar"])
async def test_an_archive_of_mastodon(tmp_path: Path, kind: str) -> None:
    members: dict[str, str | bytes] = {
        "media_attachments/" + "long/" * 30 + "a.png": b"\x89PNG" * 5000,
        "outbox.json": outbox(*ACTIVITIES),
        "likes.json": json.dumps({"orderedItems": ["https://other.example/9"]}),
        "actor.json": actor(),
    }
    path = tmp_path / f"archive.{kind}"
    if kind == "zip":
        zipped(path, members)
    else:
        tarred(path, members, "w:gz" if kind == "tar.gz" else "w")
    got = await of(path)
    assert poison(got) == []
    first, second = posts(got)
    assert first == Post(
        uri=f"{ME}/statuses/1",
        account=ME,
        author="ann@social.example",
        text="Line 4 & trams",
        created=SAID,
        version=SAID + 1_000_000,
        url="https://social.example/@ann/1",
        title="Trams",
        language="en",
        likes=3,
        reply_to="https://other.example/1",
        links=("https://trams.example/",),
    )
    assert (second.text, second.language) == ("Unlisted", "")


async def test_pictures_speak_where_nothing_else_is_said(tmp_path: Path) -> None:
    pictures = [{"type": "Document", "name": "A lighthouse"}, {"name": None}, 7]
    said = outbox(create(1, "", attachment=pictures), create(2, "<p>Look</p>", attachment=pictures))
    got = await of(tarred(tmp_path / "m.tar.gz", {"outbox.json": said, "actor.json": actor()}))
    assert poison(got) == []
    assert [post.text for post in posts(got)] == ["A lighthouse", "Look"]


async def test_broken_members_of_an_archive_of_mastodon(tmp_path: Path) -> None:
    said = [
        create(1, "<p>Good</p>"),
        create(2, ""),
        create(3, "a", id="?"),
        create(4, "a", attributedTo="?"),
        create(4, "a", id="https://[x/", attributedTo="https://[x/"),
        create(5, "a", published="?"),
        create(6, "a", content=7),
        [1],
    ]
    whole = outbox(*said)
    members: dict[str, str | bytes] = {"outbox.json": whole[:-2] + ", {bad}", "actor.json": "{"}
    got = await of(zipped(tmp_path / "m.zip", members))
    good, other = posts(got)
    assert good.author == "ann@social.example"  # also without a word of who it is
    assert other.author == "[x@"
    assert len(poison(got)) == 9
    members["actor.json"] = b"[1]"
    members["outbox.json"] = "{}"
    got = await of(zipped(tmp_path / "n.zip", members))
    assert len(poison(got)) == 1


@pytest.mark.parametrize("stop", [1, 2, 3])
async def test_killed_anywhere_it_goes_on_there(tmp_path: Path, stop: int) -> None:
    rows = [tweet(str(int(ID) + n), f"Post {n}") for n in range(2500)]
    members = {"data/account.js": account(), "data/tweets.js": ytd("tweets", rows)}
    path = zipped(tmp_path / "x.zip", members)
    feed = Exports(set_up(f"export:{path}"))
    assert not feed.lasting
    first = await read(feed, None, lambda got: sum(d.cursor is not None for d in got) == stop)
    assert len(posts(first)) == min(2500, stop * 1000)
    rest = await read(Exports(set_up(f"export:{path}")), cursor(first))
    assert posts(first) + posts(rest) == posts(await of(path))
    zipped(path, members | {"data/tweets.js": ytd("tweets", rows[:5])})
    assert len(posts(await read(Exports(set_up(f"export:{path}")), cursor(first)))) == 5
