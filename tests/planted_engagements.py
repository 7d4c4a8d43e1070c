"""Defects planted in the contracts of people, their texts and their signatures (see tests/planted.py)."""

from cordee.engagements.breach.models import BreachQuerySet, Sanction, SanctionQuerySet
from cordee.engagements.lane.models import LaneReviewQuerySet
from cordee.engagements.models import ContractQuerySet, VersionQuerySet
from cordee.engagements.remote.models import SigningLinkQuerySet
from cordee.kernel.partitions import Partition
from tests.planted import SEALED, Defect, catalogue_guard, locks_on, patched, policy_without, sql
from tests.planted_links import PLANTS, links_guard
from tests.worlds import World


def removing_guard(world: World) -> list[str]:
    """A decision noted by mistake is removed by those who read it, never by anybody else (the dossier's or not)."""
    found = []
    for actor in world.actors:
        beyond = world.as_removed(actor, Sanction) - world.as_asked(actor, Sanction)
        if beyond:
            found.append(f"{len(beyond)} engagements.Sanction removed unseen by {sorted(actor.roles)}")
    return found


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
        "links to sign read by whoever reads the identity",
        patched(SigningLinkQuerySet, "partition", Partition.IDENTITY),
        locks_on("engagements.SigningLink"),
        "engagements.SigningLink",
    ),
    Defect(
        "a policy of links to sign dropped",
        sql("DROP POLICY reading ON engagements_signinglink"),
        catalogue_guard,
        "engagements_signinglink",
    ),
    Defect(
        "facts on contracts read by whoever reads the path to work",
        patched(BreachQuerySet, "partition", Partition.EMPLOYMENT),
        locks_on("engagements.Breach"),
        "engagements.Breach",
    ),
    Defect(
        "decisions on benefits read by whoever reads the path to work",
        patched(SanctionQuerySet, "partition", Partition.EMPLOYMENT),
        locks_on("engagements.Sanction"),
        "engagements.Sanction",
    ),
    Defect(
        "a seal ignored by the policy of facts on contracts",
        policy_without("engagements_breach", SEALED),
        locks_on("engagements.Breach"),
        "engagements.Breach",
    ),
    Defect(
        "a policy of decisions on benefits dropped",
        sql("DROP POLICY reading ON engagements_sanction"),
        catalogue_guard,
        "engagements_sanction",
    ),
    Defect(
        "decisions on benefits removed by anybody",
        sql(
            "ALTER POLICY removing ON engagements_sanction USING (true)",
            "ALTER POLICY adding ON engagements_sanctionevent WITH CHECK (true)",
        ),
        removing_guard,
        "removed unseen",
    ),
    Defect(
        "the grounds of the social lane read by whoever reads the path to work",
        patched(LaneReviewQuerySet, "partition", Partition.EMPLOYMENT),
        locks_on("engagements.LaneReview"),
        "engagements.LaneReview",
    ),
    *(Defect(name, lambda using, plant=plant: plant(), links_guard, says) for name, plant, says in PLANTS),
    Defect(
        "signatures changed by the application",
        sql("GRANT UPDATE ON engagements_signature TO cordee_app"),
        catalogue_guard,
        "engagements_signature",
    ),
]
