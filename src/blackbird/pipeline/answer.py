"""Grounded generation: the model streams a draft over the evidence, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Iterable, Iterator, Sequence

from blackbird.prompts.answer import answer_messages, citation_grammar
from blackbird.prompts.task import talk_messages, task_messages
from blackbird.protocols import LanguageModel, Sampling
from blackbird.text.forms import short_forms
from blackbird.text.language import language_name
from blackbird.text.questions import count_asked
from blackbird.text.restating import restates
from blackbird.text.sentences import SentenceBuffer
from blackbird.text.stutter import stutters
from blackbird.types import DraftSentence, Evidence, Plan, Turn

_MARK = re.compile(r"\s*\[(\d+)\]")
# Small models talk about their notes although they were told not to.
_ABOUT_NOTES = re.compile(
    r"^(?:based on|according to) (?:the )?(?:information|evidence|notes?|text)"
    r"(?: \d+)?(?: (?:provided|given)?(?: in the notes?)?)?[,:] *(?=\S)|"
    r"^(?:the )?(?:notes?|evidence|passage|text|information) ?\d* ?"
    r"(?:(?:also |directly )?(?:states?|says?|mentions?|indicates?|suggests?) that|:),? *(?=\S)|"
    # "[1]の文脈では、…": the mark stood for a noun; no sentence begins like what is left of it.
    r"^の(?:訳|説明|回答|答え|文脈|文書|文章|本文|記述|記事|資料|情報|内容|(?:最初|最後)の句|第[0-9０-９]+句)"
    r"(?:[:：]|(?:は|では|によると|によれば)、?) *(?=\S)|"
    r"^(?:は|と|によると|によれば)、(?=\S)|^の(?=[\u4e00-\u9fff0-9０-９])",
    re.IGNORECASE,
)
# Sentences about the question or the answer: they say nothing of the matter.
_ABOUT_ITSELF = re.compile(
    r"^(?:this|the) (?:information|answer|question|sentence|response) (?:\w+ ){0,2}"
    r"(?:answers?|asks?|explains?|is (?:about|asking))\b|^この(?:質問|回答|答え)は",
    re.IGNORECASE,
)


async def draft(
    plan: Plan, evidence: Sequence[Evidence], model: LanguageModel, *, max_tokens: int, mark: str
) -> AsyncGenerator[str | DraftSentence]:
    """Yield pieces of text as they come, and each sentence once it is complete.

    ``mark`` fences the evidence in the prompt.
    """
    ids = [e.id for e in evidence]
    asked = count_asked(plan.standalone) if len(ids) > 1 else 1
    messages = answer_messages(plan.standalone, evidence, language_name(plan.language), mark)
    forms = short_forms(e.text for e in evidence)
    sampling = Sampling(max_tokens=max_tokens, grammar=citation_grammar(ids, asked, forms))
    buffer = SentenceBuffer()
    said: set[str] = set()

    def new(texts: Iterable[str]) -> Iterator[DraftSentence]:
        """Sentences not said before, neither here nor by who asked: a small model asked for two
        parts may give one twice, or the question as a statement, or lose the thread in the middle.
        """
        for text in texts:
            sentence = drafted(text, ids)
            if sentence is None or restates(sentence.text, plan.standalone):
                continue
            if stutters(sentence.text):
                continue
            if sentence.text.casefold() not in said:
                said.add(sentence.text.casefold())
                yield sentence

    stream = model.stream(messages, sampling)
    try:
        async for piece in stream:
            yield piece
            for sentence in new(buffer.feed(piece)):
                yield sentence
    finally:
        await stream.aclose()
    for sentence in new(buffer.flush()):
        yield sentence


async def reply(
    plan: Plan, history: Sequence[Turn], model: LanguageModel, *, max_tokens: int
) -> AsyncGenerator[str]:
    """Yield the reply to a task or to small talk, which rest on no evidence."""
    if plan.kind == "task":
        messages = task_messages(history, plan.standalone)
    else:
        messages = talk_messages(history, plan.standalone, language_name(plan.language))
    stream = model.stream(messages, Sampling(max_tokens=max_tokens))
    try:
        async for piece in stream:
            yield piece
    finally:
        await stream.aclose()


def drafted(text: str, ids: Sequence[int]) -> DraftSentence | None:
    """The sentence without its marks, and the ids it picked; ids never handed out are dropped.

    None for what says nothing of the matter.
    """
    picked = tuple(dict.fromkeys(int(n) for n in _MARK.findall(text) if int(n) in ids))
    plain = _MARK.sub("", text).strip()
    fact = _ABOUT_NOTES.sub("", plain)
    if fact != plain:
        plain = fact[0].upper() + fact[1:]
    asks = picked and plain.endswith(("?", "？"))  # the question again, as if a note said it
    empty = not plain or asks or _ABOUT_ITSELF.match(plain)
    return None if empty else DraftSentence(plain, picked)
