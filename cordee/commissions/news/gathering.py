"""What will be prepared for each situation of a sitting, what cannot be and why, what was done. A fixed number of
queries, whatever their number."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import Http404

from cordee.commissions import fetch, sealing
from cordee.commissions.enums import ItemState, Level
from cordee.commissions.models import ItemDecision, ItemNews, Sitting, SittingItem
from cordee.commissions.news.fields import told_of
from cordee.commissions.news.rules import (
    LETTERS,
    SIMPLE,
    ForAnswer,
    ForLetter,
    Plan,
    answer_plan,
    letter_plan,
)
from cordee.doors.models import Follow
from cordee.kernel.words import french_list
from cordee.letters.catalogue import Letter, letters_of
from cordee.letters.merging import Sheet, postal_address, values_for
from cordee.letters.rules import merge
from cordee.pathways.models import Pathway
from cordee.pathways.story import Story, with_story
from cordee.people.access import name_of
from cordee.people.keys import key_from
from cordee.people.models import Person
from cordee.plumbing.crypto import Unreadable
from cordee.referrals.models import Referral


@dataclass
class Prospect:
    """A situation decided, and what follows. letter, simple: the texts of the catalogue; done: what was prepared."""

    item: SittingItem
    decision: ItemDecision
    name: str
    letter_plan: Plan
    answer_plan: Plan
    sheet: Sheet | None = None
    letters: list[Letter] = field(default_factory=list)
    done: ItemNews | None = None

    @property
    def may_be_prepared(self) -> bool:
        return self.done is None and (self.letter_plan.is_ready or self.answer_plan.is_ready)


def prospects(actor: Any, sitting: Sitting) -> list[Prospect]:
    """Every situation of the sitting that has its last word. Ten queries at most."""
    items = [
        one for one in fetch.items_of(actor, sitting) if one.state in (ItemState.DECIDED, ItemState.OPINED)
    ]
    known = _Known(actor, sitting, items)
    return [found for item in items if (found := known.prospect(item)) is not None]


class _Known:
    def __init__(self, actor: Any, sitting: Sitting, items: list[SittingItem]) -> None:
        self.actor, self.sitting = actor, sitting
        self.decisions = fetch.decisions_of(actor, sitting)
        people = {item.person_id for item in items if item.person_id is not None}
        rows = (
            Person.objects.visible_to(actor).filter(pk__in=people).with_key().with_contacts()
            if people
            else ()
        )
        self.people = {one.pk: one for one in rows}
        self.stories = _stories(actor, items)
        bare = {item.referral_id for item in items if item.referral_id and item.pathway_id is None}
        self.referrals = (
            {one.pk: one for one in Referral.objects.visible_to(actor).filter(pk__in=bare)} if bare else {}
        )
        self.followed = _followed(self.referrals)
        self.catalogue = {one.code: one for one in letters_of(actor.organisation, actor.today)}
        news = ItemNews.objects.standing().visible_to(actor).filter(item__in=[item.pk for item in items])
        self.done = {one.item_id: one for one in news.select_related("done_by")}

    def prospect(self, item: SittingItem) -> Prospect | None:
        said = self.decisions.get(item.pk, {})
        row = said.get(Level.DECISION) or said.get(Level.OPINION)
        if row is None:
            return None
        person = self.people.get(item.person_id) if item.person_id else None
        referral = self.referrals.get(item.referral_id) if item.referral_id else None
        sheet = self._sheet(item, row, person) if person is not None else None
        letters = self._letters(row)
        return Prospect(
            item=item,
            decision=row,
            name=self._name(person, referral),
            letter_plan=letter_plan(self._for_letter(item, row, sheet, letters)),
            answer_plan=answer_plan(self._for_answer(item, row, referral)),
            sheet=sheet,
            letters=letters,
            done=self.done.get(item.pk),
        )

    def _name(self, person: Any, referral: Any) -> str:
        if person is not None:
            return name_of(self.actor, person)
        return referral.full_name if referral is not None else "…"

    def _sheet(self, item: SittingItem, row: ItemDecision, person: Any) -> Sheet | None:
        try:
            key = key_from(person)
        except Unreadable:
            return None
        missing, reason = (
            sealing.read(row, column, key=key) for column in ("sealed_missing", "sealed_reason")
        )
        told = told_of(self.sitting.board, row, missing=missing, reason=reason)
        story = self.stories.get(item.pathway_id) if item.pathway_id else None
        return Sheet(self.actor, person, story, told)

    def _letters(self, row: ItemDecision) -> list[Letter]:
        code = LETTERS.get(row.outcome, "")
        return [self.catalogue[one] for one in (code, f"{code}{SIMPLE}") if one in self.catalogue]

    def _for_letter(
        self, item: SittingItem, row: ItemDecision, sheet: Sheet | None, letters: list[Letter]
    ) -> ForLetter:
        board = self.sitting.board
        return ForLetter(
            outcome=row.outcome,
            is_final=row.level == Level.DECISION or not board.is_two_level,
            has_dossier=sheet is not None,
            is_offered=bool(letters),
            has_address=sheet is not None and bool(postal_address(sheet)),
            is_protected=sheet is not None and sheet.person.has_protected_contact,
            lacks=lacking(sheet, letters) if sheet is not None else "",
        )

    def _for_answer(self, item: SittingItem, row: ItemDecision, referral: Any) -> ForAnswer:
        return ForAnswer(
            is_oriented=item.referral_id is not None and item.pathway_id is None,
            is_carried=any("move" in move for move in row.moves),
            is_followed=referral is not None and referral.pk in self.followed,
        )


def standing_news(actor: Any, item: SittingItem) -> ItemNews:
    """What was prepared of this situation and stands. Raises Http404 when nothing is."""
    rows = ItemNews.objects.standing().visible_to(actor).filter(item=item)
    found = rows.select_related("item").first()
    if found is None:
        raise Http404
    return found


def lacking(sheet: Sheet, letters: Iterable[Letter]) -> str:
    """The fields of these letters that have no value for them, in words."""
    values = values_for(sheet)
    found = [
        name for one in letters for text in (one.title, one.body) for name in _blanks(merge(text, values))
    ]
    return french_list(list(dict.fromkeys(found)))


def _blanks(merged: Any) -> tuple[str, ...]:
    return (*merged.missing, *merged.blanks)


def _stories(actor: Any, items: list[SittingItem]) -> dict[UUID, Story]:
    wanted = {item.pathway_id for item in items if item.pathway_id is not None}
    if not wanted:
        return {}
    rows = with_story(Pathway.objects.visible_to(actor).filter(pk__in=wanted), actor)
    return {row.pk: Story(row) for row in rows}


def _followed(referrals: dict[UUID, Referral]) -> set[UUID]:
    """The orientations whose sender follows them, by a link or from another house. One query."""
    if not referrals:
        return set()
    return set(Follow.objects.filter(referral_id__in=list(referrals)).values_list("referral_id", flat=True))
