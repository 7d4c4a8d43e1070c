"""Days, delays and numbers put into French words, the same everywhere.

The clock is always an argument (`today`): the organisation's day, not the server's.
"""

import datetime as dt
import unicodedata
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

THIN = "\u202f"  # narrow no-break space
SOON_DAYS = 7
Moment = dt.date | dt.datetime


def as_day(value: Moment) -> dt.date:
    """The calendar day of a moment, in the current time zone when it has one."""
    if isinstance(value, dt.datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value


def day_words(value: Moment, pattern: str = "l j F Y") -> str:
    """lundi 23 novembre 2026; the first of a month is "1er" in French."""
    return _day_words(as_day(value), pattern, get_language() or "fr")


@lru_cache(maxsize=4000)
def _day_words(day: dt.date, pattern: str, language: str) -> str:
    # A page writes the same few days many times; Django takes 20 µs for each.
    if day.day == 1 and language.startswith("fr"):
        pattern = pattern.replace("j", r"j\e\r")
    return date_format(day, pattern)


def hour_words(value: dt.datetime | dt.time) -> str:
    """14 h 05, and 9 h on the hour; the spaces never break."""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    minutes = f"\u00a0{value.minute:02d}" if value.minute else ""
    return f"{value.hour}\u00a0h{minutes}"


def months_between(first: dt.date, last: dt.date) -> int:
    """Whole months from first to last (last is not before first)."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def span_words(first: dt.date, last: dt.date) -> str:
    """3 jours, 2 mois, 4 ans: the coarsest unit that stays honest."""
    days = (last - first).days
    if days < 60:
        return ngettext("%d jour", "%d jours", days) % days
    months = months_between(first, last)
    if months < 24:
        return _("%d mois") % months
    return ngettext("%d an", "%d ans", months // 12) % (months // 12)


def ago_words(value: Moment, today: dt.date) -> str:
    """aujourd’hui, hier, il y a 3 jours, demain, dans 2 mois."""
    day = as_day(value)
    near = {0: _("aujourd’hui"), -1: _("hier"), 1: _("demain")}.get((day - today).days)
    if near:
        return near
    if day < today:
        return _("il y a %s") % span_words(day, today)
    return _("dans %s") % span_words(today, day)


def is_late(due: dt.date, today: dt.date, late_on: dt.date | None = None) -> bool:
    """late_on: the first day it counts as late; the one after `due` by default."""
    return today >= late_on if late_on else due < today


def deadline_tone(
    due: dt.date, today: dt.date, warn_on: dt.date | None = None, late_on: dt.date | None = None
) -> str:
    """late, soon or later. warn_on: the day from which it counts as soon; a week before by default."""
    if is_late(due, today, late_on):
        return "late"
    return "soon" if today >= (warn_on or due - dt.timedelta(days=SOON_DAYS)) else "later"


def deadline_words(due: dt.date, today: dt.date, late_on: dt.date | None = None) -> str:
    """En retard de 3 jours, Prévue hier, Aujourd’hui, Demain, Dans 12 jours."""
    if is_late(due, today, late_on):
        return _("En retard de %s") % span_words(due, today)
    if due < today:
        return _("Prévue %s") % ago_words(due, today)
    words = ago_words(due, today)
    return words[:1].upper() + words[1:]


def number_words(value: int) -> str:
    """12 500, with a space that does not break."""
    return f"{value:,}".replace(",", THIN)


def count_words(value: int, limit: int = 1000) -> str:
    """An honest count: beyond the limit nobody counted, so we say "plus de"."""
    if value > limit:
        return _("plus de %s") % number_words(limit)
    return number_words(value)


def initials(name: str) -> str:
    """Two letters for a round mark: the first and the last name, particles left out."""
    words = [word for word in name.replace("-", " ").replace("’", " ").split() if word[:1].isalnum()]
    strong = [word for word in words if word[:1].isupper()] or words
    if not strong:
        return "?"
    letters = strong[0][0] + (strong[-1][0] if len(strong) > 1 else "")
    return letters.upper()


def hue_of(name: str) -> int:
    """0 to 5: the same name always gets the same colour, on every machine."""
    return sum(ord(sign) for sign in unicodedata.normalize("NFC", name)) % 6
