"""The end of a paper, on the day of whoever follows the person: opened, moved and closed with the paper."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from cordee.dossier import clocks
from cordee.dossier.hooks import referent_of
from cordee.dossier.models import Deadline, Fact
from cordee.kernel.partitions import Partition
from cordee.kernel.words import capital
from cordee.papers.enums import kind_label
from cordee.papers.hooks import ENDS_TOLD
from cordee.papers.models import BasePaper
from cordee.papers.rules import Expected, expected_of

EXPIRES, THING = "paper_expires", "paper"
SOURCE = "TH-01\u202f; CESEDA R431-5"


def keep_expiry(paper: BasePaper, *, on: date) -> None:
    """Open, move or close it, and tell whoever knows the same right from elsewhere."""
    keep_own(paper, on=on)
    for told in ENDS_TOLD.values():
        told(paper, on)


def keep_own(paper: BasePaper, *, on: date) -> None:
    """The end of this paper alone. Two queries at most when nothing changes."""
    row = Deadline.objects.filter(thing_id=paper.pk, closed_on=None).first()
    wanted = awaited_of(paper)
    if wanted is not None:
        _keep_open(paper, wanted, row)
    elif row is not None:
        clocks.close(row, on=on, closing="met" if paper.replaced_by else "dropped")


def awaited_of(paper: BasePaper) -> Expected | None:
    """What a paper makes wait for; nothing once it was removed or replaced."""
    is_over = paper.removed_at is not None or paper.replaced_by is not None
    return None if is_over else expected_of(paper.kind, paper.valid_until, paper.renewal_filed_on)


def _keep_open(paper: BasePaper, wanted: Expected, row: Deadline | None) -> None:
    values: dict[str, Any] = {
        "label": label_of(paper, is_filed=wanted.is_filed),
        "warn_on": wanted.warn_on,
        "due_on": wanted.due_on,
        "late_on": wanted.due_on + timedelta(days=1),
    }
    if row is None:
        Deadline(
            organisation_id=paper.organisation_id,
            person_id=paper.person_id,
            kind=EXPIRES,
            source=SOURCE,
            thing_kind=THING,
            thing_id=paper.pk,
            in_charge_id=referent_of(paper.person) or _own(paper),
            **values,
        ).save(force_insert=True)
        return
    clocks.move(row, values)


def _own(paper: BasePaper) -> UUID | None:
    """Without a referent, whoever added it, when they work in the house that holds the dossier."""
    return paper.author_id if paper.author_organisation_id == paper.organisation_id else None


def label_of(paper: BasePaper, *, is_filed: bool) -> str:
    """A day is read by everybody around: only what belongs to the identity is named."""
    what = capital(kind_label(paper.kind)) if paper.partition == Partition.IDENTITY else _("Un document")
    if is_filed:
        return _("%(what)s\u202f: réponse au renouvellement") % {"what": what}
    return _("%(what)s\u202f: fin de validité") % {"what": what}


def after_fact(fact: Fact) -> None:
    """Another referent: what ends is on their day."""
    clocks.follow_referent(fact, [EXPIRES])
