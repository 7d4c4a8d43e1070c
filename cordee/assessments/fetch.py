"""Fetching for the pages of a situation: everything through `of_person`, hidden and absent alike."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F
from django.http import Http404

from cordee.assessments.access import themes_open_to
from cordee.assessments.actions import answer_of
from cordee.assessments.answers import Answer
from cordee.assessments.catalogue import BY_SLUG, Theme
from cordee.assessments.models import ITEM_MODELS, BaseItem, SituationItem
from cordee.people.keys import key_from
from cordee.people.models import Person
from cordee.plumbing.crypto import Unreadable

MOST_CHANGES = 200


@dataclass(frozen=True)
class Noted:
    """An answer as it was kept: the row it stands in, what it says; none when it can no longer be read."""

    row: Any
    answer: Answer | None

    @property
    def slot(self) -> tuple[str, int]:
        return self.row.item, self.row.slot


def person_with_key(actor: Any, pk: UUID) -> Person:
    """The person, their key and what the actor's grounds open. Raises Http404."""
    rows = Person.objects.visible_to(actor).filter(pk=pk).with_key().with_grounds_of(actor)
    person = rows.first()
    if person is None:
        raise Http404
    return person


def theme_for(actor: Any, person: Person, slug: str) -> Theme:
    """A theme the actor may read. Raises Http404, unknown and closed alike."""
    theme = BY_SLUG.get(slug)
    if theme is None or theme not in themes_open_to(actor, person):
        raise Http404
    return theme


def open_situation(actor: Any, person: Person) -> dict[tuple[str, int], Noted]:
    """What stands in the open parts, by slot. One query."""
    rows = SituationItem.objects.of_person(actor, person).standing()
    return {one.slot: one for one in _read(_named(rows).order_by("item", "slot"), person)}


def theme_situation(actor: Any, person: Person, theme: Theme) -> dict[tuple[str, int], Noted]:
    """What stands in one theme, by slot. One query."""
    rows = _of_theme(actor, person, theme).standing()
    return {one.slot: one for one in _read(_named(rows).order_by("item", "slot"), person)}


def changes_of(actor: Any, person: Person, theme: Theme) -> list[Noted]:
    """Every answer ever noted in a theme, the latest first. One query."""
    rows = _named(_of_theme(actor, person, theme)).order_by("-noted_on", "-recorded_at", "item", "slot")
    return list(_read(rows[:MOST_CHANGES], person))


def _of_theme(actor: Any, person: Person, theme: Theme) -> Any:
    model: Any = ITEM_MODELS[theme.partition]
    return model.objects.of_person(actor, person).filter(item__in=list(theme.by_code))


def _named(rows: Any) -> Any:
    return rows.annotate(author_name=F("author__display_name"))


def _read(rows: Iterable[BaseItem], person: Person) -> Iterable[Noted]:
    """Each with its answer. No query: the person comes `with_key`."""
    try:
        key: bytes | None = key_from(person)
    except Unreadable:
        key = None
    for row in rows:
        yield Noted(row, _answer(row, key))


def _answer(row: BaseItem, key: bytes | None) -> Answer | None:
    try:
        return answer_of(row, key) if key is not None else None
    except Unreadable:
        return None


Standing = Mapping[tuple[str, int], Noted]
