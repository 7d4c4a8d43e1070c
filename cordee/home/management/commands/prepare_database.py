"""`prepare_database`: the tables, the policies, the search, the partitions; in a demo, its people.

Run as owner, any number of times: what is already so is left alone.
"""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connections, transaction
from django.utils import timezone
from psycopg.errors import DeadlockDetected

from cordee.home.startup import start_faults
from cordee.people import search
from cordee.plumbing import catalogue
from cordee.plumbing.migrating import added_in_place
from cordee.plumbing.partitions import make_partitions

EXTENSIONS = ("pg_trgm", "btree_gin", "btree_gist", "unaccent", "fuzzystrmatch")
# pghistory calls this at each statement; its own version opens a subtransaction to find that our context
# does not live in its table.
NO_CONTEXT_TABLE = (
    "CREATE OR REPLACE FUNCTION _pgh_attach_context() RETURNS uuid AS 'SELECT NULL::uuid' LANGUAGE sql"
)
TRIES = 4  # of a transaction that PostgreSQL may end to untie a knot of locks


class Command(BaseCommand):
    help = "Prépare la base : tables, règles d’accès, recherche ; en démonstration, ses habitants."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--demo", action="store_true", help="charge le territoire de démonstration s’il manque"
        )

    def handle(self, *args: Any, demo: bool, **options: Any) -> None:
        if "owner" not in connections:
            raise CommandError("DATABASE_OWNER_URL manque : la base ne peut pas être préparée.")
        prepare(verbosity=options["verbosity"])
        if faults := start_faults():
            raise CommandError("\n- ".join(["La base ne convient pas :", *faults]))
        if demo:
            call_command("load_demo", verbosity=options["verbosity"], stdout=self.stdout)


def prepare(*, verbosity: int = 1) -> None:
    """Everything but the demo. Raises what PostgreSQL raises."""
    with connections["owner"].cursor() as cursor:
        for extension in EXTENSIONS:
            cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    with added_in_place():
        call_command("migrate", database="owner", verbosity=0, interactive=False)
    changed = _settled()
    if verbosity and changed:
        print(f"{changed} tables sous règles d’accès")


def _settled() -> int:
    """What no migration writes, in one transaction. It locks many tables: against a server at work, PostgreSQL may
    end it to untie a knot, and it is begun again."""
    for again in reversed(range(TRIES)):
        try:
            with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
                cursor.execute(NO_CONTEXT_TABLE)
                changed = catalogue.synchronise(using="owner")
                search.install(cursor)
                make_partitions(cursor, on=timezone.localdate())
            return changed
        except OperationalError as error:
            if not (again and isinstance(error.__cause__, DeadlockDetected)):
                raise
            time.sleep(1)
    raise AssertionError
