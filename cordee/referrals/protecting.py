"""A protected person's phone and e-mail leave the orientation that first gave them (T1)."""

from typing import Any

from cordee.plumbing.context import for_the_holder
from cordee.referrals.models import Referral


def on_person(*, person: Any, kind: str, **told: Any) -> None:
    """Told of what happens to a person: nothing to do but when their contacts become protected."""
    if kind != "contact_protected":
        return
    with for_the_holder(person.organisation_id):
        Referral.objects.filter(person=person.pk).update(phone="", email="", reach_note="")
