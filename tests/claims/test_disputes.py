"""Which sentences disagree, and which only speak of different things."""

from __future__ import annotations

from dataclasses import replace

import pytest

from blackbird.claims.disputes import disagree, find_dispute, read_dispute
from blackbird.claims.judge import EvidenceJudge
from blackbird.models.scripted import ScriptedScorer
from blackbird.types import Claim, Evidence, Passage

DISAGREE = [
    ("The tower opened in 1889.", "The tower opened in 1891."),
    (
        "The donor gave about 44 million dollars in all, according to the lawsuit of 2024.",
        "The donor gave about 100 million dollars in all, according to reports of 2023.",
    ),
    (
        "会社の評価額は、2024年10月の報道によると、約1570億ドルである。",
        "会社の評価額は、2024年9月の報道によると、約1500億ドルである。",
    ),
    ("The bridge is 330 metres long.", "The bridge is 300 metres long."),
]
AGREE = [
    ("The donor gave 20 million dollars in 2017.", "The donor gave 100 million dollars in all."),
    ("The donor gave 20 million dollars in 2017.", "The donor gave 15 million dollars in 2016."),
    ("The tower opened in 1889.", "The tower opened on 31 March 1889."),
    ("It cost about 44 million dollars.", "It cost 44.2 million dollars."),
    ("It cost 44 million dollars.", "4400万ドルかかった。"),
    ("The bridge is 330 metres long.", "The bridge was painted in 1950."),
    ("It cost 0 dollars.", "It cost nothing."),
    ("She earns 5 million dollars per month.", "She earns 60 million dollars per year."),
    ("The plant made 500 cars a day.", "The plant made 150,000 cars a year."),
    ("The city had 5 million as of 2020.", "The city had 4 million as of 2010."),
]


@pytest.mark.parametrize(("a", "b"), DISAGREE)
def test_two_figures_for_one_thing_disagree(a: str, b: str) -> None:
    assert disagree(a, b)
    assert disagree(b, a)


@pytest.mark.parametrize(("a", "b"), AGREE)
def test_different_things_or_one_figure_in_two_forms_agree(a: str, b: str) -> None:
    assert not disagree(a, b)
    assert not disagree(b, a)


def evidence(*texts: str) -> list[Evidence]:
    return [
        Evidence(n, Passage(f"d{n}#1", t, sha256=f"h{n}"), t, 0, len(t), 1.0)
        for n, t in enumerate(texts, start=1)
    ]


def test_both_sides_of_a_dispute_are_named() -> None:
    found = find_dispute(
        Claim("The donor gave the museum 44 million dollars."),
        (1,),
        evidence(
            "The donor gave the museum 44 million dollars.",
            "The donor was born in 1950. The donor gave the museum 100 million dollars.",
            "The donor gave the zoo in the north of the city 7 million dollars and a lion.",
        ),
    )
    assert found is not None
    assert (found.supported_by, found.refuted_by) == ((1,), (2,))


def test_copies_of_one_text_do_not_dispute() -> None:
    one, two = evidence("The tower opened in 1889.", "The tower opened in 1891.")
    same = Evidence(2, Passage("d2#1", two.text, sha256="h1"), two.text, 0, len(two.text), 1.0)
    assert find_dispute(Claim(one.text), (1,), [one, same]) is None


def test_languages_meet_by_meaning() -> None:
    pair = evidence(
        "The donor gave the museum 44 million dollars.", "寄付者は博物館に1億ドルを寄付した。"
    )
    assert find_dispute(Claim(pair[0].text), (1,), pair) is None
    near = ((1.0, 0.9), (0.9, 1.0))
    found = find_dispute(Claim(pair[0].text), (1,), pair, near)
    assert found is not None
    assert found.refuted_by == (2,)


def test_figures_alone_are_about_nothing() -> None:
    pair = evidence("The tower opened in 1889.", "1891.")
    assert find_dispute(Claim(pair[0].text), (1,), pair) is None


@pytest.mark.parametrize(
    ("claim", "other"),
    [
        ("東京では人口は1400万人です。", "大阪では人口は880万人です。"),
        ("Tokyo has 14 million people.", "Osaka has 8.8 million people."),
        ("The tram of Lisbon opened in 1873.", "The tram of Porto opened in 1872."),
        (
            "The first line of the Lisbon tram is 9 km long.",
            "The first line in Porto is 4 km long.",
        ),
        ("市電のヨコスカ線は1908年に開業した。", "市電のミタカ線は1911年に開業した。"),
    ],
)
def test_two_places_do_not_dispute(claim: str, other: str) -> None:
    assert find_dispute(Claim(claim), (1,), evidence(claim, other)) is None


@pytest.mark.parametrize(
    ("claim", "other"),
    [
        ("The tram of Lisbon opened in 1873.", "The tram of Lisbon, Portugal, opened in 1875."),
        (
            "The Lisbon tram opened in 1873, according to the Diario.",
            "The Lisbon tram opened in 1875, according to the Gazette.",
        ),
        ("The tram of the town opened in 1873.", "The tram of Lisbon opened in 1875."),
    ],
)
def test_one_place_named_more_closely_is_disputed(claim: str, other: str) -> None:
    assert find_dispute(Claim(claim), (1,), evidence(claim, other)) is not None


CHAIRED = "The committee of the yearly music prize was chaired by Ann Lee."
OTHERWISE = "The committee of the yearly music prize was chaired by Bob Ray."


async def test_a_name_that_differs_in_one_sentence_is_a_dispute_if_the_judge_says_so() -> None:
    pair = evidence(CHAIRED, f"It was a warm year. {OTHERWISE}")
    against = ScriptedScorer(lambda _c, _e: 0.01)
    found = await read_dispute(
        Claim("The yearly music prize committee had Ann Lee as chair."),
        (1,),
        pair,
        EvidenceJudge(against),
    )
    assert found is not None
    assert (found.supported_by, found.refuted_by) == ((1,), (2,))
    assert (CHAIRED, OTHERWISE) in against.asked  # what the claim rests on is read, not the claim
    agrees = EvidenceJudge(ScriptedScorer(lambda _c, _e: 0.9))
    assert await read_dispute(Claim(CHAIRED), (1,), pair, agrees) is None


LONG = (
    "Most of the northern sea was dry land, mainly because its level was approximately {} m "
    "(390 ft) lower than it is in our days.",
    "{}年の虐殺では、停戦の合意が失われており、部隊が住民の保護をせずに撤退し、大きな批判を受けた。",
)


@pytest.mark.parametrize(
    ("claim", "text", "mine", "theirs", "found"),
    [
        ("The sea was 170 metres lower.", LONG[0], "170", "120", True),
        ("The northern sea was dry.", LONG[0], "170", "120", False),  # it does not say how deep
        ("The sea was 1700 metres lower.", LONG[0], "170", "120", False),
        ("1990年。", LONG[1], "1990", "1994", True),
        ("停戦は失われた。", LONG[1], "1990", "1994", False),
    ],
)
async def test_a_short_claim_on_a_long_sentence_is_disputed_in_what_it_says(
    claim: str, text: str, mine: str, theirs: str, found: bool
) -> None:
    pieces = evidence(text.format(mine), text.format(theirs))
    judge = EvidenceJudge(ScriptedScorer(lambda _c, _t: 0.02))
    dispute = await read_dispute(Claim(claim), (1,), pieces, judge)
    assert (dispute is not None) is found
    if dispute:
        assert dispute.refuted_by == (2,)


async def test_what_stands_in_the_text_of_one_of_two_citations_may_dispute_the_other() -> None:
    figures = "The committee of the party has {} members in all, as was counted in spring."
    pieces = evidence(figures.format(600), figures.format(200), "The committee leads the party.")
    pieces[2] = replace(pieces[2], passage=replace(pieces[2].passage, sha256="h2"))
    judge = EvidenceJudge(ScriptedScorer())
    claim = Claim("The committee of the party has 600 members in all.")
    dispute = await read_dispute(claim, (1, 3), pieces, judge)
    assert dispute is not None
    assert dispute.refuted_by == (2,)
    assert await read_dispute(claim, (2, 3), pieces[1:], judge) is None


async def test_what_speaks_of_another_thing_is_not_even_read() -> None:
    scorer = ScriptedScorer(lambda _c, _e: 0.01)
    pair = evidence("The capital of France is Paris.", "The capital of Spain is Madrid.")
    assert await read_dispute(Claim(pair[0].text), (1,), pair, EvidenceJudge(scorer)) is None
    assert scorer.asked == []


async def test_figures_need_no_judge() -> None:
    scorer = ScriptedScorer()
    pair = evidence("The tower opened in 1889.", "The tower opened in 1891.")
    found = await read_dispute(Claim(pair[0].text), (1,), pair, EvidenceJudge(scorer))
    assert found is not None
    assert found.refuted_by == (2,)
    assert scorer.asked == []
