"""Defects planted in the situations and the diagnoses of people (see tests/planted.py)."""

from cordee.assessments.models import HealthItem
from cordee.kernel.partitions import Partition
from tests.planted import SEALED, Defect, catalogue_guard, locks_on, patched, policy_without, sql

DEFECTS = [
    Defect(
        "health read by the whole house in a situation",
        patched(HealthItem, "PARTITIONS", (Partition.SOCIAL,)),
        locks_on("assessments.HealthItem"),
        "assessments.HealthItem",
    ),
    Defect(
        "a policy of violence and justice dropped",
        sql("DROP POLICY reading ON assessments_protecteditem"),
        catalogue_guard,
        "assessments_protecteditem",
    ),
    Defect(
        "a seal ignored by the policy of situations",
        policy_without("assessments_situationitem", SEALED),
        locks_on("assessments.SituationItem"),
        "assessments.SituationItem",
    ),
]
