"""The sentences of what happens to a person's own file and of notes; declared when the domain starts."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from cordee.dossier.enums import Counterpart, Means, Sector
from cordee.dossier.sentences import FACTS, Saying
from cordee.kernel.partitions import Partition
from cordee.plumbing.outbox.enums import Channel, Why
from cordee.plumbing.outbox.hooks import label_of


def note_written(fact: Any) -> str:
    sector = fact.codes.get("sector", "")
    label = Sector(sector).label if sector in Sector.values else ""
    return _("Note\u202f: %(sector)s") % {"sector": label} if label else _("Note écrite")


def contact_noted(fact: Any) -> str:
    """« Contact par téléphone, avec la personne »."""
    means, counterpart = fact.codes.get("means", ""), fact.codes.get("counterpart", "")
    parts = [
        str(Means(means).label) if means in Means.values else "",
        _("avec %(who)s") % {"who": Counterpart(counterpart).label}
        if counterpart in Counterpart.values
        else "",
    ]
    told = ", ".join(part for part in parts if part)
    return _("Contact %(how)s") % {"how": told} if told else _("Contact")


def message_sent(fact: Any) -> str:
    """« Message par SMS : message écrit à la main ». What became of it is told in the tab."""
    channel = fact.codes.get("channel", "")
    told = {"means": Channel(channel).label if channel in Channel.values else "", "purpose": purpose_of(fact)}
    return _("Message par %(means)s\u202f: %(purpose)s") % told


def message_cancelled(fact: Any) -> str:
    return _("Message repris avant son départ\u202f: %(purpose)s") % {"purpose": purpose_of(fact)}


def message_lost(sentence: str) -> Any:
    """« Message non parti, par SMS : nous rappeler (la personne n’en veut plus) »."""

    def say(fact: Any) -> str:
        channel, why = fact.codes.get("channel", ""), fact.codes.get("why", "")
        told = {
            "means": Channel(channel).label if channel in Channel.values else "",
            "purpose": purpose_of(fact),
        }
        said = _(sentence) % told
        return f"{said} ({Why(why).label})" if why in Why.values and why else said

    return say


def purpose_of(fact: Any) -> str:
    return label_of(fact.codes.get("purpose", ""))


def plain(sentence: str) -> Any:
    """A sentence that says the same whatever the fact."""
    return lambda fact: _(sentence)


def declare() -> None:
    for kind, saying in {
        "person_registered": Saying(plain(noop("Ouverture du dossier")), icon="person-plus"),
        "identity_changed": Saying(plain(noop("Identité complétée ou corrigée")), icon="pencil"),
        "contact_changed": Saying(plain(noop("Coordonnées modifiées")), icon="telephone"),
        "contact_protected": Saying(plain(noop("Coordonnées protégées")), icon="shield-lock"),
        "contact_unprotected": Saying(plain(noop("Fin de la protection des coordonnées")), icon="shield"),
        "protection_noted": Saying(plain(noop("Protection juridique notée")), icon="shield"),
        "dossier_sealed": Saying(plain(noop("Dossier fermé à l’équipe")), icon="lock"),
        "dossier_unsealed": Saying(plain(noop("Dossier rouvert à l’équipe")), icon="unlock"),
        "note_written": Saying(note_written, icon="journal-text"),
        "contact_noted": Saying(contact_noted, icon="chat-left-text", is_contact=True),
        "message_sent": Saying(message_sent, icon="send"),
        "message_cancelled": Saying(message_cancelled, icon="send"),
        "message_failed": Saying(
            message_lost(noop("Message par %(means)s non parti\u202f: %(purpose)s")), icon="send"
        ),
        "message_bounced": Saying(
            message_lost(noop("Message par %(means)s revenu\u202f: %(purpose)s")), icon="send"
        ),
        "message_uncertain": Saying(
            message_lost(noop("Message par %(means)s peut-être pas arrivé\u202f: %(purpose)s")), icon="send"
        ),
    }.items():
        FACTS.register(kind, saying)


def on_person(
    *, person: Any, kind: str, day: Any, by: Any, partition: Partition, codes: dict[str, Any]
) -> None:
    """What `people` did becomes a fact of the thread."""
    from cordee.dossier.actions import record_fact

    record_fact(person=person, kind=kind, day=day, by=by, partition=partition, codes=codes)
