"""English: what is denied, exchanged or turned is false; what cannot be made safely is not made."""

from __future__ import annotations

from random import Random

import pytest

from blackbird.training.corrupt import Kind, rephrase
from tests.training.corrupt.made import all_made

NAMES = [
    "Grace Hopper",
    "Oslo",
    "Lisbon",
    "Lake Geneva",
    "Dutch",
    "Austrian",
    "FBI",
    "UK Government",
]


@pytest.mark.parametrize(
    ("kind", "sentence", "wrong"),
    [
        ("negation", "The museum was founded in 1793.", {"The museum was not founded in 1793."}),
        ("negation", "The baker won the prize.", {"The baker did not win the prize."}),
        ("negation", "It became a port.", {"It did not become a port."}),
        ("negation", "The drug does not cure colds.", {"The drug cures colds."}),
        ("negation", "He did not win the race.", {"He won the race."}),
        ("negation", "It does not have a roof.", {"It has a roof."}),
        ("negation", "It does not carry coal.", {"It carries coal."}),
        ("negation", "It does not reach the sea.", {"It reaches the sea."}),
        ("negation", "He was never married.", {"He was married."}),
        ("negation", "The mill is no longer used.", {"The mill is still used."}),
        ("negation", "The song can be heard there.", {"The song cannot be heard there."}),
        ("negation", "The city has a large port.", {"The city does not have a large port."}),
        (
            "negation",
            "The bridge, which was built in 1932, is long.",
            {"The bridge, which was built in 1932, is not long."},
        ),
        ("cause", "The disease is caused by a virus.", {"The disease causes a virus."}),
        ("cause", "The storms caused floods.", {"The storms resulted from floods."}),
        ("cause", "The war led to famine.", {"The war resulted from famine."}),
        ("cause", "He lived there until 1990.", {"He lived there from 1990 on."}),
        ("cause", "Because it rained, they left.", {"Although it rained, they left."}),
        ("cause", "He left before the war.", {"He left after the war."}),
        ("hedge", "The boats may be lost.", {"The boats are lost."}),
        ("hedge", "The boat may be lost.", {"The boat is lost."}),
        ("hedge", "Some of the birds stay.", {"All of the birds stay."}),
        ("hedge", "Most species lay eggs.", {"All species lay eggs."}),
        ("name", "Sailors rested at Lake Como.", {"Sailors rested at Lake Geneva."}),
        (
            "hedge",
            "They said that the old boat may be lost.",
            {"They said that the old boat is lost."},
        ),
        ("hedge", "In 1990, it might have been lost.", {"In 1990, it had been lost."}),
        (
            "cause",
            "The war led to widespread famine.",
            {"The war resulted from widespread famine."},
        ),
        ("cause", "He left after the war.", {"He left before the war."}),
        ("cause", "He left after 1990.", {"He left before 1990."}),
        (
            "name",
            "As an Italian painter she taught a German boy and an Italian girl.",
            {
                "As a Dutch painter she taught a German boy and a Dutch girl.",
                "As an Austrian painter she taught a German boy and an Austrian girl.",
                "As an Italian painter she taught a Dutch boy and an Italian girl.",
                "As an Italian painter she taught an Austrian boy and an Italian girl.",
            },
        ),
        ("name", "They asked for a Scottish Parliament.", {"They asked for a UK Government."}),
        ("opposite", "It was more popular there.", {"It was less popular there."}),
        ("opposite", "They saw all of the ships.", {"They saw none of the ships."}),
        ("opposite", "It always sank.", {"It never sank."}),
        ("opposite", "It is an old mill.", {"It is a new mill."}),
        ("opposite", "It is a modern town.", {"It is an ancient town."}),
        ("opposite", "They won the war.", {"They lost the war."}),
    ],
)
def test_made(kind: Kind, sentence: str, wrong: set[str]) -> None:
    assert all_made(sentence, "en", kind, NAMES) == wrong


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("negation", "What was built there is now a museum."),
        ("negation", "Some birds are blue."),
        ("negation", "Several treaties were signed."),
        ("negation", "All men are mortal."),
        ("negation", "In 2010 many people were killed."),
        ("negation", "In the north several towns were burnt."),
        ("negation", "A large number of ships were sunk."),
        ("negation", "In 2010 numerous ships were sunk."),
        ("negation", "The majority was killed."),
        ("negation", "Many birds cannot fly."),
        ("negation", "No one was hurt."),
        ("negation", "Little is known about him."),
        ("negation", "The law is not only strict but also old."),
        ("negation", "Not all birds can fly."),
        ("negation", "Neither Anna nor Bob was there."),
        ("negation", "Is it old?"),
        ("negation", "The wine made in the valley is sweet and often is sold abroad."),
        ("negation", "The film made the day before was lost."),
        ("cause", "The street was named after the mayor."),
        ("cause", "He sought after the truth."),
        ("cause", "The case came before the court."),
        ("cause", "It is one of the causes of war."),
        ("cause", "The road leads to Rome."),
        ("cause", "The road led to the hill."),
        ("cause", "He died the day after Christmas."),
        ("cause", "The park is open until 10 pm."),
        ("cause", "Before the war it grew, and after the war it shrank."),
        ("hedge", "He stayed for many years."),
        ("hedge", "The origins of the name may be Latin."),
        ("hedge", "The king and the boat may be lost."),
        ("hedge", "The reason for the fire might be known."),
        ("hedge", "The children may be ill."),
        ("hedge", "Its data may be lost."),
        ("hedge", "The species may be extinct."),
        ("hedge", "Tom Jones may be ill."),
        ("hedge", "The most serious problems remain."),
        ("hedge", "It is open more often than others."),
        ("opposite", "It rose high enough."),
        ("opposite", "They made two more albums."),
        ("opposite", "They made 2 more albums."),
        ("opposite", "They made several more albums."),
        ("opposite", "His father was a baker."),
        ("opposite", "She had two brothers."),
        ("opposite", "It is a male name."),
        ("opposite", "Two men came."),
        ("opposite", "The bridge is 500 m long."),
        ("opposite", "He is 30 years old."),
        ("opposite", "He was born in 1950."),
        ("opposite", "The book was lost."),
        ("opposite", "It was the best known of them."),
        ("opposite", "He has a son and a daughter."),
        ("opposite", "It is not a large town."),
        ("opposite", "All aspects count."),
        ("opposite", "Is it a large town?"),
        ("name", "Up north New York City is a part of New York."),
        ("name", "Today the University of Lyon is in Lyon."),
        ("name", "They saw the Museum."),
        ("name", "He was an NBA player."),
        ("name", "Now the Danes have 193 ships."),
        ("cause", "Look after the baby."),
        ("cause", "It leads to the river."),
        ("negation", "The king died after his son was born."),
        ("swap", "Last year Clara Zetkin married Otto Braun in 1899."),
        ("swap", "The town of Lisbon is twinned with the town of Oslo."),
        ("swap", "In May the firm Kraft merged with Heinz."),
    ],
)
def test_not_made(kind: Kind, sentence: str) -> None:
    assert all_made(sentence, "en", kind, NAMES) == set()


@pytest.mark.parametrize(
    ("sentence", "all_that_may_be"),
    [
        ("Tokyo, with 3.5 million people, is big.", None),
        ("In 1990, Anna won gold, and in 1994 Bob won silver.", None),
        ("In Japan, cars drive left; in France, they drive right.", None),
        ("Nobody, but the king, was hurt.", None),
        ("The award was received by Anna.", None),
        ("The law, although it was not passed, was read.", None),
        ("The index, which rose 3.5 percent, hit a record.", {"The index hit a record."}),
        ("In 2008, he moved to the U.S.", {"He moved to the U.S. in 2008."}),
        ("In fact, iPhone sales rose.", {"iPhone sales rose."}),
        ("Therefore, sales rose.", {"Sales rose."}),
        ("He lived in Rome, where he met Mr. Smith.", {"He lived in Rome."}),
        ("The town grew, and it was walled.", {"The town grew."}),
        ("He met Ann (a nurse) there.", {"He met Ann there."}),
        ("He said it grew, and it was walled.", None),
        ('He said "it grew, which was odd".', None),
        ("A, B, C, which grew, sank.", None),
        ("He met Ann, who knew Bob, who sang.", None),
    ],
)
def test_rephrasing_keeps_the_meaning(sentence: str, all_that_may_be: set[str] | None) -> None:
    made = {rephrase(sentence, "en", Random(seed)) for seed in range(60)} - {sentence}
    assert made == (all_that_may_be or set())
