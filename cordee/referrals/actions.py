"""What is done with an orientation: taken down, answered, turned into a dossier and a pathway."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.accounts.models import Member, Organisation, Site
from cordee.dossier import clocks
from cordee.dossier.actions import record_fact
from cordee.dossier.gesture import is_newcomer
from cordee.kernel.errors import BadInput, NotAllowed, StaleState
from cordee.kernel.words import french_day
from cordee.pathways import timekeeping
from cordee.pathways.actions import open_pathway
from cordee.pathways.models import Pathway
from cordee.people.actions import add_contact, create_person
from cordee.people.enums import ContactKind
from cordee.people.models import ContactPoint, Person
from cordee.plumbing.inserting import insert
from cordee.plumbing.outbox.actions import attach_messages
from cordee.programmes.cached import definition_of
from cordee.programmes.models import ProgrammeVersion
from cordee.referrals.access import can, reason_against
from cordee.referrals.enums import STANDING, RefusalReason, State
from cordee.referrals.hooks import tell_all
from cordee.referrals.models import Referral, name_key
from cordee.referrals.papers import hand_over_papers
from cordee.referrals.reasons import read_reason, write_reason
from cordee.referrals.rules import WORKFLOW
from cordee.referrals.steps import MOVED, become
from cordee.referrals.timekeeping import keep_time
from cordee.referrals.waiting import check_end

__all__ = [
    "Opening",
    "answer_referral",
    "carry_answer",
    "change_referral",
    "convert_referral",
    "keep_time",
    "papers_in_hand",
    "read_reason",
    "take_and_convert",
    "take_referral",
    "tell_answer",
]

LONGEST_ANSWER = 500


def check(actor: Actor, action: str) -> None:
    """Raises NotAllowed with the sentence of the table."""
    if not can(actor, action):
        raise NotAllowed(reason_against(actor, action))


@transaction.atomic
def take_referral(
    *, by: Actor, received_on: date, reason: str = "", person: Person | None = None, **described: Any
) -> Referral:
    """Take an orientation down.

    person: somebody already known here, recognised. described: the fields of models.Referral. Without
    handled_by it goes to who takes it down when they may answer, else it waits for somebody.
    Raises NotAllowed, BadInput.
    """
    referral = _described(by=by, received_on=received_on, reason=reason, **described)
    if person is not None:
        referral.person = person
        _hand_contacts(referral, person, by=by)
    referral.save(force_insert=True)
    if person is not None:
        _tell_arrival(referral, person, by=by)
    keep_time(referral, on=by.today)
    return referral


def _described(*, by: Actor, received_on: date, reason: str, **described: Any) -> Referral:
    """An orientation in memory, checked."""
    check(by, "referral:take")
    _check_arrival(received_on, by)
    described["handled_by"] = _handler(by, described)
    referral = Referral(
        organisation=by.organisation,
        received_on=received_on,
        state_since=received_on,
        taken_by=by.member,
        **described,
    )
    referral.name_key = name_key(referral.full_name)
    write_reason(referral, reason)
    return referral


def _check_arrival(received_on: date, by: Actor) -> None:
    if received_on > by.today:
        raise BadInput(
            "received_on", _("Ce jour est dans l’avenir\u202f: une orientation se note quand elle arrive.")
        )


def _handler(by: Actor, described: dict[str, Any]) -> Member | None:
    """Who will answer. Whoever only sees their own orientations keeps them."""
    if not by.rights.intake:
        return by.member
    if "handled_by" in described:
        return described["handled_by"]  # type: ignore[no-any-return]
    return by.member if can(by, "referral:answer") else None


@transaction.atomic
def change_referral(
    referral: Referral, *, by: Actor, version: int, received_on: date, reason: str, **described: Any
) -> Referral:
    """Complete or correct an orientation. Raises NotAllowed, BadInput, StaleState."""
    check(by, "referral:change")
    _check_arrival(received_on, by)
    kept = locked(referral, version)
    if not by.rights.intake:
        described["handled_by"] = by.member
    for name, value in described.items():
        setattr(kept, name, value)
    kept.received_on = received_on
    if not kept.steps:
        kept.state_since = received_on
    kept.name_key = name_key(kept.full_name)
    write_reason(kept, reason)
    kept.version += 1
    kept.save(
        update_fields=[*described, "received_on", "state_since", "name_key", "sealed_reason", "version"]
    )
    if kept.programme_id != referral.programme_id:
        clocks.close_all(kept.pk, on=by.today, closing="dropped")  # the other programme has its own delay
    keep_time(kept, on=by.today)
    return kept


@transaction.atomic
def answer_referral(
    referral: Referral,
    *,
    by: Actor,
    move: str,
    on: date,
    version: int,
    answer: str = "",
    refusal_reason: str = "",
    papers_missing: list[str] | None = None,
    person_agrees: bool = False,
) -> Referral:
    """Study, ask for papers, meet, hold, refuse with a reason, pass on with agreement, withdraw, reopen.

    answer: what is said back, or to whom it is passed on. person_agrees: the person has just said yes; what
    was noted before stays. Raises NotAllowed, BadInput, StaleState.
    """
    check(by, "referral:answer")
    return _answer(
        referral,
        by=by,
        move=move,
        on=on,
        version=version,
        answer=answer,
        refusal_reason=refusal_reason,
        papers_missing=papers_missing,
        person_agrees=person_agrees,
    )


@transaction.atomic
def carry_answer(
    referral: Referral,
    *,
    by: Actor,
    move: str,
    on: date,
    version: int,
    answer: str = "",
    refusal_reason: str = "",
    person_agrees: bool = False,
    is_told: bool = True,
) -> Referral:
    """Give the answer a board pronounced, by whoever holds its pen. Raises what `answer_referral` raises.

    is_told: False while who orients is to be told later, by `tell_answer`.
    """
    check(by, "referral:carry")
    return _answer(
        referral,
        by=by,
        move=move,
        on=on,
        version=version,
        answer=answer,
        refusal_reason=refusal_reason,
        papers_missing=None,
        person_agrees=person_agrees,
        is_told=is_told,
    )


@transaction.atomic
def tell_answer(referral: Referral, *, move: str, by: Actor) -> Referral:
    """Who orients is told of an answer given before without a word. move: of that answer. Raises NotAllowed."""
    check(by, "referral:carry")
    kept = locked(referral, referral.version)
    kept.version += 1  # told again after being taken back, it is another message
    kept.save(update_fields=["version"])
    tell_all(kept, move=move, by=by)
    return kept


def _answer(
    referral: Referral,
    *,
    by: Actor,
    move: str,
    on: date,
    version: int,
    answer: str,
    refusal_reason: str,
    papers_missing: list[str] | None,
    person_agrees: bool,
    is_told: bool = True,
) -> Referral:
    kept = locked(referral, version)
    chosen = WORKFLOW.move(move)
    if chosen is None or kept.state not in chosen.from_states or chosen.to_state == State.ACCEPTED:
        raise StaleState(_("Cette réponse n’est plus possible\u202f: l’orientation a avancé."))
    if kept.pathway_id is not None:
        raise StaleState(_("Cette orientation a déjà ouvert un parcours."))
    if on < kept.state_since or on > by.today:
        since = french_day(kept.state_since)
        raise BadInput("on", _("Choisissez un jour entre le %(since)s et aujourd’hui.") % {"since": since})
    kept.person_agrees = kept.person_agrees or person_agrees
    _check_answer(kept, chosen.to_state, answer, refusal_reason)
    if chosen.to_state == State.EXPIRED:
        check_end(kept, on=by.today)
    if papers_missing is not None:
        kept.papers_missing = papers_missing
    kept.answer = answer.strip()
    kept.refusal_reason = refusal_reason if chosen.to_state == State.REFUSED else ""
    become(kept, move, chosen.to_state, on=on, by=by.member.display_name)
    kept.save(update_fields=MOVED)
    if kept.person is not None and chosen.to_state not in STANDING:
        _tell_answer(kept, kept.person, on=on, by=by)
    keep_time(kept, on=by.today)
    if is_told:
        tell_all(kept, move=move, by=by)
    return kept


def _check_answer(referral: Referral, state: str, answer: str, refusal_reason: str) -> None:
    if len(answer) > LONGEST_ANSWER:
        raise BadInput("answer", _("Ce texte est trop long\u202f: gardez l’essentiel de la réponse."))
    if state == State.REFUSED and refusal_reason not in RefusalReason.values:
        raise BadInput(
            "refusal_reason",
            _("Choisissez le motif\u202f: la personne et qui l’oriente doivent le connaître."),
        )
    if state == State.PASSED_ON and not answer.strip():
        raise BadInput("answer", _("Dites à quelle structure l’orientation est transmise."))
    if state == State.PASSED_ON and not referral.person_agrees:
        raise BadInput("person_agrees", _("Transmettre ailleurs demande l’accord de la personne."))


@dataclass(frozen=True)
class Opening:
    """How the pathway starts. answers: what the conditions of entry ask; reason: why a warning is passed."""

    version: ProgrammeVersion
    on: date
    referent: Member | None = None
    site: Site | None = None
    carried_out_by: Organisation | None = None
    answers: dict[str, Any] | None = None
    words: str = ""
    reason: str = ""


@transaction.atomic
def convert_referral(
    referral: Referral, *, by: Actor, version: int, opening: Opening, person: Person | None = None
) -> Pathway:
    """Welcome somebody oriented: their dossier (a new one, or the one they already have) and a pathway.

    person: an existing dossier the actor may see. Everything or nothing, in one transaction.
    Raises NotAllowed, StaleState, BadInput, RuleBroken, WarningsToPass.
    """
    check(by, "referral:convert")
    kept = locked(referral, version)
    if kept.state not in STANDING:
        raise StaleState(_("Cette orientation a déjà reçu sa réponse."))
    with timekeeping.together():
        pathway = _welcome(kept, by=by, opening=opening, person=person)
        kept.save(update_fields=[*MOVED, "phone", "email", "reach_note", "person", "pathway_id"])
    keep_time(kept, on=by.today)
    tell_all(kept, move="accept", by=by)
    return pathway


@transaction.atomic
def take_and_convert(
    *,
    by: Actor,
    opening: Opening,
    received_on: date,
    reason: str = "",
    person: Person | None = None,
    **described: Any,
) -> Pathway:
    """Take an orientation down and welcome the person at once: everything, or nothing.

    It never waits, so it never has a delay. Raises what the two actions raise.
    """
    check(by, "referral:convert")
    referral = _described(by=by, received_on=received_on, reason=reason, **described)
    with timekeeping.together():
        pathway = _welcome(referral, by=by, opening=opening, person=person)
        insert(referral)
    return pathway


def _welcome(referral: Referral, *, by: Actor, opening: Opening, person: Person | None) -> Pathway:
    """The dossier, what the orientation says of it, the pathway, the answer; saving the row is the caller’s."""
    if opening.on < referral.received_on:
        raise BadInput("on", _("L’accueil ne peut pas précéder l’arrivée de l’orientation."))
    if person is not None and person.organisation_id != referral.organisation_id:
        raise BadInput(
            "same_person", _("Ce dossier est tenu par une autre organisation\u202f: ouvrez-en un ici.")
        )
    known = person or _new_person(referral, by=by)
    _hand_contacts(referral, known, by=by)
    if referral.person_id != known.pk:
        _tell_arrival(referral, known, by=by)
    pathway = open_pathway(
        known,
        by=by,
        version=opening.version,
        on=opening.on,
        referent=opening.referent,
        site=opening.site,
        carried_out_by=opening.carried_out_by,
        referral=referral,
        answers={**papers_in_hand(referral, opening.version), **(opening.answers or {})},
        words=opening.words,
        reason=opening.reason,
    )
    referral.person, referral.pathway_id = known, pathway.pk
    become(referral, "accept", State.ACCEPTED, on=opening.on, by=by.member.display_name)
    _tell_answer(referral, known, on=opening.on, by=by)
    if not referral._state.adding:  # taken down and welcomed at once: nothing came with it yet
        hand_over_papers(referral, known, by=by)
        attach_messages(referral, known)
    return pathway


def papers_in_hand(referral: Referral, version: ProgrammeVersion) -> dict[str, Any]:
    """Which papers of the programme came with the orientation, when it was made for this programme."""
    if referral.programme_id != version.programme_id:
        return {}
    every = {paper.code for paper in definition_of(version.pk).entry.papers}
    return {"papers_received": frozenset(every - set(referral.papers_missing))}


def _new_person(referral: Referral, *, by: Actor) -> Person:
    return create_person(
        by=by,
        on=by.today,
        first_names=referral.first_names,
        usage_name=referral.usage_name,
        birth=referral.birth,
    )


def _hand_contacts(referral: Referral, person: Person, *, by: Actor) -> None:
    """What the orientation says of how to reach the person goes to their dossier, once.

    A protected person's goes to the sealed table, and leaves the orientation.
    """
    ways = ((ContactKind.PHONE, referral.phone), (ContactKind.EMAIL, referral.email))
    for kind, value in ways:
        if value and not _is_known(person, kind, value):
            add_contact(person, by=by, kind=kind, value=value, on=by.today)
    if person.has_protected_contact:
        referral.phone = referral.email = referral.reach_note = ""


def _is_known(person: Person, kind: str, value: str) -> bool:
    if is_newcomer(person.pk):
        return False
    return ContactPoint.objects.filter(person=person, kind=kind, value=value, ended_on=None).exists()


def _tell_arrival(referral: Referral, person: Person, *, by: Actor) -> None:
    """The dossier's fact: an orientation came, by which channel. Names of structures stay there."""
    record_fact(
        person=person,
        kind="referral_received",
        day=referral.received_on,
        by=by,
        thing=referral,
        codes={
            "channel": referral.channel,
            "structure_kind": referral.structure_kind,
            "named": bool(referral.referrer_name or referral.structure),
        },
    )


def _tell_answer(referral: Referral, person: Person, *, on: date, by: Actor) -> None:
    record_fact(
        person=person,
        kind="referral_answered",
        day=on,
        by=by,
        pathway_id=referral.pathway_id,
        thing=referral,
        codes={"state": str(referral.state)},
    )


def locked(referral: Referral, version: int) -> Referral:
    """The orientation, ours until the end of the transaction. Raises StaleState when it moved meanwhile."""
    fresh = Referral.objects.select_for_update().get(pk=referral.pk)
    if fresh.version != version:
        raise StaleState(_("Un collègue a modifié cette orientation pendant que vous étiez sur cette page."))
    return fresh
