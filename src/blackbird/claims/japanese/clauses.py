"""Cut a Japanese sentence into clauses that each say one thing, or leave it whole."""

from __future__ import annotations

import re
from dataclasses import dataclass

from blackbird.claims.japanese.nouns import ADVERBIAL, ATTRIBUTE, NOUN, is_name, is_relative
from blackbird.claims.japanese.verbs import end_clause
from blackbird.text.words import content_words

_MOST = 600  # characters; a longer sentence is no prose
_OPEN, _CLOSE = "「『（(【〈《“", "」』）)】〉》”"

# What hangs on all of the sentence: conditions, causes, reports, guesses.
_BINDING = re.compile(
    r"(?:れば|[でしよ]ければ|たら|だら|なら|もし|場合|ため|ので|から、|からである|のに|ても、|"
    r"でも、|によると|によれば|とき、|時、|際|ながら|だけでなく|のみならず|それぞれ|"
    r"とき(?:は|に)|(?<![当同])時(?:は|には)|[うくぐすつぬぶむるい]と(?!も)|だと|限り|につれ|"
    r"に(?:従い|従って|したが|伴|応じ)|たびに|うち(?:は|に)|うえで|上で、|つつ|ものの|次第|"
    r"として|だけ(?:は|が)|のみ(?:は|が)|しか|"
    r"と(?:述べ|語|話し|話す|言[いうっわ]|いう|いわ|発表|主張|報じ|報道|指摘|説明|され|し[たて]|"
    r"考え|思[いうわっ]|みられ|みて|見られ|見て|伝え|推定|推測|予想|明らか))"
)
# A place, a rule or a story put in front holds for every clause; a date is looked at by itself.
_SCOPE = re.compile(r"(?<![年月日代紀頃後])(?:で|に|と|へ|から|まで|より)は(?![なあ])")
_SCOPE_BEFORE = re.compile(rf"(?:で|に|から|により|によって|において|にて)[{NOUN}の]*\Z")
_UNSURE_END = re.compile(
    r"(?:ない|なかった|ません|ませんでした|だろう|でしょう|かもしれない|べきだ|べきである|たい|"
    r"ようだ|ようである|はずだ|はずである|らしい|そうだ|そうである|という|か)\Z"
)
_EVENT = re.compile(
    r"[ぁ-ん]れ\Z|(?:創業|設立|創立|創設|開業|開館|開校|開通|誕生|死去|死亡|卒業|入学|結婚|離婚|完成|竣工|"
    r"移転|就任|辞任|引退|独立|発足|成立|終結|崩壊|合併|買収|上場|倒産|受賞|優勝|即位|渡米|留学|移住|"
    r"加盟|改称)し\Z"
)
_GOES_ON = re.compile(r"(?:て|で)(?:いる|います|おり|ある)\Z")
_WAS = re.compile(r"(?:あった|だった|でした|[てでがにもは]いた|持った)\Z")
_LONG_AGO = re.compile(
    r"(?<!\d)(?:[1-9]\d{2}|1\d{3}|20[01]\d)年|(?:昭和|大正|明治|平成)[^、]{0,4}年|"
    r"[\u4e00-\u9fff]時代|紀元前"
)
_DATED = re.compile(r"[\d一二三四五六七八九十]\s?(?:年|月|日|世紀)に?")
_STATE = re.compile(r"(?:であり|ており|でおり|が|があり|にあり|を持ち|有し|属し|位置し)\Z")
_PAST = re.compile(r"(?:た|でした|だった|んだ|いだ)\Z")
_NOUN_END = re.compile(
    r"(?:である|であった|です|でした|だった|[^んい]だ|[\u4e00-\u9fff\u30a1-\u30fc」』])\Z"
)
_TOPIC = re.compile(
    r"(?P<topic>[^、]{0,40}?[\u4e00-\u9fff\u30a1-\u30fc\w）)」』])"
    r"(?<![でにとらへりもたいこまろ最])(?P<mark>は|も)(?![じるやたなもんいっかしあてり])(?P<comma>、?)"
)
_FRONT = re.compile(
    r"(?:[^、は]{1,20}(?:年|月|日|世紀|時代|後|頃|当時|現在)[）)]?(?:に|には|、)|その後、?|のちに、?|後に、?)"
)
_JOIN = re.compile(r"(?:一方で?|また|さらに|そして|なお|他方)、|(?:一方で?|そして|さらに)(?=[^、])")
_MOST_OF = re.compile(r"(?:最[\u4e00-\u9fff]|主|主要|公式)(?:の|な)")
_AFTER_THAT = re.compile(r"翌|同[年月日]|前年")
_A_DAY = re.compile(r"[1１一](?:日|年|月|時間|週間|[かヶカ]月)は")
# What は marks is the subject if there is an object, a noun as predicate, or one of these verbs.
_SUBJECT = re.compile(
    r"を|であ|でし|だった|です|だ\Z|[とに]な[りっる]|[かがさたなばまらわ]れ(?:[たるて]|\Z)|"
    r"生まれ|生き|死[んに去亡]|亡くな|没し|育[っちつ]|住[んみむ]|残[っりる]|着[いきく]|泳|寝|眠|走|"
    r"去[っりる]|帰[っりる]|戻[っりる]|流れ|始ま|終わ[っりる]|起き|起こ[っりる]|増え|減[っりる少]|"
    r"上が|下が|広が|続[いきく]|優れ|存在|位置|発生|成立|崩壊|完成|独立|誕生|[\u4e00-\u9fff]\Z"
)
_CASE = re.compile(r"[にをでへとが]|から|まで|である|だった|です|だ\Z")
_ATTRIBUTIVE = re.compile(r"(?:た|ている|する|れる)[\u4e00-\u9fff\u30a1-\u30fc「『]")


@dataclass(frozen=True, slots=True)
class _Part:
    """A clause as written: its topic, ``は`` or ``も``, and the rest."""

    front: str
    topic: str
    mark: str
    rest: str


_DESCRIBED = re.compile(r"([\u30a1-\u30faー\u4e00-\u9fff]+)(?:で(?:あり|あって|ある|す)?|だ)?\Z")


def clauses(sentence: str) -> tuple[str, ...]:
    """The clauses of ``sentence``, each a sentence; the sentence alone if it must stay whole."""
    if len(sentence) > _MOST:
        return (sentence,)
    body = sentence.rstrip("。．.！!")
    mark = sentence[len(body) :] or "。"
    if _BINDING.search(body) or _UNSURE_END.search(body) or _SCOPE.search(body):
        return (sentence,)
    parts = _divide(body)
    lost = content_words(body) - content_words("。".join(parts)) - content_words("一方、他方")
    if len(parts) == 1 or lost:
        return (sentence,)
    return tuple(part + mark for part in parts)


def _divide(body: str) -> list[str]:
    """Cut at the commas after which a new clause certainly begins."""
    pieces = _at_commas(body)
    first = _part(pieces[0])
    if _SCOPE_BEFORE.search(first.topic):
        return [body]
    found = [pieces[0]]
    topic = first.topic
    for piece in pieces[1:]:
        ended = _end(found[-1], body) if topic else None
        following = _following(piece, topic, found[-1], pieces[-1], first.front)
        if ended is None or following is None or _needs(following, topic, found[-1], body):
            found[-1] += "、" + piece
            continue
        found[-1] = ended
        own = _part(following)
        topic = own.topic or topic
        found.append(following)
    return found


def _needs(clause: str, topic: str, before: str, body: str) -> bool:
    """Whether a new topic is understood only from the clause before: 定員は50人である."""
    new = _part(clause).topic
    if new.startswith(topic) or is_name(new):
        return False
    # What is said of two kinds, and not of one thing or one day, needs nothing before it.
    if _PAST.search(body) is not None or is_name(topic):
        return True
    return not (_are_alike(topic, new) or _are_alike(_kind(before), _kind(clause)))


def _are_alike(one: str, other: str) -> bool:
    """Whether two nouns end alike, as 植物 and 動物 do."""
    return one[-1:] == other[-1:] != "" and one[-1] >= "\u4e00"  # a kanji, no ー


def _kind(clause: str) -> str:
    """As what its topic is described: 恒星 of 太陽は恒星であり."""
    found = _DESCRIBED.search(clause)
    return found[1] if found else ""


def _end(clause: str, body: str) -> str | None:
    """``clause`` as a sentence, in the tense of the whole or in the past if it is dated so."""
    if _STATE.search(clause):
        return end_clause(clause, past=_WAS.search(body) is not None)
    if _PAST.search(body):
        return end_clause(clause, past=True)
    if _LONG_AGO.search(clause):
        return end_clause(clause, past=True)
    if _DATED.search(clause) or _GOES_ON.search(body):
        return None  # it may be over or still to come
    if _EVENT.search(clause):
        return None  # it happened once, and the sentence goes on with what is
    return end_clause(clause, past=False)


def _at_commas(body: str) -> list[str]:
    pieces, depth = [""], 0
    for sign in body:
        depth += (sign in _OPEN) - (sign in _CLOSE)
        if sign == "、" and depth == 0:
            pieces.append("")
        else:
            pieces[-1] += sign
    return _with_topic(pieces) if depth == 0 else [body]


def _with_topic(pieces: list[str]) -> list[str]:
    """The comma after a topic or a phrase put in front ends no clause."""
    joined = [pieces[0]]
    for piece in pieces[1:]:
        if _is_lead(joined[-1]):
            joined[-1] += "、" + piece
        else:
            joined.append(piece)
    return joined


def _is_lead(piece: str) -> bool:
    last = piece.rsplit("、", 1)[-1]
    topic = _TOPIC.fullmatch(last)
    return (
        topic is not None
        or bool(_FRONT.fullmatch(last + "、"))
        or bool(_JOIN.fullmatch(last + "、"))
    )


def _part(clause: str) -> _Part:
    front = _FRONT.match(clause)
    start = front.end() if front else 0
    topic = _TOPIC.match(clause, start)
    if topic is None or ADVERBIAL.search(topic["topic"]):
        return _Part("", "", "", clause)
    return _Part(clause[:start], topic["topic"], topic["mark"], clause[topic.end() :])


def _following(piece: str, topic: str, before: str, last: str, front: str) -> str | None:
    """The next clause with its topic; None if it may belong to what stands before it."""
    join = _JOIN.match(piece)
    piece = piece[join.end() :] if join else piece
    own = _part(piece)
    dated = bool(front) and "年" not in piece
    if dated or not piece or _AFTER_THAT.search(piece) or _A_DAY.match(piece):
        return None
    of_topic = own.topic in ATTRIBUTE or bool(_MOST_OF.match(own.topic))
    if (of_topic or not own.topic) and topic.rsplit("の", 1)[-1] in ATTRIBUTE:
        return None  # 首都は…であり、人口は…: of the capital or of the country?
    if own.topic:
        if of_topic and not own.front:
            return f"{topic}の{piece}"
        return piece if of_topic or _is_subject(own) else None
    copula = before.endswith(("であり", "が", "であるほか"))
    if not copula and (_NOUN_END.search(last) or _ATTRIBUTIVE.search(piece)):
        return None  # the clauses may describe the noun at the end
    return f"{topic}は{piece}" if len(piece) > 3 and _CASE.search(piece) else None


def _is_subject(part: _Part) -> bool:
    """Whether the topic does or is what is said: は and も mark objects and parts too."""
    if part.mark == "も" or is_relative(part.topic) or _SCOPE_BEFORE.search(part.topic):
        return False
    return _SUBJECT.search(part.rest) is not None
