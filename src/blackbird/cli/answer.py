"""An answer for people: sentences with their marks, then the evidence, disputes and notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from blackbird.cli.page import Row, row
from blackbird.cli.text import harmless, one_line
from blackbird.types import Answer, Citation, Dispute, Label, Sentence

MARKS: dict[Label, tuple[str, str, str]] = {
    "supported": ("✓", "green", "supported by the evidence"),
    "refuted": ("✗", "red", "contradicted by the evidence"),
    "not_enough_info": ("?", "yellow", "the evidence does not settle it"),
    "not_a_claim": ("·", "dim", "no claim"),
    "not_checked": ("–", "cyan", "not checked"),
}
_OUTWEIGHED = "more independent sources say otherwise"
_MISSED = "holds, but does not answer the question"
_GAP = row()


def answer_rows(answer: Answer, sources: Sequence[str]) -> Iterator[Row]:
    """All of ``answer``; ``sources`` are the names of what was searched."""
    yield from _body(answer)
    yield from _left_out(answer)
    if answer.citations:
        yield from (_GAP, row("Evidence", "bold"))
        for citation in answer.citations:
            yield from citation_rows(citation)
    for dispute in answer.disputes:
        yield from _dispute(dispute, answer.citations)
    if answer.notes:
        yield _GAP
        yield from (row(one_line(note), "yellow", mark="Note:") for note in answer.notes)
    yield from (_GAP, row(_last_line(answer, sources), "dim"))


def sentence_row(sentence: Sentence) -> Row:
    """One sentence with its mark and its citations."""
    mark, style, _ = MARKS[sentence.verdict]
    text = Text(one_line(sentence.text))
    if sentence.citations:
        text.append(" " + "".join(f"[{i}]" for i in sentence.citations), "bold cyan")
    if sentence.repaired:
        text.append(" (quoted)", "dim")
    return Row(text, mark, f"bold {style}")


def citation_rows(citation: Citation) -> Iterator[Row]:
    """Where a quote stands, and the quote."""
    text = Text(one_line(citation.title) or "Untitled")
    if citation.date:
        text.append(f", {one_line(citation.date)}")
    if citation.url:
        text.append(f"  {one_line(citation.url)}", "dim")
    yield Row(text, f"[{citation.id}]", "bold cyan")
    yield row(f"“{one_line(citation.quote)}”", indent=4)


def _body(answer: Answer) -> Iterator[Row]:
    if answer.abstained:
        yield row(answer.text, "bold", mark="?")
    elif answer.kind != "lookup":  # verses and code keep their lines
        lines = harmless(answer.text).splitlines() or [""]
        yield from (Row(Text(line), "–" if n == 0 else " ") for n, line in enumerate(lines))
    elif answer.sections:
        for number, section in enumerate(answer.sections):
            if number:
                yield _GAP
            yield row(one_line(section.title), "bold")
            yield from _said(answer.sentences[section.start : section.end])
    else:
        yield from _said(answer.sentences)


def _said(sentences: Sequence[Sentence]) -> Iterator[Row]:
    return (sentence_row(s) for s in sentences if not s.dropped)


def _left_out(answer: Answer) -> Iterator[Row]:
    """What was drafted and is not part of the answer: shown, so that nobody wonders."""
    if answer.kind != "lookup":
        return
    out = [s for s in answer.sentences if answer.abstained or s.dropped]
    if out:
        yield from (_GAP, row("Drafted, but left out of the answer:", "dim"))
        for sentence in out:
            mark, style, about = MARKS[sentence.verdict]
            if sentence.dropped and sentence.verdict == "supported":
                about = _MISSED if sentence.missed else _OUTWEIGHED
            text = Text(one_line(sentence.text), "dim")
            text.append(f" ({about})", "dim italic")
            yield Row(text, mark, style, 2)


def _dispute(dispute: Dispute, citations: Sequence[Citation]) -> Iterator[Row]:
    known = {c.id: c for c in citations}
    sides = [
        " ".join(f"[{i}]{_dated(known.get(i))}" for i in side)
        for side in (dispute.supported_by, dispute.refuted_by)
    ]
    text = Text(f"{one_line(dispute.claim)} {sides[0]} against {sides[1]}")
    mine, theirs = dispute.independent
    if max(mine, theirs) > 1:
        text.append(f" ({mine} independent source{'s' * (mine > 1)} against {theirs})")
    yield from (_GAP, Row(text, "Disputed:", "bold magenta"))
    for i in (*dispute.supported_by, *dispute.refuted_by):
        if i in known:
            quote = f"{one_line(known[i].date or 'undated')}: “{one_line(known[i].quote)}”"
            yield row(quote, mark=f"[{i}]", indent=4)


def _dated(citation: Citation | None) -> str:
    return f" ({one_line(citation.date)})" if citation and citation.date else ""


def _last_line(answer: Answer, sources: Sequence[str]) -> str:
    seconds = {name: ms / 1000 for name, ms in answer.timings_ms.items()}
    parts = [f"{mark} {about}" for mark, _, about in _legend(answer)]
    if answer.kind == "lookup":
        parts.append(f"searched: {', '.join(sources) or 'nothing'}")
    parts.append(f"model: {answer.model}")
    steps = (("first_evidence", "evidence"), ("first_token", "first word"), ("total", "total"))
    parts += [f"{name} {seconds[key]:.1f} s" for key, name in steps if key in seconds]
    return " · ".join(parts)


def _legend(answer: Answer) -> list[tuple[str, str, str]]:
    used = dict.fromkeys(s.verdict for s in answer.sentences)
    return [MARKS[v] for v in used] if answer.kind == "lookup" and not answer.abstained else []
