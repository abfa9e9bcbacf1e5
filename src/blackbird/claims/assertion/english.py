"""What an English answer says besides facts: courtesies, offers, excuses, opinions.

The patterns are case-sensitive after the first word: ``I love it`` is talk, ``I Love Lucy`` is a
title.
"""

from __future__ import annotations

import re

from blackbird.claims.assertion.opinions import is_opinion

_MOST = 400  # characters; no mere courtesy before a fact is longer
_QUOTED = re.compile(r"\"[^\"]{0,400}\"|“[^”]{0,400}”")
_COURTESY = re.compile(
    r"(?:(?:hello|hi|hey)(?: there| again| everyone| everybody| all| friend)?|"
    r"good (?:morning|afternoon|evening|day)|welcome(?: back| to (?P<to>[^,]+))?|"
    r"(?:many )?(?:thanks|thank you)(?: (?:so|very) much| a lot)?"
    r"(?P<thanks> (?:for|again) ?[^,]*)?|"
    r"(?:great|good|excellent|interesting) question(?P<question> about [^,]+)?|"
    r"(?:sure|yes|no|of course|certainly|absolutely|indeed|no problem|you're welcome|"
    r"(?:my )?apologies|sorry)(?P<sorry> (?:thing|about|for) ?[^,]*)?|"
    r"here (?:it|they|you) (?:is|are|go)|(?:great|perfect|got it|understood|enjoy|good luck)|"
    r"(?:happy|glad) to help|great choice|have a (?:nice|great|good) (?:day|one|time|trip)|"
    r"I (?:do not |don't )?(?:think|hope|guess|believe) (?:so|not))"
)
_SAYS = re.compile(
    r"\b(?:is|are|was|were|has|had|won|became|began|made|ran|came|took|wrote|fell|\w{2,}ed by)\b|\d"
)
_MATERIAL = (
    r"(?:the |these |those |any of the |my )?(?:given |provided |available |retrieved )?"
    r"(?:passages?|notes?|evidence|sources?|documents?|texts?|context|search results?|information)"
    r"(?: (?:provided|given|above|available))?"
)
_ON_ANSWER = (
    r"(?:any |enough |sufficient |specific |direct |clear |the |an? |further |more |explicit )*"
    r"(?:information|details?|data|mention|answers?|explanation|figures?|numbers?|dates?|"
    r"names?|years?|references?|context|statement|it|this|that)\b"
)
_TALK = re.compile(
    r"(?!(?:please )?(?:note|remember|keep in mind|be aware|be advised) that\b|please note\b|"
    r"I(?:'m| am) (?:happy|glad) to (?:say|report|confirm|tell)|I can tell you\b(?! more| about))"
    r"(?:"
    # announcements
    r"here(?: is| are|'s) (?:a|an|the|some|what|how|your|my|all|more|another)\b|"
    r"let(?: me| us|'s) (?:know|explain|look|see|take|start|begin|go|break|explore|review|"
    r"summari[sz]e|list|describe|show|try|clarify|check|find|help|answer|walk|dive|tell)\b|"
    r"(?:the|this) following (?:is|are) (?:an?|the|my|some) (?:short |brief )?"
    r"(?:lists?|summary|overview|table|answer|explanation|fact)\b|"
    r"(?:the|this) (?:answer|summary|list|table|response) (?:above|below|follows)\b|"
    r"feel free\b|as an AI\b|(?:I )?hope (?:this|that|it|you)\b|"
    # excuses
    r"(?:(?:unfortunately|sadly|however|sorry),? |as an AI(?: \w+){0,3},? )?I(?:"
    r"(?:(?: can't| cannot| won't| (?:do|did|could|would|was|have)n't|'m not|'ve not|"
    r" (?:do|did|can|could|will|would|was|am|have) not)(?: \w+ly| yet)? "
    r"(?:able to|sure|certain|aware|know|been able|find|found|see|access|tell|answer|confirm|"
    r"verify|determine|say|provide|give|help|locate|have|mention|recommend|speak|browse|check)|"
    r"(?:'m| am| was) unable to|(?:'ve| have)? found (?:no|nothing)|"
    r" have no (?:information|access|data|sources?|answer|idea))\b)|"
    r"I(?: was| am|'m) (?:wrong|mistaken|incorrect)\b|"
    # offers
    r"I(?:'ll| will| can| could|'d| would| shall|'m going to)"
    r"(?: (?:also|now|try to|be happy to|be glad to|like to|love to))* "
    r"(?:explain|list|describe|summari[sz]e|help|give|show|provide|try|answer|look|check|search|"
    r"start|begin|tell|share|walk|break|outline|go|do|assist|add|keep|focus|present|need)\b|"
    r"I(?:'m| am) (?:here|happy|glad|ready|an? (?:AI|language model|assistant|computer))\b|"
    r"I(?:'m| am) (?:so |very )?sorry(?: (?:for|about|to hear|if)\b|\Z)|I apologi[sz]e\b|"
    r"I(?:'ve| have)? (?:just |also )?(?:searched|looked|checked|reviewed|listed|summari[sz]ed|"
    r"included|provided|added|tried|understand|see|appreciate)\b|"
    # what the material lacks
    + _MATERIAL
    + r" (?:(?:do|does)(?: not|n't) (?:say|mention|state|specify|tell|indicate|answer|describe|"
    r"address|discuss|explain|list|clarify|(?:contain|include|provide|give|have) "
    + _ON_ANSWER
    + r")|"
    r"lacks? " + _ON_ANSWER + r")|"
    r"(?:the )?(?:(?:given |provided |retrieved )(?:passages?|sources?|texts?|documents?)|"
    r"passages?|search results?) did(?: not|n't) "
    r"(?:say|mention|state|specify|contain|include|provide|give)\b|"
    r"(?:there is|there's) (?:no|not enough|insufficient) (?:\w+ )?"
    r"(?:information(?= (?:about|on|regarding|concerning|available|in|as|whether|that|to|for|of|"
    r"provided|given|here)\b|\Z)|"
    r"mention(?! of [^.]* in (?!" + _MATERIAL + r"\Z)))\b|"
    r"no (?:relevant |further |such )?(?:information|answers?|results?|sources?) "
    r"(?:was|were|is|are|could be) (?:found|available|given|provided|returned|located)\b"
    r"(?! (?:before|until|after|by|since)\b)|"
    # the reader's own words
    r"you(?:'ve| have)? (?:asked|said|wanted|mentioned|wrote|told)\b|"
    r"your (?:question|request|message) (?:is|asks|concerns|refers|was (?:about|unclear|not))\b|"
    r"the question (?:asks|is (?:about|whether|how|what))\b|"
    # where to look
    r"you (?:(?:may|might) want to|should|could) (?:see|check|visit|consult|ask|contact|"
    r"verify|refer|look|read|try|consider)\b|"
    r"(?:please )?(?:(?:for more|to learn more)[^,]{0,40}, )?(?:please )?(?:see|try|check|visit|"
    r"click|consider|remember|make sure|refer|read|look|consult|ask|open|keep in mind|be sure|"
    r"contact|compare|try again|tell me|imagine|suppose)"
    r"(?: (?:the|an?|your|this|that|these|our|my|it|for|to|at|out|again|with|if|below|above|in|"
    r"on|whether|what|how|me|us|both|all)\b|\Z)|"
    r"please\b)"
)
_GOES_ON = re.compile(
    r"[;:–—]|, (?:but|which|who|whose|where|and|so|as|since|because|although|though|while|whereas|"
    r"yet|however)\b| (?:because|although|though|but)\b| (?:as|since) (?:it|they|he|she|the)\b|"
    r" and (?!I\b)(?:\S+ ){1,8}?(?:is|are|was|were|has|had|\w{3,}ed)\b|"
    r", (?:the|an?) (?:(?!\b(?:or|and)\b)[^,])*\Z"
)
_HERE = re.compile(r"(?:here\b|(?:the|this) (?:answer|summary|list|table|response)\b)")
_RELATIVE = re.compile(r"\b(?:which|who|where|that)\b")
_TOLD = re.compile(
    r"(?:please )?(?:see|try|check|visit|click|consider|remember|refer|read|look|"
    r"consult|ask|open|contact|compare|imagine|make sure|be sure|you (?:should|could))\b"
)
_ADVICE = re.compile(
    r"(?:please )?(?:please (?!see|refer|read|click|open|visit)|"
    r"you (?:may|might|should|could)|contact|make sure|be sure|check|ask|consult|try)\b"
)
_MAIN = re.compile(r"\b(?:is|are|was|were|has|had|won|became)\b")
_HANGS = re.compile(r"\b(?:if|whether|what|that|which|how|when|where|who|sure|why)\b")
_KNOWN_ALREADY = (
    r"(?:(?:did you know|are you aware|have you heard|who knew|isn't it \w+|"
    r"would you like to (?:know|hear|learn)),? that|did you know(?=(?: \S+){3}))"
)
_LEAD = re.compile(
    r"(?:(?:(?:hello|hi|hey)(?: there)?|good (?:morning|evening)|sure|of course|certainly|"
    r"absolutely|yes|no|indeed|great question|good question|"
    r"thanks(?: for (?:asking|your question))?|thank you|(?:I'm |I am )?sorry|"
    r"unfortunately)(?:[,!:]| [–—])(?: but)? |"
    r"(?:I'm|I am) (?:sorry|afraid),? (?:but |that )|(?:I'm|I am) afraid (?!of\b|not\b|so\b)|"
    r"(?:I(?: can(?: also)?| have|'ve)? (?:confirm(?:ed)?|found|find|see|read|learned|understand|"
    r"know|note|noted|should note|say|add|tell you|believe|think|suppose|guess|suspect|assume)"
    r" that |"
    r"I (?:believe|think|suppose|guess|suspect|assume) (?!(?:in|of|about|on|so|not|to)\b))|"
    + _KNOWN_ALREADY
    + r" |"
    r"I(?:'m| am) (?:sorry|happy|glad|pleased|afraid) to "
    r"(?:say|report|confirm|tell you)(?: that)? |"
    r"I can tell you (?!what|how|when|where|more|about|if|whether)|"
    r"please note (?!that )(?=[^:]{1,200} (?:is|are|was|were|has|had|can|will|\w+ed)\b)|"
    r"(?:please )?be (?:aware|advised) that |"
    r"(?:let (?:us|me) |please )?(?:note|remember|keep in mind|add)(?: that |[:,] )|"
    r"(?:in|to) (?:summary|short|sum up|conclusion|conclude), |(?:based on|according to|from) the "
    r"(?:given |provided |available )?(?:evidence|texts?|passages?|notes?|sources?|context|"
    r"documents?|information)(?: (?:given|provided|above|available))?, |"
    r"here(?: is|'s) (?:the|an?|my) (?:short |brief |quick |simple )?(?:answer|thing|fact|"
    r"explanation|summary|point|reason)(?:: (?=[^:]*\b(?:is|are|was|were|has|had|never|\w+ed)\b)))"
)
_BREAK = re.compile(r", but |; (?:however, )?|, however, |: | [–—] ")
# "I read that it is tall, but that is wrong" does not say that it is tall.
_DOUBT = re.compile(r"\b(?:but|however|though|although|wrong|mistaken|false|incorrect)\b")
_PRONOUN = re.compile(r"(?:it|its|he|his|him|she|her|they|their|them|this|these|those|one|some)\b")
_CLAUSE = re.compile(r"\b(?:is|are|was|were|has|had|have|can|will|did|does|\w{3,}ed)\b")
_COPULA_END = re.compile(
    r"\b(?:is|are|was|were|be|follows?|following|below|includes?|including|such as)\s*:\Z"
)
_INCOMPLETE = re.compile(
    r"(?:in|to) (?:summary|short|sum up|conclusion)\Z|"
    r"(?:based on|according to|from) " + _MATERIAL + r"\Z"
)


def is_talk(text: str) -> bool:
    """Whether ``text`` speaks of the talk itself or gives an opinion, and tells no fact."""
    text = _low(text).strip().rstrip(" .!,:")
    if _is_courtesy(text) or _INCOMPLETE.match(text):
        return True
    plain = _QUOTED.sub("", text)
    found = _TALK.match(plain)
    if found is None:
        return not _GOES_ON.search(plain) and is_opinion(plain)
    rest = plain[found.end() :]
    if _GOES_ON.search(rest) or (_HERE.match(plain) and _RELATIVE.search(rest)):
        return False
    if _ADVICE.match(plain) and re.search(r"\d", rest):
        return False  # a dose, an age, a temperature
    return not (_TOLD.match(plain) and _states_more(rest))


def lead(sentence: str) -> int:
    """How many signs at the start of ``sentence`` are talk before a fact; 0 if none."""
    text = _low(sentence)
    found = _LEAD.match(text)
    if found:
        doubted = text.startswith("I") and _DOUBT.search(text, found.end())
        return 0 if doubted else found.end()
    stop = _BREAK.search(text, 0, _MOST)
    if stop is None or not is_talk(text[: stop.start()]):
        return 0
    rest = text[stop.end() :]
    if _PRONOUN.match(_low(rest)) or not _CLAUSE.search(rest):
        return 0
    return stop.end()


def presupposes(question: str) -> bool:
    """Whether what a question asks about is told as a fact: ``Did you know that …?``"""
    return bool(re.match(_KNOWN_ALREADY, _low(question)))


def tells(announcement: str) -> bool:
    """Whether a sentence that ends in a colon tells a fact already."""
    text = _low(announcement)
    if is_talk(text) or _COPULA_END.search(text):
        return False
    plain = text[:-1]
    return bool(_RELATIVE.search(plain) and ", wh" in plain) or bool(
        re.search(r"\d", plain) and re.search(_FACT, plain)
    )


_FACT = re.compile(r"\b(?:is|are|was|were|has|had|\w{2,}ed|built|won|made|became|wrote)\b")


def _is_courtesy(text: str) -> bool:
    found = _COURTESY.fullmatch(text)
    return found is not None and not any(_SAYS.search(part or "") for part in found.groups())


def _states_more(rest: str) -> bool:
    """Whether what looked like a request has a predicate: ``Ask the Dust is a novel``."""
    main = _MAIN.search(rest)
    return main is not None and not _HANGS.search(rest[: main.start()])


def _low(text: str) -> str:
    """With a small first letter, but for the word ``I``."""
    text = text.replace("’", "'")
    return text if re.match(r"I\b", text) else text[:1].lower() + text[1:]
