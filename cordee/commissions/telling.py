"""What is said: the sentences of facts, the mails to those who sit, the event joined to them.

Neither a mail nor its event names anybody accompanied: the board, the day, the hour, the place, and a link.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from icalendar import Calendar, Event

from cordee.accounts.models import Organisation
from cordee.commissions.enums import OfferAnswer, Outcome
from cordee.commissions.models import Board, Convocation, ItemGuest, Sitting
from cordee.dossier.sentences import FACTS, Saying
from cordee.kernel.words import french_day
from cordee.plumbing.outbox.actions import post_message
from cordee.ui.wording import hour_words

CONVENED, CANCELLED, MOVED, INVITED = (
    "commission_convened",
    "commission_cancelled",
    "commission_moved",
    "commission_invited",
)
PURPOSE_WORDS = {
    CONVENED: gettext_lazy("convocation à une commission"),
    CANCELLED: gettext_lazy("annulation d’une commission"),
    MOVED: gettext_lazy("commission à une autre date"),
    INVITED: gettext_lazy("invitation à une commission pour une situation"),
}
PRODUCT = "-//Cordee//Commissions//FR"


def on_agenda(fact: Any) -> str:
    day = fact.codes.get("sitting", "")
    return _("Situation inscrite à l’ordre du jour\u202f: %(board)s du %(day)s") % {
        "board": fact.codes.get("board", ""),
        "day": _day(day),
    }


def decided(fact: Any) -> str:
    """« Commission insertion : liste d’attente »."""
    code = fact.codes.get("outcome", "")
    label = str(Outcome(code).label) if code in Outcome.values else code
    return _("%(board)s\u202f: %(outcome)s") % {"board": fact.codes.get("board", ""), "outcome": label}


def taken_back(fact: Any) -> str:
    return _("%(board)s\u202f: décision reprise, elle ne compte plus") % {
        "board": fact.codes.get("board", "")
    }


def still_wanted(fact: Any) -> str:
    return _("%(board)s, liste d’attente\u202f: la demande tient toujours") % {
        "board": fact.codes.get("board", "")
    }


def place_offered(fact: Any) -> str:
    return _("%(board)s\u202f: une place qui se libère est proposée") % {"board": fact.codes.get("board", "")}


def place_answered(fact: Any) -> str:
    """« Commission insertion, place proposée : préfère attendre encore »."""
    code = fact.codes.get("answer", "")
    label = str(OfferAnswer(code).label) if code in OfferAnswer.values else code
    return _("%(board)s, place proposée\u202f: %(answer)s") % {
        "board": fact.codes.get("board", ""),
        "answer": label,
    }


def _day(iso: str) -> str:
    try:
        return french_day(datetime.fromisoformat(iso).date())
    except ValueError:
        return iso


def declare() -> None:
    FACTS.register("commission_item", Saying(on_agenda, icon="people"))
    FACTS.register("commission_decided", Saying(decided, icon="check2-square"))
    FACTS.register("commission_still_wanted", Saying(still_wanted, icon="check2-circle"))
    FACTS.register("commission_place_offered", Saying(place_offered, icon="door-open"))
    FACTS.register("commission_place_answered", Saying(place_answered, icon="reply"))
    FACTS.register("commission_taken_back", Saying(taken_back, icon="arrow-counterclockwise"))


# Mails


def when_words(sitting: Sitting) -> str:
    """« jeudi 3 décembre 2026 à 14 h, salle commune »."""
    said = _("%(day)s à %(hour)s") % {"day": french_day(sitting.day), "hour": hour_words(sitting.at)}
    return f"{said}, {sitting.place}" if sitting.place else said


def convene(
    convocation: Convocation, sitting: Sitting, board: Board, *, house: Organisation, token: str, site: str
) -> None:
    """The call, with its event and the link to answer."""
    address = site + reverse("convocation", args=[token])
    text = _(
        "Bonjour,\n\nVous êtes convié à %(body)s, le %(when)s.\n\nPour répondre (je viens, je me fais remplacer, "
        "je ne viendrai pas), ouvrez ce lien\u202f:\n%(address)s\n\nIl est pour vous\u202f: ne le transmettez pas."
        "\n\n%(house)s"
    ) % {"body": board.body, "when": when_words(sitting), "address": address, "house": house.name}
    _post(
        convocation.holder.address,
        house,
        purpose=CONVENED,
        subject=_("%(board)s du %(day)s") % {"board": board.label, "day": french_day(sitting.day)},
        text=text,
        once=f"{CONVENED}:{convocation.pk}:{sitting.version}",
        calendar=event_of(sitting, board, house=house),
    )


def tell_cancelled(to: str, called: UUID, sitting: Sitting, board: Board, *, house: Organisation) -> None:
    """called: the convocation, or the invitation, that told them of it."""
    why = f"\n\n{sitting.cancel_reason}" if sitting.cancel_reason else ""
    text = _("Bonjour,\n\nLa séance prévue le %(when)s n’a pas lieu.%(why)s\n\nUne autre date vous sera proposée."
        "\n\n%(house)s") % {
        "when": when_words(sitting), "why": why, "house": house.name,
    }  # fmt: skip
    _post(
        to,
        house,
        purpose=CANCELLED,
        subject=_("Annulée\u202f: %(board)s du %(day)s")
        % {"board": board.label, "day": french_day(sitting.day)},
        text=text,
        once=f"{CANCELLED}:{called}",
        calendar=event_of(sitting, board, house=house, is_cancelled=True),
    )


def tell_moved(
    convocation: Convocation, sitting: Sitting, board: Board, *, house: Organisation, token: str, site: str
) -> None:
    address = site + reverse("convocation", args=[token])
    text = _(
        "Bonjour,\n\nLa séance change de date ou de lieu\u202f: %(when)s.\n\nMerci de répondre à nouveau\u202f:\n"
        "%(address)s\n\n%(house)s"
    ) % {"when": when_words(sitting), "address": address, "house": house.name}
    _post(
        convocation.holder.address,
        house,
        purpose=MOVED,
        subject=_("Nouvelle date\u202f: %(board)s") % {"board": board.label},
        text=text,
        once=f"{MOVED}:{convocation.pk}:{sitting.version}",
        calendar=event_of(sitting, board, house=house),
    )


def invite(
    guest: ItemGuest, sitting: Sitting, board: Board, *, house: Organisation, token: str, site: str
) -> None:
    """The invitation for one situation: it does not say whose."""
    address = site + reverse("guest", args=[token])
    text = _(
        "Bonjour,\n\nVous êtes invité à %(body)s, le %(when)s, pour une situation que vous connaissez.\n\nCe lien "
        "dit à quelle heure venir, et s’ouvre sur la situation ce jour-là seulement\u202f:\n%(address)s\n\nIl est pour "
        "vous\u202f: ne le transmettez pas.\n\n%(house)s"
    ) % {"body": board.body, "when": when_words(sitting), "address": address, "house": house.name}
    _post_invitation(guest, sitting, board, house, text)


def invite_colleague(
    guest: ItemGuest, sitting: Sitting, board: Board, *, house: Organisation, site: str
) -> None:
    """The same for who has an account: the dossier opens there, until the evening of the sitting."""
    address = site + (reverse("person", args=[guest.person_id]) if guest.person_id else reverse("my_day"))
    text = _(
        "Bonjour,\n\nVous êtes invité à %(body)s, le %(when)s, pour une situation.\n\nElle s’ouvre depuis votre compte "
        "jusqu’au soir de la séance\u202f:\n%(address)s\n\n%(house)s"
    ) % {"body": board.body, "when": when_words(sitting), "address": address, "house": house.name}
    _post_invitation(guest, sitting, board, house, text)


def _post_invitation(
    guest: ItemGuest, sitting: Sitting, board: Board, house: Organisation, text: str
) -> None:
    _post(
        guest.address,
        house,
        purpose=INVITED,
        subject=_("Invitation, %(board)s du %(day)s")
        % {"board": board.label, "day": french_day(sitting.day)},
        text=text,
        once=f"{INVITED}:{guest.pk}:{sitting.version}",
        calendar=event_of(sitting, board, house=house),
    )


def _post(to: str, house: Organisation, **told: Any) -> None:
    post_message(organisation=house, channel="mail", to=to, **told)


def event_of(sitting: Sitting, board: Board, *, house: Organisation, is_cancelled: bool = False) -> str:
    """The sitting as calendar programs read it; the same identifier for ever, so that a change replaces it."""
    start, end = sitting.starts_at(house.time_zone), sitting.ends_at(house.time_zone)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if is_cancelled else "PUBLISH")
    event = Event()
    event.add("uid", f"{sitting.pk}@cordee")
    event.add("summary", board.label)
    event.add("dtstamp", timezone.now())
    event.add("sequence", sitting.version)
    event.add("dtstart", start.astimezone(UTC))
    event.add("dtend", end.astimezone(UTC))
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    if sitting.place:
        event.add("location", sitting.place)
    calendar.add_component(event)
    return str(calendar.to_ical().decode())
