"""What tests are made of: houses with their team, people, pathways, orientations.

A house always has the same members, so that `house.referent` means the same thing in every test:
referent (a counsellor), colleague (another counsellor), coordinator, secretary, workshop_leader, nurse,
director, coach, admin (technical).
"""

import itertools
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.utils import timezone

from cordee.accounts.actor import Actor, actor_for
from cordee.accounts.enums import Role, Sharing
from cordee.accounts.models import Member, MemberRole, Organisation, OrganisationSetting, Site, User
from cordee.pathways.actions import open_pathway
from cordee.pathways.models import Pathway
from cordee.people.actions import create_person
from cordee.people.models import Person
from cordee.plumbing.context import acting_in
from cordee.programmes.models import Programme, ProgrammeVersion

numbers = itertools.count(1)
LONG_AGO = date(2020, 1, 1)
PASSWORD = "une phrase assez longue"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TEAM = {
    "referent": Role.COUNSELLOR,
    "colleague": Role.COUNSELLOR,
    "coordinator": Role.COORDINATOR,
    "secretary": Role.SECRETARY,
    "workshop_leader": Role.WORKSHOP_LEADER,
    "nurse": Role.HEALTH_PROFESSIONAL,
    "director": Role.DIRECTOR,
    "coach": Role.JOB_COACH,
    "admin": Role.TECH_ADMIN,
}


@dataclass
class House:
    """An organisation and its team; every member is an Actor."""

    organisation: Organisation
    site: Site
    version: ProgrammeVersion
    team: dict[str, Actor] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["team"][name]
        except KeyError:
            raise AttributeError(name) from None


def today() -> date:
    return timezone.localdate()


def organisation(
    name: str = "La Passerelle", *, kind: str = "association", sharing: str = ""
) -> Organisation:
    made = Organisation.objects.create(
        code=f"maison-{next(numbers)}", name=name, kind=kind, town="Exempleville"
    )
    if sharing:
        OrganisationSetting.objects.create(
            organisation=made, key="sharing", value=sharing, valid_from=LONG_AGO, reason="essai"
        )
    return made


def actor(
    house: Organisation, *roles: str, name: str = "", since: date = LONG_AGO, until: date | None = None
) -> Actor:
    """A member of an organisation, with roles held since long ago."""
    member = _somebody(house, name, since=since, until=until)
    member.user.save()
    member.save()
    for role in roles:
        MemberRole.objects.create(member=member, role=role, from_on=since)
    return fresh(member)


def _somebody(house: Organisation, name: str, *, since: date = LONG_AGO, until: date | None = None) -> Member:
    """A member in memory, with their account."""
    number = next(numbers)
    first = name or f"Professionnel {number}"
    user = User(email=f"membre{number}@exemple.invalid", first_name=first, last_name=f"Exemple{number}")
    user.password = "!"
    return Member(
        organisation=house, user=user, display_name=f"{first} Exemple{number}", from_on=since, until_on=until
    )


def team_of(house: Organisation, roles: dict[str, str], *, sharing: str) -> dict[str, Actor]:
    """A whole team in three statements; each actor is the one the next request would find (`fresh`)."""
    members = {who: _somebody(house, who.capitalize()) for who in roles}
    User.objects.bulk_create([member.user for member in members.values()])
    Member.objects.bulk_create(members.values())
    MemberRole.objects.bulk_create(
        MemberRole(member=members[who], role=role, from_on=LONG_AGO) for who, role in roles.items()
    )
    return {
        who: Actor(member, house, frozenset({roles[who]}), house.today, sharing)
        for who, member in members.items()
    }


def fresh(member: Member) -> Actor:
    """The actor as the next request would see it."""
    found = actor_for(member.user_id, member.pk, today())
    assert found is not None
    return found


def programme(house: Organisation, text: str = "") -> ProgrammeVersion:
    """A programme of the organisation, from the invented definition of the tests."""
    text = text or (Path(__file__).parent / "programme.toml").read_text()
    definition = _definition(text)
    made, _new = Programme.objects.get_or_create(
        organisation=house, code=definition.code, defaults={"label": definition.label}
    )
    return ProgrammeVersion.objects.create(
        programme=made, valid_from=definition.valid_from, text=text, digest=definition.digest
    )


@lru_cache(maxsize=32)
def _definition(text: str) -> Any:
    from cordee.programmes.loader import parse

    return parse(text)


def house(
    name: str = "La Passerelle",
    *,
    kind: str = "association",
    sharing: str = Sharing.OPEN_TEAM,
    team: dict[str, str] | None = None,
) -> House:
    """An organisation with a site, a programme and its team."""
    made = organisation(name, kind=kind, sharing=sharing)
    place = Site.objects.create(organisation=made, name="Maison commune", town="Exempleville")
    return House(made, place, programme(made), team_of(made, team or TEAM, sharing=sharing))


def person(by: Actor, **identity: Any) -> Person:
    """A dossier opened by somebody."""
    identity.setdefault("first_names", f"Camille {next(numbers)}")
    identity.setdefault("usage_name", "Exemple")
    with acting_in(by.context()):
        return create_person(by=by, on=identity.pop("on", by.today), **identity)


def pathway(
    house: House, person: Person, *, by: Actor | None = None, on: date | None = None, **options: Any
) -> Pathway:
    """A pathway followed by the house's referent."""
    who = by or house.referent
    options.setdefault("referent", house.referent.member)
    with acting_in(who.context()):
        return open_pathway(
            person,
            by=who,
            version=options.pop("version", house.version),
            on=on or who.today - timedelta(days=30),
            reason="essai",
            **options,
        )


def visit(who: Actor | None = None) -> Client:
    """A client with the session of somebody who has just signed in with both factors."""
    client = Client()
    if who is None:
        return client
    session = SessionStore()
    session[SESSION_KEY] = str(who.user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = who.user.get_session_auth_hash()
    session["member"] = str(who.member.pk)
    session["demo"] = True
    session.create()
    client.cookies["cordee-session"] = session.session_key
    return client
