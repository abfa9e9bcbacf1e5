"""Every view as people see it, in both languages and themes, on a phone and on a desk.

Each picture is taken on every run, so that no view can break unseen; with
``SCREENSHOTS`` naming a folder they are kept there (``make screenshots`` keeps those
that ``docs/page.md`` shows).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from blackbird.server.limits import Limits
from blackbird.settings import Settings
from tests.server.conftest import Served, serving
from tests.server.posted import follower_of, post
from tests.web.conftest import Opened, answered, ask

WIDTHS = {"desk": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 800}}
# A half of them shows each language, theme and width; to look at, all are made.
LOOKS = [
    (locale, theme, width)
    for locale in ("en-GB", "ja-JP")
    for theme in ("light", "dark")
    for width in WIDTHS
    if os.environ.get("SCREENSHOTS")
    or ((locale == "en-GB") == (theme == "light")) == (width == "desk")
]
LIBRARY = {
    "lighthouse.md": (
        "---\ntitle: The lighthouse of Skerry Point\ndate: 2024-03-02\n---\n"
        "The lighthouse of Skerry Point was lit in 1871. Its tower is 41 metres tall.\n"
    ),
    "bell.md": (
        "---\ntitle: The bell of Skerry Point\ndate: 2019-06-14\n---\n"
        "The bell of the chapel of Skerry Point weighs 310 kilograms.\n"
    ),
    "bell again.md": (
        "---\ntitle: A visit to the chapel\ndate: 2023-08-01\n---\n"
        "The bell of the chapel of Skerry Point weighs 280 kilograms.\n"
    ),
    "鐘.md": (
        "---\ntitle: 礼拝堂の鐘\ndate: 2019-06-14\n---\n"
        "スケリー岬の礼拝堂の鐘の重さは310キログラムである。\n"
    ),
    "鐘の再訪.md": (
        "---\ntitle: 礼拝堂を訪ねて\ndate: 2023-08-01\n---\n"
        "スケリー岬の礼拝堂の鐘の重さは280キログラムである。\n"
    ),
    "灯台.md": (
        "---\ntitle: スケリー岬の灯台\ndate: 2024-05-11\n---\n"
        "スケリー岬の灯台は1871年に点灯した。\n"
    ),
}
ASKED = {
    "en-GB": "When was the lighthouse of Skerry Point lit? say: The lighthouse of Skerry Point was"
    " lit in 1871. (1) It is tall. (1) It is short. (1)",
    "ja-JP": "スケリー岬の灯台はいつ点灯しましたか？ say: スケリー岬の灯台は1871年に点灯した。(1)",
}
DISPUTED = {
    "en-GB": "How heavy is the bell of the chapel of Skerry Point? say: The bell of the chapel of"
    " Skerry Point weighs 310 kilograms. (1)",
    "ja-JP": "スケリー岬の礼拝堂の鐘の重さは？ say: "
    "スケリー岬の礼拝堂の鐘の重さは310キログラムである。(1)",
}
CHECKED = {
    "en-GB": "The lighthouse of Skerry Point was lit in 1871. It is short. Is it open?",
    "ja-JP": "スケリー岬の灯台は1871年に点灯した。The tower is short.",
}


POSTED = {
    "harbour.example": "The ferry to Skerry Point is late, says the harbour office.",
    "maria.example": "The bell of Skerry Point is silent today. Does anybody know why?",
    "ken@example.org": "スケリー岬の灯台が見えなくなるほどの霧です。",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("page")


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Served]:
    """A server that others bring posts to."""
    with serving(folder, Limits(running=8), settings=Settings(follow="no")) as running:
        yield running


@pytest.fixture(scope="module", autouse=True)
def posted(served: Served, folder: Path) -> Iterator[None]:
    """Live posts to look at."""
    del served  # it is closed before the server is
    follower = follower_of(folder)
    follower.put(*(post(name, text, author=name) for name, text in POSTED.items()))
    yield
    follower.close()


@pytest.fixture(scope="module", autouse=True)
def library(served: Served) -> None:
    """Documents to look at."""
    with httpx.Client(base_url=served.root, timeout=20) as web:
        for name, text in LIBRARY.items():
            web.post("/api/documents", params={"name": name}, content=text.encode())
        while any(
            r["state"] in ("waiting", "reading")
            for r in web.get("/api/readings").json()["readings"]
        ):
            pass


def kept(page: Page, folder: Path, name: str) -> None:
    path = folder / f"{name}.png"
    page.wait_for_timeout(150)  # what slides in has come to rest
    page.screenshot(path=path)
    assert path.stat().st_size > 5_000  # an empty page is smaller


def as_asked(page: Page) -> None:
    """What tells the scripted model what to say is no part of what people see."""
    page.evaluate(
        "document.querySelectorAll('.question .text, .talks a').forEach((e) => {"
        " e.textContent = e.textContent.split(' say:')[0]; })"
    )


def around(page: Page, folder: Path, tag: str) -> None:
    """What is seen around an answer: the list and its menu, the keys, trouble, an answer begun."""
    page.locator(".answer .menu summary").click()
    kept(page, folder, f"again-{tag}")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.locator(".talks .menu summary").first.click()
    kept(page, folder, f"list-{tag}")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.locator("main").press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    kept(page, folder, f"keys-{tag}")
    page.keyboard.press("Escape")
    page.context.set_offline(True)
    ask(page, "…")
    expect(page.locator("#trouble")).to_be_visible()
    kept(page, folder, f"away-{tag}")
    page.context.set_offline(False)
    ask(page, "Write a poem. say: forever")
    expect(page.locator(".draft")).to_be_visible()
    as_asked(page)
    kept(page, folder, f"asking-{tag}")
    page.locator(".send").click()
    answered(page)


@pytest.mark.parametrize(("locale", "theme", "width"), LOOKS)
def test_every_view_can_be_looked_at(
    opened: Opened, tmp_path: Path, locale: str, theme: str, width: str
) -> None:
    folder = Path(os.environ.get("SCREENSHOTS") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    tag = f"{width}-{locale[:2]}-{theme}"
    page = opened("/", locale=locale, color_scheme=theme, viewport=WIDTHS[width]).page
    kept(page, folder, f"start-{tag}")
    ask(page, DISPUTED[locale])
    answered(page)
    expect(page.locator(".dispute")).to_be_visible()
    as_asked(page)
    kept(page, folder, f"disputed-{tag}")
    page.goto(f"{page.url.rpartition('/c/')[0]}/")
    ask(page, ASKED[locale])
    answered(page)
    as_asked(page)
    kept(page, folder, f"answer-{tag}")
    page.locator(".body .cite").first.click()
    page.wait_for_selector("#proof mark")
    kept(page, folder, f"text-{tag}")
    page.keyboard.press("Escape")
    page.locator("button.proof").click()
    kept(page, folder, f"proof-{tag}")
    page.keyboard.press("Escape")
    around(page, folder, tag)
    for view in ("documents", "live", "check", "settings"):
        page.goto(f"{page.url.rpartition('/c/')[0] or page.url.rpartition('/')[0]}/{view}")
        page.wait_for_selector("main .view")
        if view == "check":
            page.locator("#checked-text").fill("https://page.example/towers")
            page.locator("main form button[type=submit]").click()
            expect(page.locator(".consent")).to_be_visible()
            kept(page, folder, f"consent-{tag}")
            page.keyboard.press("Escape")
            page.locator("#checked-text").fill(CHECKED[locale])
            page.locator("main form button[type=submit]").click()
            expect(page.locator("main .mark").first).to_be_visible()
            page.wait_for_timeout(600)
        if view == "live":
            page.wait_for_selector(".flow > li")
        kept(page, folder, f"{view}-{tag}")
