"""What programs get of an answer: no words of sources that do not allow them to be given out.

Such a source is cited by its number and address alone, and a sentence that repeats its words gives
way to its marks. X's rule for what is handed on, and any owner's who revokes *redistribute*.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Collection, Iterable
from contextlib import aclosing
from dataclasses import replace

from blackbird.events import Delivered, DraftPiece, Event, EvidencePicked, SentenceChecked
from blackbird.pipeline.phrases import abstention
from blackbird.text.lifting import lifts
from blackbird.types import Answer, Citation, Dispute, FactCheck, Sentence

INSTEAD = "…"


async def withholding(events: AsyncGenerator[Event]) -> AsyncGenerator[Event]:
    """The same events without words that may not be given out. Closing it closes ``events``."""
    kept: set[str] = set()
    async with aclosing(events):
        async for event in events:
            match event:
                case EvidencePicked(evidence):
                    kept |= {e.text for e in evidence if not e.passage.redistribute}
                    yield event
                case DraftPiece() if kept:
                    pass  # it may repeat them before anybody can tell
                case SentenceChecked(index, sentence):
                    yield SentenceChecked(index, _sentence(sentence, kept))
                case Delivered(answer):
                    kept |= {c.quote for c in answer.citations if not c.redistribute}
                    yield Delivered(_answer(answer, kept))
                case _:
                    yield event


def without_quotes(result: FactCheck) -> FactCheck:
    """A check without quotes that may not be given out."""
    return replace(result, citations=tuple(map(handed_on, result.citations)))


def handed_on(citation: Citation) -> Citation:
    """A citation as a program may have it."""
    if citation.redistribute:
        return citation
    return replace(citation, title="", quote="", start=0, end=0)


def left_out(text: str, pairs: Iterable[tuple[str, str]]) -> str:
    """``text`` with the first of each pair replaced by the second, in their order."""
    done, rest = "", text
    for old, new in pairs:
        before, found, after = rest.partition(old)
        if found:
            done, rest = done + before + new, after
    return done + rest


def _answer(answer: Answer, kept: Collection[str]) -> Answer:
    if not kept:
        return answer
    sentences = tuple(_sentence(s, kept) for s in answer.sentences)
    both = zip(answer.sentences, sentences, strict=True)
    text = left_out(answer.text, [(a.text, b.text) for a, b in both if a.text and not a.dropped])
    if answer.abstained and lifts(text, kept):  # it shows what comes nearest
        marks = "".join(f" [{c.id}]" for c in answer.citations[:1])
        text = f"{abstention(answer.language)} {INSTEAD}{marks}"
    return replace(
        answer,
        text=text,
        sentences=sentences,
        citations=tuple(map(handed_on, answer.citations)),
        disputes=tuple(_dispute(dispute, kept) for dispute in answer.disputes),
        notes=tuple(INSTEAD if lifts(note, kept) else note for note in answer.notes),
    )


def _sentence(sentence: Sentence, kept: Collection[str]) -> Sentence:
    return replace(sentence, text=INSTEAD) if lifts(sentence.text, kept) else sentence


def _dispute(dispute: Dispute, kept: Collection[str]) -> Dispute:
    return replace(dispute, claim=INSTEAD) if lifts(dispute.claim, kept) else dispute
