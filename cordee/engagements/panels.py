"""What pages and papers show of a contract: its parts in order, who signed, what is missing, what may be done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.engagements.enums import Capacity, Ending, Lane, Means, Status, VersionState
from cordee.engagements.fetch import ToldContract, ToldSignature, ToldVersion
from cordee.engagements.rules import CHILDCARE, Signers
from cordee.engagements.section import HOUSE, OTHER, PERSON, PLAN, RIGHTS, Kind
from cordee.engagements.signing import needed_by
from cordee.engagements.texts import Text
from cordee.kernel.typed_hours import shown_hours
from cordee.kernel.words import capital, french_day
from cordee.ui.shapes import Badge

TONES = {
    Status.DRAFT: "info",
    Status.PROPOSED: "soon",
    Status.SIGNED: "done",
    Status.ENDED: "neutral",
    Status.DROPPED: "neutral",
}
STATES = {
    VersionState.DRAFT: "info",
    VersionState.PROPOSED: "soon",
    VersionState.SIGNED: "done",
    VersionState.REPLACED: "neutral",
    VersionState.DROPPED: "neutral",
}


@dataclass(frozen=True)
class Part:
    """A part of a contract as it is read. lines: a list; text: words; groups: lists with their own title."""

    code: str
    label: str
    source: str = ""
    text: str = ""
    lines: Sequence[str] = ()
    groups: Sequence[tuple[str, Sequence[str]]] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.lines or self.groups)


def parts_of(text: Text, kind: Kind) -> list[Part]:
    """The parts of a text: as they were frozen, or as the kind says while it is being prepared."""
    named = text.sections or tuple((part.code, part.label) for part in kind.sections)
    rights = text.rights or kind.rights
    return [_part(code, label, text, kind, rights) for code, label in named]


def _part(code: str, label: str, text: Text, kind: Kind, rights: str) -> Part:
    section = kind.section(code)
    source = section.source if section else ""
    if code == HOUSE:
        first = [_("Référent\u202f: %(name)s") % {"name": text.referent}] if text.referent.strip() else []
        return Part(code, label, source, lines=[*first, *text.house])
    if code == PERSON:
        return Part(code, label, source, lines=text.person)
    if code == OTHER:
        return Part(code, label, source, lines=text.other)
    if code == PLAN:
        return Part(code, label, source, groups=list(_plan(text)), text=hours_words(text))
    if code == RIGHTS:
        return Part(code, label, source, text=rights)
    return Part(code, label, source, text=text.written.get(code, ""))


def _plan(text: Text) -> Iterator[tuple[str, Sequence[str]]]:
    if text.objectives:
        yield _("Objectifs"), text.objectives
    if text.actions:
        yield _("Actions"), text.actions


def hours_words(text: Text) -> str:
    """« 8 h d’activité par semaine : soigne sa mère »; a ground of health is never named."""
    if text.minutes is None:
        return ""
    if text.minutes == 0:
        if text.ground == CHILDCARE:
            return _(
                "Aucune heure d’activité, à la demande de la personne\u202f: parent isolé, sans garde d’enfant."
            )
        return _("Aucune heure d’activité, à la demande de la personne, pour un motif prévu par la loi.")
    said = _("%(hours)s d’activité par semaine") % {"hours": shown_hours(text.minutes)}
    return f"{said}\u202f: {text.reason}" if text.reason.strip() else f"{said}."


def days_words(text: Text) -> str:
    """« Du 1er mars au 31 août 2026, prochain point le 1er juin 2026 »."""
    said = []
    if text.from_on and text.until_on:
        days = {"start": french_day(text.from_on), "end": french_day(text.until_on)}
        said.append(_("du %(start)s au %(end)s") % days)
    elif text.from_on:
        said.append(_("à partir du %(start)s") % {"start": french_day(text.from_on)})
    if text.review_on:
        said.append(_("prochain point le %(day)s") % {"day": french_day(text.review_on)})
    return capital(", ".join(said))


def lane_words(text: Text) -> str:
    said = lane_said(text)
    return _("Voie %(lane)s") % {"lane": said} if said else ""


def lane_said(text: Text) -> str:
    return str(Lane(text.lane).label) if text.lane and text.lane in Lane.values else ""


def status_badge(row: Any) -> Badge:
    label = str(Status(row.status).label)
    if row.is_old and row.status == Status.SIGNED:
        return Badge(_("Ancien, à remplacer"), "soon")
    if row.status == Status.ENDED and row.ending in Ending.values:
        label = str(Ending(row.ending).label)
    return Badge(capital(label), TONES[Status(row.status)])


def version_badge(version: Any) -> Badge:
    return Badge(capital(str(VersionState(version.state).label)), STATES[VersionState(version.state)])


@dataclass(frozen=True)
class Signed:
    """A signature as it is read. drawing: the path of what was drawn; paper_url: of the scan."""

    who: str
    name: str
    how: str
    on: date
    collected_by: str = ""
    drawing: str = ""
    paper_url: str = ""


def signed_of(version: ToldVersion, kind: Kind, person: Any) -> list[Signed]:
    return [_signed(one, kind, person) for one in version.signatures]


def _signed(one: ToldSignature, kind: Kind, person: Any) -> Signed:
    row = one.row
    paper = reverse("paper", args=[person.pk, "employment", row.paper_id]) if row.paper_id else ""
    return Signed(
        who=who_words(row.capacity, row.party, kind),
        name=one.name,
        how=str(Means(row.means).label),
        on=row.signed_on,
        collected_by="" if row.capacity == Capacity.HOUSE else row.collected_by or "",
        drawing=one.drawing,
        paper_url=paper,
    )


def who_words(capacity: str, party: str, kind: Kind) -> str:
    signer = kind.signer(party) if party else None
    return signer.label if signer else capital(str(Capacity(capacity).label))


def awaited_of(version: ToldVersion, kind: Kind, found: Signers) -> list[str]:
    """Who has still to sign, in words."""
    held = {
        f"{one.row.capacity}:{one.row.party}" if one.row.party else str(one.row.capacity)
        for one in version.signatures
    }
    missing = [code for code in sorted(needed_by(kind, found)) if code not in held]
    if "parent" in missing and "guardian" in held:
        missing.remove("parent")
    return [who_words(code.partition(":")[0], code.partition(":")[2], kind) for code in missing]


@dataclass(frozen=True)
class Row:
    """A contract in a list. name: whose; detail: its days in words."""

    url: str
    label: str
    badge: Badge
    detail: str
    name: str = ""
    hours: str = ""


def row_of(told: ToldContract) -> Row:
    row = told.row
    text = Text(from_on=row.from_on, until_on=row.until_on, review_on=row.review_on)
    return Row(
        url=reverse("contract", args=[row.person_id, row.pk]),
        label=told.kind.label,
        badge=status_badge(row),
        detail=days_words(text) if row.is_running else _ended_words(row),
        hours=shown_hours(row.weekly_minutes) if row.weekly_minutes else "",
    )


def _ended_words(row: Any) -> str:
    if row.ended_on is None:
        return ""
    if row.signed_on is None:
        return french_day(row.ended_on)
    days = {"start": french_day(row.signed_on), "end": french_day(row.ended_on)}
    return _("signé le %(start)s, terminé le %(end)s") % days


def count_words(number: int, *, more: bool) -> str:
    if more:
        return _("Les %(number)s premiers") % {"number": number}
    return ngettext("%(number)s contrat", "%(number)s contrats", number) % {"number": number}
