"""A run's events as the page hears them: JSON, with HTML that may be shown as it is."""

from __future__ import annotations

from typing import Any

from blackbird.contract import answer_json, sentence_json
from blackbird.events import (
    Delivered,
    DraftPiece,
    Event,
    EvidencePicked,
    Planned,
    Searched,
    SectionBegun,
    SentenceChecked,
    SourceFailed,
)
from blackbird.pipeline.answer import drafted
from blackbird.text.html import block_html, inline_html
from blackbird.text.sentences import split_sentences
from blackbird.types import Evidence, Sentence


class Teller:
    """Tells one run. It remembers the draft, to say how much of it is not checked yet."""

    def __init__(self) -> None:
        self._draft = ""
        self._ids: tuple[int, ...] = ()

    def tell(self, event: Event) -> dict[str, Any]:
        """The event as a JSON object; ``type`` says which."""
        match event:
            case Planned(plan):
                return {
                    "type": "planned",
                    "kind": plan.kind,
                    "standalone": plan.standalone,
                    "queries": list(plan.queries),
                    "language": plan.language,
                    "rewritten": plan.rewritten,
                }
            case Searched(source, hits, ms):
                return {"type": "searched", "source": source, "hits": hits, "ms": ms}
            case SourceFailed(source, message):
                return {"type": "source_failed", "source": source, "message": message}
            case EvidencePicked(evidence):
                self._ids = tuple(e.id for e in evidence)
                return {"type": "evidence", "evidence": [_evidence(e) for e in evidence]}
            case DraftPiece(text):
                self._draft += text
                return {"type": "draft", "text": text}
            case SectionBegun(number, of, title):
                return {"type": "section", "number": number, "of": of, "title": title}
            case SentenceChecked(index, sentence):
                self._draft = self._after(sentence)
                said = sentence_json(sentence) | {"html": inline_html(sentence.text)}
                return {"type": "sentence", "index": index, **said, "draft": self._draft}
            case Delivered(answer):
                return {"type": "answer", "answer": shown(answer_json(answer))}

    def _after(self, sentence: Sentence) -> str:
        """What of the draft follows ``sentence``; all of it if the draft does not hold it."""
        for span in split_sentences(self._draft):
            found = drafted(span.text, self._ids)
            if found and found.text == sentence.text:
                return self._draft[span.end :].lstrip()
        return self._draft


def shown(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer as ``answer_json`` gives it, with HTML for it and for each sentence."""
    sentences = [s | {"html": inline_html(str(s["text"]))} for s in answer["sentences"]]
    return answer | {"sentences": sentences, "html": block_html(str(answer["answer"]))}


def _evidence(evidence: Evidence) -> dict[str, Any]:
    passage = evidence.passage
    return {
        "id": evidence.id,
        "title": passage.title,
        "url": passage.url,
        "date": passage.date,
        "source": passage.source,
        "quote": evidence.text,
        "start": evidence.start,
        "end": evidence.end,
        "sha256": passage.sha256,
        "score": evidence.score,
    }
