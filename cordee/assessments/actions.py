"""What is noted of a situation: one theme at a time, each item on its own; the answers before stay behind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.assessments.access import may_change, reason_against
from cordee.assessments.answers import NOTHING, Answer, read, written
from cordee.assessments.catalogue import Item, Theme
from cordee.assessments.enums import Kind, State
from cordee.assessments.expiring import Slot, keep_ends
from cordee.assessments.models import ITEM_MODELS, BaseItem, is_sealed_whole
from cordee.assessments.rules import days_in_order
from cordee.assessments.twice_said import PERMIT, one_end
from cordee.dossier.actions import record_fact
from cordee.kernel.errors import BadInput, NotAllowed, StaleState
from cordee.people.keys import key_of, seal_text, unseal_text
from cordee.people.models import Person

LONGEST_TEXT = 4_000
MOST_NUMBER = 30
MOST_NAMED = 3  # items a fact names; beyond, the theme says enough


@dataclass(frozen=True)
class Said:
    """What somebody says of an item now. seen: the answer they were shown when they began, none at the first."""

    answer: Answer
    seen: UUID | None = None


@dataclass(frozen=True)
class Theirs:
    """An answer a colleague gave meanwhile."""

    row: BaseItem
    answer: Answer


class NotedMeanwhile(StaleState):
    """Colleagues answered the same items meanwhile; nothing is written, what both said is kept. theirs: by slot."""

    def __init__(self, theirs: Mapping[Slot, Theirs]) -> None:
        super().__init__(_("Un collègue a noté ceci pendant que vous écriviez."))
        self.theirs = theirs


@dataclass
class Change:
    """What a theme becomes: the rows that stand, the answers they hold."""

    rows: dict[Slot, BaseItem]
    answers: dict[UUID, Answer]
    made: list[BaseItem] = field(default_factory=list)


@transaction.atomic
def note_situation(
    person: Person, theme: Theme, *, by: Actor, said: Mapping[Slot, Said], on: date | None = None
) -> list[str]:
    """Write what changed in a theme, and nothing else. Returns the codes of the items that did.

    person: fetched `with_grounds_of` the actor. on: the day it was said, today unless told.
    Raises NotAllowed, BadInput (field: item-slot-part), NotedMeanwhile.
    """
    if not may_change(by, person, theme):
        raise NotAllowed(
            reason_against(by, "situation:change") or _("Cette partie du dossier vous est fermée.")
        )
    day = on or by.today
    if day > by.today:
        raise BadInput("noted_on", _("Ce jour est dans l’avenir\u202f: une situation dit ce qui est."))
    for slot, one in said.items():
        _check(theme.by_code[slot[0]], slot, one.answer)
    key = key_of(person)
    change = _standing(person, theme, key)
    wanted = _wanted(theme, said, change, key)
    for slot, answer in wanted.items():
        change.made.append(
            _write(person, theme, slot, answer, by=by, day=day, key=key, before=change.rows.get(slot))
        )
    codes = sorted({slot[0] for slot in wanted})
    if codes:
        _tell(person, theme, codes, by=by, day=day)
        before = {slot: row.pk for slot, row in change.rows.items()}
        keep_ends(person, theme, _now(change, wanted), before=before, by=by)
        if PERMIT in codes:
            one_end(person, on=by.today)
    return codes


def _standing(person: Person, theme: Theme, key: bytes) -> Change:
    """What stands of a theme, held against two people who write at once."""
    model = ITEM_MODELS[theme.partition]
    rows = model.objects.select_for_update().filter(  # type: ignore[attr-defined]
        organisation=person.organisation_id, person=person, item__in=list(theme.by_code), replaced_at=None
    )
    found = {(row.item, row.slot): row for row in rows.order_by("item", "slot")}
    return Change(found, {row.pk: answer_of(row, key) for row in found.values()})


def _wanted(theme: Theme, said: Mapping[Slot, Said], change: Change, key: bytes) -> dict[Slot, Answer]:
    """The answers to write. What somebody did not touch is left to whoever did."""
    wanted: dict[Slot, Answer] = {}
    theirs: dict[Slot, Theirs] = {}
    for slot, one in said.items():
        row = change.rows.get(slot)
        now = change.answers[row.pk] if row else NOTHING
        if one.answer == now:
            continue
        if row is None or one.seen == row.pk:
            wanted[slot] = one.answer
        elif one.seen is None and theme.by_code[slot[0]].repeats:
            wanted[_free(slot, change, wanted)] = one.answer
        elif one.answer != _before(row, one.seen, key):
            theirs[slot] = Theirs(row, now)
    if theirs:
        raise NotedMeanwhile(theirs)
    return wanted


def _before(row: BaseItem, seen: UUID | None, key: bytes) -> Answer:
    """The answer somebody was shown, by now replaced."""
    if seen is None:
        return NOTHING
    rows = type(row).objects  # type: ignore[attr-defined]
    shown = rows.filter(pk=seen, person=row.person_id, item=row.item, slot=row.slot).first()
    return answer_of(shown, key) if shown else NOTHING


def _free(slot: Slot, change: Change, wanted: Mapping[Slot, Answer]) -> Slot:
    """A place nobody took: two colleagues each add a diploma."""
    item = slot[0]
    taken = [number for code, number in [*change.rows, *wanted] if code == item]
    return item, max(taken, default=-1) + 1


def _write(
    person: Person,
    theme: Theme,
    slot: Slot,
    answer: Answer,
    *,
    by: Actor,
    day: date,
    key: bytes,
    before: BaseItem | None,
) -> BaseItem:
    now = timezone.now()
    if before is not None:
        before.replaced_at = now
        before.save(update_fields=["replaced_at"])
    row = ITEM_MODELS[theme.partition](
        organisation_id=person.organisation_id,
        person_id=person.pk,
        partition=int(theme.partition),
        item=slot[0],
        slot=slot[1],
        noted_on=day,
        author=by.member,
        author_organisation=by.organisation,
        recorded_at=now,
    )
    _hold(row, answer, key)
    row.save(force_insert=True)
    return row


def _hold(row: BaseItem, answer: Answer, key: bytes) -> None:
    """Put an answer in a row: in its columns where the part is open, sealed whole where it is not."""
    if is_sealed_whole(row.partition):
        row.sealed_text = seal_text(key, row, "sealed_text", row.person_id, written(answer))
        return
    row.state, row.choices, row.number = answer.state, list(answer.choices), answer.number
    row.from_on, row.until_on = answer.from_on, answer.until_on
    row.renewal_filed_on = answer.renewal_filed_on
    if answer.text:
        row.sealed_text = seal_text(key, row, "sealed_text", row.person_id, answer.text)


def answer_of(row: BaseItem, key: bytes) -> Answer:
    """The answer a row holds. Raises crypto.Unreadable when the key was destroyed."""
    text = unseal_text(key, row, "sealed_text", row.person_id)
    if is_sealed_whole(row.partition):
        return read(text) if text else NOTHING
    return Answer(
        state=row.state,
        choices=tuple(row.choices),
        number=row.number,
        from_on=row.from_on,
        until_on=row.until_on,
        renewal_filed_on=row.renewal_filed_on,
        text=text,
    )


def _now(change: Change, wanted: Mapping[Slot, Answer]) -> dict[Slot, tuple[UUID, Answer]]:
    """What stands once written: the row and the answer of each slot."""
    before = {slot: (row.pk, change.answers[row.pk]) for slot, row in change.rows.items()}
    made = {(row.item, row.slot): (row.pk, wanted[row.item, row.slot]) for row in change.made}
    return before | made


def _check(item: Item, slot: Slot, answer: Answer) -> None:
    """Raises BadInput on what the catalogue does not know, or on dates that cannot be."""
    field_of = f"{slot[0]}-{slot[1]}-"
    if answer.choices and not set(answer.choices) <= set(item.choices):
        raise BadInput(f"{field_of}choice", _("Ce choix n’est plus proposé. Choisissez dans la liste."))
    if len(answer.choices) > 1 and item.kind != Kind.MANY:
        raise BadInput(f"{field_of}choice", _("Un seul choix ici."))
    if answer.number is not None and not 0 <= answer.number <= MOST_NUMBER:
        raise BadInput(f"{field_of}number", _("Vérifiez ce nombre."))
    if not days_in_order(answer.from_on, answer.until_on):
        raise BadInput(
            f"{field_of}until_on", _("La fin vient avant le début\u202f: vérifiez les deux dates.")
        )
    if len(answer.text) > LONGEST_TEXT:
        said = _("Ce texte dépasse %(most)s caractères. Il est gardé\u202f: écrivez la suite dans une note.")
        raise BadInput(f"{field_of}text", said % {"most": LONGEST_TEXT})
    if slot[1] and not item.repeats:
        raise BadInput(f"{field_of}choice", _("Une seule réponse ici."))
    if answer.state not in State.values:
        raise BadInput(f"{field_of}choice", _("Ce choix n’est plus proposé. Choisissez dans la liste."))


def _tell(person: Person, theme: Theme, codes: list[str], *, by: Actor, day: date) -> None:
    """The fact: that a theme was noted; which items, where the part is open. Never what was said."""
    record_fact(
        person=person,
        kind="situation_noted",
        day=day,
        by=by,
        partition=theme.partition,
        codes={"theme": theme.code}
        if theme.is_restricted or len(codes) > MOST_NAMED
        else {"theme": theme.code, "items": codes},
    )
