"""Whether duties go with somebody's RSA, as their situation says (RSA-17)."""

from typing import Any
from uuid import UUID

from cordee.assessments.enums import State
from cordee.assessments.models import SituationItem

ITEM = "duties"  # of the theme « Ressources »: the social part


def duties_of(organisation: UUID, person: Any) -> bool | None:
    """None when nobody said, or when whoever asks may not read it. One query."""
    rows = SituationItem.objects.filter(organisation=organisation, person=person, item=ITEM)
    state = rows.standing().values_list("state", flat=True).first()
    return {State.KNOWN.value: True, State.NO.value: False}.get(state or "")
