"""What is done about a person's orientation: noted, decided, told, asked again.

`_become` is the only writer of a decision's state. Each gesture checks, writes, leaves a fact, and the delays follow.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.accounts.models import Organisation
from cordee.dossier.actions import record_fact
from cordee.kernel.errors import BadInput, NotAllowed, RuleBroken, StaleState
from cordee.kernel.partitions import OPEN_PARTITIONS
from cordee.kernel.words import french_day
from cordee.pathways.actions import WarningsToPass
from cordee.people.actions import end_grounds, give_ground
from cordee.people.enums import GroundKind
from cordee.people.keys import key_of, seal_text
from cordee.people.models import Person
from cordee.referrals.decisions import rules
from cordee.referrals.decisions.access import can_for, reason_against
from cordee.referrals.decisions.enums import (
    IN_FORCE,
    UNDECIDED,
    DecisionState,
    Means,
    Origin,
    ReorientationReason,
)
from cordee.referrals.decisions.models import LaneChoice, OrientationDecision
from cordee.referrals.decisions.timekeeping import keep_time

LONGEST_REASON = 20_000


def check(by: Actor, action: str, person: Person) -> None:
    """Raises NotAllowed with the sentence of the table."""
    if not can_for(by, action, person.organisation_id):
        raise NotAllowed(reason_against(by, action))


def _not_ahead(day: date, by: Actor, field: str) -> None:
    if day > by.today:
        raise BadInput(field, _("Ce jour est dans l’avenir\u202f: notez-le quand il aura eu lieu."))


# --- What comes before a decision -----------------------------------------------------------------------


@transaction.atomic
def await_orientation(
    person: Person, *, by: Actor, information_on: date | None, origin: str = Origin.OPENING
) -> OrientationDecision:
    """A decision is to be taken about this person. Without the day of the information, it is waited for.

    When one is in force (the RSA opened again), the new one will replace it.
    Raises NotAllowed, BadInput (a day ahead, a decision already to be taken or told).
    """
    check(by, "orientation:note", person)
    if information_on is not None:
        _not_ahead(information_on, by, "information_on")
    Person.objects.select_for_update().only("pk").get(pk=person.pk)
    line = OrientationDecision.objects.of_person(person)
    if line.standing().exists():
        raise BadInput(
            "information_on", _("Une décision est déjà à prendre ou à notifier pour cette personne.")
        )
    row = OrientationDecision(
        organisation_id=person.organisation_id,
        person_id=person.pk,
        state=DecisionState.TO_DECIDE if information_on else DecisionState.WAITING,
        origin=origin,
        asked_on=information_on or by.today,
        information_on=information_on,
        replaces_id=line.filter(state=DecisionState.NOTIFIED).values_list("pk", flat=True).last(),
        asked_by=by.member,
    )
    row.save(force_insert=True)
    if information_on is None:
        _tell(row, person, "orientation_awaited", by.today, by=by)
    else:
        _tell(row, person, rules.INFORMED, information_on, by=by, codes={"origin": str(origin)})
    keep_time(person)
    return row


@transaction.atomic
def note_information(
    decision: OrientationDecision, *, by: Actor, version: int, information_on: date
) -> OrientationDecision:
    """The information on the RSA has come: the six weeks run from that day. Raises NotAllowed, BadInput, StaleState."""
    check(by, "orientation:note", decision.person)
    _not_ahead(information_on, by, "information_on")
    kept = locked(decision, version)
    if kept.state not in UNDECIDED or kept.is_reorientation:
        raise _moved()
    kept.information_on = kept.asked_on = information_on
    _become(kept, DecisionState.TO_DECIDE, "information_on", "asked_on")
    _tell(kept, kept.person, rules.INFORMED, information_on, by=by, codes={"origin": kept.origin})
    keep_time(kept.person)
    return kept


@transaction.atomic
def note_registration(
    decision: OrientationDecision,
    *,
    by: Actor,
    version: int,
    registered: str,
    registered_on: date | None = None,
    identifier: str = "",
) -> OrientationDecision:
    """On the list of France Travail, since when, under which identifier. Raises NotAllowed, BadInput, StaleState."""
    check(by, "orientation:note", decision.person)
    code = rules.ft_identifier_as_kept(identifier)
    if code and not rules.is_ft_identifier(code):
        raise BadInput(
            "identifier",
            _(
                "Un identifiant France Travail a 8 signes (7 chiffres, puis un chiffre ou une lettre) ou 11 chiffres."
            ),
        )
    if registered_on is not None:
        _not_ahead(registered_on, by, "registered_on")
    kept = locked(decision, version)
    kept.ft_registered, kept.ft_registered_on, kept.ft_identifier = registered, registered_on, code
    _save(kept, "ft_registered", "ft_registered_on", "ft_identifier")
    _tell(kept, kept.person, "ft_registration_noted", by.today, by=by)
    return kept


# --- The decision -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Choice:
    """What is decided. label: the département's own name of the lane. reason: why, in words, sealed.

    passed: why a warning is passed. The others are the columns of the same name.
    """

    lane: str
    label: str = ""
    criteria: tuple[str, ...] = ()
    authority: str = "departement"
    delegation: str = ""
    delegation_until: date | None = None
    body: str = "departement"
    convention: str = ""
    convention_until: date | None = None
    carried_out_by: Organisation | None = None
    carrier: str = ""
    reason: str = ""
    passed: str = ""


def facts_of(decision: OrientationDecision, choice: Choice, on: date) -> rules.DecisionFacts:
    """What the rules look at, from the row and from what is being chosen."""
    return rules.DecisionFacts(
        on=on,
        information_on=decision.information_on,
        is_reorientation=decision.is_reorientation,
        ft_identifier=decision.ft_identifier,
        authority=choice.authority,
        delegation=choice.delegation,
        delegation_until=choice.delegation_until,
        criteria=frozenset(choice.criteria),
        lane=choice.lane,
        is_justified=bool(choice.reason.strip()),
        body=choice.body,
        convention=choice.convention,
        convention_until=choice.convention_until,
    )


@transaction.atomic
def decide(
    decision: OrientationDecision, *, by: Actor, version: int, on: date, choice: Choice
) -> OrientationDecision:
    """Take the decision: the lane, the body, who carries it out. The one before, if any, is replaced.

    Raises NotAllowed, BadInput, StaleState, RuleBroken, WarningsToPass.
    """
    check(by, "orientation:decide", decision.person)
    kept = locked(decision, version)
    if kept.state != DecisionState.TO_DECIDE:
        raise _moved()
    _not_ahead(on, by, "on")
    if on < kept.asked_on:
        day = french_day(kept.asked_on)
        raise BadInput(
            "on", _("La décision ne peut pas précéder le %(day)s, jour où elle est demandée.") % {"day": day}
        )
    _check_length(choice.reason, "reason")
    _passed(kept, choice, on)
    _keep_choice(kept, choice)
    kept.decided_on, kept.decided_by = on, by.member
    _become(kept, DecisionState.DECIDED, *CHOSEN, "decided_on", "decided_by")
    _replace(kept, on=on)
    _open_to_carrier(kept, by=by)
    kind = rules.REORIENTED if kept.is_reorientation else rules.DECIDED
    _tell(kept, kept.person, kind, on, by=by, codes={"authority": kept.authority, "body": kept.body})
    keep_time(kept.person)
    return kept


def _passed(decision: OrientationDecision, choice: Choice, on: date) -> None:
    examination = rules.examine_decision(facts_of(decision, choice, on))
    examination.raise_if_refused()
    if examination.warnings and not choice.passed.strip():
        raise WarningsToPass(examination.warnings)
    decision.passed_reason = choice.passed.strip() if examination.warnings else ""


CHOSEN = (
    "authority", "delegation", "delegation_until", "body", "convention", "convention_until", "carried_out_by",
    "carrier", "passed_reason",
)  # fmt: skip


def _keep_choice(decision: OrientationDecision, choice: Choice) -> None:
    """The columns in memory, the lane in its own row, its reason sealed."""
    for name in CHOSEN[:-1]:
        setattr(decision, name, getattr(choice, name))
    row = LaneChoice.objects.filter(decision=decision).first() or _lane_row(decision)
    row.lane, row.label = choice.lane, choice.label
    row.criteria = sorted(set(choice.criteria) & rules.CRITERIA)
    row.sealed_reason = _sealed(row, "sealed_reason", decision.person, choice.reason)
    row.save(force_insert=row._state.adding)


def _lane_row(decision: OrientationDecision) -> LaneChoice:
    return LaneChoice(
        organisation_id=decision.organisation_id, person_id=decision.person_id, decision=decision
    )


def _sealed(row: LaneChoice, column: str, person: Person, text: str) -> bytes | None:
    return seal_text(key_of(person), row, column, person.pk, text.strip()) if text.strip() else None


def _replace(decision: OrientationDecision, *, on: date) -> None:
    """The decision before is replaced, and what it opened elsewhere closes, in the same gesture."""
    if decision.replaces_id is None:
        return
    line = OrientationDecision.objects.of_person(decision.person)
    before = line.select_for_update().get(pk=decision.replaces_id)
    before.ended_on = on
    _become(before, DecisionState.REPLACED, "ended_on")
    end_grounds(decision.person, thing_id=before.pk)


def _open_to_carrier(decision: OrientationDecision, *, by: Actor) -> None:
    """The organisation that carries the accompaniment out reads the open parts of the dossier meanwhile."""
    carrier = decision.carried_out_by
    if carrier is None or carrier.pk == decision.organisation_id:
        return
    give_ground(
        decision.person,
        organisation=carrier,
        kind=GroundKind.CARRIES_OUT,
        partitions=OPEN_PARTITIONS,
        by=by,
        thing_id=decision.pk,
    )


# --- The notification -------------------------------------------------------------------------------------


@transaction.atomic
def notify(
    decision: OrientationDecision, *, by: Actor, version: int, on: date, means: str, proof: str
) -> OrientationDecision:
    """The person was told, on a certain day: the month of the contract starts, or starts again.

    Raises NotAllowed, BadInput, RuleBroken, StaleState.
    """
    check(by, "orientation:notify", decision.person)
    kept = locked(decision, version)
    if kept.state != DecisionState.DECIDED or kept.decided_on is None:
        raise _moved()
    _not_ahead(on, by, "on")
    if on < kept.decided_on:
        day = french_day(kept.decided_on)
        raise BadInput(
            "on", _("La notification ne peut pas précéder la décision, prise le %(day)s.") % {"day": day}
        )
    if means not in Means.values:
        raise BadInput("means", _("Choisissez comment la personne a été prévenue."))
    proved = rules.proof(proof)
    if not proved.ok:
        raise RuleBroken([proved])
    kept.notified_on, kept.means, kept.proof, kept.notified_by = on, means, proof.strip(), by.member
    _become(kept, DecisionState.NOTIFIED, "notified_on", "means", "proof", "notified_by")
    _tell(kept, kept.person, rules.NOTIFIED, on, by=by, codes={"means": means})
    keep_time(kept.person)
    return kept


@transaction.atomic
def notify_together(
    decisions: Iterable[OrientationDecision], *, by: Actor, on: date, means: str, proof: str
) -> int:
    """The same day, by the same means, for several people: everything or nothing. Returns how many.

    Each is asked its own rules; the first that refuses says about whom in its place. Raises what notify raises.
    """
    rows = list(decisions)
    for row in rows:
        try:
            notify(row, by=by, version=row.version, on=on, means=means, proof=proof)
        except BadInput as error:
            raise BadInput(error.field, f"{row.person.full_name}\u202f: {error.message}") from error
    return len(rows)


# --- What comes after -------------------------------------------------------------------------------------


@transaction.atomic
def ask_reorientation(
    decision: OrientationDecision, *, by: Actor, version: int, on: date, reason: str, words: str = ""
) -> OrientationDecision:
    """Ask for another orientation: it waits for a decision, the one in force goes on meanwhile.

    words: why, sealed. Raises NotAllowed, BadInput, StaleState.
    """
    check(by, "orientation:ask", decision.person)
    kept = locked(decision, version)
    if kept.state not in IN_FORCE or kept.decided_on is None:
        raise _moved()
    _not_ahead(on, by, "on")
    if on < kept.decided_on:
        raise BadInput("on", _("La demande ne peut pas précéder la décision qu’elle remet en question."))
    if reason not in ReorientationReason.values:
        raise BadInput("reason", _("Choisissez le motif de la demande."))
    _check_length(words, "words")
    if kept.state == DecisionState.DECIDED:
        if reason != ReorientationReason.CORRECTION:
            raise BadInput(
                "reason", _("Cette décision n’est pas encore notifiée\u202f: elle ne peut qu’être corrigée.")
            )
        kept.ended_on = on
        _become(kept, DecisionState.REPLACED, "ended_on")
        end_grounds(kept.person, thing_id=kept.pk)
    elif OrientationDecision.objects.of_person(kept.person).standing().exists():
        raise BadInput("reason", _("Une demande attend déjà une décision."))
    row = OrientationDecision(
        organisation_id=kept.organisation_id,
        person_id=kept.person_id,
        state=DecisionState.TO_DECIDE,
        origin=Origin.REORIENTATION,
        asked_on=on,
        replaces_id=kept.pk,
        reason=reason,
        ft_registered=kept.ft_registered,
        ft_registered_on=kept.ft_registered_on,
        ft_identifier=kept.ft_identifier,
        asked_by=by.member,
    )
    row.save(force_insert=True)
    if words.strip():
        lane = _lane_row(row)
        lane.sealed_request = _sealed(lane, "sealed_request", kept.person, words)
        lane.save(force_insert=True)
    _tell(row, kept.person, "reorientation_asked", on, by=by, codes={"reason": reason})
    return row


@transaction.atomic
def drop_request(decision: OrientationDecision, *, by: Actor, version: int, on: date) -> OrientationDecision:
    """The orientation in force is kept: the request is closed. Raises NotAllowed, BadInput, StaleState."""
    check(by, "orientation:decide", decision.person)
    kept = locked(decision, version)
    line = OrientationDecision.objects.of_person(kept.person)
    in_force = line.filter(pk=kept.replaces_id, state=DecisionState.NOTIFIED).exists()
    if kept.state != DecisionState.TO_DECIDE or not kept.is_reorientation or not in_force:
        raise _moved()
    _not_ahead(on, by, "on")
    if on < kept.asked_on:
        raise BadInput("on", _("La demande ne peut pas être close avant d’avoir été faite."))
    kept.ended_on = on
    _become(kept, DecisionState.DROPPED, "ended_on")
    _tell(kept, kept.person, "reorientation_dropped", on, by=by)
    return kept


@transaction.atomic
def end_orientation(
    decision: OrientationDecision, *, by: Actor, version: int, on: date
) -> OrientationDecision:
    """The person leaves the RSA or the territory: nothing more is awaited, what was open elsewhere closes.

    Raises NotAllowed, BadInput, StaleState.
    """
    check(by, "orientation:decide", decision.person)
    kept = locked(decision, version)
    if kept.state not in (*UNDECIDED, *IN_FORCE) or (kept.is_undecided and kept.is_reorientation):
        raise _moved()
    _not_ahead(on, by, "on")
    if on < (kept.notified_on or kept.decided_on or kept.asked_on):
        raise BadInput("on", _("La fin ne peut pas précéder ce qui est déjà noté."))
    kept.ended_on = on
    _become(kept, DecisionState.DROPPED if kept.is_undecided else DecisionState.ENDED, "ended_on")
    end_grounds(kept.person, thing_id=kept.pk)
    _tell(kept, kept.person, rules.ENDED, on, by=by)
    keep_time(kept.person)
    return kept


@transaction.atomic
def sign_contract(decision: OrientationDecision, *, by: Actor, version: int, on: date) -> OrientationDecision:
    """Note the day a contract was signed outside Cordée: the month stops there.

    Raises NotAllowed, BadInput, StaleState.
    """
    check(by, "orientation:sign", decision.person)
    kept = locked(decision, version)
    if kept.state != DecisionState.NOTIFIED or kept.notified_on is None:
        raise _moved()
    _not_ahead(on, by, "on")
    if on < kept.notified_on:
        day = french_day(kept.notified_on)
        raise BadInput("on", _("Le contrat suit la notification, reçue le %(day)s.") % {"day": day})
    _tell(kept, kept.person, rules.SIGNED, on, by=by)  # the delays listen to this fact
    return kept


# --- What every gesture needs -----------------------------------------------------------------------------


def _check_length(text: str, field: str) -> None:
    if len(text) > LONGEST_REASON:
        raise BadInput(field, _("Ce texte est trop long\u202f: gardez l’essentiel."))


def _moved() -> StaleState:
    return StaleState(_("Ce geste n’est plus possible\u202f: la décision a avancé."))


def _become(row: OrientationDecision, state: str, *columns: str) -> None:
    """The only writer of a decision's state."""
    row.state = state
    _save(row, "state", *columns)


def _save(row: OrientationDecision, *columns: str) -> None:
    row.version += 1
    row.save(update_fields=[*columns, "version"])


def _tell(
    row: OrientationDecision,
    person: Person,
    kind: str,
    on: date,
    *,
    by: Actor,
    codes: dict[str, Any] | None = None,
) -> None:
    record_fact(person=person, kind=kind, day=on, by=by, thing=row, codes=codes)


def locked(decision: OrientationDecision, version: int) -> OrientationDecision:
    """The decision, ours until the end of the transaction. Raises StaleState when it moved meanwhile."""
    rows = OrientationDecision.objects.select_for_update(of=("self",)).select_related("person")
    fresh: OrientationDecision = rows.get(pk=decision.pk)
    if fresh.version != version:
        raise StaleState(
            _("Un collègue a fait avancer cette décision pendant que vous étiez sur cette page.")
        )
    return fresh
