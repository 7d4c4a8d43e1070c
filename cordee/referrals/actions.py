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
from cordee.dossier.clocks import Watch, Watched
from cordee.kernel.clock import Event
from cordee.kernel.errors import BadInput, NotAllowed, StaleState
from cordee.pathways.actions import open_pathway
from cordee.pathways.models import Pathway
from cordee.pathways.timekeeping import somebody
from cordee.people.actions import add_contact, create_person
from cordee.people.enums import ContactKind
from cordee.people.keys import organisation_key, seal_text, unseal_text
from cordee.people.models import Person
from cordee.programmes.models import ProgrammeVersion
from cordee.referrals.access import can, reason_against
from cordee.referrals.enums import STANDING, State
from cordee.referrals.models import Referral
from cordee.referrals.rules import WORKFLOW

LONGEST_REASON = 20_000


def check(actor: Actor, action: str) -> None:
    """Raises NotAllowed with the sentence of the table."""
    if not can(actor, action):
        raise NotAllowed(reason_against(actor, action))


@transaction.atomic
def take_referral(*, by: Actor, received_on: date, reason: str = "", **described: Any) -> Referral:
    """Take an orientation down. described: the fields of models.Referral. Raises NotAllowed, BadInput."""
    check(by, "referral:take")
    if received_on > by.today:
        raise BadInput("received_on", _("Ce jour est dans l’avenir : une orientation se note quand elle arrive."))
    referral = Referral(
        organisation=by.organisation,
        received_on=received_on,
        state_since=received_on,
        taken_by=by.member,
        handled_by=described.pop("handled_by", None) or by.member,
        **described,
    )
    write_reason(referral, reason)
    referral.save(force_insert=True)
    keep_time(referral, on=by.today)
    return referral


@transaction.atomic
def change_referral(referral: Referral, *, by: Actor, version: int, reason: str, **described: Any) -> Referral:
    """Complete or correct an orientation. Raises NotAllowed, StaleState."""
    check(by, "referral:change")
    kept = locked(referral, version)
    for name, value in described.items():
        setattr(kept, name, value)
    write_reason(kept, reason)
    kept.version += 1
    kept.save(update_fields=[*described, "sealed_reason", "version"])
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
) -> Referral:
    """Study, ask for papers, meet, put on hold, refuse with a reason, pass on with agreement, withdraw.

    answer: what is said back, or to whom it is passed on. Raises NotAllowed, BadInput, StaleState.
    """
    check(by, "referral:answer")
    kept = locked(referral, version)
    chosen = WORKFLOW.move(move)
    if chosen is None or kept.state not in chosen.from_states or chosen.to_state == State.ACCEPTED:
        raise BadInput("move", _("Cette réponse n’est plus possible : l’orientation a avancé."))
    if on < kept.received_on or on > by.today:
        raise BadInput("on", _("Choisissez un jour entre l’arrivée de l’orientation et aujourd’hui."))
    _check_answer(kept, chosen.to_state, answer, refusal_reason)
    if papers_missing is not None:
        kept.papers_missing = papers_missing
    kept.answer = answer.strip()[:500]
    kept.refusal_reason = refusal_reason if chosen.to_state == State.REFUSED else ""
    _become(kept, chosen.to_state, on=on)
    keep_time(kept, on=by.today)
    return kept


def _check_answer(referral: Referral, state: str, answer: str, refusal_reason: str) -> None:
    if state == State.REFUSED and not refusal_reason:
        raise BadInput("refusal_reason", _("Choisissez le motif : la personne et qui l’oriente doivent le connaître."))
    if state == State.PASSED_ON and not answer.strip():
        raise BadInput("answer", _("Dites à quelle structure l’orientation est transmise."))
    if state == State.PASSED_ON and not referral.person_agrees:
        raise BadInput("person_agrees", _("Transmettre ailleurs demande l’accord de la personne : notez-le d’abord."))


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
    if opening.on < kept.received_on:
        raise BadInput("on", _("L’accueil ne peut pas précéder l’arrivée de l’orientation."))
    known = person or _new_person(kept, by=by)
    _tell(kept, known, by=by)
    pathway = open_pathway(
        known,
        by=by,
        version=opening.version,
        on=opening.on,
        referent=opening.referent,
        site=opening.site,
        carried_out_by=opening.carried_out_by,
        referral=kept,
        answers=opening.answers,
        words=opening.words,
        reason=opening.reason,
    )
    kept.person, kept.pathway_id = known, pathway.pk
    _become(kept, State.ACCEPTED, on=opening.on)
    record_fact(
        person=known, kind="referral_answered", day=opening.on, by=by, pathway_id=pathway.pk, thing=kept,
        codes={"state": State.ACCEPTED.value},
    )
    keep_time(kept, on=by.today)
    return pathway


def _new_person(referral: Referral, *, by: Actor) -> Person:
    person = create_person(
        by=by,
        on=by.today,
        first_names=referral.first_names,
        usage_name=referral.usage_name,
        birth=referral.birth,
    )
    for kind, value in ((ContactKind.PHONE, referral.phone), (ContactKind.EMAIL, referral.email)):
        if value:
            add_contact(person, by=by, kind=kind, value=value, on=by.today)
    return person


def _tell(referral: Referral, person: Person, *, by: Actor) -> None:
    """The dossier's first fact: who oriented, by which channel. Names of structures stay in the orientation."""
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


def _become(referral: Referral, state: str, *, on: date) -> None:
    """The only writer of an orientation's state."""
    referral.state, referral.state_since = state, on
    referral.answered_on = None if state in STANDING else on
    referral.version += 1
    referral.save(
        update_fields=[
            "state", "state_since", "answered_on", "version", "answer", "refusal_reason", "papers_missing",
            "person", "pathway_id",
        ]
    )


def locked(referral: Referral, version: int) -> Referral:
    """The orientation, ours until the end of the transaction. Raises StaleState when it moved meanwhile."""
    fresh = Referral.objects.select_for_update().get(pk=referral.pk)
    if fresh.version != version:
        raise StaleState(_("Un collègue a modifié cette orientation pendant que vous étiez sur cette page."))
    return fresh


def write_reason(referral: Referral, text: str) -> None:
    """Why the person is oriented, sealed with the organisation's key."""
    if len(text) > LONGEST_REASON:
        raise BadInput("reason", _("Ce texte est trop long : gardez l’essentiel, le reste viendra au dossier."))
    key = organisation_key(referral.organisation_id)
    referral.sealed_reason = seal_text(key, referral, "sealed_reason", referral.organisation_id, text) if text else None


def read_reason(referral: Referral) -> str:
    key = organisation_key(referral.organisation_id)
    return unseal_text(key, referral, "sealed_reason", referral.organisation_id)


def keep_time(referral: Referral, *, on: date) -> None:
    """The delay to answer, as the programme asked for sets it; dropped when the orientation has its answer."""
    if referral.programme is None:
        clocks.close_all(referral.pk, on=on, closing="met")
        return
    version = ProgrammeVersion.objects.filter(programme=referral.programme).current_on(on)
    if version is None:
        return
    items = [item for item in version.definition.clocks if item.subject == "referral"]
    person_id = referral.handled_by_id
    watches = [
        Watch(item.code, item.label, item.clock, item.source, person_id or somebody(referral.organisation_id, item.in_charge))
        for item in items
    ]
    events = [Event("referral_received", referral.received_on)]
    if referral.answered_on:
        events.append(Event("referral_answered", referral.answered_on))
    clocks.keep_time(Watched(referral.organisation_id, "referral", referral.pk), watches, events)
