"""Stands in for ``blackbird.models.worker``: same two lines of JSON, same API, no model.

Run with one word: how it behaves. ``ok`` answers, ``dies`` exits in the middle of a reply,
``refuses`` reports that the file cannot be loaded, ``silent`` ends without a word.
"""

from __future__ import annotations

import json
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TextIO

BEHAVIOUR = sys.argv[1]
ORDER = json.loads(sys.stdin.readline())


def say(stream: TextIO, line: str) -> None:
    """Write one line at once."""
    stream.write(line + "\n")
    stream.flush()


class Handler(BaseHTTPRequestHandler):
    """Streams three pieces and ``[DONE]``, or dies after the first."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if self.headers["authorization"] != f"Bearer {ORDER['key']}":
            self.send_error(401)
            return
        self.send_response(200)
        self.end_headers()
        if not body.get("stream"):
            top = [{"token": " Yes", "logprob": -0.1}, {"token": "No", "logprob": -2.4}]
            reply = {"choices": [{"logprobs": {"content": [{"top_logprobs": top}]}}]}
            self.wfile.write(json.dumps(reply).encode())
            return
        for word in ("one ", "two ", "three"):
            piece = {"choices": [{"delta": {"content": word}}]}
            self.wfile.write(f"data: {json.dumps(piece)}\n\n".encode())
            self.wfile.flush()
            if BEHAVIOUR == "dies":
                say(sys.stderr, "terminate called: out of luck")
                os._exit(9)
        self.wfile.write(b"data: [DONE]\n\n")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


if BEHAVIOUR == "silent":
    say(sys.stderr, "error: magic number is wrong")
    sys.exit(1)
if BEHAVIOUR == "refuses":
    say(sys.stdout, json.dumps({"error": "failed to load model"}))
    sys.exit(1)
server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
Thread(target=server.serve_forever, daemon=True).start()
say(sys.stdout, json.dumps({"address": f"http://127.0.0.1:{server.server_port}"}))
sys.stdin.read()
os._exit(0)
