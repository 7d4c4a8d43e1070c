"""The letters of a sitting as they are kept, bound together: what a secretary prints and folds, in one file.

They are not made again: what somebody holds in hand is what is in the dossier. A letter removed since is not there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from uuid import UUID

import pikepdf

from cordee.commissions.models import ItemNews, Sitting
from cordee.papers import keeping
from cordee.papers.models import Paper
from cordee.people.keys import key_from
from cordee.people.models import Person
from cordee.plumbing.crypto import Unreadable


@dataclass(frozen=True)
class Kept:
    """A letter, and whom it is about."""

    person_id: UUID
    content: bytes


def kept_letters(actor: Any, sitting: Sitting) -> list[Kept]:
    """In the order of the agenda, the one in easy words behind the other. Three queries."""
    news = list(
        ItemNews.objects.standing()
        .visible_to(actor)
        .filter(item__sitting=sitting)
        .order_by("item__position", "item_id")
    )
    wanted = [pk for row in news for pk in (row.letter_id, row.simple_letter_id) if pk is not None]
    papers = {one.pk: one for one in Paper.objects.visible_to(actor).filter(pk__in=wanted, removed_at=None)}
    people = {
        one.pk: one
        for one in Person.objects.visible_to(actor).filter(pk__in={row.person_id for row in news}).with_key()
    }
    found = []
    for pk in wanted:
        paper = papers.get(pk)
        person = people.get(paper.person_id) if paper is not None else None
        if paper is None or person is None:
            continue
        try:
            content = keeping.read(paper, key=key_from(person), owner=person.pk)
        except Unreadable:
            continue  # its key was destroyed meanwhile: there is nothing to print
        found.append(Kept(person.pk, content))
    return found


def bound(letters: Sequence[Kept], *, title: str) -> bytes:
    """One file of all their pages, to be printed. Each letter is read aloud from the dossier it is kept in: marks for a
    screen reader do not go from one file to another."""
    with pikepdf.new() as whole:
        whole.Root.Lang = "fr"
        whole.docinfo["/Title"] = title
        for one in letters:
            with pikepdf.open(BytesIO(one.content)) as pdf:
                whole.pages.extend(pdf.pages)
        made = BytesIO()
        whole.save(made)
    return made.getvalue()
