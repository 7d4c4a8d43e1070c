"""Background work: what nobody confirmed goes, unread."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cordee.accounts.models import Organisation
from cordee.doors.arriving import forget_expired
from cordee.papers.keeping import sweep_removed
from cordee.plumbing.jobs import Work, every, job


@every(minutes=240)
@job("doors.forget", _("Effacement des demandes non confirmées"))
def forget(work: Work) -> None:
    forget_expired(Organisation.objects.get(pk=work.organisation), timezone.now())
    sweep_removed()  # the papers that came with them
