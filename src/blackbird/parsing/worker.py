"""The child process that parses: ``python -m blackbird.parsing.worker``.

A parser that crashes, or a file that takes all memory, takes this process down and not the
assistant. It reads orders from standard input and answers on standard output (``frames``), one
after the other, and ends when its standard input closes: it never outlives its parent.
"""

from __future__ import annotations

import os
import sys
from typing import BinaryIO

from blackbird.errors import BadInput
from blackbird.parsing.frames import page_answer, read_order, refusal
from blackbird.parsing.limits import OUT_OF_MEMORY, allow_seconds, confine
from blackbird.parsing.read import load_libraries, read_page

READY = b"ready\n"


def main() -> int:
    """Load the libraries, set the limits, then parse until nobody asks any more."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not end up among the answers
    load_libraries()
    confine()
    answers.write(READY)
    answers.flush()
    return serve(sys.stdin.buffer, answers)


def serve(orders: BinaryIO, answers: BinaryIO) -> int:
    """Answer orders until there are none. Status 0, or that of a process without memory."""
    while line := orders.readline():
        order = read_order(line)
        allow_seconds(order.seconds)
        data = orders.read(order.size)
        try:
            answer = page_answer(read_page(data, order.kind, order.url, order.charset))
        except BadInput as error:
            answer = refusal(error)
        except MemoryError:
            return OUT_OF_MEMORY
        except Exception as error:
            # What a library raises on a broken file has no end; the file is named by the parent.
            told = f"It could not be read ({type(error).__name__})."
            answer = refusal(BadInput(told, "Open it in its own program and save it anew."))
        answers.write(answer)
        answers.flush()
    return 0


if __name__ == "__main__":
    os._exit(main())  # destructors of a parser that met a hostile file are not trusted
