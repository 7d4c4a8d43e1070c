"""A table brought in by whoever coordinates a house: the list of an open day, tried out, then imported, today.

By the very actions of the pages and of the worker. Most lines are new; one completes somebody known, one says nothing
new, one looks like somebody and is left aside, one cannot be read.
"""

import io
from datetime import date, timedelta
from typing import Any

import xlsxwriter

from cordee.accounts.actor import Actor, actor_for
from cordee.kernel.dates import BirthDate
from cordee.people.models import Person
from cordee.plumbing.context import acting_in
from cordee.spreadsheets import actions
from demo.settling import Settled

WHOSE = "cheval-bleu"
FILE_NAME = "Portes ouvertes - personnes rencontrées.xlsx"
TITLES = ("NOM", "Prénom", "Né(e) le", "Tél.", "Mail", "CP", "Ville", "Langues", "Date d'accueil")
# (family name, first name, birth, telephone, mail, languages, days ago); a birth and a number as people type them
MET: tuple[tuple[str, str, str, str | int, str, str, int], ...] = (
    ("TAMARIS", "Ludivine", "14/02/1989", "06 39 98 41 01", "ludivine.tamaris@exemple.invalid", "français", 9),
    ("SILEX-GIROFLÉE", "Jean-Noël", "3/7/74", 639984102, "", "français", 9),
    ("BOURRASQUE", "Fatoumata", "22/11/1995", "06.39.98.41.03", "", "français, bambara", 9),
    ("MILAN", "kévin", "2001", "06 39 98 41 04", "kevin.milan@exemple.invalid", "", 8),
    ("GRAVELOT", "Nadège", "8 mai 1983", "+33 6 39 98 41 05", "", "français", 8),
    ("Feldspath", "Ioana", "avril 1998", "06 39 98 41 06", "", "roumain ; français", 7),
    ("DE L'ÉGLANTINE", "Marie-Thérèse", "30/09/1966", "", "mt.eglantine@exemple.invalid", "français", 7),
    ("COURLIS", "Sofiane", "17/03/1992", "06 39 98 41 08", "", "français, arabe", 7),
)  # fmt: skip


def bring_in(settled: dict[str, Settled]) -> None:
    """Send the table, check its columns, import it."""
    here = settled[WHOSE]
    by = actor_for(here.lead.member.user_id, here.lead.member.pk, here.organisation.today)
    if by is None:
        raise LookupError(WHOSE)
    with acting_in(by.context()):
        content = table(by)
        run = actions.start_import(by=by, kind="personnes", file_name=FILE_NAME, content=content)
        mapping = {int(place): code for place, (code, _how) in run.mapping.items()}
        run = actions.examine_import(run, by=by, mapping=mapping)
        actions.carry_out_import(actions.begin_import(run, by=by), by=by)


def table(by: Actor) -> bytes:
    """The workbook, as it was kept that day."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Accueil")
        sheet.write(0, 0, "Portes ouvertes : personnes rencontrées")
        for number, line in enumerate((TITLES, *_met(by.today), *_known(by)), start=2):
            sheet.write_row(number, 0, line)
    return kept.getvalue()


def _met(today: date) -> list[tuple[Any, ...]]:
    return [
        (*who, 62160, "Bully-les-Mines", languages, f"{today - timedelta(days=ago):%d/%m/%Y}")
        for *who, languages, ago in MET
    ]


def _known(by: Actor) -> list[tuple[Any, ...]]:
    """Three of the house written again, and a line without a first name."""
    people = Person.objects.visible_to(by).filter(
        organisation=by.organisation, has_protected_contact=False, external_number="", birth__regex=r"^.{10}$"
    )
    written = [
        (one.usage_name or one.birth_name, one.first_names, BirthDate.from_code(one.birth).typed)
        for one in people.exclude(usage_name="", birth_name="").order_by("sort_key", "birth")[:3]
    ]
    completed, same, alike = written
    return [
        (*completed, "06 39 98 41 09"),
        same,
        (*alike[:2], "", "06 39 98 41 10"),
        ("LORIOT", "", "", "06 39 98 41 11"),
    ]
