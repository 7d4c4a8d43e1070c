"""When and how somebody may be written to. Plain functions on plain values.

The hours a person asks for are noted in words (« le matin », « après 17 h », « pas le mercredi »): what is understood
is obeyed, what is not is shown to whoever writes. In any case nobody's telephone rings at night, nor on a Sunday.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from cordee.kernel.names import search_key

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
DAY_PARTS = {
    "apres midi": (time(14), time(18)),
    "matinee": (time(8), time(12)),
    "matin": (time(8), time(12)),
    "midi et deux": (time(12), time(14)),
    "midi": (time(12), time(14)),
    "fin de journee": (time(17), time(20)),
    "soiree": (time(18), time(20)),
    "soir": (time(18), time(20)),
    "journee": (time(8), time(18)),
}
FIRST, LAST = time(8), time(20)
NOT = r"(?:pas|jamais|sauf|surtout pas|plus)(?: le| les| l)?"
HOUR = r"(\d{1,2}) ?h(?: ?(\d{2}))?(?: |$)"
SMALL = """
    a au aux apres avant de des du d dans en et entre h heure heures jours jour jusqu l la le les matin mieux ou
    plutot possible possiblement preference preferable quand semaine si toujours tous toute toutes uniquement
    seulement sinon peut pouvoir joindre appeler ecrire elle il partir vers
"""
SMALL_WORDS = frozenset(SMALL.split())


@dataclass(frozen=True)
class Hours:
    """days: 0 is Monday. understood: were all the words of the person's wish?"""

    days: frozenset[int] = frozenset(range(6))
    start: time = FIRST
    end: time = LAST
    understood: bool = True

    def allow(self, moment: datetime) -> bool:
        """Is this moment (in the person's time zone) one of theirs? The end is excluded."""
        return moment.weekday() in self.days and self.start <= moment.time().replace(tzinfo=None) < self.end


def hours_of(words: str) -> Hours:
    """What is understood of « le matin », « après 17 h », « entre 9 h et 11 h 30 », « pas le mercredi »."""
    text = f"{search_key(words)} "
    days, text = _days_in(text)
    start, end, text = _hours_in(text)
    left = [word for word in text.split() if word not in SMALL_WORDS]
    if start >= end or not days:
        return Hours(understood=False)
    return Hours(days, start, end, understood=not left)


def _days_in(text: str) -> tuple[frozenset[int], str]:
    refused, wanted = set[int](), set[int]()
    for number, day in enumerate(DAYS):
        if re.search(rf"\b{NOT} (?:\w+ (?:et|ni|ou)(?: le)? )*{day}s?\b", text):
            refused.add(number)
        elif re.search(rf"\b{day}s?\b", text):
            wanted.add(number)
        text = re.sub(rf"\b(?:{NOT} )?{day}s?\b", " ", text)
    text = re.sub(r"\bni\b|\bet\b(?= *$)", " ", text)
    return frozenset(wanted or range(6)) - refused, text


def _hours_in(text: str) -> tuple[time, time, str]:
    start, end = FIRST, LAST
    if found := re.search(rf"(?:entre|de) {HOUR}(?:et|a) ?{HOUR}", text):
        return _time(found[1], found[2]), _time(found[3], found[4]), text.replace(found[0], " ")
    if found := re.search(rf"(?:jamais|pas) avant {HOUR}|(?:apres|a partir de|des) {HOUR}", text):
        start, text = _time(found[1] or found[3], found[2] or found[4]), text.replace(found[0], " ")
    if found := re.search(rf"(?:jamais|pas) apres {HOUR}|(?:avant|jusqu a) {HOUR}", text):
        end, text = _time(found[1] or found[3], found[2] or found[4]), text.replace(found[0], " ")
    for words, (first, last) in DAY_PARTS.items():
        if re.search(rf"\b{NOT} {words}\b", text):
            start, end = (last, end) if first == FIRST else (start, first)
            text = re.sub(rf"\b{NOT} {words}\b", " ", text)
        elif re.search(rf"\b{words}\b", text):
            start, end = max(start, first), min(end, last)
            text = re.sub(rf"\b{words}\b", " ", text)
    return start, end, text


def _time(hour: str, minutes: str | None) -> time:
    return time(min(int(hour), 23), min(int(minutes or 0), 59))


def next_moment(hours: Hours, now: datetime, closed: Iterable[date] = ()) -> datetime:
    """The first moment, from now on, that is one of theirs. closed: days nobody is to be disturbed (holidays)."""
    kept = frozenset(closed)
    if hours.allow(now) and now.date() not in kept:
        return now
    for ahead in range(15):
        day = now.date() + timedelta(days=ahead)
        opens = datetime.combine(day, hours.start, now.tzinfo)
        if day.weekday() in hours.days and day not in kept and opens > now:
            return opens
    return now


# The channels a wish leaves open, by code of people.enums.Channel: only what the person chose, or both.
OPEN = {"": ("sms", "mail"), "sms": ("sms",), "email": ("mail",)}


def open_channels(preferred: str) -> tuple[str, ...]:
    """Which of SMS and mail a preference leaves open; none for who wants a call, a letter, or nothing."""
    return OPEN.get(preferred, ())
