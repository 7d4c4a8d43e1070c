"""The partitions of a dossier: which part of a person's life a piece of information belongs to.

Bits, so that "what may be opened" is one integer in a ground of access and in a database policy.
Source: design of the product; CSP L1110-4 and R1110-1 (only what is strictly necessary).
"""

from enum import IntFlag


class Partition(IntFlag):
    """identity: who and how to reach · social: daily life, housing, income · employment: path, skills ·
    health: care · protected: violence, justice, child protection · working: a professional's own notes."""

    IDENTITY = 1
    SOCIAL = 2
    EMPLOYMENT = 4
    HEALTH = 8
    PROTECTED = 16
    WORKING = 32


OPEN_PARTITIONS = Partition.IDENTITY | Partition.SOCIAL | Partition.EMPLOYMENT
RESTRICTED_PARTITIONS = Partition.HEALTH | Partition.PROTECTED
ALL_PARTITIONS = OPEN_PARTITIONS | RESTRICTED_PARTITIONS | Partition.WORKING
CODES = {partition.name.lower(): partition for partition in Partition if partition.name}


def mask(*codes: str) -> int:
    """The integer for a list of partition codes ("social", "health"…). Raises KeyError on an unknown one."""
    return int(sum(CODES[code] for code in set(codes)))


def codes_of(value: int) -> list[str]:
    """The partition codes of an integer, in the order of the list above."""
    return [code for code, partition in CODES.items() if value & partition]
