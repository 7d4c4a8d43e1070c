"""The end of a permit or of a recognition, on the day of whoever follows the person.

A day is read by everybody around the person: what ends is said in the situation, not there.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from cordee.assessments.answers import Answer
from cordee.assessments.catalogue import Theme
from cordee.assessments.enums import State
from cordee.dossier import clocks
from cordee.dossier.hooks import referent_of
from cordee.dossier.models import Deadline, Fact
from cordee.papers.rules import Expected, expected_of

ENDS, THING = "situation_ends", "situation"
SOURCE = "TH-01\u202f; CESEDA R431-5"
Slot = tuple[str, int]
Standing = Mapping[Slot, tuple[UUID, Answer]]


def keep_ends(person: Any, theme: Theme, standing: Standing, *, before: Mapping[Slot, UUID], by: Any) -> None:
    """Open, move or close what ends in a theme just noted. standing: its answers; before: the rows they replace.

    One query for a theme where something may end, one more for each end that moves; none for the others.
    """
    ending = [slot for slot in standing if theme.by_code[slot[0]].ends_as]
    if not ending or theme.is_restricted:
        return
    known = [standing[slot][0] for slot in ending] + [before[slot] for slot in ending if slot in before]
    rows = {row.thing_id: row for row in Deadline.objects.filter(thing_id__in=known, closed_on=None)}
    for slot in ending:
        pk, answer = standing[slot]
        row = rows.get(pk) or rows.get(before.get(slot))
        wanted = _expected(theme.by_code[slot[0]].ends_as, answer)
        if wanted is not None:
            keep_open(person, pk, wanted, row, own=_own(person, by))
        elif row is not None:
            clocks.close(row, on=by.today, closing="dropped")


def _expected(kind: str, answer: Answer) -> Expected | None:
    if answer.state != State.KNOWN:
        return None
    return expected_of(kind, answer.until_on, answer.renewal_filed_on)


def keep_open(
    person: Any, pk: UUID, wanted: Expected, row: Deadline | None, *, own: UUID | None = None
) -> None:
    """own: on whose day it stands where nobody is the referent."""
    values: dict[str, Any] = {
        "thing_id": pk,
        "label": label_of(is_filed=wanted.is_filed),
        "warn_on": wanted.warn_on,
        "due_on": wanted.due_on,
        "late_on": wanted.due_on + timedelta(days=1),
    }
    if row is None:
        Deadline(
            organisation_id=person.organisation_id,
            person_id=person.pk,
            kind=ENDS,
            source=SOURCE,
            thing_kind=THING,
            in_charge_id=referent_of(person) or own,
            **values,
        ).save(force_insert=True)
        return
    clocks.move(row, values)


def _own(person: Any, by: Any) -> UUID | None:
    return by.member.pk if by.organisation.pk == person.organisation_id else None


def label_of(*, is_filed: bool) -> str:
    if is_filed:
        return _("Situation\u202f: réponse attendue au renouvellement d’un droit")
    return _("Situation\u202f: un droit arrive à sa fin")


def after_fact(fact: Fact) -> None:
    """Another referent: what ends is on their day."""
    clocks.follow_referent(fact, [ENDS])
