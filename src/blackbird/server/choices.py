"""Choices: the settings as the page shows them, and those that a running server may change."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from blackbird.assistant import Assistant
from blackbird.errors import BadInput
from blackbird.server.routes.models import public_name
from blackbird.settings import SETTINGS, Settings, change_settings


class Choices:
    """The settings of one ``assistant``; ``changed`` is called when they are others."""

    def __init__(self, assistant: Assistant, changed: Callable[[], None]) -> None:
        self._assistant = assistant
        self._changed = changed
        self._turn = asyncio.Lock()

    def shown(self) -> dict[str, Any]:
        """Every setting with its value and where it comes from; secrets only say that they are."""
        return {"settings": settings_json(self._assistant.settings)}

    async def change(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Write other values, all or none, and use them for questions from now on.

        Raises ``UsageError``, ``SettingsError``, ``StorageError``.
        """
        async with self._turn:
            settings = self._assistant.settings
            if (model := values.get("model")) is not None:
                _require_model(str(model), settings)
            now = self._assistant.clock.now()
            changed = await asyncio.to_thread(change_settings, settings, values, now)
            self._assistant.settings = changed
        self._changed()
        return self.shown()


def settings_json(settings: Settings) -> list[dict[str, Any]]:
    """The settings as the page reads them; ``live`` ones can be changed while the server runs."""
    rows = []
    for setting in SETTINGS:
        about, value = setting.metadata, getattr(settings, setting.name)
        rows.append(
            {
                "name": setting.name,
                "kind": type(setting.default).__name__,
                "value": bool(value) if about.get("secret") else value,
                "default": setting.default,
                "help": about["help"],
                "from": settings.origin(setting.name),
                "live": bool(about.get("live")),
                "secret": bool(about.get("secret")),
                "least": about.get("least", 0),
                "most": about.get("most"),
                "among": about.get("among"),
            }
        )
    return rows


def _require_model(name: str, settings: Settings) -> None:
    if not name.strip():
        raise BadInput("The model has no name.", "Say which one is to answer.")
    if not settings.model_url:
        public_name(name, replace(settings, model=name))
