"""Every error that Blackbird raises on purpose: what went wrong, and what to do next.

    BlackbirdError                 code, message, hint
    ├── UsageError                 the caller asked for something that cannot be (exit 2, HTTP 400)
    │   ├── UnknownName            no such command, source, model, setting: "did you mean"
    │   ├── NotFound               no conversation, turn or text with this id, or not any more
    │   ├── BadInput               empty, too long, not text, not JSON
    │   │   └── ParseFailed        it took the process that reads files down, or too long
    │   ├── AddressRefused         the guard lets nobody go to this address
    │   └── ConsentNeeded          it would leave this machine, and its owner has not allowed that
    ├── SettingsError              a setting has a value that cannot be used
    ├── ModelError                 a language model, embedder or judge
    │   ├── ModelMissing           its file is not here and could not be fetched
    │   ├── ModelCorrupt           a file's bytes are not the ones that the catalogue names
    │   ├── ModelCrashed           the process that runs it ended
    │   ├── ModelTimeout           it did not answer within its time budget
    │   └── ModelRefused           it answered with an error
    ├── StorageError               the data directory
    │   ├── DiskFull               no room left; nothing that was there is lost
    │   ├── DataDirectoryBusy      another process writes there now
    │   └── SchemaTooNew           written by a newer Blackbird
    ├── SourceError                one source failed; the answer goes on without it
    ├── FeedFailed                 a live source that connecting again cannot mend
    ├── Overloaded                 the server has too much to do, or is stopping: try again later
    └── NetworkError               an address could not be reached
        └── PageUnreadable         what is there is no page that can be read

``code`` is for programs and stays; ``message`` says what happened; ``hint`` says what to do.
The map to HTTP stands in ``server/errors.py``, the one to exit statuses in ``cli/main.py``.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class BlackbirdError(Exception):
    """Base of all errors below: one line for people, a code for programs."""

    code = "error"

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class UsageError(BlackbirdError):
    """The caller asked for something that cannot be."""

    code = "usage"


class UnknownName(UsageError):
    """A name that stands in no table; says which known name comes nearest."""

    code = "unknown_name"

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        names = sorted(known)
        near = get_close_matches(name.lower(), names, n=1, cutoff=0.5)
        guess = f'Did you mean "{near[0]}"?' if near else f"Known: {', '.join(names)}."
        super().__init__(f'There is no {kind} called "{name[:80]}".', guess)
        self.kind = kind
        self.name = name


class NotFound(UsageError):
    """Something with this id does not exist, or not any more."""

    code = "not_found"


class BadInput(UsageError):
    """Text or a file that cannot be used: empty, too long, binary, not JSON."""

    code = "bad_input"


class ParseFailed(BadInput):
    """A file took the process that reads it down, or passed its limits."""

    code = "parse_failed"


class AddressRefused(UsageError):
    """The guard lets nobody go to this address."""

    code = "address_refused"


class ConsentNeeded(UsageError):
    """It would leave this machine, and its owner has not allowed that."""

    code = "consent_needed"


class SettingsError(BlackbirdError):
    """A setting has a value that cannot be used."""

    code = "settings"


class ModelError(BlackbirdError):
    """A language model, embedder or judge could not do its work."""

    code = "model"


class ModelMissing(ModelError):
    """A model's file is not in the store and no place could give it."""

    code = "model_missing"


class ModelCorrupt(ModelError):
    """A file's bytes are not those that the catalogue names."""

    code = "model_corrupt"


class ModelCrashed(ModelError):
    """The process that runs the model ended during a request."""

    code = "model_crashed"


class ModelTimeout(ModelError):
    """The model did not answer within its time budget."""

    code = "model_timeout"


class ModelRefused(ModelError):
    """The model's server answered with an error."""

    code = "model_refused"


class StorageError(BlackbirdError):
    """The data directory cannot be used as asked."""

    code = "storage"


class DiskFull(StorageError):
    """No room left. What was stored before is intact."""

    code = "disk_full"


class DataDirectoryBusy(StorageError):
    """Another process is writing to the data directory."""

    code = "busy"


class SchemaTooNew(StorageError):
    """The data directory was written by a newer version."""

    code = "schema_too_new"


class SourceError(BlackbirdError):
    """One source failed. An answer goes on without it and says so."""

    code = "source"


class FeedFailed(BlackbirdError):
    """A live source cannot be followed until its owner does something."""

    code = "feed_failed"


class Overloaded(BlackbirdError):
    """The server takes no more work for now."""

    code = "overloaded"


class NetworkError(BlackbirdError):
    """An address could not be reached."""

    code = "network"


class PageUnreadable(NetworkError):
    """What is at an address is no page that can be read."""

    code = "page_unreadable"
