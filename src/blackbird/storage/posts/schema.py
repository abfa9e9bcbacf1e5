"""The tables of live posts, in SQLite or PostgreSQL alike.

They stand apart from the documents' database: a feed writes to them all day, and may write to
another machine's. A post's ``key`` is an integer that is never used twice; each new text of a post
is a new key, so that whoever follows the record reads on from the last key it knows.

``uid``, ``grave`` and ``account_uid`` are keyed hashes (``identity.py``): eight bytes to look up in
place of an address of a hundred.
"""

from __future__ import annotations

import sqlalchemy as sa

VERSION = "1"

METADATA = sa.MetaData()

_Key = sa.BigInteger().with_variant(sa.Integer, "sqlite")  # only so does SQLite count it up itself

POSTS_META = sa.Table(
    "posts_meta",
    METADATA,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

FEEDS = sa.Table(
    "feeds",
    METADATA,
    sa.Column("id", _Key, primary_key=True, autoincrement=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("wanted", sa.Boolean, nullable=False),  # whether it is to be followed
    sa.Column("trusted", sa.Boolean, nullable=False),  # whether it may lead to private addresses
    sa.Column("cursor", sa.Text),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("posts", sa.BigInteger, nullable=False),
    sa.Column("deleted", sa.BigInteger, nullable=False),
    sa.Column("poison", sa.BigInteger, nullable=False),
    sa.Column("gaps", sa.BigInteger, nullable=False),
    sa.Column("lag_s", sa.Float),
    sa.Column("rate", sa.Float, nullable=False),  # events a second, of late
    sa.Column("heard", sa.BigInteger, nullable=False),  # the last sign of life of who follows it
    sa.Column("display", sa.Boolean, nullable=False),
    sa.Column("store", sa.Boolean, nullable=False),
    sa.Column("redistribute", sa.Boolean, nullable=False),
    sa.Column("train", sa.Boolean, nullable=False),
    sa.Column("share", sa.Boolean, nullable=False),
    sqlite_autoincrement=True,
)

POSTS = sa.Table(
    "posts",
    METADATA,
    sa.Column("key", _Key, primary_key=True, autoincrement=True),
    sa.Column("uid", sa.BigInteger, nullable=False, unique=True),
    sa.Column("account_uid", sa.BigInteger, nullable=False),
    sa.Column("feed", sa.BigInteger, nullable=False),
    sa.Column("part", sa.Integer, nullable=False),  # the part of the text index that holds it
    sa.Column("at", sa.BigInteger, nullable=False),  # created, but never after it was received
    sa.Column("created", sa.BigInteger, nullable=False),
    sa.Column("received", sa.BigInteger, nullable=False),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("digest", sa.BigInteger, nullable=False),  # of all that people see
    sa.Column("uri", sa.Text, nullable=False),
    sa.Column("account", sa.Text, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("likes", sa.BigInteger, nullable=False),
    sa.Column("reply_to", sa.Text, nullable=False),
    sa.Column("links", sa.Text, nullable=False),  # one a line
    sa.Column("text", sa.Text, nullable=False),
    sa.Index("posts_account", "account_uid"),
    sa.Index("posts_part", "part"),
    sqlite_autoincrement=True,
)

# A post that was removed, by its uid or by what a feed calls it; a late create finds it here.
GRAVES = sa.Table(
    "graves",
    METADATA,
    sa.Column("grave", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
)

# What a feed calls a post, where it removes posts by names of its own.
ALIASES = sa.Table(
    "aliases",
    METADATA,
    sa.Column("grave", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("uid", sa.BigInteger, nullable=False),
)

# Up to which version all of an account is gone.
CUTS = sa.Table(
    "cuts",
    METADATA,
    sa.Column("account_uid", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("told", sa.BigInteger),  # when that was; older programs did not say
)

# What accounts are called; empty where it was taken back.
HANDLES = sa.Table(
    "handles",
    METADATA,
    sa.Column("account_uid", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("handle", sa.Text, nullable=False),
    sa.Column("feed", sa.BigInteger, nullable=False),
    sa.Column("heard", sa.BigInteger, nullable=False),
    sa.Index("handles_handle", "handle"),
    sa.Index("handles_heard", "heard"),
)

# Posts that left, for the index and saved answers to follow: one key, or all of a feed up to it.
DROPS = sa.Table(
    "drops",
    METADATA,
    sa.Column("seq", _Key, primary_key=True, autoincrement=True),
    sa.Column("op", sa.Text, nullable=False),  # edited, removed, feed, purged, old
    sa.Column("key", sa.BigInteger, nullable=False),
    sa.Column("part", sa.Integer, nullable=False),
    sa.Column("feed", sa.BigInteger, nullable=False),
    sa.Column("uri", sa.Text, nullable=False),
    sqlite_autoincrement=True,
)

GAPS = sa.Table(
    "gaps",
    METADATA,
    sa.Column("id", _Key, primary_key=True, autoincrement=True),
    sa.Column("feed", sa.BigInteger, nullable=False),
    sa.Column("since", sa.BigInteger, nullable=False),
    sa.Column("until", sa.BigInteger, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("noted", sa.BigInteger, nullable=False),
    sa.Index("gaps_until", "until"),
    sqlite_autoincrement=True,
)

POISON = sa.Table(
    "poison",
    METADATA,
    sa.Column("id", _Key, primary_key=True, autoincrement=True),
    sa.Column("feed", sa.BigInteger, nullable=False),
    sa.Column("raw", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("noted", sa.BigInteger, nullable=False),
    sqlite_autoincrement=True,
)

# Proof that what was revoked is gone.
PURGES = sa.Table(
    "purges",
    METADATA,
    sa.Column("id", _Key, primary_key=True, autoincrement=True),
    sa.Column("feed", sa.Text, nullable=False),
    sa.Column("grants", sa.Text, nullable=False),
    sa.Column("asked", sa.BigInteger, nullable=False),
    sa.Column("done", sa.BigInteger),
    sa.Column("posts", sa.BigInteger, nullable=False),
    sa.Column("quotes", sa.BigInteger, nullable=False),
    sqlite_autoincrement=True,
)


def complete(connection: sa.Connection) -> None:
    """Add what a table that was there already lacks. Older programs do without it."""
    made = {row["name"] for row in sa.inspect(connection).get_columns(CUTS.name)}
    if CUTS.c.told.name not in made:
        connection.execute(sa.text("ALTER TABLE cuts ADD COLUMN told BIGINT"))
