"""Written short forms whose full stop does not end a sentence, for ``split_sentences``.

Keys are lower case, without the last full stop. Where a form has stops inside (``e.g``), they
are kept. The lists hold the forms that style guides of each language name; a form that is also
an everyday word (``no``, ``fig``) stands only where a number has to follow.
"""

from __future__ import annotations

TITLES = frozenset(
    # English
    "dr mr mrs ms mx prof gen sen gov lt col capt cpt maj sgt cmdr adm rev hon messrs st mt "
    "vs v e.g i.e eg ie cf viz approx ca resp esp incl excl "
    # German
    "z.b d.h u.a o.ä bzw fr frl nr str evtl ggf sog usw.u inkl exkl vgl zzgl abs dipl ing "
    # French, Spanish, Portuguese, Italian, Dutch
    "mme mlle mgr p.ex sr sra srta dña d.ª dra lic p.ej sig sig.ra dott prof.ssa "
    "exmo drs mevr bijv".split()
)
"""Always followed by what they belong to."""

BEFORE_NUMBER = frozenset(
    "no nos nr núm num n.º fig figs eq sec sect ch chap vol vols art arts p pp par para ver vers "
    "ed op abb tab kap bd s pág págs cap ex tel ext jan feb mar apr jun jul aug sep sept oct nov "
    "dec ene abr ago dic janv févr avr juil déc".split()
)
"""Followed by a number: ``No. 5``, ``Jan. 5``. Before anything else they end a sentence."""

MAY_END = frozenset(
    "etc inc ltd co corp llc plc bros jr sr esq dept univ assn est min max hr hrs sec ft rep ave "
    "blvd rd u.s u.k u.n e.u u.s.a d.c a.m p.m a.d b.c b.c.e c.e ph.d m.d b.a m.a m.sc b.sc al "
    "i.a usw u.s.w gmbh st.d ee.uu s.a s.l s.r.l s.p.a a.c d.c n.chr v.chr".split()
)
"""End a sentence only when the next word is one that usually begins one."""

OPENERS = frozenset(
    # English
    "the a an it he she they we i you in on at but and or so this that these those there here its "
    "his her their our my your for from by as after before when while if since although though "
    "however meanwhile moreover furthermore additionally also both some many most all no not what "
    "who which why how where another each later then thus therefore overall according "
    # German
    "der die das ein eine er sie es wir ich in im am auf für bei nach seit wenn als aber und doch "
    "dies diese dieser dieses auch "
    # Spanish, French, Italian, Portuguese
    "el la los las un una le les il elle ils elles ce cette ces au du des en y pero se su sus "
    "o os as um uma ele ela eles elas lo gli i per con sin para por".split()
)
"""Words that usually begin a sentence when they are capitalised after a full stop."""

ORDINAL_LEAD = frozenset(
    "am der die das dem den des vom zum im bis ab seit beim zur ins ans und oder jeder "
    "jeden".split()
)
"""German words before an ordinal number: ``am 3. Tag``, ``der 2. Platz``."""

ORDINAL_NOUNS = frozenset(
    "januar jänner februar märz april mai juni juli august september oktober november dezember "
    "jahrhundert jahrhunderts jahrhunderte liga bundesliga weltkrieg weltkriegs weltkrieges "
    "platz stock obergeschoss auflage kapitel juni".split()
)
"""German nouns after an ordinal number: ``3. Oktober``, ``19. Jahrhundert``."""
