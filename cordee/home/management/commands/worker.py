"""`worker`: runs the background work until it is asked to stop. Refuses to start where the server would."""

from typing import Any

from django.core.management.base import BaseCommand

from cordee.home.startup import refuse_unsafe_start
from cordee.plumbing.worker import work


class Command(BaseCommand):
    help = "Fait le travail de fond, jusqu’à ce qu’on l’arrête."

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_unsafe_start()
        work()
