"""What is asked of a board, of a sitting and of what is decided there. Plain functions on plain values.

None decides anything: each says what holds, what does not, and which text says so.

- rhythm          does the board meet as often as it should? (COM-01)
- quorum          are enough colleges represented? (COM-02)
- decision_day    may this decision bear this day? (COM-03)
- advice_first    is there an opinion before the decision, and was the person invited? (COM-04, RSA-25)
- confirm_on      when is somebody who waits asked whether it still holds?
- in_turn         is a place offered to the next in turn? (COM-06)
- OUTCOMES        what may be said of each kind of situation
- stands_for      the decision of the programme an outcome comes to
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from cordee.kernel.dates import add_months
from cordee.kernel.verdict import Verdict, breaks, passes, unsure
from cordee.kernel.words import french_day
from cordee.kernel.words import sentence as _

RHYTHM, QUORUM, DAY, ADVICE, TURN = "COM-01", "COM-02", "COM-03", "COM-04", "COM-06"
HOUSE_RULE = "Composition de la commission"
HOUSE_LINE = "Liste d’attente de la commission"
ADVICE_TEXT = "CASF, L262-37 III et L262-39"
MONTH_WORDS = (
    "",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
)

OUTCOMES: dict[str, tuple[str, ...]] = {
    "admission": ("admitted", "waiting", "adjourned", "redirected", "refused"),
    "review": ("continues", "adjourned", "redirected"),
    "reorientation": ("redirected", "continues", "adjourned"),
    "opinion": ("favourable", "reserved", "unfavourable", "adjourned"),
}
COMES_BACK = frozenset({"waiting", "adjourned"})


def told(verdict: Verdict, rule: str, source: str) -> Verdict:
    """A verdict with the number users are shown and the text behind it."""
    return replace(verdict, rule=rule, source=source)


# The rhythm


@dataclass(frozen=True)
class Rhythm:
    """When a board met last, and what is planned. last: none when it never met."""

    every_months: int | None
    last: date | None
    planned: date | None = None

    @property
    def due(self) -> date | None:
        """The last day by which it should meet again."""
        if self.every_months is None or self.last is None:
            return None
        return add_months(self.last, self.every_months)


def rhythm(facts: Rhythm, *, on: date, source: str = HOUSE_RULE) -> Verdict:
    """Does the board meet as often as it should?

    Warns when more than its months have gone by since the last sitting, when the one planned is too late, and when none
    is planned while the day draws near (a month). Source: the programme (Le Cheval Bleu: every three months).
    """
    return told(_rhythm(facts, on), RHYTHM, source)


def _rhythm(facts: Rhythm, on: date) -> Verdict:
    if facts.every_months is None:
        return passes()
    if facts.last is None:
        return passes() if facts.planned else unsure(_("Aucune séance n’est encore prévue."))
    due, words = add_months(facts.last, facts.every_months), months_words(facts.every_months)
    if on > due:
        return unsure(
            _(
                "Plus de {words} depuis la dernière séance, le {last}\u202f: elle devait se réunir au plus tard "
                "le {due}.",
                words=words, last=french_day(facts.last), due=french_day(due),
            )
        )  # fmt: skip
    if facts.planned is not None and facts.planned > due:
        return unsure(
            _(
                "La séance prévue le {planned} vient plus de {words} après la dernière\u202f: au plus tard le {due}.",
                planned=french_day(facts.planned), words=words, due=french_day(due),
            )
        )  # fmt: skip
    if facts.planned is None and on >= add_months(due, -1):
        return unsure(_("Aucune séance n’est prévue\u202f: au plus tard le {due}.", due=french_day(due)))
    return passes(_("Prochaine séance au plus tard le {due}.", due=french_day(due)))


def months_words(months: int) -> str:
    """« trois mois »."""
    number = MONTH_WORDS[months] if months < len(MONTH_WORDS) else str(months)
    return f"{number} mois"


# The quorum


@dataclass(frozen=True)
class Room:
    """The colleges of a board, and those represented at a sitting. quorum: how many must be; mode: a QuorumMode."""

    colleges: Collection[str]
    represented: Collection[str]
    quorum: int | None
    mode: str
    noted: bool = True


def quorum(room: Room, *, source: str = HOUSE_RULE) -> Verdict:
    """Are enough colleges represented?

    Bounds: as many as asked is enough. A missing college is only told where the board has no quorum. Warns, or refuses
    where the board says that it cannot decide without.
    """
    return told(_quorum(room), QUORUM, source)


def _quorum(room: Room) -> Verdict:
    missing = [label for label in room.colleges if label not in room.represented]
    if room.mode == "none":
        return passes()
    if not room.noted:
        reason = _("Les présences ne sont pas encore notées.")
        return breaks(reason) if room.mode == "require" else unsure(reason)
    if not missing:
        return passes()
    names = " ; ".join(missing)
    counted = len([label for label in room.colleges if label in room.represented])
    if room.quorum is not None and counted < room.quorum:
        reason = _(
            "{counted} collèges représentés, il en faut {quorum}. Manquent\u202f: {names}.",
            counted=counted, quorum=room.quorum, names=names,
        )  # fmt: skip
        return breaks(reason) if room.mode == "require" else unsure(reason)
    if len(missing) == 1:
        return unsure(_("Un collège n’est pas représenté\u202f: {names}.", names=names))
    return unsure(_("Des collèges ne sont pas représentés\u202f: {names}.", names=names))


# What is decided


@dataclass(frozen=True)
class Pronounced:
    """A decision and its days. sitting: the day of the sitting. by_authority: it comes after the board's opinion."""

    sitting: date
    decided_on: date
    effective_from: date | None = None
    by_authority: bool = False


def decision_day(facts: Pronounced, *, on: date, source: str = HOUSE_RULE) -> Verdict:
    """May this decision bear this day?

    A board decides on the day it sits: neither before nor after. An authority decides that day or later, never in the
    future. Nothing takes effect before it is pronounced.
    """
    return told(_decision_day(facts, on), DAY, source)


def _decision_day(facts: Pronounced, on: date) -> Verdict:
    sitting = french_day(facts.sitting)
    if facts.decided_on > on:
        return breaks(
            _(
                "Cette séance est le {day}\u202f: une décision s’écrit quand elle est prise.",
                day=french_day(facts.decided_on),
            )
        )
    if facts.decided_on < facts.sitting:
        return breaks(_("Une décision ne peut pas précéder sa séance, le {day}.", day=sitting))
    if facts.decided_on > facts.sitting and not facts.by_authority:
        return breaks(_("La commission décide le jour où elle siège, le {day}.", day=sitting))
    if facts.effective_from is not None and facts.effective_from < facts.decided_on:
        return breaks(
            _(
                "Une décision ne peut pas prendre effet avant d’être prononcée, le {day}.",
                day=french_day(facts.decided_on),
            )
        )
    return passes()


@dataclass(frozen=True)
class Advice:
    """What came before a decision of an authority. opined_on: the day of the opinion, none when there is none."""

    opined_on: date | None
    decided_on: date
    is_unfavourable: bool = False
    person_invited: bool = False


def advice_first(facts: Advice) -> Verdict:
    """Is there an opinion before the decision, and was the person invited where it goes against them? (RSA-25)

    Refuses a decision without an opinion dated that day or before, and an unfavourable one without an invitation.
    """
    return told(_advice_first(facts), ADVICE, ADVICE_TEXT)


def _advice_first(facts: Advice) -> Verdict:
    if facts.opined_on is None or facts.opined_on > facts.decided_on:
        return breaks(_("L’avis de la commission vient avant la décision\u202f: notez-le d’abord."))
    if facts.is_unfavourable and not facts.person_invited:
        return breaks(
            _(
                "La personne doit avoir été invitée à être entendue, avec qui elle veut\u202f: notez-le d’abord."
            )
        )
    return passes()


def stands_for(outcome: str, decisions: Iterable[tuple[str, str]]) -> str:
    """The code of the programme's own decision an outcome comes to, empty when it has none.

    decisions: (code, outcome) of the programme. Who waits for a place is put off, in programmes without a word for it.
    """
    wanted = ("adjourned",) if outcome == "waiting" else (outcome,)
    return next((code for code, known in decisions if known in wanted), "")


# The waiting list


def confirm_on(decided_on: date, confirmed_on: date | None, months: int | None) -> date | None:
    """The day to ask again whether it still holds; None where the programme sets no number of months."""
    return add_months(confirmed_on or decided_on, months) if months else None


def in_turn(before: int) -> Verdict:
    """Is a place offered to the next in turn? Warns, never refuses: a person offers, and may know better.

    before: how many came first, wait still and were offered nothing. Source: the waiting list of the board, by rank.
    """
    if before == 0:
        return told(passes(), TURN, HOUSE_LINE)
    if before == 1:
        return told(
            unsure(_("Une personne attend à un rang d’avant, sans place proposée.")), TURN, HOUSE_LINE
        )
    words = _("{number} personnes attendent à un rang d’avant, sans place proposée.", number=before)
    return told(unsure(words), TURN, HOUSE_LINE)
