"""What the law asks of an orientation decision, and the two delays that start from it: RSA-01 to RSA-09.

Plain functions on plain values. None decides: each says what holds, what does not, and which text says so.
Delays are read in programmes/law at the day they are counted from.

ORIENT  six weeks from the day the opening or the transfer of the RSA is known (RSA-06)
SIGN    one month from the notification; another orientation interrupts it, its notification starts a whole
        new one (RSA-08, RSA-09)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from cordee.kernel.clock import Clock, Event
from cordee.kernel.verdict import Examination, Verdict, breaks, examine, passes, reminds, unsure
from cordee.kernel.words import french_day
from cordee.kernel.words import sentence as _
from cordee.programmes.law import LawDelay, begins

# A département takes orientation decisions; no other house does. Said of kinds of organisations, as
# pathways.rules says which ones entrust accompaniments: no house and no programme is named.
DECIDING_KINDS = frozenset({"departement"})
ENTITLED = frozenset({"departement", "france_travail"})
LANES = ("social", "socio_pro", "pro")
DIFFICULTIES = frozenset({"health", "housing", "mobility", "childcare", "carer"})
CRITERIA = DIFFICULTIES | {"qualification", "employment", "aspirations"}
FT_IDENTIFIER = re.compile(r"\d{7}[0-9A-Z]|\d{11}")

INFORMED, DECIDED, NOTIFIED = "rsa_information_received", "orientation_decided", "orientation_notified"
REORIENTED, SIGNED, ENDED = "reoriented", "contract_signed", "orientation_ended"

ORIENT = Clock(
    code="orienter",
    start=frozenset({INFORMED}),
    stop=frozenset({DECIDED}),
    interruption=frozenset({ENDED}),
    due=LawDelay("RSA-06.due"),
    warn_after=LawDelay("RSA-06.warn"),
    late_after=LawDelay("RSA-06.late"),
    applies_from=begins("RSA-06.due"),
)
SIGN = Clock(
    code="contrat",
    start=frozenset({NOTIFIED}),
    stop=frozenset({SIGNED}),
    interruption=frozenset({REORIENTED, ENDED}),
    due=LawDelay("RSA-08.due"),
    warn_after=LawDelay("RSA-08.warn"),
    applies_from=begins("RSA-08.due"),
)


def decides(organisation_kind: str) -> bool:
    """Does an organisation of this kind take orientation decisions?"""
    return organisation_kind in DECIDING_KINDS


@dataclass(frozen=True)
class DecisionFacts:
    """What is known of a decision about to be taken on the day `on`.

    information_on: when the opening or the transfer of the RSA was known, None for a re-orientation that has
    none of its own. criteria: codes considered. delegation, convention: their references, with their last day.
    """

    on: date
    information_on: date | None = None
    is_reorientation: bool = False
    ft_identifier: str = ""
    authority: str = ""
    delegation: str = ""
    delegation_until: date | None = None
    criteria: frozenset[str] = field(default_factory=frozenset)
    lane: str = ""
    is_justified: bool = False
    body: str = ""
    convention: str = ""
    convention_until: date | None = None


def told(verdict: Verdict, rule: str, source: str) -> Verdict:
    """A verdict with the number users are shown and the text behind it."""
    return replace(verdict, rule=rule, source=source)


def examine_decision(facts: DecisionFacts) -> Examination:
    """Everything the law answers to a decision."""
    asked = (registration, authority, criteria, lane, body, competence, notification)
    return examine(rule(facts) for rule in asked)


def is_ft_identifier(text: str) -> bool:
    """Eight signs, seven digits then a digit or a letter, or eleven digits (ECO-05)."""
    return FT_IDENTIFIER.fullmatch(text) is not None


def ft_identifier_as_kept(text: str) -> str:
    """As it is kept: capitals, without the spaces people put between groups."""
    return "".join(text.split()).upper()


def registration(facts: DecisionFacts) -> Verdict:
    """Is the identifier at France Travail known, thirty days after the information on the RSA? (RSA-01)

    The thirtieth day is still within the delay.
    """
    return told(_registration(facts), "RSA-01", "Code du travail, R5411-2")


def _registration(facts: DecisionFacts) -> Verdict:
    if facts.ft_identifier or facts.information_on is None:
        return passes()
    if facts.on <= LawDelay("RSA-01.warn").after(facts.information_on):
        return passes()
    since = french_day(facts.information_on)
    return unsure(
        _(
            "L’identifiant France Travail n’est pas connu, alors que le RSA est annoncé depuis le {since}.",
            since=since,
        )
    )


def authority(facts: DecisionFacts) -> Verdict:
    """Is the decision taken by who may take it about a beneficiary of the RSA? (RSA-02)

    The council's president or France Travail; anybody else by a delegation that is recorded and not over. Its last
    day is included.
    """
    return told(_authority(facts), "RSA-02", "Code du travail, L5411-5-1 II")


def _authority(facts: DecisionFacts) -> Verdict:
    if not facts.authority:
        return breaks(_("Il manque l’autorité qui décide."))
    if facts.authority in ENTITLED:
        return passes()
    if not facts.delegation.strip():
        return breaks(
            _(
                "Pour une personne au RSA, la décision revient au président du conseil départemental ou à "
                "France Travail, sauf délégation\u202f: notez sa référence."
            )
        )
    if facts.delegation_until is not None and facts.on > facts.delegation_until:
        return breaks(_("La délégation a pris fin le {day}.", day=french_day(facts.delegation_until)))
    return passes()


def criteria(facts: DecisionFacts) -> Verdict:
    """Was something of the person's situation considered, and does the lane answer the difficulties? (RSA-03)"""
    return told(_criteria(facts), "RSA-03", "Code du travail, L5411-5-1 III")


def _criteria(facts: DecisionFacts) -> Verdict:
    known = facts.criteria & CRITERIA
    if not known:
        return breaks(
            _("Cochez ce qui a été regardé\u202f: une décision prise sans aucun critère n’est pas motivée.")
        )
    if known & DIFFICULTIES and facts.lane == "pro" and not facts.is_justified:
        return unsure(
            _(
                "Des difficultés sont relevées et la voie est professionnelle\u202f: dites pourquoi elle "
                "convient malgré elles."
            )
        )
    return passes()


def lane(facts: DecisionFacts) -> Verdict:
    """Is one of the three lanes chosen? (RSA-05)"""
    answer = passes() if facts.lane in LANES else breaks(_("Il manque la voie."))
    return told(answer, "RSA-05", "Code du travail, L5411-5-1 I")


def body(facts: DecisionFacts) -> Verdict:
    """May this body accompany the person? A délégataire does by a convention (RSA-04).

    The last day of the convention is included.
    """
    return told(_body(facts), "RSA-04", "Code du travail, L5411-5-1 IV")


def _body(facts: DecisionFacts) -> Verdict:
    if not facts.body:
        return breaks(_("Il manque l’organisme référent, celui qui accompagne la personne."))
    if facts.body != "delegate":
        return passes()
    if not facts.convention.strip():
        return breaks(_("Un délégataire accompagne par convention\u202f: notez sa référence."))
    if facts.convention_until is not None and facts.on > facts.convention_until:
        return unsure(_("La convention a pris fin le {day}.", day=french_day(facts.convention_until)))
    return passes()


def competence(facts: DecisionFacts) -> Verdict:
    """Is it still for the council's president to decide? After six weeks France Travail orients (RSA-06).

    Late the day the six weeks are over. A warning that may be passed: nothing is decided by itself.
    """
    return told(_competence(facts), "RSA-06", "CASF, D262-65-2")


def _competence(facts: DecisionFacts) -> Verdict:
    if facts.information_on is None or facts.is_reorientation or facts.authority == "france_travail":
        return passes()
    if not is_for_france_travail(facts.information_on, on=facts.on):
        return passes()
    return unsure(
        _(
            "Les six semaines sont passées depuis le {day}\u202f: compétence France Travail.",
            day=french_day(ORIENT.begin(facts.information_on).late_on),
        )
    )


def is_for_france_travail(information_on: date, *, on: date) -> bool:
    """Have the six weeks gone by without a decision? Nothing before the text came into force."""
    if information_on < ORIENT.applies_from:
        return False
    return on >= ORIENT.begin(information_on).late_on


def notification(facts: DecisionFacts) -> Verdict:
    """Reminds that the month of the contract only starts once the person is told (RSA-07)."""
    reminder = reminds(
        _(
            "Le mois pour signer le contrat ne commence qu’au jour, certain, où la personne reçoit cette décision."
        )
    )
    return told(reminder, "RSA-07", "Code du travail, R5411-8-1")


def proof(text: str) -> Verdict:
    """Is the day of reception proved? Without a proof no delay is counted (RSA-07)."""
    missing = _("Il manque la preuve\u202f: numéro de la lettre, signature, jour de la consultation…")
    return told(passes() if text.strip() else breaks(missing), "RSA-07", "Code du travail, R5411-8-1")


@dataclass(frozen=True)
class Step:
    """One decision in the line of a person's decisions, oldest first, as the delays see it.

    ended_on: the person has left the RSA or the territory; nothing more is awaited.
    """

    information_on: date | None = None
    is_reorientation: bool = False
    decided_on: date | None = None
    notified_on: date | None = None
    ended_on: date | None = None


def events_of(steps: Sequence[Step], signed_on: Iterable[date] = ()) -> list[Event]:
    """Everything that starts, stops or interrupts the two delays, in order.

    Of one day, in the order of the decisions: another orientation interrupts before its own notification starts
    the month again, and a contract signed that very day answers it.
    """
    happened = [event for step in steps for event in _events_of(step)]
    happened += [Event(SIGNED, day) for day in sorted(signed_on)]
    return sorted(happened, key=lambda event: event.on)


def _events_of(step: Step) -> Iterator[Event]:
    if step.information_on is not None and not step.is_reorientation:
        yield Event(INFORMED, step.information_on)
    if step.decided_on is not None:
        yield Event(REORIENTED if step.is_reorientation else DECIDED, step.decided_on)
    if step.notified_on is not None:
        yield Event(NOTIFIED, step.notified_on)
    if step.ended_on is not None:
        yield Event(ENDED, step.ended_on)
