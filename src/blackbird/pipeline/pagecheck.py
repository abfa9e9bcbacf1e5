"""The fact-check of an address: its page is read, then its text is checked like any other.

    address → page → text → claims → for each: search → rank → decide → dispute

The page is no evidence for itself, wherever it was found again.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from blackbird.events import CheckEvent, FactChecked, PageRead
from blackbird.pipeline.factcheck import fact_check
from blackbird.pipeline.parts import Parts
from blackbird.pipeline.phrases import note
from blackbird.protocols import Fetcher
from blackbird.text.sentences import split_sentences
from blackbird.tracing import Trace


async def check_page(
    url: str,
    fetcher: Fetcher,
    parts: Parts,
    *,
    most: int,
    since: str | None = None,
    until: str | None = None,
) -> AsyncGenerator[CheckEvent]:
    """Check the claims in the first ``most`` characters of the page at ``url``.

    Raises as ``fetcher`` does.
    """
    trace = Trace(parts.clock.monotonic)
    whole = await fetcher.read(url)
    trace.last("page")
    page = replace(whole, text=beginning(whole.text, most))
    yield PageRead(page)
    cut = len(page.text) < len(whole.text)
    notes = (note("page_cut", page.language, n=len(page.text)),) if cut else ()
    steps = fact_check(
        page.text, parts, since=since, until=until, besides=[url, page.url or url], trace=trace
    )
    async with aclosing(steps):
        async for event in steps:
            if isinstance(event, FactChecked):
                result = event.result
                event = FactChecked(replace(result, page=page, notes=(*notes, *result.notes)))
            yield event


def beginning(text: str, most: int) -> str:
    """The whole sentences within the first ``most`` characters; a part of one if it is longer."""
    if len(text) <= most:
        return text
    ends = [span.end for span in split_sentences(text[:most])]
    return text[: ends[-2]] if len(ends) > 1 else text[:most]
