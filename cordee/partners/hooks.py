"""What upper domains add to the directory: a view beside the list, a gesture or a link on a partner's page; and who is
told that a partner closes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cordee.kernel.registry import Registry
from cordee.partners.whom import Whom, kept
from cordee.ui.shapes import Action, Tab

# The views of the directory, by the name of their address.
VIEWS: Registry[Any] = Registry("vue des partenaires")
VIEWS.register("partners", _("Répertoire"))
VIEWS.register("find_help", _("Qui peut aider"))
VIEWS.register("partner_counts", _("Chiffres"))
VIEWS.register("partner_exchanges", _("Échanges"))

SEARCHES = ("partners", "find_help")  # where one looks for somebody: whom comes along from one to the other

# Buttons of a partner's page, asked with the actor, the partner and for whom one looks, if any; none when it is not
# for them.
GESTURES: Registry[Callable[[Any, Any, Whom | None], Action | None]] = Registry("geste sur un partenaire")


def tabs_at(current: str, whom: Whom | None = None) -> list[Tab]:
    """The views of the directory, side by side."""
    return [
        Tab(str(label), reverse(name) + (kept(whom) if name in SEARCHES else ""), is_current=name == current)
        for name, label in VIEWS.items()
    ]


def gestures_on(actor: Any, partner: Any, whom: Whom | None = None) -> list[Action]:
    """What may be done with this partner, beyond the directory."""
    found = (offer(actor, partner, whom) for offer in GESTURES.values())
    return [one for one in found if one is not None]


class OnClosing(Protocol):
    """Told in the transaction that closes a partner, or opens it again. on: the day it is known."""

    def __call__(self, partner: Any, *, on: date) -> Any: ...


@dataclass(frozen=True)
class Beside:
    """A link on the page of a partner: something to read of what is done with them."""

    label: str
    url: str


CLOSED: Registry[OnClosing] = Registry("suite de la fermeture d’un partenaire")
OPEN_AGAIN: Registry[OnClosing] = Registry("suite de la réouverture d’un partenaire")
BESIDE: Registry[Callable[[Any, Any], list[Beside]]] = Registry("page d’un partenaire")


def tell_closed(partner: Any, *, on: date) -> None:
    for listener in CLOSED.values():
        listener(partner, on=on)


def tell_open_again(partner: Any, *, on: date) -> None:
    for listener in OPEN_AGAIN.values():
        listener(partner, on=on)


def beside(actor: Any, partner: Any) -> list[Beside]:
    """What upper domains show of a partner to this actor."""
    return [link for ask in BESIDE.values() for link in ask(actor, partner)]
