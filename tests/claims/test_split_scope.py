"""What holds for a whole sentence stays with it: places, conditions, adverbs, comparisons."""

from __future__ import annotations

import pytest

from blackbird.claims.split import split_claims

WHOLE = [
    # What is put in front may hold for all that follows.
    "Under the plan, taxes would rise, and 300 offices would close.",
    "For adults, the dose is 5 mg, and 10 mg is the maximum.",
    "In the UK, driving at 16 is illegal, and 5 points are given.",
    "In Japan, the age is 18, and in 2022 the law was changed.",
    "In 2022 the age was 18, and in Japan, the law was changed.",
    "From 1933 to 1945, the party ruled Germany, and 6 million people were killed.",
    "At age 12, he moved to Rome, and at 20 he married Anna.",
    "In fiction, dragons are old; cats are young.",
    "Under the law, dogs are banned; cats are allowed.",
    "Dogs are old; in Rome, cats are young; birds are banned.",
    "In Europe, dogs are old; in Asia, cats are young.",
    "In 1990, Anna won gold; Bob won silver.",
    "Anna was ill, and in 1990 Bob.",
    "During pregnancy, the drug is unsafe, and it is banned.",
    "Originally, the town was Polish, and the port was Danish.",
    "Generally, dogs are old; cats are young.",
    "Usually dogs are old, and cats are young.",
    "Normally dogs are old, and cats are young.",
    # What is governed by another word is not all of what is said.
    "The army left the town when the war ended, and the mayor opened the gates.",
    "Both sides signed the paper, and the mayor opened the gates.",
    # Whose it is, only the clause before says.
    "The museum is in Paris, and the admission is free.",
    "The tower is old, and the architect was born in Ulm.",
    # So may a condition at the end.
    "The lamp is red, and the door is closed when smoke is found.",
    "The lamp is red and is used whenever smoke is found.",
    "As long as it is dry, hay is good, and straw is good.",
    "The firm owns a tower and has a shop as long as it is open.",
    "Assume A is even, and B is odd.",
    "We suppose A is 3; then B is 4.",
    # Adverbs before the first verb belong to it, or to both.
    "Only the queen lays eggs and lives for years.",
    "Originally, the town belonged to Poland and was called Breslau.",
    "Formerly the town belonged to Poland and had a port.",
    "He often drank wine and died in 1990.",
    "He rarely left his house and wrote 10 books.",
    "She almost won the race and broke the record.",
    "She nearly won the race and broke the record.",
    "He probably wrote the play and left the country.",
    "He was probably born in Ulm and raised in Bonn.",
    "The book was mainly written in 1990 and published in 1992.",
    # Few have both, and many one of the two.
    "Few towers have lifts and are open.",
    "None of the towers has a lift and is open.",
    "Fewer than 10 towers are tall and have lifts.",
    "Exactly two towers are tall and have lifts.",
    # What is reported may be all that follows.
    "Critics claim the film is old, and the play is new.",
    "Studies show tea is safe, and wine is unsafe.",
    "Studies have shown tea is safe, and wine is unsafe.",
    "Anna wished she was rich, and Bob was poor.",
    "Anna knows Bob is ill and has a car.",
    # A comparison may be with what stands at the end.
    "Mars is smaller and has less water than Earth.",
    "Mars is smaller than Earth and has less water.",
    "Mars is smaller, and it has less water than Earth.",
    # What is left out stands in the clause before.
    "Birds have feathers, but bats do not.",
    "Cats are old, but dogs aren't.",
    "Cats are old; dogs are too.",
    "Carbon has six protons, whereas oxygen has eight.",
    "In Europe, cats are old; in Asia, dogs are as well.",
    "Saturn has rings; Io has a spot; both are big.",
    "Saturn has rings, and both are big.",
    "Anna and Bob are ill; the former is old.",
    "Ulm has two towers; the first is old.",
    "Dogs are mammals, and so are cats.",
    # A place or a case at the end may be that of both.
    "The drug reduces pressure and improves sleep in mice.",
    "Water boils at 100 °C and freezes at 0 °C at sea level.",
    "Prices rose by 3%, and wages fell by 2%, in 2021.",
    "Prices rose in 2020, and wages fell in the same year.",
    "The shop makes cars and sells them during the season.",
    # What "it" means stands in the clause before.
    "Anna met Bob in 1990, and he was a painter.",
    "Ulm is like Bonn, and it was old.",
    "Ulm held the race in 1964 and won it in 2021.",
    "The firm makes cars and trucks and sells them in Asia.",
    "Anna was born in Ulm and died there in 1616.",
    "Anna wrote a book, and Bob sold it.",
    "Apple released the phone, and in 1990, it was sold.",
    # "Which" may mean all that was said.
    "Germany annexed Austria, which violated the treaty.",
    "Germany invaded Poland, which started the war.",
    "Germany annexed Austria, which was a mistake.",
    "Germany annexed Austria, which was illegal.",
    "Germany annexed Austria, which was condemned by France.",
    "Germany annexed Austria, which had an effect on France.",
    "Germany annexed Austria, which has caused harm.",
    "Germany annexed Austria, which was later.",
    "The law was signed by Obama, which angered his party.",
    "Acme bought Beats, which was founded by Bob, for 3 billion dollars.",
    "Anna, who was born in Ulm, and Bob, who was born in Bonn, married in 1990.",
    "The town, which has a port and whose mayor is ill, is old.",
]

CUT = [
    ("The tower is tall, and there are 300 steps.", 2),
    ("Most towers have lifts and are open.", 2),
    ("The tower has been sold, and Bonn is new.", 2),
    ("The tower was also built in Ulm, and Bonn is new.", 2),
    ("The firm makes cars and sells boats in Asia.", 2),
    ("They hated it and left it in 1990.", 2),
    ("The drug is safe for adults and is bad for children.", 2),
    ("The tower was opened in 1990 and lies on a hill.", 2),
    ("She was elected, but she never took office.", 2),
    ("The tower is tall, and it was opened in 1990.", 2),
    ("Ulm has two towers; the second tower is old.", 2),
    ("In 1990, Anna was ill; in 1994, Bob was old.", 2),
    ("In May 1990, Anna won gold, and in the 19th century, Bob won silver.", 2),
    ("Anna won gold, and in France, Bob was ill.", 2),
    ("Dogs are old; in Rome, cats are young.", 2),
    ("Italy is old, and Bonn is new.", 2),
    ("The family moved to Rome and bought a house.", 2),
    ("The tower is tall, and it has more than 300 steps.", 2),
    ("Light is faster than sound; Bonn is new.", 2),
    ("Cats are old, but dogs are not young.", 2),
    ("Carbon is old, whereas oxygen has eight protons.", 2),
    ("The tower was officially opened in 1990 and has a roof.", 2),
    ("He studied Jupiter, which has 95 moons.", 2),
    ("He moved to London, which was then the largest city in the world.", 2),
    ("He moved to London, which is in England.", 2),
    ("He moved to London, which was 300 km away.", 2),
    ("Ulm was sold to France, which was part of the empire.", 2),
    ("The play was written by Wilde, who married Anna.", 2),
]


@pytest.mark.parametrize("sentence", WHOLE)
def test_whole(sentence: str) -> None:
    assert [c.text for c in split_claims(sentence)] == [sentence]


@pytest.mark.parametrize(("sentence", "claims"), CUT)
def test_cut(sentence: str, claims: int) -> None:
    assert len(split_claims(sentence)) == claims
