"""A sheet without what says who it is about: pure functions on words.

Names known of the situation, addresses, telephones, figures long enough to be a number, and any word that begins with a
capital inside a sentence are masked. A name that only the person's words know, at the start of a sentence, may stay:
the sheet says on itself that its words are to be read again before it is shared.
"""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from cordee.commissions.papers.sheets import Block, Line, Sheet
from cordee.kernel.names import tokens

NAME, PHONE, NUMBER, ADDRESS = "[nom]", "[téléphone]", "[numéro]", "[adresse]"
MASKS = (NAME, PHONE, NUMBER, ADDRESS)
AGE_BANDS = ((18, 25), (26, 29), (30, 39), (40, 49), (50, 59))
# Words of a name that are words of any sentence: masking them would hide the sentence, not the name.
COMMON = frozenset(
    tokens(
        "a association au aux avec centre chez d da dans de del des di du e en est et foyer l la le les lez maison mon"
        " ma notre nous ou par pour rue saint sainte san service son sous st ste sur un une van von"
    )
)
# Signs of the trade that say nothing of a place or of somebody.
TRADE = frozenset(
    word.upper()
    for word in tokens(
        "AAH ACI ARE ASS BRSA CAF CAP CDD CDDI CDI CEJ CER CMU CPAM CSE CV DPAE EA EI ETTI FLE FSE HLM IAE IME ESAT"
        " MSA PASS PCH PLIE PMSMP PPAE RQTH RSA SIAE SMIC SST TIG"
    )
)
MAIL = re.compile(r"\S+@\S+|\b(?:https?://|www\.)\S+", re.IGNORECASE)
STREET = re.compile(
    r"\b\d{1,4}(?:\s?(?:bis|ter))?,?\s+(?:rue|avenue|av\.|boulevard|bd|place|chemin|route|allée|impasse|quai|cité|résidence)"
    r"\b[^,.;\n]*",
    re.IGNORECASE,
)
TELEPHONE = re.compile(r"\+?\d(?:[\s.\-/\u00a0\u202f]?\d){7,}")
FIGURES = re.compile(r"\b\d{5,}\b")
WRITTEN_DAY = re.compile(
    r"(?:\b(pour le|depuis le|jusqu[’']au|du|le)\s+)?\b(?:1er|\d{1,2})\s+((?:janvier|février|mars|avril|mai|juin"
    r"|juillet|août|septembre|octobre|novembre|décembre)(?:\s+\d{4})?)"
)
# What stands before a month once its day is taken away: « le 3 mars » is « en mars ».
BEFORE_MONTH = {"pour le": "pour", "depuis le": "depuis", "du": "de", "le": "en"}
WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
ELIDED = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)[’']", re.IGNORECASE)
# « M. Cassoret », « Dr. Cassoret », « J. Cassoret »: this full stop ends no sentence, a name follows it.
CALLED = re.compile(r"(?<![^\W\d_])(?:MM?|Mr|Mme|Mlle|Me|Dr|Pr|[A-ZÀ-Ý])\.$")
STARTS = '.!?…:;«»\n•-–—(“”"[]'


def names_in(texts: Iterable[str]) -> frozenset[str]:
    """The words of these names, as they are compared: without case or accent, common words left out."""
    return frozenset(word for text in texts for word in tokens(text) if len(word) > 1 and word not in COMMON)


def masked(text: str, names: frozenset[str]) -> str:
    """A text without what says who, where, or how to reach them. names: of `names_in`."""
    text = MAIL.sub(ADDRESS, text)
    text = STREET.sub(ADDRESS, text)
    text = TELEPHONE.sub(PHONE, text)
    text = FIGURES.sub(NUMBER, text)
    text = WRITTEN_DAY.sub(_month, text)
    return WORD.sub(lambda found: _word(found, names), text)


def _month(found: re.Match[str]) -> str:
    before = BEFORE_MONTH.get(found[1], "jusqu’en") if found[1] else ""
    return f"{before} {found[2]}".strip()


def _word(found: re.Match[str], names: frozenset[str]) -> str:
    word, before = found.group(), found.string[: found.start()].rstrip(" \u00a0\u202f")
    if found.string[max(0, found.start() - 1) : found.end() + 1] in MASKS:
        return word
    elided = ELIDED.match(word)
    kept, rest = (elided.group(), word[elided.end() :]) if elided else ("", word)
    if any(part in names for part in tokens(rest)) or "".join(tokens(rest)) in names:
        return f"{kept}{NAME}"
    is_start = (not before or before[-1] in STARTS) and not CALLED.search(before)
    if rest[:1].isupper() and rest not in TRADE and not (is_start and not kept):
        return f"{kept}{NAME}"
    return word


def age_band(ages: tuple[int, int] | None) -> str:
    """« de 30 à 39 ans », wide enough to be that of many."""
    if ages is None:
        return ""
    low = ages[0]
    if low < AGE_BANDS[0][0]:
        return _("moins de 18 ans")
    for first, last in AGE_BANDS:
        if first <= low <= last:
            return _("de %(first)s à %(last)s ans") % {"first": first, "last": last}
    return _("60 ans ou plus")


def anonymous(sheet: Sheet, names: frozenset[str], *, ages: tuple[int, int] | None, number: int) -> Sheet:
    """The same sheet, of « Situation 3 »: what its words cannot promise is said on it."""
    return Sheet(
        number=0,
        name=_("Situation %(number)s") % {"number": number},
        who=age_band(ages),
        lines=tuple(Line(one.label, one.apart) for one in sheet.lines if one.apart),
        blocks=tuple(
            Block(
                block.code,
                block.label,
                block.shape,
                tuple(masked(text, names) for text in block.texts),
                block.signs,
                block.lines,
            )
            for block in sheet.blocks
        ),
        closed=_(
            "Fiche sans nom\u202f: relisez les mots avant de la partager, une phrase peut encore faire reconnaître"
            " quelqu’un."
        ),
        mark=_("Sans nom"),
    )
