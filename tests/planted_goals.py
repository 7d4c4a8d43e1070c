"""Defects planted in the goals of people, their steps and their reviews (see tests/planted.py)."""

from cordee.goals.models import HealthGoal, LifeProject
from cordee.kernel.partitions import Partition
from tests.planted import SEALED, Defect, catalogue_guard, locks_on, patched, policy_without, sql

DEFECTS = [
    Defect(
        "goals of health read by the whole house",
        patched(HealthGoal, "PARTITIONS", (Partition.SOCIAL,)),
        locks_on("goals.HealthGoal"),
        "goals.HealthGoal",
    ),
    Defect(
        "a policy of protected goals dropped",
        sql("DROP POLICY reading ON goals_protectedgoal"),
        catalogue_guard,
        "goals_protectedgoal",
    ),
    Defect(
        "a seal ignored by the policy of goals",
        policy_without("goals_goal", SEALED),
        locks_on("goals.Goal"),
        "goals.Goal",
    ),
    Defect(
        "a seal ignored by the policy of steps",
        policy_without("goals_actionstep", SEALED),
        locks_on("goals.ActionStep"),
        "goals.ActionStep",
    ),
    Defect(
        "a life project read by whoever reads the identity",
        patched(LifeProject, "PARTITIONS", (Partition.IDENTITY,)),
        locks_on("goals.LifeProject"),
        "goals.LifeProject",
    ),
]
