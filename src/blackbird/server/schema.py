"""What a program may send to ``/v1/chat/completions`` and others, and the question that it makes.

Fields of OpenAI's API that mean nothing here are accepted and ignored, as its clients expect.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, RootModel, StringConstraints

from blackbird.assistant import default_question
from blackbird.contract import read_question
from blackbird.errors import BadInput
from blackbird.settings import Settings
from blackbird.types import Checking, Question

Date = Annotated[
    str, StringConstraints(pattern=r"^\d{4}(-\d\d(-\d\d([T ]\d\d:\d\d[\d:.+Z-]*)?)?)?$")
]

_CHECKING: Mapping[Checking | bool | None, Checking] = MappingProxyType(
    {True: "strict", False: "off", "strict": "strict", "marked": "marked", "off": "off"}
)


class Part(BaseModel):
    """A part of a message's content; only text is understood."""

    type: str
    text: str = ""


class Message(BaseModel):
    """One message of the conversation."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[Part] | None = None


class StreamOptions(BaseModel):
    """What a stream is to carry besides text."""

    include_usage: bool = False


class Extension(BaseModel):
    """Blackbird's own fields, given as ``extra_body={"blackbird": {…}}``."""

    check: Checking | bool | None = None
    """True is strict, false is off."""
    passages: list[str] | None = None
    sources: list[str] | None = Field(default=None, max_length=16)
    since: Date | None = None
    until: Date | None = None
    deep: bool = False
    """Whether a report is wanted."""


class ChatRequest(BaseModel):
    """The body of a request."""

    messages: list[Message]
    model: str | None = None
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    n: int | None = None
    max_tokens: int | None = Field(default=None, ge=1)
    max_completion_tokens: int | None = Field(default=None, ge=1)
    stop: str | Annotated[list[str], Field(max_length=4)] | None = None
    # Drafts are always drawn at temperature 0, so every seed gives the same one.
    temperature: float | None = Field(default=None, ge=0, le=2)
    seed: int | None = None
    blackbird: Extension | None = None


class Options(BaseModel):
    """What bounds the search for an answer that the page asks for."""

    model: str | None = None
    sources: list[str] | None = Field(default=None, max_length=16)
    since: Date | None = None
    until: Date | None = None
    deep: bool = False


class Asked(BaseModel):
    """A question of the page; ``parent_id`` is the turn that it follows."""

    question: str
    parent_id: str | None = None
    options: Options = Options()


class CheckRequest(Options):
    """A text or page whose claims are to be checked, or one claim with its evidence."""

    text: Any = None
    url: Any = None
    stream: bool | None = None
    claim: Any = None
    evidence: Any = None


class Changed(BaseModel):
    """What can be changed of a conversation."""

    title: str | None = Field(default=None, max_length=400)
    leaf: str | None = None


class Followed(BaseModel):
    """A feed that is to be followed, by its kind and address."""

    source: str = Field(max_length=2_048)


class Granted(BaseModel):
    """What may be done with what a feed brings; what is left out stays as it is."""

    source: str = Field(max_length=2_048)
    display: bool | None = None
    store: bool | None = None
    redistribute: bool | None = None
    train: bool | None = None
    share: bool | None = None


class Chosen(RootModel[dict[str, bool | int | float | str | None]]):
    """Settings that are to change, by name."""


def question_of(request: ChatRequest, settings: Settings) -> Question:
    """The question that ``request`` asks. Raises ``BadInput``."""
    if request.n not in (None, 1):
        raise BadInput(f"n is {request.n}, but there is one answer.", 'Leave "n" out.')
    turns = [_turn(m) for m in request.messages if m.content is not None or m.role == "user"]
    if not turns or turns[-1]["role"] != "user":
        raise BadInput("The last message is not the user's.", "End with a question.")
    own = request.blackbird or Extension()
    defaults = default_question(settings)
    limit = request.max_completion_tokens or request.max_tokens
    row = {"question": turns[-1]["content"], "history": turns[:-1], "passages": own.passages}
    return replace(
        read_question(row, defaults),
        model=request.model or defaults.model,
        sources=tuple(own.sources) if own.sources else defaults.sources,
        since=own.since,
        until=own.until,
        check=_CHECKING.get(own.check, defaults.check),
        max_tokens=min(limit, settings.context) if limit else None,
        deep=own.deep,
    )


def stops_of(request: ChatRequest) -> tuple[str, ...]:
    """The strings before which the text is to end."""
    return (request.stop,) if isinstance(request.stop, str) else tuple(request.stop or ())


def _turn(message: Message) -> dict[str, Any]:
    if message.role in ("tool", "function"):
        raise BadInput("Tools are not supported.", "Leave messages of tools out.")
    role = "system" if message.role == "developer" else message.role
    return {"role": role, "content": _text(message.content)}


def _text(content: str | Sequence[Part] | None) -> str:
    if content is None or isinstance(content, str):
        return content or ""
    for part in content:
        if part.type != "text":
            raise BadInput(
                f"A message has a part of type {part.type[:40]!r}.", "Only text is understood."
            )
    return "\n".join(part.text for part in content)
