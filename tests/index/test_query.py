"""A search finds by words, by meaning, inside windows, and only what the record holds."""

from __future__ import annotations

import numpy as np
import pytest

from blackbird.errors import BadInput, StorageError
from tests.fakes.small_documents import EMBEDDER, Library, entry, vector


def test_found_by_words_and_by_meaning(library: Library) -> None:
    library.put(
        entry("fox", "the quick brown fox"), entry("cat", "吾輩は猫である。", "名前はまだ無い。")
    )
    assert library.found("QUICK foxes") == ["fox#1"]
    assert library.found("名前は") == ["cat#2"]
    assert library.nearest("吾輩は猫である。") == ["cat#1"]
    best, score = library.index.search("quick fox", vector("the quick brown fox"), 1)[0]
    assert best == "fox#1"
    assert 0.8 < score <= 1.0


def test_hits_are_the_same_search_filled_in(library: Library) -> None:
    library.put(entry("fox", "the quick brown fox", "a slow fox", date="2023"))
    hits = library.index.hits("slow fox", vector("a slow fox"))
    ids = library.index.search("slow fox", vector("a slow fox"))
    assert [(hit.passage.id, hit.score) for hit in hits] == ids
    assert [hit.passage for hit in hits] == library.record.passages([id for id, _ in ids])
    assert hits[0].passage.text == "a slow fox"
    assert hits[0].passage.date == "2023"


def test_a_single_chinese_character_is_found(library: Library) -> None:
    library.put(entry("cat", "吾輩は猫である"), entry("dog", "これは犬です"))
    assert library.found("猫") == ["cat#1"]


def test_both_parts_of_a_score_are_exact_however_it_was_found(library: Library) -> None:
    many = [entry(f"d{i}", f"word {'word ' * (i % 7)}other{i}") for i in range(150)]
    library.put(*many)
    text, near = "word other77", vector(many[3].passages[0].text)
    first = library.index.search(text, near, 10)
    assert first == library.index.search(text, near, 150)[:10]  # where all are found by both


def test_syntax_in_a_question_is_words(library: Library) -> None:
    library.put(entry("a", "alpha beta"), entry("b", "gamma"))
    assert library.found('-alpha AND (source:[* TO *] "beta') == ["a#1"]
    assert library.found("*:*") == []


def test_a_rare_word_counts_more_than_common_ones(library: Library) -> None:
    common = [entry(f"c{i}", f"the report of the day {i}") for i in range(20)]
    library.put(*common, entry("rare", "zygote report"))
    assert library.found("the zygote of")[0] == "rare#1"


def test_a_window_limits_both_sides(library: Library) -> None:
    library.put(
        entry("old", "rain fell", date="2020-05-01"),
        entry("new", "rain again", date="2024-05-01", source="posts"),
        entry("undated", "rain always"),
    )
    search = library.index.search
    asked = vector("rain fell")
    assert [id for id, _ in search("rain", asked, since="2024")] == ["new#1"]
    assert [id for id, _ in search("rain", asked, until="2020")] == ["old#1"]
    assert [id for id, _ in search("rain", asked, source="posts")] == ["new#1"]
    assert search("rain", asked, since="2021", until="2022") == []
    assert len(search("rain", asked)) == 3
    with pytest.raises(BadInput):
        search("rain", since="tomorrow")


def test_a_wide_window_is_searched_by_walking(library: Library) -> None:
    library.index.few = 3
    library.put(*(entry(f"d{i}", f"text {i}", date=f"20{10 + i}") for i in range(10)))
    found = library.index.search("", vector("text 7"), 10, since="2014")
    assert found[0][0] == "d7#1"
    assert {id for id, _ in found} == {f"d{i}#1" for i in range(4, 10)}


def test_what_the_record_dropped_is_not_found_even_before_the_index_knows(
    library: Library,
) -> None:
    library.put(entry("a", "alpha"), entry("b", "alpha beta"))
    library.record.drop(["a"])
    assert library.found("alpha") == ["b#1"]
    assert library.nearest("alpha") == []


def test_another_reader_sees_a_commit_after_refresh(library: Library) -> None:
    library.put(entry("a", "alpha"))
    reader = library.open_index()
    library.put(entry("b", "beta"))
    assert reader.search("beta") == []
    reader.refresh()
    assert [id for id, _ in reader.search("beta")] == ["b#1"]
    assert reader.search("", vector("beta"))[0][0] == "b#1"
    assert not reader.behind


def test_vectors_of_another_embedder_are_not_mixed_in(library: Library) -> None:
    library.put(entry("a", "alpha", embedder="older"))
    with pytest.raises(StorageError, match="Index them again"):
        library.index.search("alpha", vector("alpha"))
    assert library.found("alpha") == ["a#1"]
    library.put(entry("b", "beta", embedder=EMBEDDER))
    assert library.nearest("alpha") == []
    assert library.nearest("beta") == ["b#1"]


def test_documents_without_vectors_are_found_by_words(library: Library) -> None:
    library.put(entry("a", "alpha", vectors=False))
    assert [id for id, _ in library.index.search("alpha", vector("x"))] == ["a#1"]


def test_a_vector_of_the_wrong_shape_is_refused(library: Library) -> None:
    library.put(entry("a", "alpha"))
    for bad in (np.zeros(3, np.float32), np.full(16, np.nan, np.float32)):
        with pytest.raises(BadInput, match="16 dimensions"):
            library.index.search("alpha", bad)


def test_an_empty_library_answers_nothing(library: Library) -> None:
    assert library.index.search("anything", vector("x")) == []
    assert library.index.search("anything", vector("x"), since="2020") == []
