"""A relay prepared with the person, agreed to or not, sent to somebody named."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.kernel.errors import BadInput, NotAllowed, StaleState
from cordee.kernel.partitions import Partition
from cordee.people.keys import key_of
from cordee.people.models import Person
from cordee.relays import links, telling, timekeeping
from cordee.relays.access import may_write, why_not
from cordee.relays.composing import check_parts, compose, offered_papers, refuse
from cordee.relays.contents import PROOF, SENT, WANTED, Sent, Wanted, keep, wanted_of
from cordee.relays.enums import Agreed, Channel, Dimension, Kind, part_of
from cordee.relays.models import RELAY_MODELS, BaseRelay
from cordee.relays.rules import Consent, agreed, default_end, end_within, partner_open, recipient_named
from cordee.relays.states import become, locked

LONGEST = 4_000
PREPARED = ("dimension", "partition", "partner", "service", "referent", "in_charge")
LEFT = (
    "consent_on", "consent_until", "consent_means", "consent_by", "consent_named", "channel", "sent_on", "site",
)  # fmt: skip


@dataclass(frozen=True)
class Towards:
    """To which partner, and for what. partner, service, referent: fetched `visible_to` the actor."""

    dimension: str
    kind: str = Kind.ORIENTATION
    partner: Any = None
    service: Any = None
    referent: Any = None
    in_charge: Any = None
    pathway_id: UUID | None = None


@dataclass(frozen=True)
class Leaving:
    """How it leaves: what the person agreed to, by which way. site: where the instance is served."""

    on: date
    means: str
    until: date | None = None
    proof: str = ""
    informed_by: Any = None
    named: Partition = Partition(0)
    channel: str = Channel.MAIL
    site: str = field(default="", compare=False)


@transaction.atomic
def prepare_relay(person: Person, towards: Towards, wanted: Wanted, *, by: Actor) -> BaseRelay:
    """Choose to whom, why, and what would leave. Nothing leaves. Raises NotAllowed, BadInput, RuleBroken (REL-04).

    person: fetched `with_grounds_of` the actor.
    """
    if towards.dimension not in Dimension.values:
        raise BadInput("dimension", _("Dites vers quoi\u202f: choisissez dans la liste."))
    partition = part_of(towards.dimension)
    if not may_write(by, person, partition, "relay:send"):
        raise NotAllowed(why_not(by, "relay:send"))
    _check(towards, wanted, person, by=by)
    relay = RELAY_MODELS[partition](
        organisation_id=person.organisation_id,
        person_id=person.pk,
        partition=int(partition),
        kind=towards.kind,
        dimension=towards.dimension,
        pathway_id=towards.pathway_id,
        state_since=by.today,
        author=by.member,
        author_organisation=by.organisation,
    )
    _towards(relay, towards, by)
    keep(relay, WANTED, wanted, key_of(person))
    relay.save(force_insert=True)
    return relay


@transaction.atomic
def change_relay(
    relay: BaseRelay, person: Person, towards: Towards, wanted: Wanted, *, by: Actor, seen: int
) -> BaseRelay:
    """Prepare it otherwise, while nothing left. Raises NotAllowed, BadInput, RuleBroken, StaleState."""
    kept = _mine(relay, person, by)
    if kept.sent_on is not None or kept.state != "prepared":
        raise StaleState(_("Ce relais n’est plus en préparation."))
    if kept.version != seen:
        raise StaleState(_("Un collègue a modifié ce relais pendant que vous écriviez\u202f: relisez-le."))
    if part_of(towards.dimension) & Partition(kept.partition) == 0:
        said = _("Cela relève d’une autre partie du dossier\u202f: préparez-en plutôt un autre.")
        raise BadInput("dimension", said)
    _check(towards, wanted, person, by=by)
    kept.dimension, kept.partition = towards.dimension, int(part_of(towards.dimension))
    _towards(kept, towards, by)
    keep(kept, WANTED, wanted, key_of(person))
    kept.version += 1
    kept.save(update_fields=[*PREPARED, WANTED, "version"])
    return kept


def _towards(relay: BaseRelay, towards: Towards, by: Actor) -> None:
    relay.partner, relay.service, relay.referent = towards.partner, towards.service, towards.referent
    relay.in_charge = towards.in_charge or by.member


def _check(towards: Towards, wanted: Wanted, person: Person, *, by: Actor) -> None:
    if towards.partner is not None and towards.partner.organisation_id != person.organisation_id:
        raise BadInput(
            "partner",
            _("Ce dossier est tenu par une autre organisation\u202f: écrivez le nom de ce partenaire."),
        )
    if towards.partner is not None:
        refuse(partner_open(towards.partner.closed_on, by.today))
    elif not wanted.recipient.structure.strip():
        raise BadInput("structure", _("Dites vers qui\u202f: un partenaire du répertoire, ou son nom."))
    refuse(recipient_named(wanted.recipient.name, "", by_mail=False))
    if not wanted.need.strip():
        raise BadInput("need", _("Dites en une phrase ce qui est demandé."))
    for name in ("need", "words", "own_words"):
        if len(getattr(wanted, name)) > LONGEST:
            raise BadInput(name, _("Ce texte est trop long pour être lu\u202f: gardez l’essentiel."))


def _mine(relay: BaseRelay, person: Person, by: Actor) -> BaseRelay:
    kept = locked(relay)
    if not may_write(by, person, Partition(kept.partition), "relay:send"):
        raise NotAllowed(why_not(by, "relay:send"))
    return kept


def preview(relay: BaseRelay, person: Any, *, by: Any, wanted: Wanted) -> Sent:
    """What the partner would read, as it stands. person: fetched `with_key` and `with_contacts`."""
    return compose(by, person, relay, wanted, offered_papers(by, person))


@transaction.atomic
def send_relay(relay: BaseRelay, person: Any, leaving: Leaving, *, by: Actor) -> BaseRelay:
    """It leaves, as the person agreed: frozen, to somebody named, by a link or on paper.

    person: fetched `with_key`, `with_contacts` and `with_grounds_of` the actor. Raises NotAllowed, StaleState,
    RuleBroken (DPO-03, DPO-04, DIA-07, REL-01, REL-02, REL-04).
    """
    kept = _mine(relay, person, by)
    key = key_of(person)
    wanted = wanted_of(kept, key)
    until = leaving.until or default_end(leaving.on)
    means = leaving.means if leaving.means in Agreed.values else ""
    refuse(agreed(Consent(leaving.on, until, means), today=by.today), end_within(leaving.on, until))
    by_mail = leaving.channel == Channel.MAIL
    refuse(recipient_named(wanted.recipient.name, wanted.recipient.email, by_mail=by_mail))
    check_parts(kept, wanted, leaving.named)
    if kept.partner is not None:
        refuse(partner_open(kept.partner.closed_on, by.today))
    become(kept, "send", roles=by.roles, on=by.today)
    kept.consent_on, kept.consent_until, kept.consent_means = leaving.on, until, means
    kept.consent_by, kept.consent_named = leaving.informed_by or by.member, int(leaving.named)
    kept.channel, kept.sent_on, kept.site = leaving.channel, by.today, leaving.site[:200]
    keep(kept, SENT, compose(by, person, kept, wanted, offered_papers(by, person)), key)
    keep(kept, PROOF, leaving.proof.strip()[:LONGEST], key)
    kept.save(update_fields=[*LEFT, SENT, PROOF])
    if by_mail:
        links.give_link(kept, person, to=wanted.recipient.email, by=by, first=True)
    telling.tell(kept, person, "relay_sent", by=by, on=by.today)
    timekeeping.keep_relay(kept, on=by.today)
    return kept


@transaction.atomic
def decline_relay(relay: BaseRelay, person: Person, *, by: Actor) -> BaseRelay:
    """The person does not wish it: nothing leaves, nothing else changes. Raises NotAllowed, StaleState."""
    kept = _mine(relay, person, by)
    become(kept, "decline", roles=by.roles, on=by.today)
    telling.tell(kept, person, "relay_declined", by=by, on=by.today)
    return kept


@transaction.atomic
def prepare_again(relay: BaseRelay, person: Person, *, by: Actor) -> BaseRelay:
    """They changed their mind: it is in preparation again. Raises NotAllowed, StaleState."""
    kept = _mine(relay, person, by)
    become(kept, "prepare", roles=by.roles, on=by.today)
    return kept
