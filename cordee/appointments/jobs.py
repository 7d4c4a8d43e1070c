"""Background work: the reminders to write, and each member's own."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cordee.accounts.models import Organisation
from cordee.appointments import telling
from cordee.plumbing.jobs import Work, enqueue, every, job

PLAN, REMIND = "appointments.plan", "appointments.remind"


@every(minutes=30)
@job(PLAN, _("Rappels de rendez-vous à préparer"))
def plan(work: Work) -> None:
    """Find whose reminders are to be written. The house itself looks: some are about dossiers closed to its team."""
    house = Organisation.objects.get(pk=work.organisation)
    for member in telling.whose_turn(house, timezone.now()):
        enqueue(
            REMIND, organisation=work.organisation, because="appointments soon", member=member,
            once=f"{REMIND}:{member}",
        )  # fmt: skip


@job(REMIND, _("Rappels de rendez-vous"))
def remind(work: Work) -> None:
    """Write them with the eyes of whoever booked."""
    telling.remind(work.by, timezone.now())
