"""What is written in one style of writing a number or a day is read as the same value."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.claims.reading import one, read

ENGLISH = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
SMALL = (ENGLISH + " fifteen sixteen seventeen eighteen nineteen").split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def in_words(n: int) -> str:
    """``n`` in English words."""
    for size, name in (
        (10**9, "billion"),
        (10**6, "million"),
        (1000, "thousand"),
        (100, "hundred"),
    ):
        if n >= size:
            rest = in_words(n % size) if n % size else ""
            joint = " and " if size == 100 else " "
            return f"{in_words(n // size)} {name}" + (joint + rest if rest else "")
    if n < 20:
        return SMALL[n]
    return TENS[n // 10 - 2] + (f"-{SMALL[n % 10]}" if n % 10 else "")


def in_kanji(n: int) -> str:
    """``n`` in kanji, as it is read aloud."""
    for size, name in ((10**8, "億"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if n >= size:
            many = "" if n // size == 1 and size <= 1000 else in_kanji(n // size)
            return many + name + (in_kanji(n % size) if n % size else "")
    return "〇一二三四五六七八九"[n]


def in_myriads(n: int) -> str:
    """``n`` in digits with 億 and 万."""
    parts = [(n // 10**8, "億"), (n // 10**4 % 10**4, "万"), (n % 10**4, "")]
    return "".join(f"{part}{name}" for part, name in parts if part)


WIDE = str.maketrans("0123456789,", "０１２３４５６７８９，")


@given(st.integers(2, 10**10))
def test_any_style_reads_back_as_the_same_number(n: int) -> None:
    styles = [
        f"{n} people",
        f"{n:,} people",
        f"{n:,} people".replace(",", "\u00a0"),
        f"{n:,}人".translate(WIDE),
        f"{in_words(n)} people",
        f"{in_kanji(n)}人",
        f"{in_myriads(n)}人",
    ]
    for text in styles:
        assert read(text) == [("number", Decimal(n), "person")], text
    dotted = one(f"{n:,} Personen".replace(",", "."))
    assert n in (dotted.value, dotted.also)


@given(st.dates(date(1868, 1, 1), date(2099, 12, 31)))
def test_any_style_reads_back_as_the_same_day(day: date) -> None:
    month = day.strftime("%B")
    styles = [
        day.isoformat(),
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}年{day.month}月{day.day}日".translate(WIDE),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.day}.{day.month:02}.{day.year}",
    ]
    for text in styles:
        value = one(f"on {text}.")
        assert value.kind == "date"
        assert value.low == value.high == day.toordinal()
