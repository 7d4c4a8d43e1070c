"""The hours appointments make, and the reference of those who receive the RSA."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cordee.accounts.models import zone
from cordee.appointments.enums import Status
from cordee.appointments.models import Appointment
from cordee.kernel.hours import Spell, Standing, Target
from cordee.kernel.wall_clock import bounds_of
from cordee.pathways.models import Pathway
from cordee.programmes import law
from cordee.programmes.cached import definition_of

KIND = "appointment"
LAW, AUDIENCE = "RSA-12.weekly", "rsa"


def standing_of(row: Any) -> Standing:
    """Kept: done. Called off by the service, or missed for a good reason: justified. Else planned."""
    if row.status == Status.SEEN:
        return Standing.DONE
    if row.status == Status.REVOKED or row.is_legitimate:
        return Standing.JUSTIFIED
    return Standing.PLANNED


def spells(actor: Any, person: Any, first: date, last: date) -> list[Spell]:
    """One query."""
    here = zone(actor.organisation.time_zone)
    start, end = bounds_of(first, here)[0], bounds_of(last, here)[1]
    rows = Appointment.objects.of_person(actor, person).filter(starts_at__gte=start, starts_at__lt=end)
    return [Spell(row.starts_at.astimezone(here).date(), row.minutes, KIND, standing_of(row)) for row in rows]


def target(actor: Any, person: Any, on: date) -> Target | None:
    """The fifteen hours of the law, for whoever is followed in a programme for people who receive the RSA.

    What a contract adapts is said by the domain that holds it, asked before this one. One query.
    """
    versions = Pathway.objects.visible_to(actor).filter(person=person).running()
    known = [definition_of(pk) for pk in versions.values_list("programme_version_id", flat=True)]
    if not any(AUDIENCE in definition.header.audience for definition in known):
        return None
    try:
        found = law.value(LAW, on=on)
    except LookupError:
        return None
    minutes = int(found.value) * 60 if isinstance(found.value, int) else 0
    return Target(minutes, _("la loi parle d’au moins quinze heures, adaptées à chacun"), found.source)
