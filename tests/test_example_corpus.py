"""The example corpus keeps its form: dated, bilingual, quoting nobody, its disputes intact."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

FOLDER = Path(__file__).parents[1] / "examples" / "history"
KEYS = ("title", "date", "url", "language")
FIELDS = {"id", "author", "text", "created_at", "url", "language"}
KANA = re.compile(r"[\u3041-\u30ff]")
"""Hiragana and katakana: any Japanese sentence has some, no English one has."""
QUOTE_MARKS = re.compile(r"[\"“”„«»「」『』]|(?<!\w)['‘]")
LENGTHS = {"en": range(100, 251), "ja": range(250, 601)}
"""Words of an English body, characters of a Japanese one."""
LAST_DAY = date(2024, 12, 31)
"""The facts are those known by then."""


@dataclass(frozen=True)
class Sample:
    """A document of the corpus: its front matter, its heading and its paragraphs."""

    name: str
    head: dict[str, str]
    heading: str
    paragraphs: tuple[str, ...]

    @property
    def body(self) -> str:
        return "\n".join(self.paragraphs)


@dataclass(frozen=True)
class Side:
    """One side of a dispute: who reports the figure, and in which words."""

    document: str
    sentence: str


DISPUTES = {
    "gifts, English": (
        Side(
            "musk-gifts-2023.en.md",
            "Musk gave OpenAI about 100 million dollars in all, according to reports of 2023.",
        ),
        Side(
            "openai-early-years.en.md",
            "Musk gave OpenAI about 44 million dollars in all, according to the lawsuit of 2024.",
        ),
    ),
    "valuation, Japanese": (
        Side(
            "openai-valuation-september.ja.md",
            "OpenAIの評価額は、2024年9月の報道によると、約1500億ドルである。",
        ),
        Side(
            "openai-money.ja.md",
            "OpenAIの評価額は、2024年10月の報道によると、約1570億ドルである。",
        ),
    ),
    "chips, English and Japanese": (
        Side(
            "colossus.en.md",
            "Colossus has 100,000 Nvidia chips, according to reports of September 2024.",
        ),
        Side(
            "colossus.ja.md",
            "ColossusのNvidia製チップは、2024年10月の発表によると、20万個に倍増される計画である。",
        ),
    ),
}


def parse_sample(name: str, text: str) -> Sample:
    """Split a document at its front matter; raises ValueError where there is none."""
    opening, matter, rest = text.split("---\n", 2)
    if opening:
        raise ValueError(f"{name} does not begin with front matter")
    heading, *paragraphs = rest.strip().split("\n\n")
    head = dict(line.split(": ", 1) for line in matter.splitlines())
    return Sample(name, head, heading, tuple(paragraphs))


def script_of(text: str) -> str:
    return "ja" if KANA.search(text) else "en"


def on_example_domain(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" and (parts.hostname or "").endswith(".example")


def is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text and date.fromisoformat(text) <= LAST_DAY
    except ValueError:
        return False


def faults_of(sample: Sample) -> list[str]:
    """What is wrong with a document, in words; empty when nothing is."""
    if tuple(sample.head) != KEYS:
        return ["keys"]
    language = sample.head["language"]
    if language not in LENGTHS:
        return ["language"]
    size = len(sample.body.split()) if language == "en" else len(sample.body)
    checks = {
        "date": is_day(sample.head["date"]),
        "url": on_example_domain(sample.head["url"]),
        "heading": sample.heading == f"# {sample.head['title']}",
        "name": sample.name.endswith(f".{language}.md"),
        "script": {script_of(paragraph) for paragraph in sample.paragraphs} == {language},
        "length": size in LENGTHS[language],
        "paragraphs": len(sample.paragraphs) in range(3, 9) and all(sample.paragraphs),
        "quotation": not QUOTE_MARKS.search(sample.body),
    }
    return [name for name, holds in checks.items() if not holds]


def samples() -> dict[str, Sample]:
    paths = sorted(FOLDER.glob("*.md"))
    return {path.name: parse_sample(path.name, path.read_text("utf-8")) for path in paths}


def posts() -> list[dict[str, str]]:
    """The posts, all of whose values are text; raises TypeError where one is not."""
    lines = (FOLDER / "posts.jsonl").read_text("utf-8").splitlines()
    return [{key: "" + value for key, value in json.loads(line).items()} for line in lines]


def test_documents_keep_the_form() -> None:
    found = samples()
    assert found
    assert {name: faults for name, sample in found.items() if (faults := faults_of(sample))} == {}


@pytest.mark.parametrize(
    ("fault", "change"),
    [
        ("date", {"date": "2024-11-31"}),
        ("date", {"date": "20241126"}),
        ("date", {"date": "2025-01-01"}),
        ("url", {"url": "https://example.com/en/colossus"}),
        ("url", {"url": "http://history.example/en/colossus"}),
        ("heading", {"title": "Another title"}),
        ("language", {"language": "de"}),
        ("script", {"language": "ja"}),
    ],
)
def test_a_fault_in_the_front_matter_is_found(fault: str, change: dict[str, str]) -> None:
    sound = samples()["colossus.en.md"]
    assert fault in faults_of(replace(sound, head={**sound.head, **change}))


@pytest.mark.parametrize(
    ("fault", "paragraphs"),
    [
        ("length", ("Too short.",) * 3),
        ("paragraphs", ("Colossus has chips. " * 40,)),
        ("paragraphs", ("Colossus has chips. " * 20, "", "Colossus has chips. " * 20)),
        ("script", ("Colossus has chips. " * 20,) * 2 + ("Colossusはデータセンターである。",)),
        ("quotation", ("Somebody said: “This was never said.” " * 6,) * 4),
        ("quotation", ("Somebody said: 'This was never said.' " * 6,) * 4),
        ("quotation", ("Colossus has chips. " * 20,) * 2 + ("「架空」",)),
    ],
)
def test_a_fault_in_the_body_is_found(fault: str, paragraphs: tuple[str, ...]) -> None:
    sound = samples()["colossus.en.md"]
    assert fault in faults_of(replace(sound, paragraphs=paragraphs))


def test_a_missing_key_is_found() -> None:
    sound = samples()["colossus.en.md"]
    head = {key: value for key, value in sound.head.items() if key != "date"}
    assert faults_of(replace(sound, head=head)) == ["keys"]


def test_half_is_english_and_half_japanese() -> None:
    for languages in (
        [sample.head["language"] for sample in samples().values()],
        [post["language"] for post in posts()],
    ):
        assert languages.count("en") == languages.count("ja") == len(languages) / 2 >= 5


def test_posts_have_their_fields() -> None:
    for post in posts():
        assert set(post) == FIELDS
        assert all(post.values())
        assert post["author"].startswith("example_")
        assert on_example_domain(post["url"])
        assert f"@{post['author']}/" in post["url"]
        assert script_of(post["text"]) == post["language"]
        assert not QUOTE_MARKS.search(post["text"])
        written = datetime.fromisoformat(post["created_at"])
        assert written.utcoffset() == timedelta(0)
        assert written.date() <= LAST_DAY


def test_ids_titles_and_addresses_are_unique() -> None:
    heads = [sample.head for sample in samples().values()]
    urls = [head["url"] for head in heads] + [post["url"] for post in posts()]
    assert len(set(urls)) == len(urls)
    assert len({head["title"] for head in heads}) == len(heads)
    assert len({post["id"] for post in posts()}) == len(posts())


@pytest.mark.parametrize("subject", DISPUTES)
def test_both_sides_of_a_dispute_stand_there_with_their_dates(subject: str) -> None:
    older, newer = DISPUTES[subject]
    by_name = samples()
    for side in (older, newer):
        assert side.sentence in by_name[side.document].body
    assert by_name[older.document].head["date"] < by_name[newer.document].head["date"]
    assert newer.sentence not in by_name[older.document].body


@pytest.mark.parametrize("subject", DISPUTES)
def test_each_side_of_a_dispute_says_which_report_is_older(subject: str) -> None:
    for side in DISPUTES[subject]:
        assert re.search(r"\bolder\b|古い", samples()[side.document].body)
