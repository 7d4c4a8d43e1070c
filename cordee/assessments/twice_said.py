"""A residence permit noted in the situation and kept as a paper ends once, on the day of the referent.

The later end is the one that stands, since it is the newer permit: renewed, it is often said before its paper is there,
or scanned before anybody says it, and what it renewed must not be announced as lost. Of the same day, the paper's: it
is the proof. Read with the eyes of the house: whoever adds a paper may not read the situation.
"""

from datetime import date
from typing import Any

from cordee.assessments.enums import State
from cordee.assessments.expiring import keep_open
from cordee.assessments.models import SituationItem
from cordee.dossier import clocks
from cordee.dossier.models import Deadline
from cordee.papers.expiry import awaited_of, keep_own
from cordee.papers.models import Paper
from cordee.papers.rules import RESIDENCE, Expected, expected_of
from cordee.plumbing.context import for_the_holder

PERMIT = "permit"  # of the catalogue


def one_end(person: Any, *, on: date) -> None:
    """Leave one end of a residence permit open. Four queries, two more when one gives way."""
    with for_the_holder(person.organisation_id):
        mine = {"organisation": person.organisation_id, "person": person.pk}
        said = SituationItem.objects.filter(**mine, item=PERMIT, replaced_at=None).first()
        paper = _latest(Paper.objects.filter(**mine, kind=RESIDENCE).select_related("person"))
        wanted = _awaited(said)
        if said is None or wanted is None or paper is None:
            _alone(said, wanted, paper, person, on=on)
            return
        rows = {row.thing_id: row for row in Deadline.objects.filter(thing_id=said.pk, closed_on=None)}
        if wanted.due_on > _due(paper):
            _give_way(paper.pk, on)
            keep_open(person, said.pk, wanted, rows.get(said.pk), own=said.author_id)
        else:
            _give_way(said.pk, on)
            keep_own(paper, on=on)


def after_paper(paper: Any, on: date) -> None:
    if paper.kind == RESIDENCE:
        one_end(paper.person, on=on)


def _latest(papers: Any) -> Any:
    """The permit whose end comes last, among the papers that stand."""
    standing = [paper for paper in papers if awaited_of(paper) is not None]
    return max(standing, key=_due, default=None)


def _due(paper: Any) -> date:
    awaited = awaited_of(paper)
    return awaited.due_on if awaited else date.min


def _awaited(said: Any) -> Expected | None:
    if said is None or said.state != State.KNOWN:
        return None
    return expected_of(RESIDENCE, said.until_on, said.renewal_filed_on)


def _alone(said: Any, wanted: Expected | None, paper: Any, person: Any, *, on: date) -> None:
    """When one of the two is no more, the other is waited for again."""
    if paper is not None:
        keep_own(paper, on=on)
    if said is None or wanted is None:
        return
    row = Deadline.objects.filter(thing_id=said.pk, closed_on=None).first()
    keep_open(person, said.pk, wanted, row, own=said.author_id)


def _give_way(thing: Any, on: date) -> None:
    for row in Deadline.objects.filter(thing_id=thing, closed_on=None):
        clocks.close(row, on=on, closing="dropped")
