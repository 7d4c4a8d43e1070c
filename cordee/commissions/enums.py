"""Closed lists: codes stored, French labels shown. Answers and presences are those of WebRSA's boards."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Power(TextChoices):
    """What a board may be asked."""

    ADMISSION = "admission", _("prononcer les admissions")
    REVIEW = "review", _("revoir une situation en cours")
    REORIENTATION = "reorientation", _("proposer une réorientation")
    OPINION = "opinion", _("donner un avis")


class QuorumMode(TextChoices):
    NONE = "none", _("ne rien dire")
    WARN = "warn", _("le rappeler seulement")
    REQUIRE = "require", _("le demander pour décider")


class Rank(TextChoices):
    HOLDER = "holder", _("titulaire")
    SUBSTITUTE = "substitute", _("suppléance")


class SittingState(TextChoices):
    PLANNED = "planned", _("prévue")
    CONVENED = "convened", _("convoquée")
    OPEN = "open", _("en séance")
    CLOSED = "closed", _("tenue")
    APPROVED = "approved", _("compte rendu approuvé")
    CANCELLED = "cancelled", _("annulée")


class Answer(TextChoices):
    NONE = "none", _("pas encore de réponse")
    COMES = "comes", _("vient")
    SUBSTITUTE = "substitute", _("se fait remplacer")
    DECLINES = "declines", _("ne viendra pas")


class Attendance(TextChoices):
    PRESENT = "present", _("présent")
    REPLACED = "replaced", _("remplacé")
    EXCUSED = "excused", _("excusé")
    ABSENT = "absent", _("absent")


SITTING = (Attendance.PRESENT, Attendance.REPLACED)  # somebody speaks for the seat


class ItemKind(TextChoices):
    """Why a situation comes before the board."""

    ADMISSION = "admission", _("admission")
    REVIEW = "review", _("point d’étape")
    REORIENTATION = "reorientation", _("réorientation")
    OPINION = "opinion", _("avis")


class ItemState(TextChoices):
    WAITING = "waiting", _("à examiner")
    OPINED = "opined", _("avis donné")
    DECIDED = "decided", _("décision prise")
    REMOVED = "removed", _("ôtée de l’ordre du jour")
    RETURNED = "returned", _("rendue à l’attente")  # the sitting was cancelled, or closed without it


ON_AGENDA = (ItemState.WAITING, ItemState.OPINED, ItemState.DECIDED)


class Level(TextChoices):
    OPINION = "opinion", _("avis")
    DECISION = "decision", _("décision")


class Outcome(TextChoices):
    """What a board may say of a situation; which of them fit a kind is in `rules.OUTCOMES`."""

    ADMITTED = "admitted", _("admission")
    WAITING = "waiting", _("liste d’attente")
    ADJOURNED = "adjourned", _("à revoir\u202f: il manque quelque chose")
    REFUSED = "refused", _("pas d’admission")
    REDIRECTED = "redirected", _("orientation vers une autre réponse")
    CONTINUES = "continues", _("l’accompagnement continue")
    FAVOURABLE = "favourable", _("avis favorable")
    RESERVED = "reserved", _("avis réservé")
    UNFAVOURABLE = "unfavourable", _("avis défavorable")


class OfferAnswer(TextChoices):
    """What somebody on the waiting list answers when a place is offered."""

    ACCEPTED = "accepted", _("accepte la place")
    STAYS = "stays", _("préfère attendre encore")
    GIVES_UP = "gives_up", _("ne souhaite plus de place")


def offer_answers() -> list[tuple[str, Any]]:
    return list(OfferAnswer.choices)


def powers() -> list[tuple[str, Any]]:
    return list(Power.choices)


def quorum_modes() -> list[tuple[str, Any]]:
    return list(QuorumMode.choices)


def ranks() -> list[tuple[str, Any]]:
    return list(Rank.choices)


def sitting_states() -> list[tuple[str, Any]]:
    return list(SittingState.choices)


def answers() -> list[tuple[str, Any]]:
    return list(Answer.choices)


def attendances() -> list[tuple[str, Any]]:
    return list(Attendance.choices)


def item_kinds() -> list[tuple[str, Any]]:
    return list(ItemKind.choices)


def item_states() -> list[tuple[str, Any]]:
    return list(ItemState.choices)


def levels() -> list[tuple[str, Any]]:
    return list(Level.choices)


def outcomes() -> list[tuple[str, Any]]:
    return list(Outcome.choices)
