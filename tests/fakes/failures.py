"""How an upstream can fail: what it sends, and what is to be said of a search engine that does."""

from __future__ import annotations

import gzip
import json
import time

from tests.fakes.engines import JSON
from tests.fakes.page_server import Script, endless, gzip_bomb, moved, reply, slow_headers

GOOD = {"results": [{"url": "https://page.example/", "title": "塔"}]}


def broken_gzip() -> bytes:
    return gzip.compress(json.dumps(GOOD).encode() * 50)[:-30]


FAILURES: dict[str, tuple[Script, str]] = {
    "500": (reply("down", "500 Internal Server Error"), "it failed (500)"),
    "429": (
        reply("slow down", "429 Too Many Requests", retry_after="30"),
        "it asked to be left alone (429); free in 30 s",
    ),
    "503": (
        reply("later", "503 Unavailable", retry_after="Fri, 02 Jan 2099 03:04:05 GMT"),
        "it asked to be left alone (503); free in 900 s",
    ),
    "403": (reply("no", "403 Forbidden"), "it refused (403): check its key"),
    "401": (reply("{}", "401 Unauthorized", JSON), "it refused (401)"),
    "404": (reply("no", "404 Not Found"), "it failed (404)"),
    "432": (reply("plan", "432 Plan Limit"), "it failed (432)"),
    "204": (reply(b"", "204 No Content"), "it failed (204)"),
    "html": (reply("<html>Sign in</html>"), "it sent something that is not JSON"),
    "empty": (reply(b"", kind=JSON), "it sent something that is not JSON"),
    "garbage": (reply(bytes(range(256)) * 9, kind=JSON), "it sent something that is not JSON"),
    "cut": (reply(json.dumps(GOOD)[:-5], kind=JSON), "it sent something that is not JSON"),
    "deep": (reply("[" * 200_000, kind=JSON), "it sent something that is not JSON"),
    "digits": (reply("1" * 90_000, kind=JSON), "it sent something that is not JSON"),
    "gzip": (reply(broken_gzip(), kind=JSON, content_encoding="gzip"), "it ends in the middle"),
    "no gzip": (reply("{}", kind=JSON, content_encoding="gzip"), "cannot be unpacked"),
    "brotli": (reply("{}", kind=JSON, content_encoding="br"), "packed as 'br'"),
    "bomb": (
        reply(gzip_bomb(50_000_000), kind=JSON, content_encoding="gzip"),
        "more than 4,000,000 bytes",
    ),
    "50 MB": (endless(), "more than 4,000,000 bytes"),
    "drip": (endless(b"[", 0.02, JSON), "no answer within"),
    "slow headers": (slow_headers(), "no answer within"),
    # Longer than any test allows: a server that takes a request and says nothing.
    "silent": (lambda sock: time.sleep(9), "no answer within"),
    "closed": (lambda sock: sock.close(), "could not be reached"),
    "no http": (lambda sock: sock.sendall(b"SSH-2.0-x\r\n\r\n"), "could not be reached"),
    "elsewhere": (moved("http://inside.example/"), "it leads on elsewhere"),
    "metadata": (moved("http://169.254.169.254/latest"), "it leads on elsewhere"),
    "itself": (moved("/search"), "it leads on elsewhere"),
}
