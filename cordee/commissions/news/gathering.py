"""What will be prepared for each situation of a sitting, what cannot be and why, what was done. A fixed number of
queries, whatever their number."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from cordee.accounts.actor import Actor
from cordee.commissions import reading, sealing
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
from cordee.plumbing.at_once import at_once
from cordee.plumbing.crypto import Unreadable
from cordee.plumbing.prepared import prepared
from cordee.referrals.models import Referral

SPOKEN = (ItemState.DECIDED, ItemState.OPINED)


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
    """Every situation of the sitting that has its last word. Two queries at most, and the key of the house."""
    known = _Known(actor, sitting)
    return [found for item in known.items if (found := known.prospect(item)) is not None]


def _concerned(sitting: UUID) -> QuerySet[SittingItem]:
    return SittingItem.objects.filter(sitting=sitting, state__in=SPOKEN)


@prepared
def _people(actor: Actor, sitting: UUID) -> QuerySet[Person]:
    named = _concerned(sitting).exclude(person=None).values("person")
    return Person.objects.visible_to(actor).filter(pk__in=named).with_key().with_contacts()


@prepared
def _pathways(actor: Actor, sitting: UUID) -> QuerySet[Pathway]:
    wanted = _concerned(sitting).exclude(pathway=None).values("pathway")
    return with_story(Pathway.objects.visible_to(actor).filter(pk__in=wanted), actor)


@prepared
def _referrals(actor: Actor, sitting: UUID) -> QuerySet[Referral]:
    """Orientations still without a pathway; `is_followed`: whoever sent it follows it, by a link or from another
    house."""
    bare = _concerned(sitting).filter(pathway=None).exclude(referral=None).values("referral")
    rows = Referral.objects.visible_to(actor).filter(pk__in=bare)
    return rows.annotate(is_followed=Exists(Follow.objects.filter(referral_id=OuterRef("pk"))))


@prepared
def _news(actor: Actor, sitting: UUID) -> QuerySet[ItemNews]:
    rows = ItemNews.objects.standing().visible_to(actor).filter(item__sitting=sitting)
    return rows.select_related("done_by")


class _Known:
    def __init__(self, actor: Any, sitting: Sitting) -> None:
        self.actor, self.sitting, pk = actor, sitting, sitting.pk
        self.items, decisions, people, pathways, referrals, done = at_once(
            reading.every_item.of(actor, pk, SPOKEN),
            None if sitting.is_coming else reading.every_decision.of(actor, pk),
            _people.of(actor, pk),
            _pathways.of(actor, pk),
            _referrals.of(actor, pk),
            _news.of(actor, pk),
        )
        self.decisions = reading.by_level(decisions)
        known = reading.known_as(people, referrals)
        self.people, self.referrals = known.people, known.referrals
        self.stories = {row.pk: Story(row) for row in pathways}
        self.done = {one.item_id: one for one in done}
        self.catalogue = {one.code: one for one in letters_of(actor.organisation, actor.today)}

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
            is_followed=referral is not None and referral.is_followed,
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
