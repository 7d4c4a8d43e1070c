"""What upper domains ask to be told: a fact was written, a person was met."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from cordee.kernel.registry import Registry

AFTER_FACT: Registry[Callable[[Any], Any]] = Registry("suite d’un fait du dossier")
AFTER_CONTACT: Registry[Callable[[Any, Any], Any]] = Registry("suite d’un contact")
# Said beside a contact being noted: what one does next. (actor, person) -> (label, address) | None
BESIDE_CONTACT: Registry[Callable[[Any, Any], tuple[str, str] | None]] = Registry("suite d’un contact noté")
REFERENTS: Registry[Callable[[Any], UUID | None]] = Registry("référent d’une personne")


def beside_contact(actor: Any, person: Any) -> list[tuple[str, str]]:
    """What upper domains offer to do next."""
    return [found for ask in BESIDE_CONTACT.values() if (found := ask(actor, person))]


def referent_of(person: Any) -> UUID | None:
    """Who follows this person, as upper domains say."""
    return next((member for ask in REFERENTS.values() if (member := ask(person))), None)
