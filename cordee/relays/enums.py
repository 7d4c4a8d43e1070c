"""Closed lists: codes stored, French labels shown."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cordee.kernel.partitions import Partition
from cordee.kernel.words import capital


class Kind(TextChoices):
    """orientation: a partner is asked to do something. sheet: a partner who already knows the person is told."""

    ORIENTATION = "orientation", _("orientation")
    SHEET = "sheet", _("fiche de relais")


class State(TextChoices):
    """Where a relay stands. declined: the person does not wish it; nothing left."""

    PREPARED = "prepared", _("en préparation")
    DECLINED = "declined", _("la personne ne le souhaite pas")
    SENT = "sent", _("envoyée")
    READ = "read", _("lue")
    ACCEPTED = "accepted", _("acceptée")
    NEEDS_MORE = "needs_more", _("complément demandé")
    REFUSED = "refused", _("refusée")
    DONE = "done", _("aboutie")
    WITHDRAWN = "withdrawn", _("retirée")
    EXPIRED = "expired", _("sans suite")


# Something is still awaited from somebody.
OUT = (State.SENT.value, State.READ.value, State.ACCEPTED.value, State.NEEDS_MORE.value)


class Answer(TextChoices):
    """What a partner answers, as many times as it goes."""

    ACCEPTED = "accepted", _("nous acceptons")
    NEEDS_MORE = "needs_more", _("il nous manque quelque chose")
    REFUSED = "refused", _("nous ne pouvons pas")
    DONE = "done", _("c’est fait")


class Dimension(TextChoices):
    """Towards what: several at once, one relay each (Le Cheval Bleu, B0.34-35)."""

    HOUSING = "logement", _("insertion par le logement")
    SOCIAL = "social", _("accompagnement social")
    CARE = "soins", _("suivi médico-psychologique")
    RIGHTS = "droits", _("accès aux droits")
    WORK = "emploi", _("emploi")
    TRAINING = "formation", _("formation")
    FRENCH = "francais", _("langue française")
    MOBILITY = "mobilite", _("mobilité")
    FAMILY = "famille", _("famille et parentalité")
    MATERIAL = "materiel", _("aide matérielle")
    LINK = "lien", _("lien social, culture, loisirs")
    PROTECTION = "protection", _("justice, violences, protection")
    OTHER = "autre", _("autre")


PARTS = {
    Dimension.WORK: Partition.EMPLOYMENT,
    Dimension.TRAINING: Partition.EMPLOYMENT,
    Dimension.CARE: Partition.HEALTH,
    Dimension.PROTECTION: Partition.PROTECTED,
}


def part_of(dimension: str) -> Partition:
    """The part of the dossier an orientation stands in: daily life, unless its dimension says otherwise."""
    return PARTS.get(Dimension(dimension), Partition.SOCIAL)


class Agreed(TextChoices):
    """How the person said yes: by any means (CSP L1110-4)."""

    SPOKEN = "spoken", _("de vive voix")
    PHONE = "phone", _("au téléphone")
    WRITTEN = "written", _("par écrit")
    MAIL = "mail", _("par message")
    GUARDIAN = "guardian", _("avec la personne qui la représente")


class Channel(TextChoices):
    MAIL = "mail", _("par un lien envoyé par courriel")
    PAPER = "paper", _("sur papier")


class Item(TextChoices):
    """What of the identity may be sent, each one chosen."""

    NAME = "name", _("nom et prénoms")
    BIRTH = "birth", _("date de naissance")
    LANGUAGES = "languages", _("langues parlées, besoin d’un interprète")


class Reach(TextChoices):
    """How the partner reaches the person (ECO-10)."""

    THROUGH = "through", _("en passant par nous")
    DIRECT = "direct", _("directement")
    HERSELF = "herself", _("la personne s’en charge")


class Presence(TextChoices):
    """Was the person there when one spoke of them?"""

    THERE = "there", _("était présente")
    TOLD = "told", _("n’y était pas, a été informée")
    TO_TELL = "to_tell", _("reste à informer")


def kinds() -> list[tuple[str, Any]]:
    return list(Kind.choices)


def states() -> list[tuple[str, Any]]:
    return list(State.choices)


def dimensions() -> list[tuple[str, Any]]:
    return list(Dimension.choices)


def agreed() -> list[tuple[str, Any]]:
    return list(Agreed.choices)


def channels() -> list[tuple[str, Any]]:
    return list(Channel.choices)


def presences() -> list[tuple[str, Any]]:
    return list(Presence.choices)


def said(choices: Any) -> list[tuple[str, str]]:
    """The choices of a list, as they begin a line."""
    return [(code, capital(str(label))) for code, label in choices.choices]
