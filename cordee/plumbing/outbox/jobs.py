"""Background work: send what is due."""

from django.utils.translation import gettext_lazy as _

from cordee.plumbing.jobs import Work, every, job
from cordee.plumbing.outbox.actions import SEND
from cordee.plumbing.outbox.sending import send_due


@every(minutes=5)
@job(SEND, _("Envoi des messages"), by_itself=True)
def send(work: Work) -> None:
    """Woken by each message written; every few minutes besides, for what a dead worker left."""
    send_due(work)
