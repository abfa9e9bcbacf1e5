"""What of an English sentence rules may change, and where its main clause stands."""

from __future__ import annotations

import re

WHOLE_WORDS = (r"(?<![\w'’-])", r"(?![\w-])")
"""What stands around a pattern that is no part of a longer word."""

_MASK = "\0"
_QUOTED = re.compile(r'"[^"]*"|“[^“”]*”|\([^()]*\)|\[[^\[\]]*\]')
_INSERTED = re.compile(r", (?:which|who|whom|whose|where|when)\b[^,;]*,(?= )")
_FRONT = re.compile(
    r"^(?:When|If|After|Before|Although|Though|While|Since|Because|As|Unless|Until|Whenever|Once)\b"
    r"[^,;]*, "
)
_SUBORDINATE = re.compile(
    r"\b(?:that|which|who|whom|whose|where|when|while|if|whether|although"
    r"|though|because|since|as"
    r"|unless|until|what|how|why|than|so|[Hh]ow|[Ww]hat|[Ww]ho|[Ww]here|[Ww]hy|[Ww]hich|[Tt]hat)\b"
    r"|\b(?:before|after) \w+ (?:\w+ )?(?:was|were|is|are|had|has)\b"
)
DENIAL = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|nowhere|neither|nor|cannot|without|hardly|scarcely"
    r"|barely|rarely|seldom|unable|few|little|fewer|less|only|lack\w*|fail\w*|den(?:y|ied|ies)"
    r"|refus\w+|doubt\w*|unclear|unknown|prevent\w*|avoid\w*|except|unlike|until)\b|n['’]t\b",
    re.IGNORECASE,
)
"""Words beside which a further denial need not make a true sentence false."""


def behind(words: str) -> str:
    """The start of a pattern before which one of these words must stand."""
    return "(?:" + "|".join(rf"(?<=\b{word} )" for word in words.split()) + ")"


def unless_behind(words: str) -> str:
    """The start of a pattern before which none of these words may stand."""
    return "".join(rf"(?<!\b{word} )" for word in words.split())


def _masked(match: re.Match[str]) -> str:
    return _MASK * len(match.group())


def unquoted(sentence: str) -> str:
    """The sentence, as long as before, without what is quoted or in brackets."""
    return _QUOTED.sub(_masked, sentence)


def main_clause(sentence: str) -> str:
    """The sentence, as long as before, without clauses set off and from the first other one on."""
    view = _INSERTED.sub(lambda m: _MASK * (len(m.group()) - 1) + ",", unquoted(sentence))
    view = _FRONT.sub(_masked, view)
    inner = _SUBORDINATE.search(view)
    return view if inner is None else view[: inner.start()].ljust(len(view), _MASK)
