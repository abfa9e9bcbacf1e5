"""Where an English pronoun may mean somebody or something else, it is left alone."""

from __future__ import annotations

import pytest

from tests.claims.splitting import split_text

LEFT = [
    # What is not proven to be a person is not "he" or "she".
    ("Germany lost in 1918.", "He stayed in Berlin."),
    ("Einstein won the Nobel Prize in Physics.", "He moved in May."),
    ("World War I broke out in 1914.", "He drove a van."),
    ("Vienna became big in 1781.", "He died there."),
    ("The newspaper wrote of it in 1990.", "She was ill."),
    ("The book of the king was sold.", "He died in 1990."),
    ("Burger King was founded in 1953.", "He sold it."),
    ("Saint Helena is an island.", "She died there."),
    ("King Lear is a play.", "He goes mad."),
    ("The Prince is a book.", "He was ill."),
    ("Bob was born to a weaver.", "He died in 1990."),
    ("The second was a nurse.", "She died in 1990."),
    ("Nobody was born in Ulm.", "He died there."),
    # Nor is a man "she".
    ("The queen was ill.", "He became king."),
    ("Mr Smith was ill.", "She became mayor."),
    ("Anna was an actress.", "He was ill."),
    # Another thing is named.
    ("Ulm lies on the Danube.", "It is 2,850 km long."),
    ("The firm was acquired by Acme.", "It is based in Ulm."),
    ("The album was released by Acme Records.", "It was founded in 1887."),
    ("The town is near a lake.", "It is 30 m deep."),
    ("The museum stands beside the church.", "It was built in 1248."),
    ("The law was replaced by the Acme Act.", "It banned dogs."),
    ("The novel was adapted into a film in 1994.", "It won three cups."),
    ("The film is based on a novel.", "It was published in 1982."),
    ("Vienna is the capital of Austria.", "It has nine states."),
    ("The town is a part of the state.", "It has nine towns."),
    ("In the palace, the tower is tall.", "It was built in 1900."),
    ("The capital of Austria is old.", "It has nine states."),
    ('The novel is like "The Sun".', "It is long."),
    ("The firm sold it.", "It was old."),
    # Several others are named.
    ("The Romans were defeated by the Goths.", "They sacked Rome."),
    ("The Aztecs were conquered by the Spanish.", "They brought gold."),
    ("The towers were sold by natives.", "They were poor."),
    ("The towers were sold to the firm.", "They were poor."),
    ("The towers were sold by women.", "They were poor."),
    ("The towers were sold to Italy and France.", "They were poor."),
    ("The men sold them.", "They were old."),
    # Somebody else is named.
    ("The king was killed by his brother.", "He then ruled for ten years."),
    ("The emperor was overthrown by a general.", "He ruled until 1990."),
    ("The king shared the crown with his rival.", "He later died."),
    ("The boy was raised by his uncle.", "He was a nurse."),
    ("Anna married a doctor.", "She died in 1920."),
    ("The professor had a student.", "He won a prize."),
    ("The king met him in Ulm.", "He was ill."),
    ("The father of Bob was ill.", "He was old."),
    ("The king was taught by Mr Smith.", "He was old."),
    # The topic before may be meant.
    ("Anna was a nurse. Bob was a painter.", "She was ill."),
    ("Anna was a nurse. Bob was a painter. Bob was ill.", "She was old."),
    ("The virus is new. The vaccine is safe.", "It spreads by air."),
    ("The dogs are old. The cats are young.", "They bite."),
    # Somebody is named before the pronoun.
    ("Bob was a king.", "After Carl died, he fled."),
    ("Bob was a king.", "In Carl's house, he died."),
    ("The tower is tall.", "Beside the palace, it was built in 1990."),
    # Whose it is may be meant.
    ("The dogs' owners are ill.", "They died in 1990."),
    ("The tower's bell is old.", "It was sold in 1990."),
    # The topic was not read in full.
    ("At 5 p.m. Obama was born in Ulm.", "He left."),
    ('"Where are you?" was a song.', "It was sold."),
    ("“The Sun” is a song.", "It was sold."),
    ("*Oak* is a song.", "It was sold."),
]

RESOLVED = [
    ("The tower opened in 1889 in Paris.", "It is tall.", "The tower is tall."),
    ("The firm was founded in May 1990.", "It is old.", "The firm is old."),
    ("The tower is the tallest in the world.", "It is red.", "The tower is red."),
    ("The tower was called the Needle.", "It is red.", "The tower is red."),
    ("The firm employs women.", "It is old.", "The firm is old."),
    ("The firm was led by Mr Smith.", "It is old.", "The firm is old."),
    ("E. coli is a germ.", "It is small.", "E. coli is small."),
    ("The tower never was a church.", "It is small.", "The tower is small."),
    ("The Alps are mountains.", "They are old.", "The Alps are old."),
    ("The towers were built in Ulm.", "They are old.", "The towers are old."),
    ("The king died in Ulm in 1990.", "He was ill.", "The king was ill."),
    ("Mrs Smith won the cup.", "She was ill.", "Mrs Smith was ill."),
    ("Anna was an actress.", "She was ill.", "Anna was ill."),
    ("Anna was a nurse in a museum.", "She won a cup.", "Anna won a cup."),
    ("The tower is tall. Anna was a nurse.", "She was ill.", "Anna was ill."),
    ("Dr. Smith was born in Ulm.", "He was ill.", "Dr. Smith was ill."),
    ("Burger King was founded in 1953.", "It is old.", "Burger King is old."),
    ("The King was ill.", "He died.", "The King died."),
    ("The king was a Saxon.", "He died.", "The king died."),
    ("The dogs are old. The tower is tall.", "It is red.", "The tower is red."),
    ("Anna was a nurse. The tower is tall.", "It is red.", "The tower is red."),
    ("The tower is tall.", "In May 1990, it was sold.", "In May 1990, the tower was sold."),
    ("The tower is tall.", "In Ulm, it is old.", "In Ulm, the tower is old."),
    ("The winner was a woman.", "She was ill.", "The winner was ill."),
]


@pytest.mark.parametrize(("before", "sentence"), LEFT)
def test_left_alone(before: str, sentence: str) -> None:
    assert [c.text for c in split_text(f"{before} {sentence}")[-1][1]] == [sentence]


@pytest.mark.parametrize(("before", "sentence", "claim"), RESOLVED)
def test_resolved(before: str, sentence: str, claim: str) -> None:
    assert [c.text for c in split_text(f"{before} {sentence}")[-1][1]] == [claim]
