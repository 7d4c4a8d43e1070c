"""`./do manage sweep_files`: erase the contents nobody names any more. May be run again and again, by a timer."""

from typing import Any

from django.core.management.base import BaseCommand

from cordee.papers.sweeping import sweep


class Command(BaseCommand):
    help = "Efface les contenus des documents retirés, et ceux que rien ne nomme plus."

    def handle(self, *args: Any, **options: Any) -> None:
        swept = sweep()
        if options["verbosity"]:
            self.stdout.write(
                f"{swept.removed} contenus retirés effacés, {swept.orphans} abandonnés effacés, "
                f"{swept.missing} manquants"
            )
