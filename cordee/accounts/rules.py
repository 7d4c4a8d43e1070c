"""What each role may open, before any person is named: the default matrix of design/security.md.

Pure values. An organisation narrows it, or widens some of it, by a dated setting (models.OrganisationSetting), role
by role.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from cordee.kernel.partitions import Partition, mask
from cordee.kernel.verdict import Severity, Verdict
from cordee.kernel.words import sentence as _

ID, S, E = Partition.IDENTITY, Partition.SOCIAL, Partition.EMPLOYMENT
H, P, W = Partition.HEALTH, Partition.PROTECTED, Partition.WORKING
OPEN = ID | S | E
NONE = Partition(0)
OPEN_TEAM_BELOW_MEMBERS = 20  # an organisation is an open team by default under this many members
FAILURES_ALLOWED = 5  # wrong passwords or codes, from one address, for one account
LONGEST_COOL_OFF = 3600  # seconds
Matrix = Mapping[str, Mapping[str, Sequence[str]]]


@dataclass(frozen=True)
class RoleRights:
    """house: read of every dossier of an open team. caseload_house: the same where the organisation works
    by caseload. titles: known to exist, not read. following: what a ground of access of this role opens.
    intake: sees orientations nobody follows yet. grounds: may read through grounds given to the organisation.
    reveals: may see a protected address, one by one and with a reason, where the dossier is open to them.
    receives: what is restricted and comes with an orientation, read before there is a dossier, as who may note it.
    """

    house: Partition = NONE
    caseload_house: Partition = NONE
    titles: Partition = NONE
    following: Partition = NONE
    intake: bool = False
    grounds: bool = False
    reveals: bool = False
    receives: Partition = NONE


MATRIX: dict[str, RoleRights] = {
    "secretary": RoleRights(house=ID, caseload_house=ID, following=ID, intake=True),
    "coordinator": RoleRights(
        house=OPEN,
        caseload_house=OPEN,
        titles=H | P,
        following=OPEN | W,
        intake=True,
        grounds=True,
        reveals=True,
        receives=H | P,
    ),
    "counsellor": RoleRights(
        house=OPEN, following=OPEN | W, intake=True, grounds=True, reveals=True, receives=H | P
    ),
    "social_worker": RoleRights(
        house=OPEN, following=OPEN | W, intake=True, grounds=True, reveals=True, receives=H | P
    ),
    "job_coach": RoleRights(house=ID | E, following=OPEN | W, grounds=True),
    "workshop_leader": RoleRights(following=ID | E | W),
    "technical_supervisor": RoleRights(following=ID | E | W),
    "health_professional": RoleRights(following=ID | H | W, receives=H),
    "commission_member": RoleRights(following=ID | S | E),
    "prescriber": RoleRights(following=ID | E),
    "director": RoleRights(),
    "statistician": RoleRights(),
    "tech_admin": RoleRights(),
}
# The most a house may open to a role in all its dossiers, beyond the default; never health, violence or justice.
WIDEST: dict[str, Partition] = {
    "secretary": ID | S | E,
    "job_coach": OPEN,
    "workshop_leader": ID | E,
    "technical_supervisor": ID | E,
    "health_professional": ID,
}
CASELOAD_INTAKE = frozenset({"secretary", "coordinator"})


@dataclass(frozen=True)
class Rights:
    """What the roles of a member open together.

    withheld: what the organisation keeps from them in the dossiers they follow, whatever their grounds say.
    """

    house: Partition
    titles: Partition
    following: Partition
    intake: bool
    grounds: bool
    reveals: bool
    receives: Partition = NONE
    withheld: Partition = NONE


def rights_of(roles: frozenset[str], *, open_team: bool, matrix: Matrix | None = None) -> Rights:
    """The union of the rights of each role, in an open team or by caseload.

    matrix: what the organisation chose for some roles; each role is adjusted on its own, before the union.
    """
    return _rights_of(roles, open_team, matrix) if matrix else _usual_rights(roles, open_team)


@lru_cache(maxsize=1000)
def _usual_rights(roles: frozenset[str], open_team: bool) -> Rights:
    """A page asks for those of each role a hundred times."""
    return _rights_of(roles, open_team, None)


def _rights_of(roles: frozenset[str], open_team: bool, matrix: Matrix | None) -> Rights:
    default = [role for role in roles if role in MATRIX]
    known = [adjusted(role, (matrix or {}).get(role, {})) for role in default]
    house = titles = following = given = receives = NONE
    for role in default:
        given |= MATRIX[role].following
    for rights in known:
        opened = rights.house if open_team else rights.caseload_house
        house |= opened
        titles |= rights.titles if opened else NONE
        following |= rights.following
        receives |= rights.receives
    intake = any(r.intake for r in known) if open_team else bool(roles & CASELOAD_INTAKE)
    return Rights(
        house=house,
        titles=titles,
        following=following,
        intake=intake,
        grounds=any(r.grounds for r in known),
        reveals=any(r.reveals for r in known),
        receives=receives,
        withheld=given & ~following,
    )


def adjusted(role: str, kept: Mapping[str, Sequence[str]]) -> RoleRights:
    """A role's rights as the organisation chose them: less than the default, or more within WIDEST.

    kept: {"house": [partition codes], "following": [partition codes]}; what is not named is left as it is. What is
    beyond the default is opened by caseload too: somebody asked for it in so many words.
    """
    rights = MATRIX[role]
    if "house" in kept:
        held = Partition(mask(*kept["house"]))
        more = held & widest(role) & ~rights.house
        rights = replace(
            rights, house=rights.house & held | more, caseload_house=rights.caseload_house & held | more
        )
    if "following" in kept:
        rights = replace(rights, following=rights.following & Partition(mask(*kept["following"])))
    return rights


def widest(role: str) -> Partition:
    """The most this role may be given of every dossier of a house."""
    return MATRIX[role].house | WIDEST.get(role, NONE)


def opens_dossiers(role: str) -> bool:
    """Does this role open the dossier of anybody, house-wide or once it follows somebody?"""
    rights = MATRIX[role]
    return bool(rights.house | rights.following)


def cool_off_seconds(failures: int) -> int:
    """How long to wait after so many wrong passwords in a row: nothing under five, then 1, 2, 4… minutes."""
    if failures < FAILURES_ALLOWED:
        return 0
    return int(min(60 * 2 ** min(failures - FAILURES_ALLOWED, 10), LONGEST_COOL_OFF))


def keeps_a_coordinator(*, is_one: bool, others: int) -> Verdict:
    """May this member stop coordinating? Somebody must answer orientations and give accesses.

    is_one: they coordinate on the day examined; others: how many colleagues do.
    """
    if not is_one or others:
        return Verdict(ok=True)
    reason = _(
        "C’est la seule personne à la coordination ce jour-là : donnez d’abord ce rôle à quelqu’un d’autre."
    )
    return Verdict(ok=False, severity=Severity.REFUSE, reason=reason)
