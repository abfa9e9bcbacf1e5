"""A language model behind any server that speaks OpenAI's chat API: vLLM, Ollama, ours."""

from __future__ import annotations

import math
from collections.abc import AsyncGenerator, Sequence
from typing import Any, Literal

from blackbird.errors import ModelRefused
from blackbird.net.api import ApiClient
from blackbird.protocols import Sampling
from blackbird.types import Turn

Dialect = Literal["llamacpp", "openai"]

_TOP = 20  # the most alternatives that OpenAI's API gives for a token


class OpenAIModel:
    """Speaks ``/chat/completions``; ``dialect`` says which extras the server understands."""

    def __init__(
        self, name: str, client: ApiClient, *, model: str = "", dialect: Dialect = "openai"
    ) -> None:
        self._name = name
        self._client = client
        self._model = model or name
        self._dialect = dialect

    @property
    def name(self) -> str:
        """The line-up's name for it."""
        return self._name

    @property
    def small(self) -> bool:
        """Nothing is known of its size; who runs a server for a model has one of some size."""
        return False

    @property
    def rewrites(self) -> bool:
        """As one of some size does."""
        return True

    async def stream(self, messages: Sequence[Turn], sampling: Sampling) -> AsyncGenerator[str]:
        """Yield the completion in pieces; closing the iterator cancels the request.

        Raises ``ModelRefused``, ``ModelTimeout``, ``NetworkError``.
        """
        body = {**self._body(messages, sampling), "stream": True}
        async for event in self._client.events("/chat/completions", body):
            piece = _piece(event)
            if piece:
                yield piece

    async def odds(self, messages: Sequence[Turn], choices: Sequence[str]) -> dict[str, float]:
        """Probability of each choice as the first word, normalised over the choices."""
        sampling = Sampling(max_tokens=1, lane="judge")
        body = {**self._body(messages, sampling), "logprobs": True, "top_logprobs": _TOP}
        reply = await self._client.post("/chat/completions", body)
        try:
            top = reply["choices"][0]["logprobs"]["content"][0]["top_logprobs"]
            seen = [(str(t["token"]).strip().lower(), math.exp(float(t["logprob"]))) for t in top]
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise ModelRefused(
                "The model's server gives no token probabilities.",
                "Choose a server that supports `logprobs`, or turn checking off.",
            ) from error
        mass = {c: sum(p for t, p in seen if t and c.lower().startswith(t)) for c in choices}
        total = sum(mass.values())
        even = 1.0 / len(choices)
        return {c: m / total if total else even for c, m in mass.items()}

    async def aclose(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    def _body(self, messages: Sequence[Turn], sampling: Sampling) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self._model,
            "messages": [{"role": m.role, "content": m.content} for m in messages],
            "max_tokens": sampling.max_tokens,
            "temperature": sampling.temperature,
            "seed": sampling.seed,
        }
        if sampling.stop:
            body["stop"] = list(sampling.stop)
        if sampling.schema is not None:
            body["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": "reply", "strict": True, "schema": dict(sampling.schema)},
            }
        if self._dialect == "llamacpp":
            body["cache_prompt"] = True
            if sampling.grammar is not None:
                body["grammar"] = sampling.grammar
        return body


def _piece(event: Any) -> str:
    """The text in one event; an error that arrives in the stream is raised."""
    if not isinstance(event, dict):
        return ""
    if "error" in event:
        error = event["error"]
        message = error.get("message", error) if isinstance(error, dict) else error
        raise ModelRefused(
            f"The model's server broke off: {str(message)[:300]}", "Ask a shorter question."
        )
    choices = event.get("choices") or [{}]
    delta = choices[0].get("delta") or {}
    return delta.get("content") or ""
