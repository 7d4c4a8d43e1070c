"""Relays for the tests: a partner with its referent, somebody followed, what was chosen and agreed to."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

from cordee.kernel.partitions import Partition
from cordee.partners.actions import add_partner
from cordee.partners.linking import name_referent
from cordee.people.actions import add_contact
from cordee.plumbing.context import acting_in, system_context
from cordee.plumbing.outbox.letters import open_letter
from cordee.plumbing.outbox.models import Message
from cordee.relays import fetch
from cordee.relays.actions import Leaving, Towards, prepare_relay, send_relay
from cordee.relays.contents import Recipient, Wanted
from cordee.relays.links import CODE, SENT
from cordee.relays.models import BaseRelay
from tests import factories

SITE = "http://testserver"
NEED = "Un premier rendez-vous pour refaire ses droits"
WANTED = Wanted(
    recipient=Recipient("Mme Diallo", "CCAS de Valmont", "assistante sociale", "diallo@ccas.invalid"),
    need=NEED,
    words="Elle vient d’emménager, son dossier est resté dans l’ancienne commune.",
    own_words="J’aimerais qu’on m’explique.",
    items=("name",),
)


def partner_of(house: factories.House, name: str = "CCAS de Valmont", **said: Any) -> Any:
    by = house.coordinator
    with acting_in(by.context()):
        partner = add_partner(by=by, name=name, **said)
        partner.referent = name_referent(
            partner, by=by, name="Mme Diallo", email="diallo@ccas.invalid", function="assistante sociale",
            from_on=by.today - timedelta(days=400),
        )  # fmt: skip
    return partner


def followed(house: factories.House, **identity: Any) -> Any:
    """Somebody on a running pathway, with a telephone."""
    person = factories.person(house.referent, **identity)
    person.pathway = factories.pathway(house, person)
    by = house.referent
    with acting_in(by.context()):
        add_contact(person, by=by, kind="phone", value="01 99 00 00 42", on=by.today)
    return person


def prepared(
    house: factories.House, person: Any, *, by: Any = None, dimension: str = "droits", partner: Any = None,
    kind: str = "orientation", **wanted: Any,
) -> BaseRelay:  # fmt: skip
    who = by or house.referent
    with acting_in(who.context()):
        towards = Towards(dimension, kind, partner=partner)
        return prepare_relay(fetch.person_for(who, person.pk), towards, replace(WANTED, **wanted), by=who)


def agreement(by: Any, **said: Any) -> Leaving:
    return Leaving(**{"on": by.today, "means": "spoken", "proof": "Relu ensemble", "site": SITE, **said})


def sent(
    house: factories.House, person: Any, *, by: Any = None, leaving: Any = None, **prepare: Any
) -> BaseRelay:
    who = by or house.referent
    relay = prepared(house, person, by=who, **prepare)
    with acting_in(who.context()):
        return send_relay(relay, fetch.person_for(who, person.pk), leaving or agreement(who), by=who)


def letters(house: factories.House, purpose: str) -> list[Any]:
    """What was mailed, the last one last."""
    with acting_in(system_context(house.organisation.pk, because="test")):
        rows = Message.objects.filter(purpose=purpose).order_by("created_at", "pk")
        return [open_letter(row) for row in rows]


def link_of(house: factories.House) -> str:
    """The address of the last link mailed."""
    text = letters(house, SENT)[-1].text
    return re.search(rf"{SITE}(/partage/\S+)", text)[1]


def code_of(house: factories.House) -> str:
    return re.search(r"\b(\d{6})\b", letters(house, CODE)[-1].text)[1]


def come_in(client: Any, house: factories.House, link: str) -> Any:
    """Ask for a code, give it, and read."""
    client.post(f"{link}/code", {"envoyer": "1"})
    client.post(f"{link}/code", {"code": code_of(house)})
    return client.get(link)


def again(relay: BaseRelay, by: Any) -> Any:
    """The row as it stands."""
    with acting_in(by.context()):
        return type(relay).objects.get(pk=relay.pk)


HEALTH = Partition.HEALTH
