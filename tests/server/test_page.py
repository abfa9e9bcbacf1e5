"""The page as files: everything it names is there, small, and may load nothing from elsewhere."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from importlib import resources

import httpx
import pytest

from blackbird.server.joining import joined
from blackbird.server.routes.page import VIEWS, framed, read_files
from blackbird.settings import Settings
from tests.server.conftest import Served

FILES = read_files()
FRAME = (resources.files("blackbird.web") / "index.html").read_text("utf-8")


@pytest.fixture
def web(served: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served.root, timeout=20) as client:
        yield client


def boot(html: str) -> dict[str, object]:
    found = re.search(r'id="boot">(.*?)</script>', html)
    assert found is not None
    row: dict[str, object] = json.loads(found.group(1))
    return row


_NAMED = re.compile(r'from "\./([\w.-]+)"|import\("\./([\w.-]+)"\)')


def test_every_file_that_the_page_names_is_there() -> None:
    named = set(re.findall(r'"/static/([\w.-]+)"', FRAME))
    for name, file in FILES.items():
        if name.endswith(".js"):
            named |= {one or two for one, two in _NAMED.findall(file.plain.decode())}
    # Views that are not offered yet are never asked for.
    later = {
        f"{view}.js" for view in ("documents", "live", "check", "settings") if view not in VIEWS
    }
    assert named - later <= set(FILES)


def test_what_is_needed_at_once_is_one_file() -> None:
    """Else a browser learns of one module after the other."""
    whole = FILES["page.js"].plain.decode()
    assert '"/static/page.js"' in FRAME
    assert "new Thread(page)" in whole
    assert not re.search(r"^import ", whole, re.MULTILINE)
    declared = re.findall(
        r"^(?:export )?(?:async function|function|class|const|let) ([\w$]+)", whole, re.MULTILINE
    )
    for entry in resources.files("blackbird.web").iterdir():
        if entry.name.endswith(".js"):
            assert not re.search(r"^import .* as ", entry.read_text("utf-8"), re.MULTILINE)
    assert len(declared) > 30
    assert sorted(declared) == sorted(set(declared))


def test_modules_are_joined_in_the_order_of_their_needs() -> None:
    modules = {
        "first.js": 'import { b } from "./b.js";\nimport { c } from "./c.js";\nb(c);\n',
        "b.js": 'import { c } from "./c.js";\nexport const b = () => c;\n',
        "c.js": "export const c = 1;\n",
        "later.js": 'import { c } from "./c.js";\n',
    }
    found = joined(modules, "first.js", "all.js")
    assert found["all.js"] == "export const c = 1;\nexport const b = () => c;\nb(c);\n"
    assert found["c.js"] == 'export * from "./all.js";\n'
    assert found["later.js"] == modules["later.js"]


def test_the_page_speaks_of_no_other_host() -> None:
    for name, file in FILES.items():
        found = re.findall(rb"(?:https?:)?//[a-z0-9-]+\.[a-z]", file.plain)
        assert set(found) <= {b"http://www.w"}, name  # the name of SVG's own language
    assert "//" not in re.sub(r"<!doctype.*?>", "", FRAME)


def test_the_page_is_framed_by_a_strict_policy(web: httpx.Client) -> None:
    reply = web.get("/")
    policies = reply.headers.get_list("content-security-policy")
    assert len(policies) == 1
    assert "default-src 'none'" in policies[0]
    assert "unsafe" not in policies[0]
    assert "require-trusted-types-for 'script'" in policies[0]
    assert reply.headers["x-frame-options"] == "DENY"
    inline = re.findall(
        r"<script(?![^>]*(?:src=|application/json))|<style|\son\w+=|style=", reply.text
    )
    assert inline == []


def test_files_are_packed_and_asked_for_again_only_if_they_changed(web: httpx.Client) -> None:
    reply = web.get("/static/app.js")
    assert reply.headers["content-type"].startswith("text/javascript")
    assert reply.headers["content-encoding"] == "gzip"
    again = web.get("/static/app.js", headers={"if-none-match": reply.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    plain = web.get("/static/app.js", headers={"accept-encoding": "identity"})
    assert plain.content == reply.content


@pytest.mark.parametrize("path", ["/static/nothing.js", "/static/index.html", "/static/../app.py"])
def test_nothing_else_is_given_out(web: httpx.Client, path: str) -> None:
    assert web.get(path).status_code == 404


def test_a_conversation_has_an_address_of_the_page(web: httpx.Client) -> None:
    assert web.get("/c/anything").text == web.get("/").text
    assert web.get("/c/anything", headers={"accept-encoding": "identity"}).status_code == 200


def test_language_and_theme_are_those_that_were_chosen() -> None:
    html = framed(FRAME, Settings(), {"language": "ja", "theme": "dark"})
    assert '<html lang="ja" data-theme="dark">' in html
    assert boot(html)["language"] == "ja"
    hostile = framed(FRAME, Settings(), {"language": '"><script>', "theme": '"onload="x'})
    assert '<html lang="en">' in hostile
    assert boot(hostile)["language"] == ""


def test_what_the_page_begins_with_cannot_end_its_element() -> None:
    settings = Settings(model="</script><script>alert(1)</script>", model_url="http://127.0.0.1:1")
    html = framed(FRAME, settings, {})
    assert "</script><script>alert" not in html
    assert boot(html)["model"] == settings.model


def test_the_page_is_light() -> None:
    first = re.findall(r'"/static/([\w.-]+\.(?:js|css|svg|webmanifest))"', FRAME)
    weight = len(gzip.compress(FRAME.encode())) + sum(len(FILES[n].packed) for n in set(first))
    assert weight < 80_000
    assert len(set(first)) + 2 <= 8  # with the page itself and the list of conversations
