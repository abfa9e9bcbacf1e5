"""Which sentences are cut, where, and which must stay whole."""

from __future__ import annotations

import pytest

from blackbird.claims.split import split_claims

# A sentence, and below it what it is cut into.
CUT = """
Oak was a language, and Java replaced it in 1995.
    Oak was a language.
    Java replaced Oak in 1995.
Anna was born in Ulm and moved to Berlin in 1914.
    Anna was born in Ulm.
    Anna moved to Berlin in 1914.
Anna was born in Ulm, moved to Berlin in 1914, and died in 1920.
    Anna was born in Ulm.
    Anna moved to Berlin in 1914.
    Anna died in 1920.
Anna was born in Ulm and raised in Bonn.
    Anna was born in Ulm.
    Anna was raised in Bonn.
The tower, which opened in 1889, is 330 m tall.
    The tower opened in 1889.
    The tower is 330 m tall.
The museum, which now houses over 300 works, still attracts visitors.
    The museum now houses over 300 works.
    The museum still attracts visitors.
He married Mary Smith, who was a painter.
    He married Mary Smith.
    Mary Smith was a painter.
He died in Paris, which is the capital.
    He died in Paris.
    Paris is the capital.
He studied at the University of Ulm, which was founded in 1967.
    He studied at the University of Ulm.
    The University of Ulm was founded in 1967.
The book was written in 1990 and published in 1992.
    The book was written in 1990.
    The book was published in 1992.
The treaty was signed in 1648 and ended the war.
    The treaty was signed in 1648.
    The treaty ended the war.
The river rises in the Alps and flows into the Rhine.
    The river rises in the Alps.
    The river flows into the Rhine.
Anna designed the tower and built the bridge.
    Anna designed the tower.
    Anna built the bridge.
Anna was a painter and designed the bridge.
    Anna was a painter.
    Anna designed the bridge.
Anna ran a shop (in Ulm) and later became a judge.
    Anna ran a shop (in Ulm).
    Anna later became a judge.
Ulm is old; however, Bonn is older.
    Ulm is old.
    Bonn is older.
The tower is old; and it lies in Germany; Bonn is new!
    The tower is old!
    The tower lies in Germany!
    Bonn is new!
In 1990, Anna won gold, and in 1994 Bob won silver.
    In 1990, Anna won gold.
    In 1994 Bob won silver.
The capital is Bonn and it has 300,000 inhabitants.
    The capital is Bonn.
    The capital has 300,000 inhabitants.
They live in hives and they eat honey.
    They live in hives.
    They eat honey.
東京は首都であり、人口は1400万人である。
    東京は首都である。
    東京の人口は1400万人である。
太郎は1990年に東京で生まれ、花子は1992年に大阪で生まれた。
    太郎は1990年に東京で生まれた。
    花子は1992年に大阪で生まれた。
信長は尾張で生まれ、1582年に自害した。
    信長は尾張で生まれた。
    信長は1582年に自害した。
会社は設立され、花子は社長となった。
    会社は設立された。
    花子は社長となった。
太郎は京都へ行き、花子は東京に残った。
    太郎は京都へ行った。
    花子は東京に残った。
この薬は熱を下げ、痛みを和らげる。
    この薬は熱を下げる。
    この薬は痛みを和らげる。
太郎は医師であったが、後に作家に転じた。
    太郎は医師であった。
    太郎は後に作家に転じた。
任天堂は1889年に創業し、当初は花札を作った。
    任天堂は1889年に創業した。
    任天堂は当初は花札を作った。
太郎は医師であり、一方、花子は画家である。
    太郎は医師である。
    花子は画家である。
太郎は米を買い、花子は味噌を示し、次郎は海で泳ぎ、三郎は本を読み、四郎は京都に着いた。
    太郎は米を買った。
    花子は味噌を示した。
    次郎は海で泳いだ。
    三郎は本を読んだ。
    四郎は京都に着いた。
富士山は火山であり、1707年に噴火した。
    富士山は火山である。
    富士山は1707年に噴火した。
花子は医師であり、画家でもあった。
    花子は医師であった。
    花子は画家でもあった。
会社は1946年に設立され、本社は東京にある。
    会社は1946年に設立された。
    会社の本社は東京にある。
The tower, which opened on May 4, 1889, is tall.
    The tower opened on May 4, 1889.
    The tower is tall.
東大寺は奈良時代に建てられ、大仏で知られる。
    東大寺は奈良時代に建てられた。
    東大寺は大仏で知られる。
島は県に属しており、人口は50人である。
    島は県に属している。
    島の人口は50人である。
Bees are insects, but wasps have nests.
    Bees are insects.
    Wasps have nests.
"""

WHOLE = [
    "Anna (a nurse) ran a shop (in Ulm) and later kept bees.",
    "He works at the University of Ulm, which was founded in 1967.",
    "Paris, Lyon and Nice are cities in France.",
    "The park has lions, tigers, and bears.",
    "The area includes hills, lakes, and forests covered in snow.",
    "Of all the very old and very big dogs, Rex died, and Bello lives.",
    "Anna was born in Ulm, moved to Berlin in 1914.",
    "The tower, in Ulm, which was built in 1990, is tall.",
    "The towers and the bridge, which was built in 1990, is tall.",
    "The court ruled that the law was invalid and ordered a new vote.",
    "スカイツリーの高さは634メートルであり、世界で最も高い電波塔である。",
    "豪州の首都はキャンベラであり、最大の都市はシドニーである。",
    "The house has walls built in 1900 and painted the same year.",
    "The house had walls built in 1900 and painted the same year.",
    "If A is true, then B is wet and C is dry.",
    "The bell rings and the door locks if smoke is found.",
    "Because the river flooded, the town was evacuated and the bridge was closed.",
    "The bridge was closed because the river rose, and the town was evacuated.",
    "He said that A was true and B was false.",
    "The airline said it would cut 500 jobs and close two bases.",
    "A is true, and B is false, the minister said.",
    "According to Anna, A is true, and B is false.",
    "The minister denied that the plan had failed and that taxes would rise.",
    "Anna did not win the race and left the club.",
    "Anna did not win or lose the race.",
    "Neither Anna nor Bob was there, and Carl was ill.",
    "Anna not only won the race but set a record.",
    "It produces cars and houses for workers.",
    "It sells new and used cars.",
    "Anna designed and built the tower.",
    "Anna is the founder and director of the firm.",
    "He wrote a play set in Rome and based on a novel.",
    "It is a town located in Ulm and surrounded by hills.",
    "The statue was built in 1990 and moved to Berlin in 2000.",
    "He may have won the cup and lost the crown.",
    "He can sing songs and played the piano.",
    "The war between Spain and France began in 1635.",
    "Anna is older than Bob and Carl.",
    "In 1990, Anna won gold, and Bob won silver.",
    "When Anna came, Bob was ill, and Carl was away.",
    "He won the race, which surprised everyone.",
    "It is a town in France, which has 3,000 inhabitants.",
    "The mayor of the town, who was born in Ulm, is ill.",
    "The book, which Anna wrote, is long.",
    "A man, who was ill, left.",
    "He married a singer, who was born in Ulm.",
    "The cup was won in 1990, 1992 and 1994.",
    'He called it "a win, and it was a loss" in 1990.',
    "He called it “a win, and it was a loss.",
    "The village – it is old, and it is small – lies in Ulm.",
    "There are two: A is old, and B is new.",
    "He likes red, green; blue.",
    "The population was 1,234,567 and of men 600,000.",
    "U.S. Steel and J. P. Morgan are firms.",
    "She saw that it was red, and that it was big.",
    "Anna and Bob won gold and silver, respectively.",
    "首相は増税を行い、減税はしないと述べた。",
    "雨が降れば、試合は中止となり、観客は帰宅する。",
    "台風が接近したため、空港は閉鎖され、多くの便が欠航した。",
    "東京タワーは、1958年に竣工し、東京都港区に位置する電波塔である。",
    "会社は「業績は好調であり、配当を増やす」と発表した。",
    "会社は「好調であり、配当を増やす。",
    "鯨は哺乳類であり、魚類ではない。",
    "太郎はりんご、みかん、ぶどうを買った。",
    "会社は2031年に設立され、本社は東京にある。",
    "警察は男を逮捕し、動機を調べている。",
    "信濃川は日本最長の川で、長野県を流れる。",
    "太郎は何も食べず、花子は寝た。",
    "1990年、太郎は卒業し、花子は入学した。",
    "太郎は米を買い、食べた。",
    "太郎はすぐに、家に帰った。",
]


def _table(text: str) -> list[tuple[str, list[str]]]:
    rows: list[tuple[str, list[str]]] = []
    for line in text.strip().splitlines():
        if line.startswith("    "):
            rows[-1][1].append(line.strip())
        else:
            rows.append((line, []))
    return rows


@pytest.mark.parametrize(("sentence", "claims"), _table(CUT))
def test_cut(sentence: str, claims: list[str]) -> None:
    assert len(claims) > 1
    assert [c.text for c in split_claims(sentence)] == claims


@pytest.mark.parametrize("sentence", WHOLE)
def test_whole(sentence: str) -> None:
    assert [c.text for c in split_claims(sentence)] == [sentence]
