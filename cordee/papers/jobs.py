"""Background work: papers removed are erased once nobody may take them back any more."""

from django.utils.translation import gettext_lazy as _

from cordee.papers.keeping import sweep_removed
from cordee.plumbing.jobs import Work, every, job


@every(minutes=30)
@job("papers.sweep", _("Effacement des documents retirés"))
def sweep(work: Work) -> None:
    """Names say nothing of whose they were: whichever organisation comes first erases those of all."""
    sweep_removed()
