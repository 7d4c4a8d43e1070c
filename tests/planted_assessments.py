"""Defects planted in the situations and the diagnoses of people (see tests/planted.py)."""

from cordee.assessments.diagnosis.models import DiagnosisQuerySet
from cordee.assessments.models import HealthDiagnosisEntry, HealthItem
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
    Defect(
        "diagnoses read by whoever reads the identity",
        patched(DiagnosisQuerySet, "partition", Partition.IDENTITY),
        locks_on("assessments.Diagnosis"),
        "assessments.Diagnosis",
    ),
    Defect(
        "health read by the whole house in a diagnosis",
        patched(HealthDiagnosisEntry, "PARTITIONS", (Partition.SOCIAL,)),
        locks_on("assessments.HealthDiagnosisEntry"),
        "assessments.HealthDiagnosisEntry",
    ),
    Defect(
        "a seal ignored by the policy of what diagnoses say",
        policy_without("assessments_diagnosisentry", SEALED),
        locks_on("assessments.DiagnosisEntry"),
        "assessments.DiagnosisEntry",
    ),
]
