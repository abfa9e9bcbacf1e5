"""Pulls where no file may grow beyond a number of bytes, and prints the code of the error.

python -m tests.fakes.limited_pull ROOT BYTES
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from blackbird.errors import BlackbirdError
from blackbird.models.store import ModelStore
from tests.fakes.small_models import CATALOGUE, Diary, everything

if __name__ == "__main__":
    limit = int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        ModelStore(Path(sys.argv[1]), [everything()], catalogue=CATALOGUE).pull("joined", Diary())
    except BlackbirdError as error:
        sys.stdout.write(error.code)
