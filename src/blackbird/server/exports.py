"""Conversations as files that other programs and people can read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from blackbird.storage.rows import Conversation, StoredTurn

_MARKS = {
    "supported": "✓",
    "refuted": "✗",
    "not_enough_info": "?",
    "not_checked": "–",
    "not_a_claim": "·",
}
_ENDINGS = {"markdown": "md", "json": "json"}
_LEGEND = "✓ supported · ✗ refuted · ? not enough information · – not checked · · no claim"


def export_name(conversation: Conversation, format: str) -> str:
    """The value of ``Content-Disposition``: the title as a file's name, in any script."""
    plain = re.sub(r"[^\w-]+", "-", conversation.title)[:60].strip("-") or "conversation"
    encoded = quote(f"{plain}.{_ENDINGS[format]}")
    return f"attachment; filename*=UTF-8''{encoded}"


def readable(conversation: Conversation, turns: Sequence[StoredTurn]) -> dict[str, Any]:
    """The conversation as JSON: answers as ``ask --json`` gives them."""
    return {
        "title": conversation.title,
        "created_at": conversation.created_at,
        "turns": [
            {
                "question": turn.question,
                "asked_at": turn.created_at,
                "options": json.loads(turn.options),
                "state": turn.state,
                "answer": json.loads(turn.answer) if turn.answer else None,
            }
            for turn in turns
        ],
    }


def markdown_of(conversation: Mapping[str, Any]) -> str:
    """The same as Markdown: each sentence with its mark, then the quotes."""
    about = f"{conversation['created_at']} · {_LEGEND}"
    lines = [f"# {_line(conversation['title'])}", "", about, ""]
    for turn in conversation["turns"]:
        lines += [f"## {_line(turn['question'])}", "", *_answer(turn), ""]
    return "\n".join(lines)


def _answer(turn: Mapping[str, Any]) -> Iterator[str]:
    answer = turn["answer"]
    if answer is None:
        yield f"*({turn['state']})*"
        return
    if answer["kind"] != "lookup" or answer["abstained"]:
        yield str(answer["answer"])
    else:
        titles = {s["start"]: s["title"] for s in answer.get("sections", ())}  # of a report
        for number, sentence in enumerate(answer["sentences"]):
            if number in titles:
                yield f"### {_line(titles[number])}"
                yield ""
            # Answers that were kept before sentences could be dropped do not say so.
            if not sentence.get("dropped", sentence["verdict"] == "refuted"):
                marks = "".join(f"[{id}]" for id in sentence["citations"])
                yield f"{_MARKS[sentence['verdict']]} {_line(sentence['text'])} {marks}".rstrip()
                yield ""
    for citation in answer["citations"]:
        where = " · ".join(_line(str(citation[k])) for k in ("title", "date", "url") if citation[k])
        yield ""
        yield f"[{citation['id']}] {where}"
        if citation["quote"]:
            yield f"> {_line(citation['quote'])}"
    for note in answer["notes"]:
        yield ""
        yield f"*{_line(note)}*"


def _line(text: str) -> str:
    return " ".join(text.split())
