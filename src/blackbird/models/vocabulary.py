"""One vocabulary in memory for all encoders that share it."""

from __future__ import annotations

import threading
from pathlib import Path

from blackbird.models.unigram import UnigramTokenizer


class Vocabulary:
    """A vocabulary file, read at its first use; 50 MB that nobody wants twice."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._tokenizer: UnigramTokenizer | None = None

    def tokenizer(self) -> UnigramTokenizer:
        """The tokenizer. Raises ``ModelCorrupt``."""
        with self._lock:
            if self._tokenizer is None:
                self._tokenizer = UnigramTokenizer.open(self.path)
            return self._tokenizer
