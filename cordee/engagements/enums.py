"""Closed lists: codes stored, French labels shown."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    """Where a contract stands. An amendment under way does not change it: the text before still holds."""

    DRAFT = "draft", _("en préparation")
    PROPOSED = "proposed", _("proposé, à signer")
    SIGNED = "signed", _("signé")
    ENDED = "ended", _("terminé")
    DROPPED = "dropped", _("abandonné")


class VersionState(TextChoices):
    """Where a text stands."""

    DRAFT = "draft", _("en préparation")
    PROPOSED = "proposed", _("proposé")
    SIGNED = "signed", _("signé")
    REPLACED = "replaced", _("remplacé")
    DROPPED = "dropped", _("mis de côté")


class Capacity(TextChoices):
    """In which capacity somebody signs."""

    PERSON = "person", _("la personne")
    PARENT = "parent", _("un parent")
    GUARDIAN = "guardian", _("la personne qui exerce la protection")
    HOUSE = "house", _("la structure")
    OTHER = "other", _("une autre partie")


class Means(TextChoices):
    """How somebody signed."""

    SCREEN = "screen", _("à l’écran")
    PAPER = "paper", _("sur papier")
    ACCOUNT = "account", _("depuis son compte")
    LINK = "link", _("par le lien reçu")


class Ending(TextChoices):
    TERM = "term", _("arrivé à son terme")
    REPLACED = "replaced", _("remplacé par un autre contrat")
    PERSON = "person", _("à la demande de la personne")
    AGREED = "agreed", _("d’un commun accord")
    REDIRECTED = "redirected", _("nouvelle orientation")
    MOVED = "moved", _("départ du territoire")
    OTHER = "other", _("autre raison")


class Lane(TextChoices):
    NONE = "", _("non précisée")
    SOCIAL = "social", _("sociale")
    SOCIO_PRO = "socio_pro", _("socio-professionnelle")
    PRO = "pro", _("professionnelle")


def statuses() -> list[tuple[str, Any]]:
    return list(Status.choices)


def version_states() -> list[tuple[str, Any]]:
    return list(VersionState.choices)


def capacities() -> list[tuple[str, Any]]:
    return list(Capacity.choices)


def means() -> list[tuple[str, Any]]:
    return list(Means.choices)


def endings() -> list[tuple[str, Any]]:
    return list(Ending.choices)


def lanes() -> list[tuple[str, Any]]:
    return list(Lane.choices)
