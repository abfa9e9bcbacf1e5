"""The closed classes of English words on which cutting a sentence rests.

Verb forms are kept by what they can be: a form that is past tense and nothing else (``became``)
proves a predicate, one that may be a participle (``built``, ``designed``) needs more.
"""

from __future__ import annotations

AUXILIARY = frozenset(
    "is are was were has have had does do did can could will would shall should may might must "
    "isn't aren't wasn't weren't hasn't haven't hadn't doesn't don't didn't can't couldn't won't "
    "wouldn't cannot".split()
)
BE = frozenset("is are was were isn't aren't wasn't weren't".split())

PAST = frozenset(
    "became began broke chose came drank drew drove ate fell flew forgot froze gave went grew knew "
    "lay rode rang rose ran saw sang sank shook spoke swam took threw tore woke wore wrote stole "
    "arose overtook undertook oversaw withdrew underwent foresaw overthrew undid bade sprang "
    "shrank".split()
)
"""Past tense and never a participle."""

PRESENT = frozenset(
    "contains includes consists belongs lies flows serves becomes provides produces begins remains "
    "comprises borders stands houses hosts employs operates publishes owns holds makes gives takes "
    "lives occurs exists covers supports requires allows uses grows eats lays feeds extends rises "
    "runs receives attracts offers connects teaches depends manufactures develops specialises "
    "specializes organises organizes represents features maintains generates emits absorbs orbits "
    "converts regulates joins drains empties enters measures weighs inhabits writes plays works "
    "sells exports imports leads forms keeps carries links sits spans hunts sleeps breeds nests "
    "migrates oversees competes performs appears stars follows tells marks accounts shares "
    "reduces relieves spreads increases decreases improves prevents protects affects influences "
    "explains describes depicts shares defines determines ensures enables creates causes "
    "contributes reflects regards receives remembers involves combines delivers distributes "
    "enjoys inhibits stimulates treats transmits transports travels weakens "
    "strengthens separates surrounds boils freezes melts plans aims "
    "crosses passes powers generates burns absorbs stores sends returns raises meets hears rules "
    "governs elects appoints enforces celebrates commemorates honours honors recognises recognizes "
    "speaks means seems tends ranges reaches sets shows wants needs knows".split()
)
"""Third person singular."""

MAYBE_NOUN = frozenset(
    "spreads plans aims increases decreases influences causes travels treats crosses passes "
    "powers stores returns rules honours honors "
    "houses hosts covers uses works plays stars forms links marks features shares accounts ranges "
    "measures supports means needs exports imports offers stands leads runs sets shows borders "
    "nests rises hunts orbits".split()
)
"""Those of ``PRESENT`` that are as often plural nouns."""

PAST_OR_PARTICIPLE = frozenset(
    "built led won held made found met left lost sold bought brought taught thought caught sent "
    "spent kept meant put cut hit stood understood paid fought sought shot struck set laid dealt "
    "bound fled spread split rebuilt became overcame bred fed felt got lent slept swept wound "
    "wed shut cast quit".split()
)
NOT_PAST = frozenset(
    "red bed need seed speed feed indeed hundred sacred naked wicked exceed proceed succeed shed "
    "breed weed greed creed deed led sled embed bleed aged beloved rugged ragged wretched "
    "united limited infrared".split()
)
"""End in -ed and are no past tense."""

PARTICIPLE = frozenset(
    "born written taken given known seen drawn driven chosen broken spoken begun fallen flown "
    "frozen grown hidden ridden risen shaken shown sung stolen sworn thrown torn worn woken "
    "overseen overthrown withdrawn undertaken rewritten".split()
)
PASSIVE = frozenset(
    "published released completed founded established designed named renamed replaced destroyed "
    "demolished restored rebuilt built elected appointed awarded inaugurated abolished dissolved "
    "created produced discovered invented introduced adopted adapted translated filmed recorded "
    "buried acquired sold killed injured arrested sentenced convicted executed exiled "
    "nominated knighted ordained crowned launched ratified repealed held".split()
)
"""Without an object and after a passive, these are passive too."""

INTRANSITIVE = frozenset(
    "moved died lived worked studied served graduated returned retired resigned competed "
    "participated travelled traveled emigrated immigrated settled appeared performed starred "
    "emerged arrived remained belonged consisted merged fled came went rose fell grew stayed "
    "collapsed disappeared enrolled migrated converted specialised specialized ended lasted "
    "flowed escaped trained taught debuted relocated lectured toured collaborated".split()
)
"""Past tense also where no object follows."""

PREPOSITION = frozenset(
    "of in on at by for from with without about into over after before between under during "
    "through as to near since until against among across along around behind beside beyond "
    "despite toward towards upon within onto per via like than".split()
)
DETERMINER = frozenset(
    "the a an this these those his her its their my our your each every some many most all both "
    "several another no few two three four five six seven eight nine ten".split()
)
SUBJECT_PRONOUN = frozenset("he she it they we you i there".split())
RELATIVE = frozenset("who which that whose whom where when why how what".split())
ADVERB = frozenset(
    "later then also now eventually subsequently still soon currently once finally today often "
    "usually originally already again ultimately always never initially briefly afterwards "
    "nevertheless thus instead previously formerly officially first only mainly mostly "
    "famously successfully primarily immediately quickly".split()
)
OBJECT_PRONOUN = frozenset("it him her them".split())

# A sentence with one of these is never cut: what it asserts hangs on all of it.
BINDING = frozenset(
    "if unless because whether said says say saying told according neither either reportedly "
    "allegedly claimed claims argued argues argue believed believes believe thought thinks stated "
    "suggested suggests suggest alleged insisted admitted confirmed denied warned noted announced "
    "concluded lest provided assuming supposing assume suppose otherwise estimated estimates "
    "predicts predicted expects expected hopes hoped respectively together same say claim argue "
    "think suggest hope expect predict deny warn feel feels felt fear fears feared wish wishes "
    "wished imagine imagines imagined dreamed dreamt pretended assumed supposed "
    "show shows showed shown indicate indicates indicated reveal reveals revealed".split()
)
# "Few towers are tall and open" does not say that few are tall.
DECREASING = frozenset("few fewer less none no nobody nothing neither only exactly just".split())
# Before the cut, these may govern what follows it too.
GOVERNING = frozenset(
    "that when whenever while although though until once where whereas how why what both".split()
)
NEGATION = frozenset(
    "not never no nor without didn't doesn't don't isn't wasn't weren't aren't hasn't haven't "
    "hadn't won't couldn't can't cannot wouldn't hardly rarely seldom barely scarcely".split()
)
FRONTING = frozenset(
    "if when whenever unless because since as although though while after before once until "
    "whether given despite".split()
)
"""Begin a sentence whose first clause is not its main one."""

CONNECTIVE = frozenset("and but while whereas yet however moreover meanwhile furthermore".split())
"""What a cut may leave out."""

MODAL = frozenset("can could will would shall should may might must did do does".split())
UPBRINGING = frozenset("raised educated buried baptised baptized christened".split())
"""Passive after "was born"."""
NAMING = frozenset("named awarded called made elected appointed voted considered deemed".split())
"""Take an object in the passive too."""
PLACE = frozenset("capital town village country region district port home suburb site".split())

PERSON = frozenset(
    "man woman boy girl person king queen prince princess emperor empress duke duchess president "
    "minister chancellor mayor governor senator politician author writer poet novelist actor "
    "actress singer musician composer painter sculptor artist architect engineer scientist "
    "physicist chemist biologist mathematician philosopher historian economist lawyer judge "
    "doctor physician nurse surgeon teacher professor soldier general admiral officer pilot "
    "astronaut explorer inventor designer director producer player footballer striker coach "
    "athlete swimmer runner boxer captain businessman businesswoman entrepreneur banker merchant "
    "journalist reporter editor photographer dancer pianist violinist guitarist conductor priest "
    "bishop pope monk nun saint theologian missionary rabbi activist revolutionary leader founder "
    "owner chairman ceo husband wife father mother son daughter brother sister uncle aunt cousin "
    "nephew niece grandson granddaughter child widow student farmer sailor spy criminal suspect "
    "victim witness spokesman spokeswoman astronomer geologist botanist linguist programmer".split()
)
FEMALE = frozenset(
    "woman girl queen princess empress duchess actress businesswoman nun wife mother "
    "daughter sister aunt niece granddaughter spokeswoman mrs ms miss lady".split()
)
MALE = frozenset(
    "man boy king prince emperor duke businessman monk pope husband father son brother uncle "
    "nephew grandson spokesman mr sir lord".split()
)
TITLE = frozenset("mr mrs ms miss dr sir lord lady king queen prince princess pope saint".split())
THING_NAME = frozenset(
    "university river tower bridge company corporation inc ltd museum church cathedral castle "
    "city county island islands lake mountain mount sea ocean street park station airport school "
    "college institute bank agency party union league cup prize award act treaty war "
    "battle festival palace temple stadium theatre theater library hospital ship railway desert "
    "valley canal empire republic kingdom state province project group foundation society".split()
)
THING = frozenset(
    "book novel play poem song album film movie letter painting portrait house prize medal race "
    "degree doctorate theory law article paper report career position job post office title role "
    "scholarship record cup bridge car boat plane room garden farm shop firm business patent "
    "disease illness cancer accident crash operation fever stroke attack election".split()
)
"""With an article, and surely nobody."""
COLLECTIVE = frozenset(
    "company firm team band government army police staff crew family party group club court "
    "committee council jury public press media board union navy parliament couple tribe enemy "
    "senate congress audience majority".split()
)
"""One in form, and "they" may mean them."""
PLURAL = frozenset("men women children people mice feet teeth police species".split())
TIME_OR_PLACE = frozenset(
    "world earth time times year years month months week weeks day days hour hours minute minutes "
    "second seconds decade decades century centuries age ages morning evening night winter summer "
    "spring autumn north south east west beginning end past future same total average addition "
    "fact part example result".split()
)
"""Heads of phrases that say when and where, and are seldom spoken of."""
INDEFINITE = frozenset(
    "one ones someone somebody nobody none everyone everybody anyone anybody others other such "
    "something nothing everything anything".split()
)
"""Subjects that say nothing by themselves."""
OF_SEVERAL = frozenset("former latter other others rest first second third last".split())
"""With "the" and without a noun, these need what was said before."""
PERSON_VERB = frozenset("married died graduated studied wrote retired resigned".split())
THING_VERB = frozenset(
    "lies stands flows borders covers contains consists comprises opened closed orbits measures "
    "rises houses extends spans".split()
)
THING_PASSIVE = frozenset(
    "founded built located released published established completed demolished designed invented "
    "created developed situated launched introduced held destroyed rebuilt written "
    "constructed opened filmed recorded".split()
)
PLACE_PREPOSITION = frozenset("in at from to near on into through across toward towards".split())
CALENDAR = frozenset(
    "january february march april may june july august september october november december monday "
    "tuesday wednesday thursday friday saturday sunday".split()
)
