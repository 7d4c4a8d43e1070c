"""Minutes as the page and the paper show them: lines of words, nothing to compute in a template."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.commissions.enums import Attendance, Level
from cordee.commissions.minutes.contents import Room, Said, Situation
from cordee.commissions.minutes.gathering import Correction, Entry, Gathered
from cordee.kernel.words import capital, french_day
from cordee.ui.addresses import address
from cordee.ui.shapes import Definition


@dataclass(frozen=True)
class Uttered:
    """An opinion or a decision. heading: who said it, and when; details: (label, words)."""

    heading: str
    words: str
    details: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Shown:
    """A situation on the page. added: words beside what was decided; the addresses are empty where one may not."""

    key: str
    heading: str
    facts: Sequence[Definition]
    uttered: Sequence[Uttered]
    left: str
    added: str
    signed: Sequence[tuple[str, Correction]]
    write_url: str = ""
    correct_url: str = ""


def entry_shown(
    one: Entry, whole: Gathered, *, writes: bool, corrects: bool, with_words: bool = True
) -> Shown:
    told = one.told
    args = (whole.sitting.pk, one.item.pk)
    return Shown(
        key=str(one.item.pk),
        heading=f"{one.number}. {told.name}",
        facts=list(facts_of(told)),
        uttered=[uttered(said) for said in told.said],
        left=left_words(told),
        added=told.words if with_words else "",
        signed=[(signature(kept), kept) for kept in one.corrections],
        write_url=address("write_minutes_entry", *args) if writes else "",
        correct_url=address("correct_minutes_entry", *args) if corrects else "",
    )


def facts_of(told: Situation) -> Iterator[Definition]:
    yield Definition(_("Demande"), ", ".join(part for part in (told.kind, told.programme) if part))
    if told.presenter:
        yield Definition(_("Présentée par"), told.presenter)
    if told.is_heard:
        yield Definition(_("La personne"), _("était invitée à être entendue, avec qui elle veut"))
    if told.guests:
        yield Definition(_("Invités"), " ; ".join(told.guests))
    if told.withdrawn:
        yield Definition(
            ngettext("N’a pas pris part", "N’ont pas pris part", len(told.withdrawn)),
            " ; ".join(told.withdrawn),
        )


def uttered(said: Said) -> Uttered:
    level = _("Avis donné par") if said.level == Level.OPINION else _("Décision prononcée par")
    details = [(_("Ce qui manque"), said.missing), (_("Motif"), said.motive), (_("Pourquoi"), said.reason)]
    return Uttered(
        heading=_("%(level)s %(who)s, le %(day)s")
        % {"level": level, "who": said.authority, "day": french_day(said.day)},
        words=said.words,
        details=[(label, words) for label, words in details if words],
    )


def left_words(told: Situation) -> str:
    if told.is_left:
        return _("Cette situation n’a pas été examinée\u202f: elle attend une autre séance.")
    return "" if told.said else _("Rien n’est encore noté pour cette situation.")


def chairs_of(room: Room) -> list[Definition]:
    """« UNAFAM : présent, Bernadette Lhomel »."""
    return [Definition(chair.college, chair_words(chair.attendance, chair.who)) for chair in room.chairs]


def chair_words(attendance: str, who: str) -> str:
    if attendance not in Attendance.values:
        return _("pas noté")
    said = str(Attendance(attendance).label)
    return f"{said}, {who}" if who else said


def room_facts(room: Room) -> list[Definition]:
    when = _("%(day)s, %(hours)s") % {"day": french_day(room.day), "hours": room.hours}
    facts = [Definition(_("Jour et heure"), capital(when))]
    if room.place:
        facts.append(Definition(_("Lieu"), room.place))
    return facts


def signature(kept: Correction) -> str:
    """« Corrigé le 3 décembre 2026 par Claire Exemple »."""
    return _("Corrigé le %(day)s par %(who)s") % {"day": french_day(localdate(kept.at)), "who": kept.by}


def approval_words(whole: Gathered) -> str:
    row = whole.minutes
    if row is None or row.approved_at is None or row.approved_by is None:
        return ""
    return _("Approuvé le %(day)s par %(who)s.") % {
        "day": french_day(localdate(row.approved_at)),
        "who": row.approved_by.display_name,
    }


def totals(whole: Gathered) -> str:
    number: Any = len(whole.entries)
    return ngettext("%d situation", "%d situations", number) % number if number else _("aucune situation")
