"""A number or a date is changed only where another one is surely false."""

from __future__ import annotations

import re

import pytest

from blackbird.training.corrupt import Kind
from tests.training.corrupt.made import all_made


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Fewer than 20 sailors survived."),
        ("en", "At least 100 houses burned."),
        ("en", "The theatre seats up to 300 guests."),
        ("en", "More than 500 members voted."),
        ("en", "The mill employs over 1.5 million workers."),
        ("en", "No fewer than 12 ships sank."),
        ("en", "It must have 40 members or more."),
        ("en", "Between 20 and 30 boats came."),
        ("en", "It has two or three chambers."),
        ("en", "The rule is in articles 9 and 10."),
        ("en", "They took the Route 9 to the coast."),
        ("en", "He scored 1 goal."),
        ("ja", "20人以上が乗っていた。"),
        ("ja", "20人未満が残った。"),
        ("ja", "少なくとも100人が訪れた。"),
        ("ja", "人口は150万人を超える。"),
        ("ja", "定員は50人以下である。"),
        ("ja", "駅から2、3分の所である。"),
        ("ja", "彼は最も重要な詩人の一人である。"),
        ("ja", "彼女と同一人物である。"),
    ],
)
def test_a_bound_or_a_part_of_a_list_keeps_its_number(language: str, sentence: str) -> None:
    assert not all_made(sentence, language, "number")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The harbour opened before 1900."),
        ("en", "It happened after 1950."),
        ("en", "The book had sold out by 2010."),
        ("en", "They observe Good Friday."),
        ("ja", "1900年以前に建てられた。"),
        ("ja", "1900年までに建てられた。"),
        ("ja", "明治30年以降に広まった。"),
    ],
)
def test_a_bound_keeps_its_date(language: str, sentence: str) -> None:
    assert not all_made(sentence, language, "date")


@pytest.mark.parametrize(
    ("language", "kind", "sentence"),
    [
        ("en", "number", "The library owns 4,200 maps."),
        ("en", "number", "About 30 boats came."),
        ("en", "number", "The tower is 85.5 m high."),
        ("en", "number", "She wrote her third opera there."),
        ("en", "number", "The port handles two million tonnes."),
        ("en", "date", "They met on May 5, 1990."),
        ("en", "date", "The fair took place on a Friday, 12 June 1871, and on Monday."),
        ("en", "date", "The 1920s were a decade of growth."),
        ("en", "date", "It was built in the 19th century."),
        ("ja", "number", "橋には14のアーチがある。"),
        ("ja", "number", "約３０隻の船が来た。"),
        ("ja", "number", "三つの門がある。"),
        ("ja", "date", "昭和7年に開館した。"),
        ("ja", "date", "19世紀に建てられた。"),
    ],
)
def test_other_values_still_change(language: str, kind: Kind, sentence: str) -> None:
    made = all_made(sentence, language, kind)
    assert made
    assert sentence not in made


def test_values_stay_possible() -> None:
    times = all_made("The shop closes at 10 pm.", "en", "number")
    assert all(int(re.findall(r"\d+", t)[0]) <= 12 for t in times)
    shares = all_made("Of these 80% were sold.", "en", "number")
    assert shares
    assert all(int(re.findall(r"\d+", t)[0]) <= 100 for t in shares)
    rough = all_made("About 30 boats came.", "en", "number")
    assert all(abs(int(re.findall(r"\d+", t)[0]) - 30) > 10 for t in rough)
    assert all(re.search(r"\d0s", t) for t in all_made("The 1920s were dry.", "en", "date"))
    reigns = all_made("He reigned from 1910 to 1936.", "en", "date")
    assert all(int(a) < int(b) for a, b in (re.findall(r"\d{4}", t) for t in reigns))
    doors = all_made("2つの門がある。", "ja", "number")
    assert all(int(t[0]) <= 9 for t in doors)
    wide = all_made("約３０隻の船が来た。", "ja", "number")
    assert all(re.match(r"約[０-９]+隻", t) for t in wide)
    assert all_made("午後3時に着いた。", "ja", "number")
    assert not all_made("昭和60年に開館した。", "ja", "date")  # no other era has had a 60th year


def test_the_article_follows_the_number() -> None:
    made = all_made("It was a 9 metre wall.", "en", "number")
    assert made
    assert all(("an 8" in t or "an 11 " in t or "an 18 " in t) == (" an " in t) for t in made)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "It opened on March 5"),
        ("en", "It opened on 5 March"),
        ("ja", "開いたのは5月3日"),
        ("ja", "開いたのは5月"),
    ],
)
def test_a_date_may_end_the_text(language: str, sentence: str) -> None:
    assert all_made(sentence, language, "date")
