"""What a house chose about its appointments and its hours. A dated setting, as the sharing of dossiers is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.accounts.models import OrganisationSetting
from cordee.appointments.access import can, reason_against
from cordee.dossier.hours import HOURS
from cordee.kernel.errors import BadInput, NotAllowed
from cordee.kernel.hours import HEAVIEST, WHOLE
from cordee.plumbing import access_log

SETTING = "appointments"  # of OrganisationSetting: {"remind_days": 2, "weights": {"appointment": 100}}
REMIND_DAYS, MOST_DAYS = 2, 14  # ATE-11: two days before


@dataclass(frozen=True)
class Choices:
    """remind_days: how many days before a reminder leaves. weights: of each source of hours, in hundredths."""

    remind_days: int = REMIND_DAYS
    weights: Mapping[str, int] = field(default_factory=dict)


def choices_of(organisation: Any, on: date) -> Choices:
    """Those in force on a day. One query."""
    rows = OrganisationSetting.objects.filter(organisation=organisation, key=SETTING, valid_from__lte=on)
    kept = rows.order_by("-valid_from", "-set_at").values_list("value", flat=True).first()
    return read(kept) if isinstance(kept, dict) else Choices()


def read(kept: Mapping[str, Any]) -> Choices:
    """What was kept, without trusting it."""
    days, weights = kept.get("remind_days"), kept.get("weights")
    known = weights.items() if isinstance(weights, dict) else ()
    return Choices(
        days if isinstance(days, int) and 1 <= days <= MOST_DAYS else REMIND_DAYS,
        {code: one for code, one in known if isinstance(one, int) and 0 <= one <= HEAVIEST},
    )


@transaction.atomic
def choose(*, by: Actor, remind_days: int, weights: Mapping[str, int], from_on: date) -> OrganisationSetting:
    """Choose, from a day on: hours before it keep the weights they had. Raises NotAllowed, BadInput."""
    if not can(by, "hours:weigh"):
        raise NotAllowed(reason_against(by, "hours:weigh"))
    if not 1 <= remind_days <= MOST_DAYS:
        raise BadInput("remind_days", _("Entre 1 et %(n)s jours avant.") % {"n": MOST_DAYS})
    if unknown := weights.keys() - dict(HOURS.items()).keys():
        raise BadInput(
            "weights", _("Source d’heures inconnue\u202f: %(what)s") % {"what": ", ".join(unknown)}
        )
    for code, weight in weights.items():
        if not 0 <= weight <= HEAVIEST:
            raise BadInput(f"weight_{code}", _("Entre 0 et %(n)s pour cent.") % {"n": HEAVIEST})
    if from_on < by.today:
        raise BadInput(
            "from_on", _("Un choix ne change pas les semaines passées\u202f: aujourd’hui, ou plus tard.")
        )
    value = {
        "remind_days": remind_days,
        "weights": {code: one for code, one in weights.items() if one != WHOLE},
    }
    access_log.record(by, what=f"house.{SETTING}", detail=f"{remind_days}")
    return OrganisationSetting.objects.create(
        organisation=by.organisation, key=SETTING, value=value, valid_from=from_on, set_by=by.member
    )


def history_of(organisation: Any, until: date) -> list[tuple[date, Choices]]:
    """Every choice up to a day, the latest first: a week is weighed by the one in force on its Monday. One query."""
    rows = OrganisationSetting.objects.filter(organisation=organisation, key=SETTING, valid_from__lte=until)
    told = rows.order_by("-valid_from", "-set_at").values_list("valid_from", "value")
    return [(day, read(value)) for day, value in told if isinstance(value, dict)]


def in_force(history: list[tuple[date, Choices]], on: date) -> Choices:
    return next((choices for day, choices in history if day <= on), Choices())
