"""Whether an answer only gives back what its reader said.

It must be the reader's own statement of himself, word for word, or name what he asked for and
say nothing of it. An answer in the words of a question is a claim.
"""

from __future__ import annotations

import re

from blackbird.text.words import content_words

_MOST = 400  # characters; nobody repeats more
_NO_WORD = re.compile(r"[\W_]+")
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
_OWN = re.compile(r"you(?:r|rs|'re|'ve|'d|'ll)?\b")
_MODAL = re.compile(
    r"\b(?:can|could|may|might|must|shall|should|will|would|need|ought|cannot|allowed|have to)\b"
)
_CONDITION = re.compile(r"\b(?:if|unless|when|whether|suppose|assuming|in case|once)\b")
# Who wants to hear whether it is so gets a claim.
_CONFIRM = re.compile(
    r"\b(?:right|correct|true|false|wrong|really|agree|sure|huh|"
    r"(?:is|isn't|are|aren't|am) (?:it|that|this|they|i))\b"
)
_ASKING = re.compile(r"(?:how|what|when|where|who|whom|whose|why|which|whether)\b")
_WANTED = re.compile(
    r"(?:(?:and|so|but|please|can you|could you) )*"
    r"(?:(?:what|who|where|how|which) (?:is|are|was|were)|what's|who's|"
    r"tell me (?:more )?about|explain|describe|summari[sz]e)(?: to me)? (?P<what>[^,]+)"
)
_PERSON = {
    "i": "you",
    "me": "you",
    "my": "your",
    "mine": "yours",
    "am": "are",
    "i'm": "you're",
    "i've": "you've",
}
_SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]*")


def echoes(text: str, said: str) -> bool:
    """Whether ``text`` gives the user's words back without saying anything of them."""
    if not said or len(text) > _MOST or not content_words(text) <= content_words(said):
        return False
    if _KANA.search(text):
        return text.rstrip("。").endswith("について") and _flat(text) in _flat(said)
    mine = text.lower().replace("’", "'").rstrip(" .!")
    theirs = [part.strip() for part in _SENTENCE.findall(said.lower().replace("’", "'"))]
    if _OWN.match(mine):
        if _MODAL.search(mine) or _CONFIRM.search(said.lower().replace("’", "'")):
            return False
        return any(_states(part, mine) for part in theirs)
    if _ASKING.match(mine):
        return any(_flat(part).endswith(" " + _flat(mine)) for part in theirs)
    return any(_asked_for(part) == mine for part in theirs)


def _states(sentence: str, mine: str) -> bool:
    """Whether a sentence of the user states ``mine`` of himself."""
    if "?" in sentence or _CONDITION.search(sentence):
        return False
    clauses = re.split(r"[,;]\s|\s(?:and|but|so)\s", sentence.rstrip(" .!\n"))
    return _flat(mine) in [_flat(_turned(clause)) for clause in [*clauses, sentence]]


def _turned(sentence: str) -> str:
    """As the other speaker says it: ``my`` becomes ``your``."""
    return " ".join(_PERSON.get(word, word) for word in sentence.split())


def _asked_for(sentence: str) -> str:
    """What a question or a request names; empty where it offers a choice."""
    found = _WANTED.fullmatch(sentence.rstrip(" ?.!\n"))
    if found is None or " or " in sentence:
        return ""
    return found["what"].strip()


def _flat(text: str) -> str:
    return _NO_WORD.sub(" ", text.lower()).strip()
