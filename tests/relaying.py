"""Relays and exchanges of the pages' world: one prepared, one sent with its link, an exchange; theirs are full of canaries."""

import re
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

from cordee.plumbing.context import acting_in
from cordee.plumbing.outbox.letters import open_letter
from cordee.plumbing.outbox.models import Message
from cordee.relays import fetch
from cordee.relays.actions import Leaving, Towards, prepare_relay, send_relay
from cordee.relays.contents import ExchangeSaid, Recipient, Task, Wanted
from cordee.relays.exchanges import Held, note_exchange
from cordee.relays.links import SENT
from tests import factories

SITE = "http://testserver"


@dataclass
class GivenLink:
    """The link mailed to a partner."""

    token: str


def relays(
    house: factories.House, person: Any, first: str, partner: Any, *, with_link: bool
) -> dict[str, Any]:
    """By the name the rights matrix gives them."""
    by = house.referent
    wanted = Wanted(
        Recipient(f"Lecteur {first}", f"Structure de {first}", email=f"lecteur@{first.lower()}.invalid"),
        need=f"Besoin de {first}",
        words=f"Mots sur {first}",
        items=("name",),
    )
    with acting_in(by.context()):
        known = fetch.person_for(by, person.pk)
        towards = Towards("droits", partner=partner)
        prepared = prepare_relay(known, towards, wanted, by=by)
        going = prepare_relay(known, towards, replace(wanted, need=f"Envoyé pour {first}"), by=by)
        sent = send_relay(going, known, Leaving(by.today, "spoken", site=SITE), by=by)
        said = ExchangeSaid(
            members=(str(by.member.pk),),
            words=f"Échange sur {first}",
            tasks=(Task("", f"Suite pour {first}"),),
        )
        exchange = note_exchange(known, Held(by.today), said, by=by)
        task = fetch.exchange_for(by, known, exchange.pk).said.tasks[0]
        letter = open_letter(Message.objects.get(purpose=SENT, thing_id=sent.pk))
    token = re.search(rf"{SITE}/partage/(\S+)", letter.text)[1]
    return {
        "relay": prepared,
        "relay_sent": sent,
        "exchange": exchange,
        "exchange_task": SimpleNamespace(pk=task.pk),
        "shared": GivenLink(token if with_link else "pas-le-notre"),
    }
