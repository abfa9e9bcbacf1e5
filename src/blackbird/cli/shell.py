"""What a command works with: settings, an assistant, the models' store. Tests bring their own."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from blackbird.cli.consent import confirm
from blackbird.errors import BlackbirdError
from blackbird.tracing import SystemClock

if TYPE_CHECKING:
    import asyncio
    from datetime import datetime

    from blackbird.assistant import Assistant
    from blackbird.models.store import ModelStore
    from blackbird.settings import Settings

T = TypeVar("T")

CRASH_LOG = "crash.log"


def open_assistant(settings: Settings) -> Assistant:
    """The real one."""
    from blackbird.assistant import Assistant  # here: half a second that --help need not pay

    return Assistant(settings)


def open_models(settings: Settings) -> ModelStore:
    """The models of the data directory, from the places that the settings name."""
    from blackbird.models.opening import open_store  # here: as above
    from blackbird.storage.datadir import DataDirectory

    data = DataDirectory(Path(settings.data_dir))
    data.prepare()
    return open_store(data.models, settings)


class Session:
    """An open assistant, and the event loop that its work runs on.

    Between two pieces of work no loop runs, so that waiting for input can be interrupted.
    """

    def __init__(self, assistant: Assistant, runner: asyncio.Runner) -> None:
        self.assistant = assistant
        self._runner = runner

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Wait for ``work``; an interrupt cancels it and raises ``KeyboardInterrupt``."""
        return self._runner.run(work)


@dataclass(frozen=True, slots=True)
class Shell:
    """How commands reach the product."""

    data_dir: str | None = None
    assistant: Callable[[Settings], Assistant] = open_assistant
    models: Callable[[Settings], ModelStore] = open_models
    confirm: Callable[[str], bool | None] = confirm
    now: Callable[[], datetime] = SystemClock().now

    def settings(self, **flags: Any) -> Settings:
        """Settings with what the command line says. Raises ``SettingsError``, ``UnknownName``."""
        from blackbird.settings import load_settings  # here: --help need not pay for it

        return load_settings({"data_dir": self.data_dir, **flags})

    @contextmanager
    def session(self, settings: Settings) -> Iterator[Session]:
        """An assistant, closed at the end whatever happens."""
        import asyncio  # here: 60 ms that --help need not pay

        with asyncio.Runner() as runner:
            assistant = self.assistant(settings)
            runner.run(assistant.__aenter__())
            try:
                yield Session(assistant, runner)
            finally:
                runner.run(assistant.aclose())

    def keep_trace(self, trace: str) -> Path | None:
        """Write a trace into the data directory; None if that cannot be done."""
        try:
            path = Path(self.settings().data_dir) / CRASH_LOG
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(trace, "utf-8", "backslashreplace")
        except (BlackbirdError, OSError):
            return None
        return path
