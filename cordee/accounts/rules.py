"""What each role may open, before any person is named: the default matrix of design/security.md.

Pure values. An organisation narrows or widens it by a dated setting (models.OrganisationSetting).
"""

from dataclasses import dataclass

from cordee.kernel.partitions import Partition

I, S, E = Partition.IDENTITY, Partition.SOCIAL, Partition.EMPLOYMENT
H, P, W = Partition.HEALTH, Partition.PROTECTED, Partition.WORKING
OPEN = I | S | E
NONE = Partition(0)
OPEN_TEAM_BELOW_MEMBERS = 20  # an organisation is an open team by default under this many members


@dataclass(frozen=True)
class RoleRights:
    """house: read of every dossier of an open team. caseload_house: the same where the organisation works
    by caseload. titles: known to exist, not read. following: what a ground of access of this role opens.
    intake: sees orientations nobody follows yet. grounds: may read through grounds given to the organisation.
    """

    house: Partition = NONE
    caseload_house: Partition = NONE
    titles: Partition = NONE
    following: Partition = NONE
    intake: bool = False
    grounds: bool = False


MATRIX: dict[str, RoleRights] = {
    "secretary": RoleRights(house=I, caseload_house=I, following=I, intake=True),
    "coordinator": RoleRights(
        house=OPEN, caseload_house=OPEN, titles=H | P, following=OPEN | W, intake=True, grounds=True
    ),
    "counsellor": RoleRights(house=OPEN, following=OPEN | W, intake=True, grounds=True),
    "social_worker": RoleRights(house=OPEN, following=OPEN | W, intake=True, grounds=True),
    "job_coach": RoleRights(house=I | E, following=OPEN | W, grounds=True),
    "workshop_leader": RoleRights(following=I | E | W),
    "technical_supervisor": RoleRights(following=I | E | W),
    "health_professional": RoleRights(following=I | H | W),
    "commission_member": RoleRights(following=I | S | E),
    "prescriber": RoleRights(following=I | E),
    "director": RoleRights(),
    "statistician": RoleRights(),
    "tech_admin": RoleRights(),
}
CASELOAD_INTAKE = frozenset({"secretary", "coordinator"})


@dataclass(frozen=True)
class Rights:
    """What the roles of a member open together."""

    house: Partition
    titles: Partition
    following: Partition
    intake: bool
    grounds: bool


def rights_of(roles: frozenset[str], *, open_team: bool) -> Rights:
    """The union of the rights of each role, in an open team or by caseload."""
    known = [MATRIX[role] for role in roles if role in MATRIX]
    house = titles = following = NONE
    for rights in known:
        opened = rights.house if open_team else rights.caseload_house
        house |= opened
        titles |= rights.titles if opened else NONE
        following |= rights.following
    intake = any(r.intake for r in known) if open_team else bool(roles & CASELOAD_INTAKE)
    return Rights(house, titles, following, intake, any(r.grounds for r in known))
