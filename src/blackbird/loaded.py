"""The models of one data directory, each loaded once and when it is first needed."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TypeVar

from blackbird.claims.calibration import Opinion, opinion_of
from blackbird.claims.judge import EvidenceJudge, SecondOpinion
from blackbird.models.embedder import OnnxEmbedder
from blackbird.models.judge import OnnxScorer
from blackbird.models.lineup import LINEUP, find_entry
from blackbird.models.llamacpp import Engine, LlamaCpp
from blackbird.models.openai import OpenAIModel
from blackbird.models.opening import open_store
from blackbird.models.store import ModelStore
from blackbird.models.vocabulary import Vocabulary
from blackbird.net.api import ApiClient
from blackbird.protocols import Embedder, Judge, LanguageModel, PairScorer
from blackbird.settings import Settings
from blackbird.storage.datadir import DataDirectory
from blackbird.text.language import detect_language

_EMBEDDER, _JUDGE = "e5", "judge"
_HURRIED = 0.1
"""Of 135 opinions on sentences of answers 5 changed a mark, all of them between .1 and .9, where
the judge's probability lay for 53; each takes a second on two cores."""
Wrapper = TypeVar("Wrapper", bound=LanguageModel)


class Loaded:
    """Language models, the embedder, the judge. ``aclose`` ends the processes.

    ``models``, ``embedder``, ``scorer`` and ``store`` replace the real ones, as in tests.
    """

    def __init__(
        self,
        settings: Settings,
        data: DataDirectory,
        *,
        models: dict[str, LanguageModel] | None = None,
        embedder: Embedder | None = None,
        scorer: PairScorer | None = None,
        store: ModelStore | None = None,
    ) -> None:
        self.settings = settings  # others of the same data directory may take their place
        self._data = data
        self._models: dict[str, LanguageModel] = dict(models or {})
        self._embedder = embedder
        self._patient: Embedder | None = None
        self._scorer = scorer
        self._store = store
        self._vocabulary: Vocabulary | None = None
        self._opening = asyncio.Lock()
        self._stack = AsyncExitStack()

    async def aclose(self) -> None:
        """End the models' processes."""
        await self._stack.aclose()

    @property
    def store(self) -> ModelStore:
        """The model files of this data directory."""
        return self._store or open_store(self._data.models, self.settings)

    def ids(self) -> frozenset[str]:
        """Ids in the catalogue of the models that are loaded, whose files have to stay."""
        found = {e.catalogue_id for e in LINEUP if {e.name, e.short} & self._models.keys()}
        own = {_EMBEDDER: self._embedder or self._patient or self._scorer, _JUDGE: self._scorer}
        return frozenset(found | {model for model, part in own.items() if part})

    async def warm(self, model: str) -> None:
        """Load ``model``, the embedder and the judge side by side. Raises ``ModelError``."""
        language_model = self.language_model(model)
        await asyncio.to_thread(detect_language, "Is the first question slower than the others?")
        if isinstance(language_model, LlamaCpp):
            await asyncio.gather(language_model.start(), self.embedder(), self.scorer())
        else:
            await asyncio.gather(self.embedder(), self.scorer())

    async def embedder(self) -> Embedder:
        """The embedder, loaded. Raises ``ModelMissing``, ``ModelCorrupt``."""
        async with self._opening:
            if self._embedder is None:
                files = await asyncio.to_thread(self.store.path, _EMBEDDER)
                self._embedder = OnnxEmbedder(
                    files["model.onnx"], self._shared(files["vocabulary.tsv"]), self._threads()
                )
            return self._embedder

    async def patient_embedder(self) -> Embedder:
        """One for the background: a single thread, behind all others. Raises as ``embedder``."""
        async with self._opening:
            if self._embedder is not None:
                return self._embedder
            if self._patient is None:
                files = await asyncio.to_thread(self.store.path, _EMBEDDER)
                words = self._shared(files["vocabulary.tsv"])
                self._patient = OnnxEmbedder(files["model.onnx"], words, 1, patient=True)
            return self._patient

    async def scorer(self) -> PairScorer:
        """The judge's encoder. Raises ``ModelMissing``, ``ModelCorrupt``."""
        async with self._opening:
            if self._scorer is None:
                files = await asyncio.to_thread(self.store.path, _JUDGE)
                words = await asyncio.to_thread(self.store.path, _EMBEDDER)
                self._scorer = OnnxScorer(
                    files["judge.onnx"], self._shared(words["vocabulary.tsv"]), self._threads()
                )
            return self._scorer

    def language_model(self, name: str) -> LanguageModel:
        """The model of the line-up called ``name``, or the remote one. Raises ``UnknownName``."""
        if name not in self._models and not self.settings.model_url:
            entry = find_entry(name)  # one model, by whichever of its names it came first
            name = entry.short if entry.short in self._models else entry.name
        if name not in self._models:
            self._models[name] = self._open_model(name)
            self._stack.push_async_callback(self._models[name].aclose)
        return self._models[name]

    def instead(self, name: str, wrap: Callable[[LanguageModel], Wrapper]) -> Wrapper:
        """Let what ``wrap`` makes of the model called ``name`` answer from now on, and return it.

        Raises ``UnknownName``, ``ModelMissing``.
        """
        model = self.language_model(name)
        wrapper = wrap(model)
        known = next(key for key, value in self._models.items() if value is model)
        self._models[known] = wrapper
        return wrapper

    def _open_model(self, name: str) -> LanguageModel:
        settings = self.settings
        if settings.model_url:
            return OpenAIModel(name, ApiClient(settings.model_url, settings.model_key))
        entry = find_entry(name)
        (path,) = self.store.path(entry.catalogue_id).values()
        engine = Engine(threads=self._threads(), context=settings.context, slots=settings.slots)
        return LlamaCpp(entry.name, path, engine)

    def opinion(self, model: str) -> Opinion | None:
        """How the word of ``model`` on a claim counts; ``None`` if it is not asked for."""
        wanted = self.settings.opinion_s and not self.settings.model_url
        return opinion_of(find_entry(model).short) if wanted else None

    async def judge(self, model: str | None, *, hurried: bool = False) -> Judge:
        """The judge; where it is unsure it asks ``model``, if any; ``hurried``: only where that may
        decide, since somebody waits. Raises ``ModelError``.
        """
        opinion = self.opinion(model) if model else None
        if model is None or opinion is None:
            return EvidenceJudge(await self.scorer())
        least = _HURRIED if hurried else 0.0
        second = SecondOpinion(self.language_model(model), opinion, self.settings.opinion_s, least)
        return EvidenceJudge(await self.scorer(), second)

    def _shared(self, vocabulary: Path) -> Vocabulary:
        if self._vocabulary is None:
            self._vocabulary = Vocabulary(vocabulary)
        return self._vocabulary

    def _threads(self) -> int:
        return self.settings.threads or len(os.sched_getaffinity(0))
