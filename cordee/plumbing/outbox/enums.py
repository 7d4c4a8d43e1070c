"""Closed lists: codes stored, French labels shown."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    MAIL = "mail", _("courriel")
    SMS = "sms", _("SMS")
    LETTER = "letter", _("lettre")


class State(TextChoices):
    """Where a message stands. `rules.MOVES` says what may follow what."""

    QUEUED = "queued", _("part bientôt")
    HELD = "held", _("attend l’heure convenue")
    SENDING = "sending", _("en train de partir")
    SENT = "sent", _("parti")
    FAILED = "failed", _("pas parti")
    UNKNOWN = "unknown", _("départ incertain")
    CANCELLED = "cancelled", _("annulé")
    BOUNCED = "bounced", _("revenu")


class Why(TextChoices):
    """Why a message did not arrive, or is uncertain: what the house reads, with what to do."""

    NONE = "", ""
    REFUSED = "refused", _("L’adresse ou le numéro a été refusé. Vérifiez-le avec la personne.")
    FULL = "full", _("La boîte est pleine. Essayez un autre moyen.")
    POLICY = (
        "policy",
        _("Le serveur du destinataire refuse nos messages. Prévenez l’administration technique."),
    )
    SETTINGS = "settings", _("Le service d’envoi nous refuse. Prévenez l’administration technique.")
    GAVE_UP = "gave_up", _("Plusieurs jours d’essais, sans succès. Essayez un autre moyen.")
    EXPIRED = "expired", _("Il n’était plus temps\u202f: le moment prévu est passé.")
    UNWANTED = "unwanted", _("La personne ne souhaite plus être contactée ainsi.")
    OVER = "over", _("Le rendez-vous a changé entre-temps, ou n’a plus lieu.")
    PAST = "past", _("Ce que disait le message ne tenait plus au moment de partir.")
    CLOSED = "closed", _("L’accompagnement de la personne est terminé.")
    DECEASED = "deceased", _("Le décès de la personne a été noté.")
    ERASED = "erased", _("Le dossier a été effacé entre-temps.")
    SILENCE = "silence", _("Le service d’envoi n’a pas répondu après avoir reçu le message.")
    CUT = "cut", _("Cordée s’est arrêtée au moment de l’envoi.")
    WAITING = "waiting", _("Le service d’envoi demande d’attendre. Un nouvel essai est prévu.")
    UNREACHABLE = "unreachable", _("Le service d’envoi ne répond pas. Un nouvel essai est prévu.")


def channel_choices() -> list[tuple[str, Any]]:
    return list(Channel.choices)


def state_choices() -> list[tuple[str, Any]]:
    return list(State.choices)


def why_choices() -> list[tuple[str, Any]]:
    return list(Why.choices)
