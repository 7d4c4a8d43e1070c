"""Opening hours: kept as OpenStreetMap writes them, typed and read in French.

- read_hours   « lundi au vendredi 9h-12h, 14h-17h ; samedi sur rendez-vous » is Mo-Fr 09:00-12:00,14:00-17:00; Sa "…"
- hours_words  the same kept text, said in French, one line a rule; as it is when it says more than days and hours

What data·inclusion brings is kept as it came, whatever it says (seasons, weeks of the year).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from cordee.kernel.errors import BadInput
from cordee.kernel.names import search_key
from cordee.kernel.words import capital, french_list
from cordee.kernel.words import sentence as _

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
OTHERS = {"PH": "jours fériés", "SH": "vacances scolaires"}
WORDS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
LONGEST_HOURS = 500

TIME = r"(\d{1,2})\s*(?:h|:|heures?)\s*(\d{2})?"
SPAN = re.compile(rf"(?:de\s+)?{TIME}\s*(?:-|–|à|a|jusqu[’']à)\s*{TIME}", re.I)
DAY = re.compile(
    r"\b(?:(lundis?|lun|lu)|(mardis?|mar|ma)|(mercredis?|mer|me)|(jeudis?|jeu|je)|(vendredis?|ven|ve)|(samedis?|sam|sa)"
    r"|(dimanches?|dim|di)|(jours fériés|jours feries)|(vacances scolaires))\b\.?",
    re.I,
)
JOINING = re.compile(r"^[\s,.:]*(?:(?:du|le|les|et|ou|tous|de)\b[\s,.:]*)*$", re.I)
A_RANGE = re.compile(r"^\s*(?:-|–|au|à|a)\s*(?:le\s*)?$", re.I)
SHUT = re.compile(r"\bferm[ée]e?s?\b|\boff\b|\bclosed\b", re.I)
EVERY_DAY = re.compile(r"\b(?:tous les jours|7\s*j\s*/\s*7|7 jours sur 7)\b", re.I)
ALWAYS = re.compile(r"\s*(?:24\s*/\s*7|24\s*h\s*/\s*24|nuit et jour)\s*", re.I)
# Seasons, weeks, the English days: OpenStreetMap's own words, which we keep without reading them all.
OF_OSM = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|week|easter|Mo|Tu|We|Th|Fr|Sa|Su)\b"
)
EXAMPLE = "lundi au vendredi 9h-12h, 14h-17h ; samedi sur rendez-vous"


@dataclass(frozen=True)
class Rule:
    """Some days, the hours of those days. spans: as minutes; note: what is said beside."""

    days: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    is_shut: bool = False
    note: str = ""

    @property
    def kept(self) -> str:
        hours = ",".join(f"{_clock(start)}-{_clock(end)}" for start, end in self.spans)
        note = f'"{self.note}"' if self.note else ""
        parts = (_days_kept(self.days), "off" if self.is_shut else hours, note)
        return " ".join(part for part in parts if part)

    @property
    def words(self) -> str:
        hours = french_list([f"{_hour(start)} à {_hour(end)}" for start, end in self.spans])
        said = "fermé" if self.is_shut else hours
        told = ", ".join(part for part in (said, self.note) if part)
        days = _days_words(self.days)
        return capital(f"{days}\u202f: {told}" if days and told else days or told)


def read_hours(typed: str, field: str = "opening_hours") -> str:
    """What is kept of hours typed in French or as OpenStreetMap writes them. Raises BadInput."""
    text = " ".join(typed.replace("\r", "").replace("\n", " ; ").split()).strip(" ;")
    if not text:
        return ""
    if len(text) > LONGEST_HOURS:
        raise BadInput(field, _("Cinq cents signes au plus pour les horaires."))
    if ALWAYS.fullmatch(text):
        return "24/7"
    if _rules(text) is not None or (OF_OSM.search(text) and re.search(r"\d\d:\d\d", text)):
        return text
    rules = [_read_rule(part) for part in text.split(";") if part.strip()]
    if not rules or any(rule is None for rule in rules):
        said = _(
            "Ces horaires ne se lisent pas. Écrivez-les par exemple ainsi\u202f: «\u202f{example}\u202f».",
            example=EXAMPLE,
        )
        raise BadInput(field, said)
    return "; ".join(rule.kept for rule in rules if rule)


def hours_words(kept: str) -> list[str]:
    """Lines in French; the kept text alone when it says more than we read."""
    if kept == "24/7":
        return [str(_("Nuit et jour, toute la semaine"))]
    rules = _rules(kept)
    if rules is None:
        return [kept] if kept else []
    return [rule.words for rule in rules]


# What is kept


KEPT_DAYS = re.compile(r"(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH)(?:[-,](?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH))*")
KEPT_SPANS = re.compile(r"\d\d:\d\d-\d\d:\d\d(?:,\s?\d\d:\d\d-\d\d:\d\d)*")
KEPT = re.compile(
    rf'\s*(?P<days>{KEPT_DAYS.pattern})?\s*(?:(?P<spans>{KEPT_SPANS.pattern})|(?P<shut>off|closed))?\s*(?:"(?P<note>[^"]*)")?\s*'
)


def _rules(text: str) -> list[Rule] | None:
    """The rules of a text OpenStreetMap would read; None when it says something else."""
    found = []
    for part in text.split(";"):
        read = KEPT.fullmatch(part)
        if not part.strip() or read is None:
            return None
        spans = tuple(
            _minutes(span) for span in re.findall(r"(\d\d):(\d\d)-(\d\d):(\d\d)", read["spans"] or "")
        )
        if any(not _is_span(*span) for span in spans):
            return None
        days = _days_of(read["days"] or "")
        if days is None or not (spans or read["shut"] or read["note"]):
            return None
        found.append(Rule(days, spans, bool(read["shut"]), read["note"] or ""))
    return found


def _days_of(kept: str) -> tuple[str, ...] | None:
    days: list[str] = []
    for part in kept.split(",") if kept else []:
        first, _dash, last = part.partition("-")
        if not last:
            days.append(first)
        elif first in OTHERS or last in OTHERS:
            return None
        else:
            days += _from_to(first, last)
    return tuple(dict.fromkeys(days))


def _from_to(first: str, last: str) -> list[str]:
    """The days of a range, which may turn over the week's end."""
    start, end = DAYS.index(first), DAYS.index(last)
    return [DAYS[place % 7] for place in range(start, end + 1 if end >= start else end + 8)]


def _minutes(span: tuple[str, str, str, str]) -> tuple[int, int]:
    return int(span[0]) * 60 + int(span[1]), int(span[2]) * 60 + int(span[3])


def _is_span(start: int, end: int) -> bool:
    return 0 <= start < 24 * 60 and 0 < end <= 24 * 60 and start != end


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _hour(minutes: int) -> str:
    return f"{minutes // 60}\u202fh" + (f"\u202f{minutes % 60:02}" if minutes % 60 else "")


def _days_kept(days: tuple[str, ...]) -> str:
    return ",".join(
        run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}" if len(run) > 2 else ",".join(run)
        for run in _runs(days)
    )


def _days_words(days: tuple[str, ...]) -> str:
    said = []
    for run in _runs(days):
        names = [OTHERS.get(day) or WORDS[DAYS.index(day)] for day in run]
        said += [f"{names[0]} au {names[-1]}"] if len(run) > 2 else names
    return french_list(said)


def _runs(days: tuple[str, ...]) -> list[list[str]]:
    """Days that follow one another, put together; the others alone."""
    week = [day for day in DAYS if day in days]
    runs: list[list[str]] = []
    for day in week:
        if runs and DAYS.index(runs[-1][-1]) == DAYS.index(day) - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return [*runs, *([day] for day in days if day in OTHERS)]


# What is typed


def _read_rule(part: str) -> Rule | None:
    """One piece between semicolons; None when it is not hours."""
    spans = tuple(_typed_minutes(found.groups()) for found in SPAN.finditer(part))
    if any(not _is_span(*span) for span in spans):
        return None
    rest = SPAN.sub(" ", part)
    days, rest = _typed_days(rest)
    is_shut = bool(SHUT.search(rest))
    note = " ".join(SHUT.sub(" ", rest).strip(' ,.:()-–"').split())
    note = "" if search_key(note) in {"", "et", "de", "le", "du"} else note
    if '"' in note or re.search(r"\d", note) or not (spans or is_shut or (days and note)):
        return None
    return Rule(days, spans, is_shut, note[:80])


def _typed_minutes(groups: tuple[str | None, ...]) -> tuple[int, int]:
    first, first_minutes, last, last_minutes = (int(one or 0) for one in groups)
    return first * 60 + first_minutes, last * 60 + last_minutes


def _typed_days(text: str) -> tuple[tuple[str, ...], str]:
    """(the days named, what is left of the text)."""
    if EVERY_DAY.search(text):
        return DAYS, EVERY_DAY.sub(" ", text)
    days: list[str] = []
    left, end = "", 0
    for found in DAY.finditer(text):
        between = text[end : found.start()]
        code = _code_of(found)
        if days and A_RANGE.match(between) and code in DAYS and days[-1] in DAYS:
            days += _from_to(days[-1], code)[1:]
        else:
            left += "" if JOINING.match(between) else between
            days.append(code)
        end = found.end()
    return tuple(dict.fromkeys(days)), f"{left} {text[end:]}"


def _code_of(found: re.Match[str]) -> str:
    place = next(number for number, group in enumerate(found.groups()) if group)
    return (*DAYS, "PH", "SH")[place]
