"""All settings in one table, and the only reader of the environment and of ``blackbird.toml``.

A flag wins over ``BLACKBIRD_<NAME>`` in the environment, which wins over the file, which wins
over the default.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from blackbird.errors import SettingsError, UnknownName

_PREFIX = "BLACKBIRD_"
FILE_NAME = "blackbird.toml"


def _setting(default: Any, text: str) -> Any:
    return field(default=default, metadata={"help": text})


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its type, default and meaning."""

    data_dir: str = _setting("", "Folder of all state: models, documents, indexes.")
    model: str = _setting("mini", "Model that answers: mini, full, tiny, or a remote one's name.")
    model_url: str = _setting(
        "", "Address of an OpenAI-compatible server (ends in /v1). Empty: models run here."
    )
    model_key: str = _setting("", "Key for the server at model_url.")
    hub_url: str = _setting(
        "https://huggingface.co", "Model hub, tried first for downloads. Empty: never tried."
    )
    mirror_url: str = _setting("", "HTTP mirror of model files, tried after the hub.")
    models_folder: str = _setting("", "Folder with model files, tried before any network.")
    threads: int = _setting(0, "Processor threads for models. 0: as many as there are cores.")
    context: int = _setting(4096, "Tokens that the language model can hold in one conversation.")
    slots: int = _setting(4, "Prompts that the local language model keeps at once.")
    evidence_tokens: int = _setting(140, "Evidence given to the model, in tokens, roughly.")
    answer_tokens: int = _setting(200, "Longest answer, in tokens.")
    search_timeout_s: float = _setting(5.0, "Seconds that a source may take.")
    hits: int = _setting(10, "Passages asked of each source.")
    check: bool = _setting(True, "Check every sentence against the evidence.")
    opinion_s: float = _setting(
        6.0, "Seconds for second opinions on claims of which the judge is unsure. 0: none."
    )
    host: str = _setting("127.0.0.1", "Address that the server listens on; loopback only.")
    port: int = _setting(8765, "Port that the server listens on.")


SETTINGS = fields(Settings)


def load_settings(
    flags: Mapping[str, Any] | None = None, environment: Mapping[str, str] | None = None
) -> Settings:
    """Settings from flags, environment and file. Raises ``SettingsError``, ``UnknownName``."""
    env = os.environ if environment is None else environment
    given = {k: v for k, v in (flags or {}).items() if v is not None}
    named = {
        s.name: env[_PREFIX + s.name.upper()] for s in SETTINGS if _PREFIX + s.name.upper() in env
    }
    root = str(given.get("data_dir") or named.get("data_dir") or _default_data_dir(env))
    merged: dict[str, Any] = {**_from_file(Path(root) / FILE_NAME), **named, **given}
    merged["data_dir"] = root
    values = {s.name: _typed(s.name, merged[s.name]) for s in SETTINGS if s.name in merged}
    return Settings(**values)


def _default_data_dir(env: Mapping[str, str]) -> str:
    base = env.get("XDG_DATA_HOME") or str(Path(env.get("HOME", "~")).expanduser() / ".local/share")
    return str(Path(base) / "blackbird")


def _from_file(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read ({error}).", "Mend or remove it.") from error
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path} is not valid TOML ({error}).", "Mend that line.") from error
    known = {s.name for s in SETTINGS}
    for name in table:
        if name not in known:
            raise UnknownName("setting", name, known)
    return table


def _typed(name: str, value: Any) -> Any:
    """The value in its setting's type. Raises ``SettingsError``."""
    default = next(s.default for s in SETTINGS if s.name == name)
    try:
        return _converted(default, value)
    except (TypeError, ValueError) as error:
        kind = {bool: "true or false", int: "a whole number", float: "a number"}[type(default)]
        raise SettingsError(
            f"Setting {name} is {str(value)[:80]!r}, which is not {kind}.",
            f"Change it in {FILE_NAME}, in {_PREFIX}{name.upper()} or on the command line.",
        ) from error


def _converted(default: Any, value: Any) -> Any:
    if isinstance(default, bool):
        text = str(value).lower()
        if text not in ("true", "false", "1", "0", "on", "off", "yes", "no"):
            raise ValueError(text)
        return text in ("true", "1", "on", "yes")
    if isinstance(default, (int, float)):
        number = type(default)(value)
        if number < 0:
            raise ValueError(value)
        return number
    return str(value)
