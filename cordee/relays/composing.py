"""What the partner will read: exactly what was chosen, in the words it will have, and nothing that says more.

A thing that may not leave is not there; nothing tells that something is missing (DIA-07).
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from cordee.kernel.errors import RuleBroken
from cordee.kernel.partitions import CODES, Partition
from cordee.kernel.verdict import Verdict
from cordee.papers.fetch import labels_of, papers_of
from cordee.papers.models import BasePaper
from cordee.people.enums import ContactKind
from cordee.people.models import Person
from cordee.relays.contents import Sent, SentPaper, Wanted
from cordee.relays.enums import Dimension, Item, Kind, Reach
from cordee.relays.models import BaseRelay
from cordee.relays.rules import address_stays, stays_in


def refuse(*verdicts: Verdict) -> None:
    """Raises RuleBroken with those that refuse."""
    if refused := [verdict for verdict in verdicts if verdict.refuses]:
        raise RuleBroken(refused)


def offered_papers(actor: Any, person: Person) -> dict[str, tuple[BasePaper, str]]:
    """The papers the actor may read, by identifier, each with its label. One query. person: fetched `with_key`."""
    papers = papers_of(actor, person)
    labels = labels_of(papers, person)
    return {str(paper.pk): (paper, labels[paper.pk]) for paper in papers if paper.pk in labels}


def offered_contacts(person: Any) -> list[dict[str, Any]]:
    """The ways to reach the person that may leave: never an address while one is protected.

    person: fetched `with_contacts`. What is protected stands in a table of its own, and is not among them.
    """
    kinds = {ContactKind.ADDRESS} if person.has_protected_contact else set()
    return [one for one in person.contacts if one["kind"] not in kinds]


def compose(
    actor: Any, person: Any, relay: BaseRelay, wanted: Wanted, papers: dict[str, tuple[BasePaper, str]]
) -> Sent:
    """What leaves. person: fetched `with_contacts`. Raises RuleBroken (REL-02) for an address that must not."""
    chosen = [one for one in person.contacts if str(one["id"]) in wanted.contacts]
    refuse(address_stays(person.has_protected_contact, [one["kind"] for one in chosen]))
    reaching = chosen if wanted.reach == Reach.DIRECT else []
    house = actor.organisation
    return Sent(
        title=title_of(relay),
        house=house.name,
        sender=", ".join(part for part in (actor.member.display_name, actor.member.job_title) if part),
        sender_contact=", ".join(part for part in (actor.member.user.email, house.phone) if part),
        recipient=wanted.recipient.words,
        need=wanted.need,
        service=wanted.service,
        lines=(*_identity(person, wanted.items), *_reaching(reaching, wanted.reach)),
        words=wanted.words,
        own_words=wanted.own_words,
        papers=tuple(_papers(wanted, papers)),
    )


def title_of(relay: BaseRelay) -> str:
    if relay.kind == Kind.SHEET:
        return _("Fiche de relais")
    return _("Orientation\u202f: %(what)s") % {"what": Dimension(relay.dimension).label}


def _identity(person: Any, items: Iterable[str]) -> Iterable[tuple[str, str]]:
    if Item.NAME in items:
        yield _("Qui"), person.full_name
    if Item.BIRTH in items and person.birth:
        yield _("Naissance"), person.birth_date.label
    if Item.LANGUAGES in items and (person.languages or person.needs_interpreter):
        said = [*person.languages, *([_("interprète utile")] if person.needs_interpreter else [])]
        yield _("Langues"), ", ".join(said)


def _reaching(contacts: list[dict[str, Any]], reach: str) -> Iterable[tuple[str, str]]:
    for one in contacts:
        note = f" ({one['note']})" if one["note"] else ""
        yield str(ContactKind(one["kind"]).label).capitalize(), f"{one['value']}{note}"
    if reach == Reach.HERSELF:
        yield _("Pour la joindre"), _("elle prendra contact avec vous elle-même")
    elif not contacts:
        yield _("Pour la joindre"), _("passez par nous")


def _papers(wanted: Wanted, papers: dict[str, tuple[BasePaper, str]]) -> Iterable[SentPaper]:
    for part, pk in wanted.papers:
        if pk in papers:
            paper, label = papers[pk]
            yield SentPaper(part, pk, label, paper.extension)


def parts_of(relay: BaseRelay, wanted: Wanted) -> list[Partition]:
    """The part of everything that would leave."""
    return [Partition(relay.partition), *(CODES[part] for part, _pk in wanted.papers)]


def check_parts(relay: BaseRelay, wanted: Wanted, named: Partition) -> None:
    """Raises RuleBroken (DIA-07)."""
    refuse(stays_in(parts_of(relay, wanted), named))
