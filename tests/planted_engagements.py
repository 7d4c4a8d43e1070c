"""Defects planted in the contracts of people, their texts and their signatures (see tests/planted.py)."""

from cordee.engagements.models import ContractQuerySet, VersionQuerySet
from cordee.kernel.partitions import Partition
from tests.planted import SEALED, Defect, catalogue_guard, locks_on, patched, policy_without, sql

DEFECTS = [
    Defect(
        "contracts read by whoever reads the identity",
        patched(ContractQuerySet, "partition", Partition.IDENTITY),
        locks_on("engagements.Contract"),
        "engagements.Contract",
    ),
    Defect(
        "texts of contracts read by whoever reads the identity",
        patched(VersionQuerySet, "partition", Partition.IDENTITY),
        locks_on("engagements.ContractVersion"),
        "engagements.ContractVersion",
    ),
    Defect(
        "a seal ignored by the policy of contracts",
        policy_without("engagements_contract", SEALED),
        locks_on("engagements.Contract"),
        "engagements.Contract",
    ),
    Defect(
        "a policy of signatures dropped",
        sql("DROP POLICY reading ON engagements_signature"),
        catalogue_guard,
        "engagements_signature",
    ),
    Defect(
        "signatures changed by the application",
        sql("GRANT UPDATE ON engagements_signature TO cordee_app"),
        catalogue_guard,
        "engagements_signature",
    ),
]
