"""Defects planted in what a board and its guests may read (see tests/planted.py)."""

from django.db.models import Q

from cordee.commissions.models import ItemDecision
from cordee.commissions.models.items import SituationQuerySet
from cordee.commissions.models.minutes import CorrectionQuerySet
from tests.planted import SEALED, Defect, catalogue_guard, locks_on, patched, policy_without, sql


def everything(self, actor):
    """Every situation of the house, whoever sits."""
    return self.filter(Q(organisation=actor.organisation))


DEFECTS = [
    Defect(
        "a member of a board reads every situation of the house",
        patched(SituationQuerySet, "visible_to", everything),
        locks_on("commissions.SittingItem"),
        "commissions.SittingItem",
    ),
    Defect(
        "guests of a sealed dossier shown",
        policy_without("commissions_itemguest", SEALED),
        locks_on("commissions.ItemGuest"),
        "commissions.ItemGuest",
    ),
    Defect(
        "a seal ignored by the policy of decisions",
        policy_without("commissions_itemdecision", SEALED),
        locks_on(ItemDecision._meta.label),
        "commissions.ItemDecision",
    ),
    Defect(
        "a seal ignored by the policy of minutes of a situation",
        policy_without("commissions_minutesentry", SEALED),
        locks_on("commissions.MinutesEntry"),
        "commissions.MinutesEntry",
    ),
    Defect(
        "a seal ignored by the policy of corrections",
        policy_without("commissions_minutescorrection", SEALED),
        locks_on("commissions.MinutesCorrection"),
        "commissions.MinutesCorrection",
    ),
    Defect(
        "corrections of every situation read as those of the whole sitting",
        patched(CorrectionQuerySet, "visible_to", everything),
        locks_on("commissions.MinutesCorrection"),
        "commissions.MinutesCorrection",
    ),
    Defect(
        "a policy of minutes opened to every house",
        sql("ALTER POLICY reading ON commissions_minutes USING (organisation_id IS NOT NULL)"),
        locks_on("commissions.Minutes"),
        "commissions.Minutes",
    ),
    Defect(
        "a policy of minutes of a situation dropped",
        sql("DROP POLICY reading ON commissions_minutesentry"),
        catalogue_guard,
        "commissions_minutesentry",
    ),
    Defect(
        "a seal ignored by the policy of what followed a decision",
        policy_without("commissions_itemnews", SEALED),
        locks_on("commissions.ItemNews"),
        "commissions.ItemNews",
    ),
    Defect(
        "a policy of situations dropped",
        sql("DROP POLICY reading ON commissions_sittingitem"),
        catalogue_guard,
        "commissions_sittingitem",
    ),
]
