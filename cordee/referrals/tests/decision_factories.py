"""A département, the CCAS it entrusts people to, and decisions at every state."""

from dataclasses import replace
from datetime import date
from typing import Any

from cordee.plumbing.context import acting_in
from cordee.referrals.decisions import actions
from cordee.referrals.decisions.actions import Choice
from cordee.referrals.decisions.models import OrientationDecision
from tests import factories

SOCIAL = Choice(lane="social", label="Parcours social", criteria=("housing", "aspirations"))


def departement(**options: Any) -> factories.House:
    return factories.house("Un département", kind="departement", **options)


def ccas() -> factories.House:
    return factories.house("Un CCAS", kind="ccas")


def on_day(actor: Any, day: date) -> Any:
    """The same actor, some other day."""
    return replace(actor, today=day)


def fresh(row: OrientationDecision) -> OrientationDecision:
    return OrientationDecision.objects.select_related("person").get(pk=row.pk)


def awaited(by: Any, person: Any, on: date | None) -> OrientationDecision:
    with acting_in(by.context()):
        return actions.await_orientation(person, by=by, information_on=on)


def decided(
    by: Any, row: OrientationDecision, on: date, choice: Choice = SOCIAL, *, passed: str = "essai"
) -> OrientationDecision:
    with acting_in(by.context()):
        row = fresh(row)
        return actions.decide(row, by=by, version=row.version, on=on, choice=replace(choice, passed=passed))


def notified(by: Any, row: OrientationDecision, on: date) -> OrientationDecision:
    with acting_in(by.context()):
        row = fresh(row)
        return actions.notify(
            row, by=by, version=row.version, on=on, means="registered", proof="2C 123 456 7890 1"
        )


def asked_again(by: Any, row: OrientationDecision, on: date, reason: str = "move") -> OrientationDecision:
    with acting_in(by.context()):
        row = fresh(row)
        return actions.ask_reorientation(row, by=by, version=row.version, on=on, reason=reason)


def told(by: Any, person: Any, on: date, choice: Choice = SOCIAL) -> OrientationDecision:
    """A decision taken and notified, all the same day."""
    return notified(by, decided(by, awaited(by, person, on), on, choice), on)
