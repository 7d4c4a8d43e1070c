"""Which roles of a house read a part of all its dossiers: the rights in force, role by role.

Worked out from the rights themselves (accounts.rules): when an organisation narrows a role, what is said follows.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cordee.accounts.enums import PARTITION_WORDS, Role, Sharing
from cordee.accounts.models import Member
from cordee.accounts.rules import Rights, rights_of
from cordee.accounts.words import role_list
from cordee.kernel.partitions import OPEN_PARTITIONS, RESTRICTED_PARTITIONS, Partition, codes_of


@dataclass(frozen=True)
class PartReaders:
    """A part of the dossier and the roles that read it, in words."""

    part: str
    roles: str


def roles_reading(actor: Any, partition: Partition) -> list[str]:
    """The roles that read this partition of every dossier of the actor's house."""
    return [role for role in Role.values if _rights(role, actor).house & partition]


def roles_aware(actor: Any, partition: Partition) -> list[str]:
    """The roles that only know that something of this partition exists."""
    return [
        role for role in Role.values if _rights(role, actor).titles & partition & ~_rights(role, actor).house
    ]


def house_readers(actor: Any) -> list[PartReaders]:
    """For each part of a dossier that some role reads house-wide, who does."""
    found = []
    for code in codes_of(OPEN_PARTITIONS | RESTRICTED_PARTITIONS):
        if roles := roles_reading(actor, Partition[code.upper()]):
            found.append(PartReaders(str(PARTITION_WORDS[code]), role_list(roles)))
    return found


def withheld_from(actor: Any, members: set[UUID | None]) -> dict[UUID | None, Partition]:
    """What the house keeps from each of these colleagues in the dossiers they follow; those from whom it keeps
    nothing are left out. No query where the house kept its roles as they are."""
    if not actor.matrix:
        return {}
    team = (
        Member.objects.visible_to(actor).filter(pk__in=[pk for pk in members if pk]).with_roles(actor.today)
    )
    kept: dict[UUID | None, Partition] = {
        one.pk: rights_of(_held(one), open_team=True, matrix=actor.matrix).withheld for one in team
    }
    return {pk: partition for pk, partition in kept.items() if partition}


def _held(member: Any) -> frozenset[str]:
    return frozenset(member.current_roles)


def _rights(role: str, actor: Any) -> Rights:
    return rights_of(frozenset({role}), open_team=actor.sharing == Sharing.OPEN_TEAM, matrix=actor.matrix)
