"""Defects planted in the directory of partners (see tests/planted.py)."""

from cordee.partners.models import InstitutionalReferent, PartnerQuerySet
from cordee.plumbing.policies import ORGANISATION
from tests.planted import Defect, catalogue_guard, locks_on, patched, sql

OF_HOUSE = f"organisation_id = {ORGANISATION}"


def every_row(self, actor):
    return self.all()


DEFECTS = [
    Defect(
        "partners of every house shown",
        patched(PartnerQuerySet, "visible_to", every_row),
        locks_on("partners.Partner"),
        "partners.Partner",
    ),
    Defect(
        "referents of every house shown",
        patched(InstitutionalReferent.objects._queryset_class, "visible_to", every_row),
        locks_on("partners.InstitutionalReferent"),
        "partners.InstitutionalReferent",
    ),
    Defect(
        "the house forgotten by the policy of agreements",
        sql("ALTER POLICY reading ON partners_agreement USING (true)"),
        locks_on("partners.Agreement"),
        "partners.Agreement",
    ),
    Defect(
        "a policy of contacts dropped",
        sql("DROP POLICY reading ON partners_partnercontact"),
        catalogue_guard,
        "partners_partnercontact",
    ),
    Defect(
        "a service may hang from a partner of another house",
        sql(f"ALTER POLICY adding ON partners_partnerservice WITH CHECK ({OF_HOUSE})"),
        catalogue_guard,
        "partners_partnerservice: its policies are not those of its declaration",
    ),
]
