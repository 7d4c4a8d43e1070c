"""The houses themselves: organisation, settings, sites and places, users, members, roles, programmes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from cordee.accounts.models import Member, MemberRole, Organisation, OrganisationSetting, Place, Site, User
from cordee.kernel.names import search_key
from cordee.programmes.actions import load_shipped_for
from cordee.programmes.models import ProgrammeVersion
from demo import fronts
from demo.dossiers import Writer
from demo.hours import worked
from demo.shapes import Colleague, House

SINCE = timedelta(days=900)
REASON = {
    "open_team": "Petite équipe : chacun peut relayer un collègue.",
    "caseload": "Plus de vingt professionnels : chacun lit les dossiers qu’il suit.",
}


@dataclass
class Settled:
    """A house once its own rows exist. team: by key; gone: (key, day) of those who left."""

    house: House
    organisation: Organisation
    today: date
    sites: dict[str, Site] = field(default_factory=dict)
    team: dict[str, Writer] = field(default_factory=dict)
    gone: tuple[tuple[str, date], ...] = ()
    versions: dict[str, ProgrammeVersion] = field(default_factory=dict)

    @property
    def lead(self) -> Writer:
        """Whoever coordinates, else the first of the team."""
        able = [who for who in self.team.values() if "coordinator" in who.roles]
        return (able or list(self.team.values()))[0]


def email_of(colleague: Colleague) -> str:
    """prenom.nom@exemple.invalid: leads nowhere (RFC 2606)."""
    names = (search_key(part).replace(" ", "-") for part in (colleague.first_name, colleague.last_name))
    return f"{'.'.join(names)}@exemple.invalid"


def settle(houses: Iterable[House], today: date) -> dict[str, Settled]:
    """Every house, by its code. No person accompanied is named here: no context is needed."""
    users: dict[str, User] = {}
    return {house.code: _settle(house, today, users) for house in houses}


def _settle(house: House, today: date, users: dict[str, User]) -> Settled:
    named = (
        "code",
        "name",
        "kind",
        "department",
        "school_zone",
        "street",
        "postcode",
        "town",
        "phone",
        "directions",
    )
    organisation = Organisation.objects.create(**{name: getattr(house, name) for name in named})
    OrganisationSetting.objects.create(
        organisation=organisation,
        key="sharing",
        value=house.sharing,
        valid_from=today - SINCE,
        reason=REASON[house.sharing],
    )
    settled = Settled(house, organisation, today)
    _sites(settled)
    _team(settled, users)
    fronts.publish(organisation, house.code)
    codes = [shape.code for shape in house.programmes]
    settled.versions = {version.definition.code: version for version in load_shipped_for(organisation, codes)}
    return settled


def _sites(settled: Settled) -> None:
    organisation, places = settled.organisation, []
    for place in settled.house.places:
        site = Site(
            organisation=organisation,
            name=place.name,
            street=place.street,
            postcode=place.postcode,
            town=place.town,
        )
        settled.sites[place.name] = site
        places += [Place(organisation=organisation, site=site, name=room) for room in place.rooms]
    Site.objects.bulk_create(settled.sites.values())
    Place.objects.bulk_create(places)


def _team(settled: Settled, users: dict[str, User]) -> None:
    members, roles, fresh = [], [], []
    for colleague in settled.house.team:
        email = email_of(colleague)
        if email not in users:
            users[email] = _user(colleague, email)
            fresh.append(users[email])
        member = _member(settled, colleague, users[email])
        members.append(member)
        roles += [
            MemberRole(member=member, role=role, from_on=member.from_on, until_on=member.until_on)
            for role in colleague.roles
        ]
        settled.team[colleague.key] = Writer(member, frozenset(colleague.roles))
    User.objects.bulk_create(fresh)
    Member.objects.bulk_create(members)
    MemberRole.objects.bulk_create(roles)
    settled.gone = tuple(
        (one.key, left_on(one, settled.today)) for one in settled.house.team if one.left is not None
    )


def left_on(colleague: Colleague, today: date) -> date:
    """The last day of a colleague who has gone."""
    return worked(today - timedelta(days=colleague.left or 0))


def _user(colleague: Colleague, email: str) -> User:
    """An account without a password: a demonstration is opened by one click, and by nothing else."""
    user = User(email=email, first_name=colleague.first_name, last_name=colleague.last_name)
    user.set_unusable_password()
    return user


def _member(settled: Settled, colleague: Colleague, user: User) -> Member:
    default = next(iter(settled.sites.values()), None)
    return Member(
        organisation=settled.organisation,
        user=user,
        job_title=colleague.job,
        display_name=user.full_name,
        site=settled.sites.get(colleague.site, default),
        from_on=settled.today - timedelta(days=round(colleague.years * 365.25) + 12),
        until_on=left_on(colleague, settled.today) if colleague.left is not None else None,
    )
