"""Background work: a version begins, and its programme takes its label."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from cordee.accounts.models import Organisation
from cordee.plumbing.jobs import Work, every, job
from cordee.programmes.actions import rename
from cordee.programmes.models import Programme

LOOKED_BACK = timedelta(days=7)  # a machine may have been stopped


@every(minutes=60)
@job("programmes.rename", _("Nom des programmes dont une version commence"))
def rename_begun(work: Work) -> None:
    today = Organisation.objects.get(pk=work.organisation).today
    begun = Programme.objects.filter(
        organisation=work.organisation,
        versions__valid_from__lte=today,
        versions__valid_from__gt=today - LOOKED_BACK,
    )
    for programme in begun.distinct():
        rename(programme, on=today)
