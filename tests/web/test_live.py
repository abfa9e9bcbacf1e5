"""The live view: posts flow, wait while one reads, are filtered; threads, questions, feeds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from blackbird.server.limits import Limits
from blackbird.settings import Settings
from blackbird.storage.posts.rows import Grants
from tests.server.conftest import Served, serving
from tests.server.posted import FEED, Follower, follower_of, now, post
from tests.web.conftest import Opened, violations
from tests.web.payloads import payloads

WIDTHS = {"phone": {"width": 390, "height": 800}, "desk": {"width": 1280, "height": 800}}
HARM = "window.hits = 0; window.alert = () => { window.hits += 1; };"


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("page")


@pytest.fixture
def served(folder: Path) -> Iterator[Served]:
    with serving(folder, Limits(running=8), settings=Settings(follow="no")) as running:
        yield running


@pytest.fixture
def feeds(served: Served, folder: Path) -> Iterator[Follower]:
    del served  # it is closed before the server is
    follower = follower_of(folder)
    follower.put(post("0", "The tram of Bramwick stands still.", language="en"))
    yield follower
    follower.close()


def texts(page: Page) -> list[str]:
    return page.locator(".flow .words").all_inner_texts()


def flowing(page: Page) -> None:
    expect(page.locator(".stream .soft").first).to_contain_text("Flowing")


def test_posts_come_by_themselves_the_newest_on_top(opened: Opened, feeds: Follower) -> None:
    page = opened("/live").page
    flowing(page)
    expect(page.locator(".flow .words")).to_have_text(["The tram of Bramwick stands still."])
    feeds.put(post("1", "The tram runs again."))
    expect(page.locator(".flow .words").first).to_have_text("The tram runs again.")
    assert len(texts(page)) == 2
    feeds.put(post("1", "The tram runs again, slowly.", version=2))
    expect(page.locator(".flow .words").first).to_have_text("The tram runs again, slowly.")
    assert len(texts(page)) == 2
    feeds.remove("1")
    expect(page.locator(".flow .words")).to_have_count(1)


def test_it_waits_while_the_pointer_the_focus_or_the_button_says_so(
    opened: Opened, feeds: Follower
) -> None:
    page = opened("/live").page
    flowing(page)
    status, button = page.locator(".stream .soft").first, page.locator(".stream button")
    page.locator(".flow .words").first.hover()
    expect(status).to_contain_text("Paused while you read")
    feeds.put(post("1", "One."), post("2", "Two."))
    expect(button).to_have_text("Show 2 new posts")
    assert len(texts(page)) == 1
    feeds.remove("2")
    expect(button).to_have_text("Show 1 new post")
    page.locator("h1").hover()
    expect(page.locator(".flow .words")).to_have_count(2)
    page.get_by_role("button", name="Ask about the post").first.focus()
    feeds.put(post("3", "Three."))
    expect(button).to_have_text("Show 1 new post")
    page.get_by_label("Author").focus()
    expect(page.locator(".flow .words")).to_have_count(3)
    button.press("Enter")
    expect(status).to_contain_text("Paused")
    feeds.put(post("4", "Four."))
    expect(button).to_have_text("Show 1 new post")
    button.press("Enter")
    expect(page.locator(".flow .words")).to_have_count(4)
    flowing(page)


def test_it_is_filtered_as_it_flows(opened: Opened, feeds: Follower) -> None:
    feeds.put(post("1", "電車が止まった。", language="ja", author="ken@example.org"))
    feeds.put(post("2", "Of another feed."), feed="mastodon:https://m.example")
    page = opened("/live").page
    flowing(page)
    page.get_by_label("Words", exact=True).fill("tram bramwick")
    expect(page.locator(".flow .words")).to_have_text(["The tram of Bramwick stands still."])
    feeds.put(post("3", "Nothing of the kind."), post("4", "Bramwick has a tram."))
    expect(page.locator(".flow .words").first).to_have_text("Bramwick has a tram.")
    assert len(texts(page)) == 2
    page.get_by_label("Words", exact=True).fill("")
    page.get_by_label("Author").fill("@Ken@example.org")
    expect(page.locator(".flow .words")).to_have_text(["電車が止まった。"])
    page.get_by_label("Author").fill("")
    page.get_by_label("Language").select_option("ja")
    expect(page.locator(".flow .words")).to_have_text(["電車が止まった。"])
    page.get_by_label("Language").select_option("")
    page.get_by_role("combobox", name="Feed").select_option("mastodon:https://m.example")
    expect(page.locator(".flow .words")).to_have_text(["Of another feed."])
    page.get_by_label("Words", exact=True).fill("dinosaur")
    expect(page.locator(".live")).to_contain_text("No post fits.")


def test_what_is_lost_is_found_again(opened: Opened, served: Served, feeds: Follower) -> None:
    page = opened("/live").page
    flowing(page)
    page.context.set_offline(True)
    served.cut()
    expect(page.locator(".stream [role=status]")).to_contain_text("trying again")
    feeds.put(post("1", "Said meanwhile."))
    feeds.remove("0")
    page.context.set_offline(False)
    expect(page.locator(".flow .words")).to_have_text(["Said meanwhile."])
    expect(page.locator(".stream [role=status]")).to_have_text("")


def test_a_grant_that_is_taken_back_empties_the_list(opened: Opened, feeds: Follower) -> None:
    page = opened("/live").page
    flowing(page)
    row = feeds.record.feeds.named(FEED)
    feeds.record.revoking.grant(row.id, FEED, Grants(display=False), now())
    expect(page.locator(".flow .words")).to_have_count(0)
    expect(page.locator(".live")).to_contain_text("No post yet.")


def test_a_thread_is_opened_and_the_focus_comes_back(opened: Opened, feeds: Follower) -> None:
    feeds.put(post("1", "Why?", author="ken.example", reply_to="at://0"), post("2", "Alone."))
    page = opened("/live").page
    button = page.get_by_role("button", name="Thread of the post by ken.example")
    button.press("Enter")
    expect(page.locator("#proof .words")).to_have_text(
        ["The tram of Bramwick stands still.", "Why?"]
    )
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    page.get_by_role("button", name="Thread of").first.click()
    expect(page.locator("#proof")).to_contain_text("Neither replies")


def test_one_asks_about_a_post_with_posts_and_documents(opened: Opened, feeds: Follower) -> None:
    page = opened("/live").page
    page.get_by_role("button", name="Ask about the post").first.click()
    expect(page.locator("#question")).to_have_value(
        "Is this so: “The tram of Bramwick stands still.”?"
    )
    page.locator(".options summary").click()
    expect(page.get_by_label("Live posts")).to_be_checked()
    expect(page.get_by_label("Web")).not_to_be_checked()
    assert page.url.endswith("/")


def test_feeds_are_seen_added_stopped_and_their_grants_changed(
    opened: Opened, served: Served, feeds: Follower
) -> None:
    feeds.missed("the server kept only 36 hours")
    page = opened("/live").page
    expect(page.locator(".feeds > summary")).to_contain_text("1 followed · 13/s · 1 gap")
    page.locator(".feeds > summary").click()
    row = page.locator(".feedlist > li")
    expect(row).to_contain_text("live")
    expect(row).to_contain_text("0.4 s behind · 1 post · 1 gap")
    page.get_by_text("Gaps of the last seven days").click()
    expect(page.locator(".feeds")).to_contain_text("the server kept only 36 hours")
    row.locator("summary").click()
    page.get_by_label("give its words to programs").uncheck()
    expect(page.locator("#live")).to_contain_text("Grants of jetstream are changed.")
    (one,) = httpx.get(f"{served.root}/api/posts").json()["posts"]
    assert "text" not in one
    expect(page.locator(".flow .words")).to_have_count(1)
    page.get_by_role("button", name="Stop following jetstream").press("Enter")
    expect(page.get_by_role("button", name="Follow jetstream again")).to_be_focused()
    page.get_by_label("Feed to follow").fill("jetstream:/etc/passwd")
    page.get_by_role("button", name="Follow", exact=True).click()
    expect(page.locator(".feeds [role=alert]")).to_contain_text("no address of the network")
    page.get_by_label("Feed to follow").fill("jetstream:wss://example.org/subscribe")
    page.get_by_role("button", name="Follow", exact=True).click()
    expect(row).to_have_count(2)
    assert violations(page) == []


def test_to_keep_nothing_is_asked_for_and_hides_at_once(opened: Opened, feeds: Follower) -> None:
    page = opened("/live").page
    flowing(page)
    page.locator(".feeds > summary").click()
    page.locator(".feedlist summary").click()
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_label("keep it").click()
    expect(page.get_by_label("keep it")).to_be_checked()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_label("keep it").click()
    expect(page.locator(".flow .words")).to_have_count(0)
    assert feeds.record.feeds.named(FEED).store is False


def test_what_rises_is_a_filter(opened: Opened, feeds: Follower) -> None:
    feeds.put(
        *(
            post(f"n{n}", f"w{n}a w{n}b w{n}c w{n}d at Skerry Point w{n}e.", account=f"did:{n}")
            for n in range(20)
        )
    )
    page = opened("/live").page
    chip = page.get_by_role("button", name="Show posts on Skerry Point: 20 accounts in a sample")
    chip.click()
    expect(page.get_by_label("Words", exact=True)).to_have_value("Skerry Point")
    expect(page.locator(".flow .words")).to_have_count(20)


def test_hostile_posts_are_only_text(opened: Opened, feeds: Follower) -> None:
    some = list(payloads())
    feeds.put(
        *(
            post(
                f"x{n}",
                text,
                author=text,
                title=text,
                language="zz",
                url="javascript:alert(1)",
                links=("javascript:alert(1)", "data:text/html,x", "//evil.test/", text),
            )
            for n, text in enumerate(some[:60])
        )
    )
    feeds.put(post("long", "word " * 4_000, author="\u202eesrever", title="\u2066" * 50))
    feeds.put(post("lines", "\n".join("abc"), author="z̸͎͒" * 90))
    context = opened().page.context
    context.add_init_script(HARM)
    watched = opened("/live", context=context)
    page = watched.page
    expect(page.locator(".flow > li")).to_have_count(50)
    for button in page.get_by_role("button", name="Show all of it").all():
        button.click()
    page.get_by_role("button", name="Thread of").nth(3).click()
    page.wait_for_selector("#proof .post")
    page.wait_for_timeout(200)
    assert page.evaluate("window.hits") == 0
    assert (
        page.locator("main img, main script, main iframe, main svg:not(.icon, .spark)").count() == 0
    )
    links = page.evaluate("[...document.querySelectorAll('main a')].map((a) => a.protocol)")
    assert set(links) <= {"http:", "https:"}
    assert page.evaluate("document.querySelector('main').scrollWidth > innerWidth") is False
    longest = page.locator(".flow .words").nth(1).inner_text()
    assert len(longest) > 15_000


def test_whoever_leaves_follows_no_more(opened: Opened, feeds: Follower) -> None:
    watched = opened("/live")
    for _ in range(8):  # a browser has six connections to a server
        flowing(watched.page)
        watched.page.get_by_role("link", name="Documents").click()
        watched.page.wait_for_selector(".drop")
        watched.page.get_by_role("link", name="Live").click()
        watched.page.wait_for_selector(".live")
    expect(watched.page.locator(".flow .words")).to_have_count(1)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("locale", "theme"), [("en-GB", "light"), ("ja-JP", "dark")])
def test_axe_finds_nothing_among_posts(
    opened: Opened, feeds: Follower, locale: str, theme: str, width: str
) -> None:
    feeds.put(post("1", "سفينة متأخرة", language="ar", likes=2, links=("https://example.org/a",)))
    page = opened("/live", locale=locale, color_scheme=theme, viewport=WIDTHS[width]).page
    page.wait_for_selector(".flow > li")
    page.locator(".feeds > summary").click()
    page.locator(".feedlist summary").click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth > innerWidth") is False
