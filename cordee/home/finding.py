"""What the search box answers: people and partners, tolerant of typos, accents and order; gestures by their words."""

from typing import Any

from django.utils.translation import gettext as _

from cordee.appointments.access import can as may_book
from cordee.doors.access import can as may_send
from cordee.kernel.names import search_key, tokens
from cordee.partners.access import can as may_keep
from cordee.partners.finding import find_partners
from cordee.partners.models import Partner
from cordee.people.access import can as may_create
from cordee.people.access import name_of
from cordee.people.search import Found, find_people
from cordee.referrals.access import can as may_take
from cordee.relays.access import can as may_relay
from cordee.ui.addresses import address
from cordee.ui.navigation import menu_for_roles
from cordee.ui.shapes import SearchResult

SHORTEST = 3  # letters before gestures are offered


def results_for(actor: Any, query: str) -> list[SearchResult]:
    """People first, then partners, then what may be done or opened."""
    people = find_people(actor, query, at_worst=True)
    return [
        *(_person(one, actor) for one in people),
        *(_partner(one) for one in find_partners(actor, query, alike=not people)),
        *gestures_for(actor, query),
    ]


def _partner(partner: Partner) -> SearchResult:
    url = address("partner", partner.pk)
    return SearchResult(partner.named, url, _("Partenaire"), partner.town, "diagram-3")


def _person(found: Found, actor: Any) -> SearchResult:
    person = found.person
    birth = person.birth[:4] if may_create(actor, "identity:read") else ""
    elsewhere = person.organisation.name if person.organisation_id != actor.organisation.pk else ""
    details = (birth, elsewhere, how_found(found.how))
    return SearchResult(
        label=name_of(actor, person),
        url=address("person", person.pk),
        kind=_("Personne"),
        detail=", ".join(detail for detail in details if detail),
        icon="person",
    )


def how_found(how: str) -> str:
    """Why a name that is not the one typed is shown."""
    return {"sound": _("se prononce de la même façon"), "likeness": _("nom proche")}.get(how, "")


def gestures_for(actor: Any, query: str) -> list[SearchResult]:
    """Gestures and pages of the menu whose words begin as what is typed."""
    typed = tokens(query)
    if not typed or len("".join(typed)) < SHORTEST:
        return []
    return [
        SearchResult(label=label, url=url, kind=_("Action"), icon="arrow-right")
        for label, url in offered_to(actor)
        if all(any(word.startswith(part) for word in search_key(label).split()) for part in typed)
    ]


def offered_to(actor: Any) -> list[tuple[str, str]]:
    """What this actor may start or open, by its words."""
    found = []
    if may_book(actor, "appointment:book"):
        found.append((_("Nouveau rendez-vous"), address("book_for")))
    if may_create(actor, "person:create"):
        found.append((_("Nouveau dossier"), address("new_person")))
    if may_take(actor, "referral:take"):
        found.append((_("Nouvelle orientation"), address("new_referral")))
        found.append((_("Venue à la permanence"), address("walk_in")))
        found.append((_("Liste d’attente"), address("waiting_list")))
        found.append((_("D’où viennent les orientations"), address("origins")))
    if may_send(actor, "referral:send"):
        found.append((_("Orienter vers une autre organisation"), address("send_referral")))
    if may_keep(actor, "partner:write"):
        found.append((_("Nouveau partenaire"), address("new_partner")))
    if may_relay(actor, "relay:send"):
        found.append((_("Orienter vers un partenaire"), address("orient")))
        found.append((_("Relais\u202f: ce qu’ont répondu les partenaires"), address("relays")))
    return [*found, *menu_for_roles(actor.roles)]
