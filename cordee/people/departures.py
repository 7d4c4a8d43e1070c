"""A colleague leaves the house: what they could read through a ground of access, they read no more."""

from datetime import date, datetime, time
from typing import Any

from django.contrib.postgres.functions import TransactionNow
from django.db.models import F, Q
from django.db.models.functions import Greatest

from cordee.accounts.models import Member, zone
from cordee.people.models import Ground


def end_grounds(leaving: Member, by: Any, on: date) -> int:
    """End the leaver's grounds in this house, at once when the departure is today or before.

    on: the first day without them. Each house ends the grounds it gave: a policy lets it write no other's.
    """
    house = leaving.organisation
    at: Any = TransactionNow()
    if on > house.today:
        at = datetime.combine(on, time.min, tzinfo=zone(house.time_zone))
    running = Ground.objects.filter(organisation=house, member=leaving).filter(
        Q(ends_at=None) | Q(ends_at__gt=at)
    )
    return running.update(ends_at=Greatest(at, F("starts_at")))
