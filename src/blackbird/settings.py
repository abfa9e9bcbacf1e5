"""Reads and writes settings: the only reader of the environment and of ``blackbird.toml``.

A flag wins over ``BLACKBIRD_<NAME>`` in the environment, which wins over the file, which wins
over the default.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from math import isfinite
from pathlib import Path
from typing import Any

from blackbird.errors import BadInput, SettingsError, UnknownName, UsageError
from blackbird.ingest.policy import read_policy
from blackbird.registry import check_engines
from blackbird.settings_table import SETTINGS, Origin, Settings
from blackbird.storage.datadir import DataDirectory
from blackbird.storage.files import write_atomically
from blackbird.text.toml import with_value

__all__ = [
    "FILE_NAME",
    "SETTINGS",
    "Origin",
    "Settings",
    "change_settings",
    "engines_of",
    "load_settings",
    "ports_of",
]

_PREFIX = "BLACKBIRD_"
FILE_NAME = "blackbird.toml"
_LONGEST = 1000  # characters of a text
_ENGINE_MOST_S = 60.0


def load_settings(
    flags: Mapping[str, Any] | None = None, environment: Mapping[str, str] | None = None
) -> Settings:
    """Settings from flags, environment and file. Raises ``SettingsError``, ``UnknownName``."""
    env = os.environ if environment is None else environment
    given = {k: v for k, v in (flags or {}).items() if v is not None}
    named = {
        s.name: env[_PREFIX + s.name.upper()] for s in SETTINGS if _PREFIX + s.name.upper() in env
    }
    chosen = str(given.get("data_dir") or named.get("data_dir") or _default_data_dir(env))
    # Absolute, since programs that are started with it may run in another folder.
    root = str(Path(chosen).expanduser().absolute())
    in_file = _from_file(Path(root) / FILE_NAME)
    merged: dict[str, Any] = {**in_file, **named, **given, "data_dir": root}
    origins: dict[str, Origin] = dict.fromkeys(merged, "default")
    layers: tuple[tuple[Mapping[str, Any], Origin], ...] = (
        ({k: v for k, v in in_file.items() if k != "data_dir"}, "file"),
        (named, "environment"),
        (given, "flag"),
    )
    for layer, origin in layers:
        origins.update({name: origin for name in layer if name != "data_dir" or layer[name]})
    try:
        values = {s.name: _typed(s.name, merged[s.name]) for s in SETTINGS if s.name in merged}
        return _fitting(Settings(**values, origins=origins))
    except _WrongValue as error:
        raise SettingsError(
            str(error),
            f"Change it in {FILE_NAME}, in {_PREFIX}{error.name.upper()} or on the command line.",
        ) from error


def change_settings(settings: Settings, values: Mapping[str, Any], now: datetime) -> Settings:
    """``settings`` with other values, written to the file first; ``None`` goes back to the default.

    Only what may change while a server runs, and only what no flag or environment decides. With
    ``web`` goes the moment of consent, which is ``now``.
    Raises ``UnknownName``, ``UsageError``, ``SettingsError``, ``StorageError``.
    """
    for name in values:
        _require_changeable(settings, name)
    defaults: dict[str, Any] = {s.name: s.default for s in SETTINGS}
    try:
        typed = {k: defaults[k] if v is None else _writable(k, v) for k, v in values.items()}
        if "web" in typed:
            since = now.isoformat(timespec="seconds") if typed["web"] == "yes" else None
            values, typed = {**values, "web_since": since}, {**typed, "web_since": since or ""}
        origins: dict[str, Origin] = {k: "default" if values[k] is None else "file" for k in values}
        changed = _fitting(replace(settings, **typed, origins={**settings.origins, **origins}))
    except _WrongValue as error:
        raise BadInput(str(error), f"Its default is {defaults[error.name]}.") from error
    path = Path(settings.data_dir) / FILE_NAME
    DataDirectory(path.parent).prepare()
    text = _text_of(path)
    _table_of(path, text)
    for name, value in values.items():
        try:
            text = with_value(text, name, None if value is None else typed[name])
        except ValueError as error:
            raise SettingsError(f"{path}: {error}", "Change it there by hand.") from error
    write_atomically(path.resolve(), text.encode())  # the file itself, where a link leads to it
    return changed


def ports_of(settings: Settings) -> frozenset[int]:
    """The ports in ``web_ports``. Raises ``ValueError``."""
    return frozenset(_port(text) for text in settings.web_ports.split(",") if text.strip())


def engines_of(settings: Settings) -> dict[str, float]:
    """Engine → its seconds, of those that are named. Raises ``UnknownName``, ``ValueError``."""
    found: dict[str, float] = {}
    for item in filter(None, map(str.strip, settings.engines.lower().split(","))):
        name, colon, seconds = item.partition(":")
        (known,) = check_engines((name.strip(),))
        found[known] = float(seconds) if colon else settings.engine_s
        if not 0 < found[known] <= _ENGINE_MOST_S:
            raise ValueError(seconds)
    return found


def _port(text: str) -> int:
    number = int(text)
    if not 0 < number < 65536:
        raise ValueError(text)
    return number


def _require_changeable(settings: Settings, name: str) -> None:
    setting = next((s for s in SETTINGS if s.name == name), None)
    if setting is None:
        raise UnknownName("setting", name, [s.name for s in SETTINGS])
    if not setting.metadata.get("live"):
        raise UsageError(
            f"{name} is read only when Blackbird starts.", f"Change it in {FILE_NAME}, start again."
        )
    origin = settings.origin(name)
    if origin in ("flag", "environment"):
        where = "by a flag" if origin == "flag" else f"by {_PREFIX}{name.upper()}"
        raise UsageError(
            f"{name} is set {where}, which wins over {FILE_NAME}.", "Change it there, start again."
        )


def _default_data_dir(env: Mapping[str, str]) -> str:
    base = env.get("XDG_DATA_HOME") or str(Path(env.get("HOME", "~")).expanduser() / ".local/share")
    return str(Path(base) / "blackbird")


def _from_file(path: Path) -> dict[str, Any]:
    return _table_of(path, _text_of(path))


def _text_of(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read ({error}).", "Mend or remove it.") from error


def _table_of(path: Path, text: str) -> dict[str, Any]:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path} is not valid TOML ({error}).", "Mend that line.") from error
    known = {s.name for s in SETTINGS}
    for name in table:
        if name not in known:
            raise UnknownName("setting", name, known)
    return table


class _WrongValue(ValueError):
    """A value that its setting cannot have."""

    def __init__(self, name: str, value: Any, why: str) -> None:
        super().__init__(f"Setting {name} is {str(value)[:80]!r}, which is {why}.")
        self.name = name


def _typed(name: str, value: Any) -> Any:
    """The value in its setting's type. Raises ``_WrongValue``."""
    setting = next(s for s in SETTINGS if s.name == name)
    kind = type(setting.default)
    try:
        typed = _converted(kind, value)
    except (TypeError, ValueError, OverflowError) as error:
        wanted = {bool: "true or false", int: "a whole number", float: "a number"}[kind]
        raise _WrongValue(name, value, f"not {wanted}") from error
    among = setting.metadata.get("among")
    if among:
        typed = setting.metadata.get("once", {}).get(typed.lower(), typed.lower())
    if among and typed not in among:
        raise _WrongValue(name, value, f"none of {', '.join(among)}")
    least, most = setting.metadata.get("least", 0), setting.metadata.get("most")
    if kind in (int, float) and typed < least:
        raise _WrongValue(name, value, f"below {least}")
    if most is not None and typed > most:
        raise _WrongValue(name, value, f"above {most}")
    return typed


def _writable(name: str, value: Any) -> Any:
    """The value in its setting's type, fit for the file. Raises ``_WrongValue``."""
    typed = _typed(name, value)
    if isinstance(typed, str) and (len(typed) > _LONGEST or not typed.isprintable()):
        raise _WrongValue(name, typed, f"not a line of at most {_LONGEST} characters")
    return typed


def _converted(kind: type, value: Any) -> Any:
    if kind is bool:
        text = str(value).lower()
        if text not in ("true", "false", "1", "0", "on", "off", "yes", "no"):
            raise ValueError(text)
        return text in ("true", "1", "on", "yes")
    if kind is str:
        return str(value)
    number = float(value) if isinstance(value, float) or kind is float else int(value)
    if isinstance(value, bool) or not isfinite(number) or number != kind(number):
        raise ValueError(value)
    return kind(number)


def _fitting(settings: Settings) -> Settings:
    """The same settings. Raises ``_WrongValue`` if what is asked of a model exceeds it."""
    for name in ("evidence_tokens", "answer_tokens"):
        if getattr(settings, name) > settings.context:
            value = getattr(settings, name)
            raise _WrongValue(name, value, f"above context, {settings.context}")
    try:
        ports_of(settings)
    except ValueError as error:
        raise _WrongValue("web_ports", settings.web_ports, "not a list of ports") from error
    try:
        read_policy(settings.posts_vectors)
    except ValueError as error:
        raise _WrongValue("posts_vectors", settings.posts_vectors, f"no policy: {error}") from error
    country = settings.web_country.strip()
    if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise _WrongValue("web_country", settings.web_country, "not the two letters of a country")
    try:
        engines_of(settings)
    except ValueError as error:
        why = "not a list of engines, with seconds from 0 to 60 behind a colon"
        raise _WrongValue("engines", settings.engines, why) from error
    return settings
