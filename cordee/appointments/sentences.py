"""The sentences of what happens to appointments; declared when the domain starts."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import ngettext

from cordee.dossier.sentences import FACTS, Saying
from cordee.ui.wording import day_words, hour_words


def when(fact: Any) -> str:
    """« le jeudi 3 décembre 2026 à 14 h ». The hour is written as the house's clocks showed it."""
    try:
        at = datetime.fromisoformat(fact.codes["at"])
    except (KeyError, ValueError):
        return ""
    told = {"day": day_words(at.date()), "hour": hour_words(at.time())}
    return _("le %(day)s à %(hour)s") % told


def booked(fact: Any) -> str:
    times = fact.codes.get("times", 1)
    if times > 1:
        said = ngettext(
            "%(n)s rendez-vous pris, à partir du %(when)s",
            "%(n)s rendez-vous pris, à partir du %(when)s",
            times,
        )
        return said % {"n": times, "when": when(fact).removeprefix("le ")}
    return _("Rendez-vous pris\u202f: %(when)s") % {"when": when(fact)}


def missed(fact: Any) -> str:
    said = _("Absence non excusée au rendez-vous, %(when)s") % {"when": when(fact)}
    return said + judged(fact)


def excused(fact: Any) -> str:
    return _("Rendez-vous excusé par la personne, %(when)s") % {"when": when(fact)} + judged(fact)


def judged(fact: Any) -> str:
    return f" ({_('motif légitime')})" if fact.codes.get("legitimate") else ""


def plain(sentence: str) -> Any:
    return lambda fact: _(sentence) % {"when": when(fact)}


def declare() -> None:
    for kind, saying in {
        "appointment_booked": Saying(booked, icon="calendar-plus"),
        "appointment_moved": Saying(
            plain(noop("Rendez-vous déplacé\u202f: %(when)s")), icon="calendar-event"
        ),
        "appointment_revoked": Saying(
            plain(noop("Rendez-vous annulé par nous, %(when)s")), icon="calendar-x"
        ),
        "appointment_excused": Saying(excused, icon="calendar-x"),
        "appointment_missed": Saying(missed, icon="calendar-x"),
        "appointment_reopened": Saying(
            plain(noop("Rendez-vous à qualifier de nouveau, %(when)s")), icon="calendar-event"
        ),
    }.items():
        FACTS.register(kind, saying)
