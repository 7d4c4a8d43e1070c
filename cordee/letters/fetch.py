"""Fetching for the pages of letters: everything through `visible_to`, hidden and absent alike."""

from typing import Any
from uuid import UUID

from django.http import Http404

from cordee.letters.catalogue import Letter, letters_of
from cordee.letters.merging import Sheet
from cordee.papers.access import PLACES
from cordee.pathways.fetch import stories_of
from cordee.pathways.story import Story
from cordee.people.fetch import person_with_contacts


def offered(actor: Any) -> list[Letter]:
    """The letters this actor may keep in a dossier. One query."""
    return [one for one in letters_of(actor.organisation, actor.today) if actor.roles & PLACES[one.partition]]


def letter_for(actor: Any, code: str) -> Letter:
    """One of them. Raises Http404."""
    found = next((one for one in offered(actor) if one.code == code), None)
    if found is None:
        raise Http404
    return found


def house_letter(actor: Any, code: str) -> Letter:
    """One of the house's, withdrawn or not. Raises Http404."""
    every = letters_of(actor.organisation, actor.today, withdrawn=True)
    found = next((one for one in every if one.code == code), None)
    if found is None:
        raise Http404
    return found


def stories_for(actor: Any, pk: UUID) -> tuple[Any, list[Story]]:
    """The person with their contacts, and their pathways, the running ones first. Two queries. Raises Http404."""
    person = person_with_contacts(actor, pk)
    return person, stories_of(actor, person)


def sheet_for(actor: Any, person: Any, stories: list[Story], chosen: str) -> Sheet:
    """chosen: the pathway named in the address; the first one when none is. Raises Http404 on one of nobody here."""
    if not chosen:
        return Sheet(actor, person, stories[0] if stories else None)
    found = next((one for one in stories if str(one.row.pk) == chosen), None)
    if found is None:
        raise Http404
    return Sheet(actor, person, found)
