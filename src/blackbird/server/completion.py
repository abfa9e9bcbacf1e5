"""The objects of OpenAI's chat API: a completion, and the chunks of a streamed one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from blackbird.contract import answer_json
from blackbird.server.deltas import Ending
from blackbird.text.tokens import estimate_tokens


@dataclass(frozen=True, slots=True)
class Completion:
    """What all chunks of one completion share. ``limit`` is the longest draft, in tokens."""

    id: str
    created: int
    model: str
    prompt_tokens: int
    limit: int

    def whole(self, text: str, ending: Ending) -> dict[str, Any]:
        """The completion in one piece."""
        choice = {
            "index": 0,
            "message": {"role": "assistant", "content": text, "refusal": None},
            "logprobs": None,
            "finish_reason": self._reason(ending),
        }
        return {
            **self._head("chat.completion"),
            "choices": [choice],
            "usage": self._usage(text),
            **self._proofs(ending),
        }

    def opening(self) -> bytes:
        """The first chunk: who speaks."""
        return self._chunk({"role": "assistant", "content": ""})

    def stem(self) -> tuple[bytes, bytes]:
        """What stands before and after the JSON string of each piece of text.

        Built once: a chunk is made for every token, on the cores that compute the next one.
        """
        before, _, after = self._chunk({"content": ""}).partition(b'"content":""')
        return before + b'"content":', after

    def closing(self, ending: Ending) -> bytes:
        """The last chunk with a choice: why it ended, and the proofs."""
        return self._chunk({}, self._reason(ending), self._proofs(ending))

    def accounts(self, text: str) -> bytes:
        """The chunk that ``stream_options.include_usage`` asks for."""
        head = self._head("chat.completion.chunk")
        return _dumped({**head, "choices": [], "usage": self._usage(text)})

    def _head(self, kind: str) -> dict[str, Any]:
        return {"id": self.id, "object": kind, "created": self.created, "model": self.model}

    def _chunk(
        self,
        delta: dict[str, Any],
        reason: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": reason}
        head = self._head("chat.completion.chunk")
        return _dumped({**head, "choices": [choice], **(extra or {})})

    def _reason(self, ending: Ending) -> str:
        return "length" if ending.pieces >= self.limit else "stop"

    def _usage(self, text: str) -> dict[str, int]:
        """Estimates: the tokenizer lives with the model, which is another process."""
        written = estimate_tokens(text) if text else 0
        return {
            "prompt_tokens": self.prompt_tokens,
            "completion_tokens": written,
            "total_tokens": self.prompt_tokens + written,
        }

    def _proofs(self, ending: Ending) -> dict[str, Any]:
        """``citations`` as xAI's API has it, and the whole answer with quotes and verdicts."""
        answer = ending.answer
        if answer is None:
            return {"citations": [], "blackbird": None}
        urls = dict.fromkeys(c.url for c in answer.citations if c.url)
        return {"citations": list(urls), "blackbird": answer_json(answer, self.id)}


def _dumped(value: Any) -> bytes:
    # ASCII with escapes: half of an emoji, which a model can write, has no other spelling.
    return json.dumps(value, separators=(",", ":")).encode("ascii")
