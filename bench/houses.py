"""The organisations of a set: members and their roles, programmes, sites, keys. The same from the same seed.

The first is the ordinary association (an open team); the second is the largest one of M and L, a département
that works by caseload and entrusts a few people to the association.
"""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from bench import names
from bench.rows import Shape, identifier, instant_of, instant_text, line
from bench.sealing import seal
from bench.sets import DataSet
from cordee.accounts.actor import default_sharing
from cordee.accounts.enums import Sharing
from cordee.accounts.models import Member, MemberRole, Organisation, OrganisationSetting, Site, User
from cordee.plumbing.models import OrganisationKey
from cordee.programmes import shipped
from cordee.programmes.definition import Definition
from cordee.programmes.loader import parse
from cordee.programmes.models import Programme, ProgrammeVersion

FOLLOWING = ("counsellor", "counsellor", "counsellor", "social_worker", "job_coach")
ALONE = ("coordinator", "secretary", "health_professional", "director", "workshop_leader", "statistician")
RUNNING_SHARE = 0.30
FOLLOWED_EACH = 45  # people followed by one professional, closed pathways apart
MOST_FOLLOWED_EACH = 80

ORGANISATION = Shape(Organisation, "id code name kind department town created_at")
SETTING = Shape(OrganisationSetting, "id organisation_id key value valid_from reason set_at")
SITE = Shape(Site, "id organisation_id name town")
USER = Shape(User, "id email first_name last_name password is_active created_at")
MEMBER = Shape(Member, "id organisation_id user_id display_name job_title site_id from_on")
ROLE = Shape(MemberRole, "id member_id role from_on")
PROGRAMME = Shape(Programme, "id organisation_id code label is_active")
VERSION = Shape(ProgrammeVersion, "id programme_id valid_from text digest source_kind loaded_at")
KEY = Shape(OrganisationKey, "organisation_id wrapped")


@dataclass(frozen=True)
class Colleague:
    """A member of a house."""

    id: str
    user_id: str
    name: str
    role: str


@dataclass(frozen=True)
class Offer:
    """A programme of a house, with the definition in force."""

    id: str
    version_id: str
    definition: Definition


@dataclass
class House:
    """An organisation of the set. size: how many people it holds."""

    number: int
    size: int
    id: str
    key: bytes
    by_caseload: bool
    name: str = ""
    sites: list[str] = field(default_factory=list)
    team: list[Colleague] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    lines: dict[str, list[str]] = field(default_factory=dict)

    def holding(self, *roles: str) -> list[Colleague]:
        return [one for one in self.team if one.role in roles]

    @cached_property
    def followers(self) -> list[Colleague]:
        return self.holding("counsellor", "social_worker", "job_coach")


def build(wanted: DataSet, *, seed: int, today: date, master_key: bytes) -> list[House]:
    """Every house of a set, with the lines of its own tables."""
    definitions = [parse(shipped.text(code)) for code in shipped.codes()]
    return [
        _house(number, size, wanted, seed=seed, today=today, master_key=master_key, definitions=definitions)
        for number, size in enumerate(wanted.sizes(seed))
    ]


def _house(
    number: int,
    size: int,
    wanted: DataSet,
    *,
    seed: int,
    today: date,
    master_key: bytes,
    definitions: list[Definition],
) -> House:
    chance = random.Random(f"{seed} house {number}")
    born = instant_of(today.toordinal() - 3700, 30_000)
    key = hashlib.sha256(f"{seed} key of house {number}".encode()).digest()
    house = House(number, size, identifier(born + number, chance), key, by_caseload=False)
    since = date.fromordinal(today.toordinal() - 3700)
    _sites(house, chance, born)
    _team(house, chance, born, since)
    sharing = Sharing.OPEN_TEAM if number == 0 else default_sharing(len(house.team))
    house.by_caseload = sharing == Sharing.CASELOAD
    kind = "departement" if size == wanted.biggest > wanted.association else "association"
    town = names.START[number % len(names.START)] + "ville"
    house.name = f"Maison {number} de {town}"
    house.lines[ORGANISATION.table] = [
        line(house.id, f"maison-{number}", house.name, kind, "14", town, instant_text(born))
    ]
    house.lines[SETTING.table] = [
        line(
            identifier(born, chance),
            house.id,
            "sharing",
            f'"{Sharing(sharing).value}"',
            since,
            "",
            instant_text(born),
        )
    ]
    house.lines[KEY.table] = [line(house.id, seal(master_key, key, f"organisation|{house.id}", chance))]
    _offers(house, chance, born, definitions)
    return house


def _sites(house: House, chance: random.Random, born: int) -> None:
    count = max(1, min(24, house.size // 900))
    house.sites = [identifier(born + 1, chance) for _ in range(count)]
    house.lines[SITE.table] = [
        line(site, house.id, f"Antenne {number}", chance.choice(names.START) + "bourg")
        for number, site in enumerate(house.sites, 1)
    ]


def _team(house: House, chance: random.Random, born: int, since: date) -> None:
    each = FOLLOWED_EACH if house.size < 20_000 else MOST_FOLLOWED_EACH
    followers = max(4, round(house.size * RUNNING_SHARE / each))
    roles = [FOLLOWING[place % len(FOLLOWING)] for place in range(followers)]
    roles += [role for role in ALONE for _ in range(1 + followers // 25)]
    for table in (USER, MEMBER, ROLE):
        house.lines[table.table] = []
    for place, role in enumerate(roles):
        _member(house, chance, born, since, role, place)


def _member(house: House, chance: random.Random, born: int, since: date, role: str, place: int) -> None:
    first = names.first_names(chance, woman=chance.random() < 0.7).split(" ")[0]
    last = names.family_name(chance)
    one = Colleague(identifier(born + 2, chance), identifier(born + 2, chance), f"{first} {last}", role)
    house.team.append(one)
    email = f"membre-{house.number}-{place}@exemple.invalid"
    house.lines[USER.table].append(line(one.user_id, email, first, last, "!", True, instant_text(born)))
    site = chance.choice(house.sites)
    house.lines[MEMBER.table].append(line(one.id, house.id, one.user_id, one.name, "", site, since))
    house.lines[ROLE.table].append(line(identifier(born + 3, chance), one.id, role, since))


def _offers(house: House, chance: random.Random, born: int, definitions: list[Definition]) -> None:
    count = 1 + min(3, house.size // 500)
    chosen = chance.sample(definitions, min(count, len(definitions)))
    house.lines[PROGRAMME.table], house.lines[VERSION.table] = [], []
    for definition in chosen:
        offer = Offer(identifier(born + 4, chance), identifier(born + 5, chance), definition)
        house.offers.append(offer)
        house.lines[PROGRAMME.table].append(line(offer.id, house.id, definition.code, definition.label, True))
        told = line(offer.version_id, offer.id, definition.valid_from, definition.text, definition.digest)
        house.lines[VERSION.table].append(f"{told}\tshipped\t{instant_text(born)}")


@dataclass(frozen=True)
class Visitor:
    """Somebody who will visit the pages. role: how the table calls them; house: the number of theirs."""

    role: str
    house: int
    member_id: str
    user_id: str


def cast(wanted: DataSet, houses: list[House]) -> list[Visitor]:
    """An ordinary counsellor of the association, a coordinator of the largest house, a referent by caseload."""
    largest = 1 if wanted.biggest > wanted.association else 0
    chosen = [
        ("counsellor", 0, "counsellor"),
        ("coordinator", largest, "coordinator"),
        ("caseload", 1, "counsellor"),
    ]
    return [
        Visitor(called, number, one.id, one.user_id)
        for called, number, role in chosen
        for one in houses[number].holding(role)[:1]
    ]
