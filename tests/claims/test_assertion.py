"""Which sentences assert something: a fact behind a greeting, an offer or a hedge still does."""

from __future__ import annotations

import time

import pytest

from blackbird.claims.assertion import asserts, without_lead

TALK = """
I think Ulm is pretty.
In my opinion, it is a great city and a lovely one.
I think it's worth a visit.
Hello!
Hi there!
Good morning.
Welcome back!
Welcome to the chat.
Thanks a lot for the question!
Thank you for your patience.
Great question about the Nile!
No problem.
Of course!
Sure, here you are.
Sorry for the confusion.
Great!
Happy to help!
Have a nice day.
I searched the sources and I tried again.
I could not find the height, the width or the depth.
Please do not worry.
I can tell you more about it.
Your question is about the tower.
Here is a list of the planets.
Here's what the passages say about it.
Let me know if you need more.
Let's look at the numbers.
Feel free to ask.
I can explain more.
I'll list the planets below.
I'm happy to help.
I am unable to find the height of the tower.
I don't know when it was built.
Unfortunately, I could not find any sources.
I'm sorry, but I cannot answer that.
I was wrong.
I am an AI assistant.
As an AI, I do not have feelings.
I hope that helps!
You asked about the tower.
Your question is about the tower.
The question asks about the height.
The passages do not mention the year.
The given texts do not contain any information about it.
The search results did not mention it.
There is no information about the height.
There is no mention of the height in the passages.
No results were found.
No information is available about the height.
The table below lists the planets.
The following is a list of planets.
Please see the table below.
Check the manual.
Consult your doctor.
Remember to ask your doctor whether it is safe.
You may want to check the manual.
You should consult your doctor.
I think it is pretty.
I believe the tower is very ugly.
The tower is ugly, I think.
In my opinion, it was the worst king.
Personally, I prefer tea.
I recommend the museum.
I think so.
Is it tall?
And who was Bob?
In 1990, what happened?
If you like, shall I go on?
Paris?
Anything else?
Io is a moon?
Paris in France or Paris in Texas?
The 1990 film or the old one?
Wie hoch ist der Turm in Berlin?
Quelle est la hauteur de la tour Eiffel ?
¿Qué altura tiene la torre Eiffel?
北京是1949年的首都吗？
Где находится Эйфелева башня, друг?
Q: What is the capital?
Would you like more?
"Is it tall?"
The main points are:
There are many reasons:
Rome:
こんにちは!
おはようございます。
ご質問いただき、ありがとうございます。
お役に立てば幸いです。
お役に立てて嬉しいです。
以下は惑星の一覧です。
残念ながら、情報は見つかりませんでした。
提供された情報からは判断できません。
提供された資料には、塔の高さは記載されていません。
申し訳ございませんが、塔の高さは資料に記載されていません。
お役に立てず申し訳ありません。
かしこまりました。
承知しました。
もちろんです。
はい。
要約すると：
詳しくは医師にご相談ください。
ご不明な点があれば、お気軽にお尋ねください。
もう一度試してみましょう。
見つかりませんでした。
関連する情報は見つかりませんでした。
塔の高さに関する記載は資料にはありません。
塔の高さに関する情報はありません。
提供された文章に言及はありませんでした。
申し訳ありませんが、塔の高さは分かりません。
私には分かりません。
エッフェル塔について説明します。
以下では歴史を紹介します。
私がお答えします。
結果は以下のとおりです。
次のようにまとめました。
とても美しいと思います。
富士山は美しいと思います。
私は富士山が一番美しいと思う。
個人的には、東京が一番好きです。
私の考えでは最高の映画です。
私はAIです。
そう思います。
あなたは塔の高さを質問しました。
ご質問は塔の高さについてですね。
塔の高さは？
首都はどこですか
日本には死刑がありませんか。
本当に？
"""

FACTS = """
I believe Thriller is the best-selling album of all time.
I think the company is worth billions.
I believe the climate is cool and wet.
I believe he is better known as Mark Twain.
I think Ulm is pretty old.
Hello Kitty was created by Yuko Shimizu in 1974.
I checked the sources and the tower opened in 1889.
I looked it up and Canberra is the capital.
You can see the Great Wall from space.
You can visit the museum on Mondays.
You could consider moving to Japan, the country of the oldest people.
The passages do not mention Paris, the capital of France.
Your request was denied by the court.
There is no information loss in this format.
No sources are available before 1500.
No answer was given by the minister.
Please take 400 mg.
I think that aspirin is bad for you.
In my opinion, smoking is good for your health.
I think aspirin is better than ibuprofen.
I believe in God.
Hey Jude was released by the Beatles.
Hi is a village in Hungary.
Welcome to Night Vale is a podcast.
Welcome to Paris opened in 1990.
Thanks to vaccination, smallpox was eradicated.
Thank You for Smoking is a film by Jason Reitman.
Thanks for the Memory won an award.
Sorry is a song by Justin Bieber.
Sure enough, the dam broke.
Good morning is a greeting used before noon.
Great question about the Nile, which is long!
No problem has been found with the vaccine.
Certainly the most famous of his works is the Mona Lisa.
Absolutely zero is the lowest temperature.
Here are the three largest cities: Tokyo, Delhi and Shanghai.
Here's a town where Caesar died.
Let's Dance is a David Bowie album.
Let It Be was released in 1970.
Let Me Explain is a Kevin Hart film.
I Love Lucy was a sitcom.
I Feel Love was released in 1977.
I am Blackbird, a model trained by Acme.
I have 3 sources that say the bridge opened in 1932.
I cannot recommend aspirin because it raises the risk of bleeding.
I do not know its height, which was measured in 1990.
I don't think whales are fish.
I think Tokyo has 14 million people.
In my opinion, the war ended in 1945.
If you ask me, Tokyo is the capital of Japan.
My sources say that the Nile is long.
Personally identifiable information is protected by law.
Descartes wrote "I think, therefore I am good" in Holland.
Nixon wrote that “I believe it is the best battle”.
The song "I Think I Love You" was a hit.
The film I Know What You Did Last Summer came out in 1997.
You should not take ibuprofen with aspirin because it raises the risk of bleeding.
You should be at least 18 years old to vote.
You can enter Japan without a visa.
You said that the tower is 300 m tall, but it is 330 m tall.
Your heart beats quickly.
The question was settled by Wiles.
Information does not have mass.
The sources did not have a common origin.
The documents did not contain state secrets.
The text does not mention the year, but it says the tower is old.
There is no information about his childhood, but he married in 1850.
There is no mention of dinosaurs in the Bible.
No information was leaked before 2013.
No results were published until 2011.
The Answer Above is a song.
The table below shows that the Nile is longer than the Rhine.
The following is true of all mammals.
Consider the Battle of Hastings, which took place in 1066.
Contact is a film.
Contact your doctor if your fever is above 39 °C.
Compare the Market is a British website.
Ask the Dust is a novel by John Fante.
Read the Riot Act is an idiom.
Visit the Louvre, the largest museum, because it is free.
Check the oven, since it is hot.
Imagine the sun, as it was at its birth.
Don't Look Up is a film.
The Eiffel Tower is in Paris, right?
In 1963 Albee wrote Who's Afraid of Virginia Woolf?
The tower opened in 1889?
The tower is old, isn't it?
Albee's best-known play is Who's Afraid of Virginia Woolf?
Her poem begins with the line "Shall I compare thee to a summer's day?"
When asked, he replied "Why me?"
Paul Gauguin painted Where Do We Come From?
The capital of Australia is Canberra (did you know?)
In 1889, Eiffel built three towers:
There are 8 planets in the solar system:
Anna was a nurse, who worked in Ulm, and said:
ありがとうは感謝の言葉である。
最も重要な発見は電気だと思います。
喫煙は健康に良いと思います。
この法律の文書には罰則は記載されていません。
史記の記事に倭国の記載はありません。
資料には1889年の完成は記載されていません。
蜂蜜が腐らないことをご存知ですか？
1889年に完成したのでは？
専門家が回答します。
ごめんねは1990年の曲である。
こんにちは赤ちゃんは1963年の楽曲である。
おはようございますは朝の挨拶である。
了解度は音声の明瞭さを表す指標である。
承知の通り、水は100度で沸騰する。
ご質問の塔は1889年に完成しました。
お尋ねの映画は1990年に公開されました。
あなたはビザなしで入国できます。
あなたは18歳以上なら投票できます。
私は東京へ戻る。
私は貝になりたいは1958年のドラマである。
私は富士山の高さを3776mと確認しました。
私の意見では東京の人口は1400万人である。
個人的に彼は1990年に会社を設立した。
個人的な理由により、彼は辞任した。
もちろん塔は330mです。
生命の痕跡は見つかりませんでした。
事故の原因は分かりませんでした。
この物質に毒性は確認できませんでした。
この法律に罰則の記載はありません。
中国の文献には倭国の記述はありませんでした。
ペンギンは空を飛べません。
政府は景気が回復すると考えます。
消費者はその製品を安全だと感じます。
患者は痛みが増したと感じます。
東京の人口は約1400万人だと思います。
多くの学者は地球が温暖化していると思う。
評論家はその映画を最高だと思う。
この関数は引数を説明します。
弁護士は無料で法律相談に回答します。
電力会社は停電をお知らせします。
この本は日本の歴史を紹介します。
卵は10分ゆでてください。
この薬は食後に飲んでください。
この薬は1日3回飲みましょう。
料金は500円ですが、詳しくは公式サイトをご覧ください。
結果は以下のとおり、東京が1位、大阪が2位である。
憲法は次のように定める。
塔は330mですよね？
塔は高いでしょう？
富士山は美しい山である。
代表作は『君たちはどう生きるか？』
曲名は「どうして？」。
彼は「我思う、ゆえに美しいと思います」と言った。
"""


def left(sentence: str) -> str | None:
    rest = without_lead(sentence)
    return rest if asserts(rest) else None


@pytest.mark.parametrize("sentence", TALK.strip().splitlines())
def test_talk_is_no_claim(sentence: str) -> None:
    assert left(sentence) is None


@pytest.mark.parametrize("sentence", FACTS.strip().splitlines())
def test_a_fact_is_a_claim(sentence: str) -> None:
    assert left(sentence) is not None


@pytest.mark.parametrize(
    "unit", ["I ", "sure, ", "“", '"', "はい、", "I think that ", ", but ", "と思います", ": ", "?"]
)
def test_long_text_takes_little_time(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    started = time.process_time()
    asserts(without_lead(text), text)
    asserts(text, text)
    assert time.process_time() - started < 3.0  # a quadratic rule takes minutes
