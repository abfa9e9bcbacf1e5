"""Whether a sentence says what was said before, in whatever words."""

from __future__ import annotations

from collections.abc import Sequence

from blackbird.protocols import Judge
from blackbird.text.words import content_words

_SHARED = 0.5  # of a sentence's words are in one that may say the same
_READ = 12  # pairs that the judge reads: a hundredth of a second each
_STOPS = " .!?。．！？“”「」\"'"


async def repeats(text: str, said: Sequence[str], judge: Judge | None) -> bool:
    """Whether one of ``said`` has the words of ``text``, or what it says follows from one.

    Values are compared as values, so another sum or year says another thing. Without a judge only
    the words count. Raises ``ModelError``.
    """
    plain = _plain(text)
    if any(plain == _plain(other) for other in said):
        return True
    if judge is None:
        return False
    near = [other for other in said if _near(text, other)][-_READ:]
    verdicts = await judge.judge_all([(text, [other]) for other in near])
    return any(verdict.label == "supported" for verdict in verdicts)


def _plain(text: str) -> str:
    return text.strip(_STOPS).casefold()


def _near(text: str, other: str) -> bool:
    """Whether the two share words enough; between two scripts hardly any can be shared."""
    if text.isascii() != other.isascii():
        return True
    words = content_words(text)
    return len(words & content_words(other)) >= _SHARED * len(words)
