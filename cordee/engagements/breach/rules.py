"""What the law asks of a sanction somebody else decides: RSA-21 to RSA-31, checked, never proposed (RSA-29).

Plain functions on plain values. No rate, no length and no step is ever suggested: each function says what does not
hold in what was decided. Numbers are read in programmes/law on the day of the decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from cordee.kernel.verdict import Examination, Verdict, breaks, examine, passes, unsure
from cordee.kernel.words import french_day
from cordee.kernel.words import sentence as _
from cordee.programmes.law import LawDelay, LawNumber

SUSPENSION, SUPPRESSION = "suspension", "suppression"
NOT_KEPT, NOT_CONCLUDED = "not_kept", "not_concluded"
FIRST, NEXT = 1, 2


@dataclass(frozen=True)
class SanctionFacts:
    """A sanction as it was decided.

    rate: percent of the RSA; months: how long. breach: what was not kept, or a contract refused. step: 1, or 2.
    conciliated_on: of the interview before anything else.
    household: how many live together, none when not known; is_increased: the RSA of a lone parent is raised.
    told_on: when the person was informed that a sanction was considered; invited_on: when they were invited before the
    board; opinion_on: of its opinion. earlier: days of notification of the sanctions before; reoriented_on: the last
    new orientation. persists: it goes on at the end of the measure before. duties: whether duties go with their RSA.
    """

    decided_on: date
    kind: str
    rate: int
    months: int
    breach: str = NOT_KEPT
    step: int = FIRST
    household: int | None = None
    is_increased: bool = False
    has_legitimate_reason: bool = False
    conciliated_on: date | None = None
    told_on: date | None = None
    observed_on: date | None = None
    heard_on: date | None = None
    invited_on: date | None = None
    opinion_on: date | None = None
    earlier: tuple[date, ...] = field(default_factory=tuple)
    reoriented_on: date | None = None
    persists: bool = False
    duties: bool | None = None


def examine_sanction(facts: SanctionFacts) -> Examination:
    """Everything the law answers to a sanction somebody decided."""
    return examine(_all(facts))


def _all(facts: SanctionFacts) -> Iterator[Verdict]:
    yield _told(_duties(facts), "RSA-17", "Code du travail, R5411-15-2")
    yield _told(_reason(facts), "RSA-21", "Code du travail, R5412-1")
    yield _told(_ladder(facts), "RSA-21", "Code du travail, R5412-1")
    yield _told(_refused_contract(facts), "RSA-22", "Code du travail, R5412-2")
    yield _told(_household(facts), "RSA-23", "CASF, R262-68-6")
    yield _told(_board(facts), "RSA-25", "CASF, L262-37 III")
    yield _told(_heard(facts), "RSA-26", "Code du travail, R5412-7 et R5412-7-1")
    yield _told(_step(facts), "RSA-27", "Code du travail, R5412-3-4")
    yield _told(_conciliation(facts), "RSA-31", "Usage du métier : un entretien de conciliation d’abord")


def _told(verdict: Verdict, rule: str, source: str) -> Verdict:
    return replace(verdict, rule=rule, source=source)


def _duties(facts: SanctionFacts) -> Verdict:
    if facts.duties is False:
        return breaks(_("Cette personne n’est pas soumise aux droits et devoirs\u202f: aucune sanction."))
    return passes()


def _reason(facts: SanctionFacts) -> Verdict:
    if facts.has_legitimate_reason:
        return breaks(_("Un motif légitime est noté\u202f: il n’y a pas de manquement."))
    return passes()


def _ladder(facts: SanctionFacts) -> Verdict:
    """Both bounds of the rate included, and the last month."""
    least = _number("RSA-21.least_rate", facts)
    if not least <= facts.rate <= 100:
        return breaks(_("La part suspendue ou supprimée va de {least} à 100 %.", least=least))
    if facts.months < 1:
        return breaks(_("Une sanction dure au moins un mois."))
    if facts.step == FIRST and facts.kind == SUPPRESSION:
        return breaks(_("La première sanction est une suspension, jamais une suppression."))
    most = _number("RSA-21.first_months" if facts.step == FIRST else "RSA-21.next_months", facts)
    if facts.months > most:
        return breaks(_("À cette étape, une sanction dure au plus {most} mois.", most=most))
    return passes()


def _refused_contract(facts: SanctionFacts) -> Verdict:
    if facts.breach == NOT_CONCLUDED and facts.kind == SUPPRESSION:
        return breaks(_("Un contrat refusé ne conduit qu’à une suspension, jamais à une suppression."))
    return passes()


def _household(facts: SanctionFacts) -> Verdict:
    most = _number("RSA-23.most_rate", facts)
    if facts.rate <= most:
        return passes()
    if facts.household is None and not facts.is_increased:
        return unsure(
            _(
                "Le foyer n’est pas connu\u202f: à plusieurs, la part suspendue ne dépasse pas {most} %.",
                most=most,
            )
        )
    if facts.is_increased or (facts.household or 1) > 1:
        return breaks(_("Foyer de plusieurs personnes\u202f: au plus {most} % du RSA.", most=most))
    return passes()


def _board(facts: SanctionFacts) -> Verdict:
    """An opinion given the very day of the suppression does not come before it."""
    if facts.kind != SUPPRESSION:
        return passes()
    if facts.opinion_on is None or facts.opinion_on >= facts.decided_on:
        return breaks(_("Une suppression demande l’avis de l’équipe pluridisciplinaire, donné avant."))
    if facts.invited_on is None or facts.invited_on > facts.opinion_on:
        return breaks(_("La personne doit avoir été invitée devant l’équipe pluridisciplinaire."))
    return passes()


def _heard(facts: SanctionFacts) -> Verdict:
    """The tenth day is still hers; the decision comes after, or after her observations."""
    if facts.told_on is None or facts.told_on > facts.decided_on:
        return breaks(_("La personne doit être informée d’abord, et pouvoir répondre."))
    until = LawDelay("RSA-26.observations").after(facts.told_on)
    if facts.decided_on <= until and not has_answered(facts.told_on, facts.observed_on, by=facts.decided_on):
        return breaks(_("La personne peut répondre jusqu’au {day} inclus.", day=french_day(until)))
    last = decide_by(facts.told_on, facts.heard_on)
    if facts.decided_on > last:
        return unsure(_("La décision devait être prise le {day} au plus tard.", day=french_day(last)))
    return passes()


def _step(facts: SanctionFacts) -> Verdict:
    if facts.step == FIRST:
        return passes()
    if facts.persists and not any(day <= facts.decided_on for day in facts.earlier):
        return breaks(_("Aucune sanction n’est notée avant celle-ci\u202f: c’est une première sanction."))
    if facts.persists:
        return passes()
    if counted(facts.earlier, facts.decided_on, facts.reoriented_on):
        return passes()
    return breaks(_("Aucune sanction des 24 derniers mois\u202f: c’est une première sanction."))


def _conciliation(facts: SanctionFacts) -> Verdict:
    """Talking comes first: a word about it, never a refusal."""
    if facts.conciliated_on is None or facts.conciliated_on > facts.decided_on:
        return unsure(_("Aucun entretien de conciliation n’est noté avant cette décision."))
    return passes()


def may_be_opened(*, duties: bool | None) -> Verdict:
    """May facts be noted that a sanction could follow? Not when no duty goes with the RSA. (RSA-17)"""
    if duties is False:
        said = _(
            "Cette personne n’est pas soumise aux droits et devoirs\u202f: rien ne peut lui être reproché ici."
        )
        return _told(breaks(said), "RSA-17", "Code du travail, R5411-15-2")
    return _told(passes(), "RSA-17", "Code du travail, R5411-15-2")


def answer_until(told_on: date) -> date:
    """The last day the person may answer, that day included. (RSA-26)"""
    return LawDelay("RSA-26.observations").after(told_on)


def has_answered(told_on: date, observed_on: date | None, *, by: date | None = None) -> bool:
    """Did the person answer what they were informed of? Words said before are no answer to it. (RSA-26)

    by: the last day that counts; none for any.
    """
    return observed_on is not None and told_on <= observed_on and (by is None or observed_on <= by)


def decide_by(told_on: date, heard_on: date | None) -> date:
    """The last day to decide: after their time to answer, or after they were heard. (RSA-26)"""
    until = answer_until(told_on)
    return LawDelay("RSA-26.decision").after(max(until, heard_on) if heard_on else until)


def appeal_until(notified_on: date) -> date:
    """The last day to ask the president of the département to look at it again. (RSA-30)"""
    return LawDelay("RSA-30.remedy").after(notified_on)


def counted(earlier: Iterable[date], on: date, reoriented_on: date | None) -> list[date]:
    """The sanctions that still count on a day: of the last 24 months, that day included; a new orientation starts the
    count afresh. (RSA-27)"""
    window = LawDelay("RSA-27.window")
    return [
        day
        for day in sorted(earlier)
        if day <= on <= window.after(day) and (reoriented_on is None or day >= reoriented_on)
    ]


def suspended_until(planned: date, complied_on: date | None) -> date:
    """The last day of a suspension: it stops the day the person keeps the contract again. (RSA-24)"""
    return planned if complied_on is None else min(planned, complied_on)


def _number(code: str, facts: SanctionFacts) -> int:
    return LawNumber(code).at(facts.decided_on)
