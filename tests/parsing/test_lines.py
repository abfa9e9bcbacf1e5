"""Printed lines become paragraphs again."""

from __future__ import annotations

from dataclasses import replace

from blackbird.parsing.lines import Line, join_pages, largest


def lines(*texts: str, left: float = 50, width: float = 200, step: float = 14) -> list[Line]:
    """Lines below one another, the longest of them as wide as the column."""
    each = width / max(map(len, texts))
    return [
        Line(t, left, left + each * len(t), 200 + n * step, 10, 800) for n, t in enumerate(texts)
    ]


def test_a_line_goes_on_where_the_next_word_had_no_room() -> None:
    page = lines("The tram of Aldenport was", "opened in the year 1889.", "It has seven stops now.")
    assert join_pages([page]) == " ".join(line.text for line in page)


def test_a_short_line_ends_a_paragraph_or_is_a_row() -> None:
    page = lines("The tram of Aldenport was", "opened.", "It has seven stops in all", "of it.")
    assert "opened.\n\nIt has" in join_pages([page])
    rows = lines("Town Trams", "Aldenport 12", "Besmar 7", "A line that is as wide as all of it")
    assert join_pages([rows[:3], rows[3:]]).startswith("Town Trams\nAldenport 12\nBesmar 7")


def test_items_and_gaps_and_sizes_begin_anew() -> None:
    first, second, third = lines("There are two of them here:", "• one of them is red", "2) other")
    assert join_pages([[first, second, third]]).splitlines() == [
        first.text,
        second.text,
        third.text,
    ]
    low = replace(third, text="After a gap", base=400)
    assert join_pages([[*lines("aaaa aaaa", "bbbb bbbb"), low]]).endswith("\n\nAfter a gap")
    title = replace(first, text="A title without an end", size=18)
    assert join_pages([[title, second]]).startswith("A title without an end\n\n")


def test_hyphens_go_unless_the_word_has_one() -> None:
    def joined(before: str, after: str, rest: str = "") -> str:
        first, second = lines(before, after)
        third = replace(second, text=rest, base=900) if rest else second
        return join_pages([[replace(first, hyphen=True), second, *([third] if rest else [])]])

    assert joined("the cor", "respondence of") == "the correspondence of"
    assert joined("a well", "known man", "Well-known people").startswith("a well-known man")
    assert joined("the years 1914", "1918 of") == "the years 1914-1918 of"
    assert joined("the Anglo", "American of") == "the Anglo-American of"
    assert joined("what (", "respondence of") == "what (-respondence of"


def test_japanese_is_joined_without_a_space() -> None:
    page = lines("塔は千九百年に建てら", "れました。高さは", "32メートルです。")
    assert join_pages([page[:2], [replace(page[2], base=200)]]) == (
        "塔は千九百年に建てられました。高さは32メートルです。"
    )


def test_running_heads_are_said_once_and_page_numbers_never() -> None:
    def page(n: int) -> list[Line]:
        head = Line("The annual report", 50, 150, 20, 8, 800)
        foot = Line(f"Page {n} of 3", 50, 150, 790, 8, 800)
        return [head, *lines(f"Chapter {'abc'[n]} goes on", "and ends here."), foot]

    text = join_pages([page(0), page(1), page(2)])
    assert text.startswith("The annual report\n\nChapter a goes on and ends here.")
    assert text.count("annual") == 1
    assert "Page" not in text
    # A number in the letters of a chapter's title is no page number.
    chapters = [
        [Line(f"Chapter {n}", 50, 150, 20, 18, 800), *lines("Text below it.")] for n in range(4)
    ]
    assert join_pages(chapters).count("Chapter") == 4


def test_columns_follow_one_another() -> None:
    left = lines("The tram was opened in a", "year that nobody remem")
    right = lines("bers any more. It was a", "cold day in the winter.", left=300)
    text = join_pages([[left[0], replace(left[1], hyphen=True), *right]])
    assert text == (
        "The tram was opened in a year that nobody remembers any more. It was a cold day in the "
        "winter."
    )
    ended = lines("The tram was opened then.", "It was a cold day, they say.", left=50)
    other = lines("Another paragraph begins.", left=300)
    assert join_pages([[*ended, *other]]).endswith("\n\nAnother paragraph begins.")


def test_the_largest_line_is_a_title() -> None:
    body = lines("Text in lines of ten points", "and more of it, as usual.")
    big = [replace(body[0], text=t, size=20) for t in ("A report", "on trams")]
    assert largest([[*big, *body]]) == "A report on trams"
    assert largest([body]) == ""
    assert largest([[]]) == largest([]) == ""
    assert join_pages([]) == join_pages([[]]) == ""
