"""`check_database`: does the database obey the declarations? The same question the server asks itself."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cordee.home.startup import start_faults


class Command(BaseCommand):
    help = "Vérifie que rien ne permet de contourner les règles d’accès."

    def handle(self, *args: Any, **options: Any) -> None:
        if faults := start_faults():
            raise CommandError("\n- ".join(["Cordée ne démarrerait pas :", *faults]))
        self.stdout.write("La base convient.")
