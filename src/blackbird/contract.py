"""Records as the JSON that programs rely on, and back: names and fields here stay."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from blackbird.errors import BadInput, BlackbirdError
from blackbird.types import (
    Answer,
    Citation,
    FactCheck,
    Hit,
    Page,
    Question,
    Sentence,
    TextClaim,
    Turn,
    Verdict,
)

LONGEST_QUESTION = 32_000  # characters; more is a document, which belongs into passages
LONGEST_TEXT = 20_000  # characters of a text that is checked: some 200 claims, or a minute or two
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]{1,20}://|www\.)\S", re.IGNORECASE)
_PAGE = re.compile(r"https?://\S{1,8000}", re.IGNORECASE)
_UNUSABLE = re.compile(r"[\x00\ud800-\udfff]")  # neither stored nor sent as UTF-8
_ROLES = ("user", "assistant", "system")


def answer_json(answer: Answer, id: Any = None) -> dict[str, Any]:
    """An answer as ``ask --json`` gives it; ``id`` is that of its line."""
    return {
        "id": id,
        "question": answer.question,
        "standalone": answer.standalone,
        "kind": answer.kind,
        "language": answer.language,
        "queries": list(answer.queries),
        "answer": answer.text,
        "abstained": answer.abstained,
        "sentences": [sentence_json(s) for s in answer.sentences],
        "citations": [citation_json(c) for c in answer.citations],
        "disputes": [
            {
                "claim": d.claim,
                "supported_by": list(d.supported_by),
                "refuted_by": list(d.refuted_by),
                "independent": list(d.independent),
            }
            for d in answer.disputes
        ],
        "notes": list(answer.notes),
        "model": answer.model,
        "timings_ms": dict(answer.timings_ms),
        "sections": [{"title": s.title, "start": s.start, "end": s.end} for s in answer.sections],
    }


def sentence_json(sentence: Sentence) -> dict[str, Any]:
    """A sentence of an answer, with its verdict and citation ids."""
    return {
        "text": sentence.text,
        "verdict": sentence.verdict,
        "score": sentence.score,
        "citations": list(sentence.citations),
        "repaired": sentence.repaired,
        "dropped": sentence.dropped,
        "missed": sentence.missed,
    }


def citation_json(citation: Citation) -> dict[str, Any]:
    """The proof behind a mark."""
    return {
        "id": citation.id,
        "url": citation.url,
        "title": citation.title,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "date": citation.date,
        "fetched_at": citation.fetched_at,
        "sha256": citation.sha256,
        "source": citation.source,
    }


def verdict_json(verdict: Verdict) -> dict[str, Any]:
    """Whether evidence supports one claim, as ``check --jsonl`` gives it."""
    spans = [list(span) for span in verdict.spans]
    return {"verdict": verdict.label, "score": verdict.score, "spans": spans}


def fact_check_json(result: FactCheck) -> dict[str, Any]:
    """The check of a text or page, as ``check --json`` gives it; ``page`` only of a page."""
    page = {"page": page_json(result.page)} if result.page else {}
    return page | {
        "claims": [claim_json(c) for c in result.claims],
        "citations": [citation_json(c) for c in result.citations],
        "notes": list(result.notes),
        "model": result.model,
        "timings_ms": dict(result.timings_ms),
    }


def page_json(page: Page) -> dict[str, Any]:
    """The page that was checked; offsets of its claims count in ``text``."""
    return {
        "url": page.url,
        "title": page.title,
        "date": page.date,
        "language": page.language,
        "fetched_at": page.fetched_at,
        "text": page.text,
    }


def claim_json(claim: TextClaim) -> dict[str, Any]:
    """A claim of a text, with its verdict and the citation ids for and against it."""
    return {
        "text": claim.text,
        "start": claim.start,
        "end": claim.end,
        "verdict": claim.verdict,
        "score": claim.score,
        "citations": list(claim.citations),
        "against": list(claim.against),
    }


def hit_json(hit: Hit) -> dict[str, Any]:
    """A hit as ``search --json`` gives it."""
    p = hit.passage
    return {
        "id": p.id,
        "url": p.url,
        "title": p.title,
        "text": p.text,
        "score": round(hit.score, 4),
        "date": p.date,
        "source": p.source,
        "start": p.start,
        "end": p.end,
    }


def error_json(error: BlackbirdError, id: Any = None) -> dict[str, Any]:
    """An error as a line of ``--jsonl`` gives it."""
    return {"id": id, "error": {"code": error.code, "message": str(error)}}


def check_question(text: Any, name: str = "question") -> str:
    """The text of a question, stripped. Raises ``BadInput`` (not text, empty, too long)."""
    if not isinstance(text, str):
        raise BadInput(f"The {name} is missing or is not text.", f'Give "{name}" as a string.')
    plain = _UNUSABLE.sub("\ufffd", text.replace("\x00", "")).strip()
    if not plain:
        raise BadInput(f"The {name} is empty.", "Type what you want to know.")
    if len(plain) > LONGEST_QUESTION:
        raise BadInput(
            f"The {name} has {len(plain):,} characters, more than {LONGEST_QUESTION:,}.",
            "Shorten it, or index the text first with `blackbird index add`.",
        )
    return plain


def check_text(text: Any) -> str:
    """A text whose claims are to be checked, as long as it was: offsets count in it.

    Raises ``BadInput`` (not text, empty, too long, an address).
    """
    if not isinstance(text, str):
        raise BadInput("The text is missing or is not text.", 'Give "text" as a string.')
    plain = _UNUSABLE.sub("\ufffd", text)
    if not plain.strip("\ufffd\ufeff \t\r\n\u3000"):
        raise BadInput("The text is empty.", "Paste what is to be checked.")
    if len(plain) > LONGEST_TEXT:
        raise BadInput(
            f"The text has {len(plain):,} characters, more than {LONGEST_TEXT:,}.",
            "Check it in parts.",
        )
    if all(_ADDRESS.match(word) for word in plain.split()):
        raise BadInput(
            "That is an address and no text.",
            'To have its page read, give it as "url", whole and by itself: https://example.org/page.',
        )
    return plain


def lone_address(text: str) -> str | None:
    """The address, if ``text`` is one of a page and nothing else."""
    plain = text.strip()
    return plain if _PAGE.fullmatch(plain) else None


def check_address(url: Any) -> str:
    """An address of a page as it came, stripped. Raises ``BadInput`` (not text, none, too long)."""
    if not isinstance(url, str) or (address := lone_address(url)) is None:
        raise BadInput(
            '"url" is no address of a page.', "Give a full one, such as https://example.org/page."
        )
    return address


def read_evidence(value: Any) -> tuple[str, ...]:
    """What a claim is to be judged by: a string or a list of them. Raises ``BadInput``."""
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise BadInput(
            "The evidence is not text.", 'Give "evidence" as a string or a list of them.'
        )
    return tuple(texts)


def read_history(value: Any) -> tuple[Turn, ...]:
    """Turns from ``history``: objects with a role, or strings, which carry none.

    Strings alternate if there are as many kinds of them as a dialogue needs, which nobody can
    know; so each counts as the user's, and nothing that follows depends on who spoke.
    Raises ``BadInput``.
    """
    if value is None:
        return ()
    if not isinstance(value, Sequence) or isinstance(value, (str, bytes)):
        raise BadInput("The history is not a list.", 'Give "history" as a list of turns.')
    return tuple(_turn(item) for item in value)


def _turn(item: Any) -> Turn:
    if isinstance(item, str):
        return Turn("user", item)
    if isinstance(item, Mapping) and isinstance(item.get("content"), str):
        role = item.get("role", "user")
        if role in _ROLES:
            return Turn(role, item["content"])
        raise BadInput(f"A turn has the role {role!r}.", f"Roles are: {', '.join(_ROLES)}.")
    raise BadInput("A turn of the history has no content.", "Give strings or {role, content}.")


def read_question(row: Any, defaults: Question) -> Question:
    """The question in one JSON object; what it leaves out comes from ``defaults``.

    Raises ``BadInput``.
    """
    if not isinstance(row, Mapping):
        raise BadInput("The line is not a JSON object.", 'Give {"id", "question", …}.')
    return replace(
        defaults,
        text=check_question(row.get("question")),
        history=read_history(row.get("history")),
        passages=_passages(row.get("passages")),
    )


def _passages(value: Any) -> tuple[str, ...] | None:
    if value is None:
        return None
    if not isinstance(value, Sequence) or isinstance(value, (str, bytes)):
        raise BadInput("The passages are not a list.", 'Give "passages" as a list of strings.')
    if not all(isinstance(item, str) for item in value):
        raise BadInput("A passage is not text.", 'Give "passages" as a list of strings.')
    return tuple(value)
