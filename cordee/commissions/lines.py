"""The agenda as a page shows it: its lines are written in Python, a template costs ten times more for each.

`{{ shown.table }}` gives the whole list; names and words are escaped here (`quick_escape.escape`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from cordee.commissions.enums import ItemKind
from cordee.commissions.models import ItemDecision, Sitting, SittingItem
from cordee.commissions.panels import decision_badge
from cordee.commissions.reading import Known
from cordee.commissions.waiting import Candidate
from cordee.kernel.words import french_day
from cordee.people.access import name_of
from cordee.ui.addresses import address
from cordee.ui.quick_escape import escape
from cordee.ui.wording import ago_words


def presenter_of(item: SittingItem) -> str:
    """Who presents it, by name; of a row fetched with its presenter."""
    return item.presenter_name or (item.presenter.display_name if item.presenter else "")


@dataclass(frozen=True)
class Agenda:
    """What a sitting examines, ready to be written."""

    actor: Any
    sitting: Sitting
    items: Sequence[SittingItem]
    known: Known
    decisions: dict[UUID, dict[str, ItemDecision]] = field(default_factory=dict)
    guests: dict[UUID, list[Any]] = field(default_factory=dict)
    may_move: bool = False
    may_take_off: bool = False

    @cached_property
    def totals(self) -> str:
        """« 12 situations, 2 h »."""
        number = len(self.items)
        if not number:
            return ""
        said = ngettext("%d situation", "%d situations", number) % number
        return f"{said}, {length_words(sum(item.minutes for item in self.items))}"

    def name(self, item: SittingItem) -> str:
        person = self.known.people.get(item.person_id) if item.person_id else None
        return name_of(self.actor, person) if person else self.known.name(item)

    def write(self, *, csrf: str, once: Any) -> SafeString:
        """The list; csrf: the field every small form carries; once: makes the key of one."""
        kinds = {kind.value: escape(str(kind.label).capitalize()) for kind in ItemKind}
        parts = ['<ol class="plain agenda-lines" data-list>']
        last = len(self.items)
        for number, item in enumerate(self.items, start=1):
            parts.append(self._line(item, number, last, kinds[item.kind], csrf, once))
        parts.append("</ol>")
        return mark_safe("".join(parts))  # noqa: S308 - every word went through escape

    def _line(self, item: SittingItem, number: int, last: int, kind: str, csrf: str, once: Any) -> str:
        name = escape(self.name(item))
        details = [kind, ngettext("%d minute", "%d minutes", item.minutes) % item.minutes]
        if presenter := presenter_of(item):
            details.append(escape(presenter))
        if item.person_heard:
            details.append(escape(_("la personne est invitée")))
        if invited := self.guests.get(item.pk):
            details.append(escape(", ".join(one.name for one in invited)))
        details.append(_sheet_link(self.sitting, item, name))
        badges = "".join(_badge(row) for row in self.decisions.get(item.pk, {}).values())
        url = address("item", self.sitting.pk, item.pk)
        return (
            f'<li id="situation-{item.pk}"><span class="agenda-number">{number}</span>'
            f'<span class="agenda-what"><a href="{url}" data-item><bdi>{name}</bdi></a> {badges}'
            f"<small>{' · '.join(details)}</small></span>{self._moves(item, number, last, name, csrf, once)}</li>"
        )

    def _moves(self, item: SittingItem, number: int, last: int, name: str, csrf: str, once: Any) -> str:
        if not self.may_move:
            return ""
        url = address("move_item", self.sitting.pk, item.pk)
        up, down = escape(_("Monter")), escape(_("Descendre"))
        before = _arrow("↑", number - 1, f"{up} {name}", is_dead=number == 1)
        after = _arrow("↓", number + 1, f"{down} {name}", is_dead=number == last)
        return f'<form class="agenda-moves" method="post" action="{url}">{csrf}{once()}{before}{after}</form>'


def _sheet_link(sitting: Sitting, item: SittingItem, name: str) -> str:
    url = address("sitting_sheet", sitting.pk, item.pk)
    return f'<a href="{url}">{escape(_("fiche"))}<span class="unseen"> {name}</span></a>'


def _arrow(sign: str, to: int, words: str, *, is_dead: bool) -> str:
    return (
        f'<button class="button button-quiet button-small" name="rang" value="{to}"{" disabled" if is_dead else ""}>'
        f'<span aria-hidden="true">{sign}</span><span class="unseen">{words}</span></button>'
    )


def _badge(row: ItemDecision) -> str:
    shown = decision_badge(row)
    return f'<span class="badge tone-{shown.tone}">{escape(str(shown.label))}</span> '


def length_words(minutes: int) -> str:
    """« 2 h 10 », « 50 min »."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}\u00a0min"
    return f"{hours}\u00a0h\u00a0{rest:02d}" if rest else f"{hours}\u00a0h"


# What waits


@dataclass(frozen=True)
class Offered:
    """A situation that may be ticked."""

    key: str
    name: str
    detail: str
    is_ticked: bool


@dataclass(frozen=True)
class Group:
    label: str
    rows: Sequence[Offered]


TITLES = {
    ItemKind.ADMISSION: _lazy("Admissions en attente"),
    ItemKind.REVIEW: _lazy("Situations à revoir"),
    ItemKind.REORIENTATION: _lazy("Réorientations envisagées"),
    ItemKind.OPINION: _lazy("Avis demandés"),
}


def offered(candidates: Sequence[Candidate], actor: Any) -> list[Group]:
    """By kind, in the order they came."""
    rows: dict[str, list[Offered]] = {}
    for one in candidates:
        rows.setdefault(one.kind, []).append(_offer(one, actor))
    return [Group(str(TITLES[kind]), rows[kind]) for kind in ItemKind if kind in rows]


def _offer(one: Candidate, actor: Any) -> Offered:
    if one.kind == ItemKind.REVIEW:  # the day the board gave, perhaps still to come
        parts = [_("à revoir le %(day)s") % {"day": french_day(one.since)}]
    else:
        parts = [_("depuis %(ago)s") % {"ago": ago_words(one.since, actor.today).removeprefix("il y a ")}]
    if one.rank is not None:
        parts.insert(0, _("liste d’attente, rang %(rank)s") % {"rank": one.rank})
    if one.person_id is None:
        parts.append(_("orientation, sans dossier encore"))
    return Offered(one.key, one.name, " · ".join(parts), one.is_due)
