"""`load_demo`: the fictitious territory, once. Refuses anywhere else than in a demonstration."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cordee.accounts.models import Organisation


class Command(BaseCommand):
    help = "Charge le territoire de démonstration, s’il manque."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "Le territoire fictif ne se charge que dans une démonstration (CORDEE_DEMO=1)."
            )
        if Organisation.objects.filter(code="cheval-bleu").exists():
            return
        from demo.loading import load

        began = time.monotonic()
        load()
        if options["verbosity"]:
            self.stdout.write(f"Territoire de démonstration chargé en {time.monotonic() - began:.1f} s")
