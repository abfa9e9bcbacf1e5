"""Is the main text of a page found? Overlap of runs of four words with what people marked.

The measure of the article extraction benchmark (Scrapinghub, 2020), so that its published
figures stand beside ours: precision and recall are means over pages, F1 is made of the two.
"""

from __future__ import annotations

import asyncio
import gzip
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from blackbird.errors import BadInput
from blackbird.evals.report import Beside, Figure, Report
from blackbird.evals.run import Run
from blackbird.evals.tokens import tokens
from blackbird.text.encoding import decode
from blackbird.text.extract import extract

FOLDER = "extraction"
TRUTH = "ground-truth.json"
_WORDS = 4  # of a shingle
_LARGEST = 64_000_000  # bytes of a page, unpacked
_PUBLISHED: Beside = (
    ("rs_trafilatura", 0.970),
    ("trafilatura", 0.958),
    ("newspaper4k", 0.949),
    ("readability.js", 0.947),
    ("goose3", 0.896),
    ("justext", 0.804),
    ("BeautifulSoup", 0.665),
)


@dataclass(frozen=True, slots=True)
class Marked:
    """A page and the article text that people marked in it."""

    html: str
    url: str
    article: str


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much of a text is right, how much of what is right was found, and both in one."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


async def measure(run: Run) -> Report:
    """Precision, recall and F1 of the text that ``extract`` finds."""
    truth = run.path(FOLDER, TRUTH)
    pages = run.sample(read_pages(truth))
    texts: list[str] = []
    for page in pages:
        run.progress("extracting", len(texts), len(pages))
        texts.append(await asyncio.to_thread(main_text, page))
    run.progress("extracting", len(pages), len(pages))
    found = mean_overlap([overlap(t, p.article) for t, p in zip(texts, pages, strict=True)])
    figures = (
        Figure("F1", found.f1, len(pages), beside=_PUBLISHED),
        Figure("precision", found.precision, len(pages)),
        Figure("recall", found.recall, len(pages)),
    )
    return run.report("extraction", figures, [truth, truth.parent / "html"], model=None)


def read_pages(truth: Path) -> list[Marked]:
    """The pages of a set, by name: ``html/NAME.html.gz`` or ``html/NAME.html`` beside ``truth``.

    Raises ``BadInput``.
    """
    try:
        marked = json.loads(truth.read_text("utf-8"))
        entries = sorted((name, str(e["articleBody"]), e.get("url")) for name, e in marked.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(
            f"{truth} cannot be used ({type(error).__name__}: {error}).",
            'It holds {"NAME": {"articleBody": TEXT, "url": URL}}.',
        ) from error
    folder = truth.parent / "html"
    return [Marked(_page(folder, name), url or "", article) for name, article, url in entries]


def _page(folder: Path, name: str) -> str:
    if Path(name).name != name:
        raise BadInput(f"{name[:80]!r} is no name of a page.", f"Mend {TRUTH}.")
    packed, plain = folder / f"{name}.html.gz", folder / f"{name}.html"
    try:
        if plain.is_file():
            return decode(plain.read_bytes())
        with gzip.open(packed) as file:
            data = file.read(_LARGEST + 1)
    except (OSError, EOFError) as error:
        raise BadInput(
            f"The page {packed} cannot be read ({error}).",
            f"Each name in {TRUTH} needs its page in {folder}.",
        ) from error
    if len(data) > _LARGEST:
        raise BadInput(f"The page {packed} has more than {_LARGEST:,} bytes.", "Leave it out.")
    return decode(data)


def main_text(page: Marked) -> str:
    """What this project extracts; nothing where it refuses the page."""
    try:
        return extract(page.html, page.url).text
    except BadInput:
        return ""


def overlap(text: str, article: str) -> Overlap:
    """Shared runs of four words, counted as often as they occur; signs for CJK."""
    found, wanted = shingles(text), shingles(article)
    shared = (found & wanted).total()
    return Overlap(
        shared / found.total() if found else float(not wanted),
        shared / wanted.total() if wanted else float(not found),
    )


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Runs of four words and how often each occurs; a shorter text is one run."""
    words = tokens(text)
    last = max(1, len(words) - _WORDS + 1)
    return Counter(tuple(words[n : n + _WORDS]) for n in range(last) if words)


def mean_overlap(found: Sequence[Overlap]) -> Overlap:
    """Means over pages. Raises ``BadInput`` if there is none."""
    if not found:
        raise BadInput("There is no page to measure.", "Name another folder with --data.")
    return Overlap(
        sum(o.precision for o in found) / len(found), sum(o.recall for o in found) / len(found)
    )
