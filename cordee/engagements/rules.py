"""What the law asks of a contract and of who signs it: RSA-10 to RSA-20. Plain functions on plain values.

None decides anything: each says what holds, what does not, and which text says so. Hours and delays are read in
programmes/law on the day they are counted from.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from cordee.kernel.dates import Period, add_months
from cordee.kernel.typed_hours import shown_hours
from cordee.kernel.verdict import Verdict, breaks, passes, reminds, unsure
from cordee.kernel.words import french_day, french_list
from cordee.kernel.words import sentence as _
from cordee.programmes.law import LawDelay, LawNumber, begins

HOURS_TEXT = "Code du travail, L5411-6 II 3°"
CONTENT_TEXT = "Code du travail, L5411-6 II et R5411-15"
# Health, disability and invalidity are three grounds of the text; which of them is nobody's business here.
HEALTH, CHILDCARE = "health", "childcare"
GROUNDS = frozenset({HEALTH, CHILDCARE})
SOCIAL = "social"
# The five grounds on which the social lane is looked at again after twelve months instead of six.
EXTENDING = frozenset({"health", "disability", "invalidity", "housing", "family"})
ADULT_AGE = 18


def told(verdict: Verdict, rule: str, source: str) -> Verdict:
    """A verdict with the number users are shown and the text behind it."""
    return replace(verdict, rule=rule, source=source)


# Hours


@dataclass(frozen=True)
class HoursFacts:
    """Hours a week as the contract would say them. minutes: none when nothing was said yet.

    reason: why they are fewer than the law's; ground: why there are none; asked_by_person: they asked for none;
    child_age: of the youngest child without childcare, in whole years.
    """

    on: date
    minutes: int | None
    reason: str = ""
    ground: str = ""
    asked_by_person: bool = False
    child_age: int | None = None


def weekly_hours(facts: HoursFacts) -> Verdict:
    """Are the hours those the law asks, or fewer for a reason it knows? (RSA-12)

    At least fifteen; fewer with a reason written down; none only at the person's request, for health, disability or
    invalidity, or a lone parent without childcare for a child under twelve. More than thirty-five is a warning.
    """
    return told(_weekly_hours(facts), "RSA-12", HOURS_TEXT)


def _weekly_hours(facts: HoursFacts) -> Verdict:
    if facts.minutes is None:
        return breaks(_("Il manque le nombre d’heures par semaine."))
    if facts.minutes == 0:
        return _no_hours(facts)
    least = _at("RSA-12.hours", facts.on)
    if facts.minutes < least * 60:
        if facts.reason.strip():
            return passes()
        return breaks(
            _(
                "{hours} par semaine\u202f: en dessous de {least} heures, écrivez la raison propre à la personne.",
                hours=shown_hours(facts.minutes),
                least=least,
            )
        )
    most, usual = _at("RSA-12.most", facts.on), _at("RSA-12.usual", facts.on)
    if facts.minutes > most * 60:
        return unsure(_("Plus de {most} heures par semaine\u202f: vérifiez que c’est tenable.", most=most))
    if facts.minutes > usual * 60:
        return reminds(_("Plus de {usual} heures par semaine, au-delà de l’usage.", usual=usual))
    return passes()


def _no_hours(facts: HoursFacts) -> Verdict:
    child = _at("RSA-12.child", facts.on)
    if facts.ground not in GROUNDS:
        return breaks(
            _(
                "Aucune heure par semaine\u202f: seulement pour une difficulté de santé, un handicap"
                " ou une invalidité, "
                "ou un parent isolé sans garde pour un enfant de moins de {child} ans.",
                child=child,
            )
        )
    if not facts.asked_by_person:
        return breaks(_("Aucune heure par semaine\u202f: seulement si la personne le demande."))
    if facts.ground == CHILDCARE:
        return _childcare(facts.child_age, child)
    return passes()


def _childcare(age: int | None, below: int) -> Verdict:
    if age is None:
        return breaks(_("Il manque l’âge de l’enfant sans garde."))
    if age >= below:
        return breaks(
            _(
                "L’enfant a {age} ans\u202f: aucune heure ne se demande que pour un enfant de moins de {below} ans.",
                age=age,
                below=below,
            )
        )
    return passes()


# Content


@dataclass(frozen=True)
class ContentFacts:
    """What a contract holds. missing: labels of the sections its kind asks for, left empty."""

    has_referent: bool
    house_commitments: int
    person_commitments: int
    objectives: int
    has_rights: bool


def content(facts: ContentFacts, asked: Collection[str]) -> Verdict:
    """Does the contract hold what its kind asks for before it may be signed? (RSA-11)

    asked: among referent, house, person, plan, rights.
    """
    held = {
        "referent": facts.has_referent,
        "house": facts.house_commitments > 0,
        "person": facts.person_commitments > 0,
        "plan": facts.objectives > 0,
        "rights": facts.has_rights,
    }
    missing = [str(CONTENT[code]) for code in CONTENT if code in asked and not held[code]]
    if missing:
        verdict = breaks(_("Il manque au contrat\u202f: {what}.", what=french_list(missing)))
        return told(verdict, "RSA-11", CONTENT_TEXT)
    return told(passes(), "RSA-11", CONTENT_TEXT)


CONTENT = {
    "referent": _("le référent"),
    "house": _("un engagement au moins de la structure"),
    "person": _("un engagement au moins de la personne"),
    "plan": _("un objectif au moins"),
    "rights": _("les droits et les recours"),
}


def after_diagnosis(signed_on: date, diagnoses: Iterable[date]) -> Verdict:
    """Was a diagnosis made, at the latest on the day of the signature? (RSA-10)

    diagnoses: days of those that are closed.
    """
    days = sorted(diagnoses)
    if not days:
        verdict = breaks(_("Aucun diagnostic n’est clos\u202f: le contrat se signe après le diagnostic."))
    elif days[0] > signed_on:
        verdict = breaks(
            _(
                "Le premier diagnostic est daté du {day}\u202f: le contrat se signe après.",
                day=french_day(days[0]),
            )
        )
    else:
        verdict = passes()
    return told(verdict, "RSA-10", "Code du travail, L5411-5-2")


def days_of(
    from_on: date | None, until_on: date | None, review_on: date | None, *, needs_end: bool
) -> Verdict:
    """Are the days of the contract in order, and is the next review within it? (RSA-14)

    The last day is included; a review may fall on it.
    """
    source = "Code du travail, L5411-6 I et R5411-14"
    if from_on is None or review_on is None or (needs_end and until_on is None):
        missing = [
            label
            for label, day in (
                (_("le début"), from_on),
                (_("la fin"), until_on if needs_end else date.max),
                (_("la date du prochain point"), review_on),
            )
            if day is None
        ]
        return told(breaks(_("Il manque {what}.", what=french_list(missing))), "RSA-14", source)
    if until_on is not None and until_on < from_on:
        return told(breaks(_("La fin du contrat vient avant son début.")), "RSA-14", source)
    if review_on < from_on:
        return told(breaks(_("Le prochain point vient avant le début du contrat.")), "RSA-14", source)
    if until_on is not None and review_on > until_on:
        return told(breaks(_("Le prochain point vient après la fin du contrat.")), "RSA-14", source)
    return told(passes(), "RSA-14", source)


def lasting(from_on: date, until_on: date | None, *, least: int | None, most: int | None) -> Verdict:
    """Does the contract last as long as is usual? (RSA-31) Outside, a word about it, never a refusal.

    least, most: whole months, both included: six months from 15 January end on 14 July.
    """
    source = "Usage du métier (6 à 12 mois, renouvelables après un bilan)"
    if until_on is None:
        return told(passes(), "RSA-31", source)
    after = until_on.toordinal() + 1
    short = least is not None and after < add_months(from_on, least).toordinal()
    long = most is not None and after > add_months(from_on, most).toordinal()
    if short:
        verdict = unsure(_("Ce contrat dure moins de {least} mois.", least=least))
    elif long:
        verdict = unsure(_("Ce contrat dure plus de {most} mois.", most=most))
    else:
        verdict = passes()
    return told(verdict, "RSA-31", source)


def no_overlap(wanted: Period, others: Iterable[Period]) -> Verdict:
    """Is there no other contract of the same kind on any of these days? The last day of each is included."""
    for other in sorted(others, key=lambda one: one.start):
        starts_before_end = other.end is None or wanted.start <= other.end
        ends_after_start = wanted.end is None or wanted.end >= other.start
        if starts_before_end and ends_after_start:
            verdict = breaks(
                _(
                    "Un autre contrat court à partir du {day}\u202f: terminez-le, ou modifiez-le par un avenant.",
                    day=french_day(other.start),
                )
            )
            return told(verdict, "CTR-01", "Un seul contrat de même nature à la fois")
    return told(passes(), "CTR-01", "Un seul contrat de même nature à la fois")


def bound_to_conclude(*, rights_and_duties: bool | None) -> Verdict:
    """Must this person conclude a contract? Not when no duty goes with their RSA. (RSA-17)"""
    source = "Code du travail, R5411-15-2"
    if rights_and_duties is False:
        said = _("Cette personne n’est pas soumise aux droits et devoirs\u202f: le contrat est facultatif.")
        return told(reminds(said), "RSA-17", source)
    return told(passes(), "RSA-17", source)


# Delays


def reasonable_offer(signed_on: date, lane: str) -> tuple[date, date] | None:
    """(day of the warning, last day) to set the reasonable offer of employment; none in the social lane. (RSA-16)"""
    if lane == SOCIAL:
        return None
    return LawDelay("RSA-16.warn").after(signed_on), LawDelay("RSA-16.due").after(signed_on)


def reexamined_by(
    started_on: date, grounds: Collection[str], *, extended: bool
) -> tuple[date | None, Verdict]:
    """When the social lane is looked at again: six months, twelve with a ground of the text. (RSA-19)

    The day is none when twelve months were chosen without a ground.
    """
    source = "CASF, L262-31 et D262-65-2-1"
    if extended and not EXTENDING & set(grounds):
        said = _(
            "Douze mois\u202f: seulement pour la santé, un handicap, une invalidité, le logement ou la famille."
        )
        return None, told(breaks(said), "RSA-19", source)
    code = "RSA-19.extended" if extended else "RSA-19.due"
    return LawDelay(code).after(started_on), told(passes(), "RSA-19", source)


def everybody_by() -> date:
    """The last day for everybody to have a contract of the law of 2023: 31/12/2026. (RSA-20)"""
    start = begins("RSA-20.due")
    return date.fromordinal(LawDelay("RSA-20.due").after(start).toordinal() - 1)


# Who signs


@dataclass(frozen=True)
class Signers:
    """On the person's side. needed: codes without which nothing is signed; may: all those who may."""

    needed: frozenset[str]
    may: frozenset[str]
    verdict: Verdict


PERSON, PARENT, GUARDIAN = "person", "parent", "guardian"
REPRESENTED = frozenset({"tutelle", "habilitation_familiale"})
ASSISTED = frozenset({"curatelle_simple", "curatelle_renforcee"})
CIVIL = "Code civil, 388-1-1, 467, 473 et 494-6"


def signers(ages: tuple[int, int] | None, protection: str) -> Signers:
    """Who signs for the person: themselves, unless their age or a judge says otherwise.

    ages: the youngest and the oldest they can be; none when nothing is known. A minor: a parent, or the guardian. Under
    guardianship, or a family habilitation: who exercises it. Under curatorship, they sign, their curator beside them
    when the measure asks for it.
    """
    if protection in REPRESENTED:
        said = _("Une mesure de représentation est en place\u202f: la personne qui l’exerce signe.")
        return Signers(
            frozenset({GUARDIAN}), frozenset({PERSON, GUARDIAN}), told(reminds(said), "SIG-01", CIVIL)
        )
    if ages is not None and ages[1] < ADULT_AGE:
        said = _("La personne est mineure\u202f: un parent, ou qui exerce la tutelle, signe.")
        may = frozenset({PERSON, PARENT, GUARDIAN})
        return Signers(frozenset({PARENT}), may, told(reminds(said), "SIG-01", CIVIL))
    may = frozenset({PERSON, GUARDIAN}) if protection in ASSISTED else frozenset({PERSON})
    if ages is None or ages[0] < ADULT_AGE:
        said = _("L’âge n’est pas connu\u202f: vérifiez que la personne est majeure.")
        unknown = told(unsure(said), "SIG-01", CIVIL)
        return Signers(frozenset({PERSON}), may | {PARENT}, unknown)
    return Signers(frozenset({PERSON}), may, told(passes(), "SIG-01", CIVIL))


def is_complete(needed: Collection[str], signed: Collection[str]) -> bool:
    """Has everybody signed? A guardian counts where a parent is needed."""
    held = set(signed)
    return all(code in held or (code == PARENT and GUARDIAN in held) for code in needed)


def _at(code: str, on: date) -> int:
    return LawNumber(code).at(on)
