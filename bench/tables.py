"""Operations 11 and 12: ten thousand people tried out, imported and taken out again, in the association of 2,000.

By the very actions the pages and the worker call, in one transaction that is then taken back: the set stays as it was.
The checks that wait for the end of the transaction are asked for, and counted with the import.
"""

from __future__ import annotations

import io
import random
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import xlsxwriter
from django.db import connection, transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from bench.report import Figure
from cordee.accounts.actor import Actor, actor_for
from cordee.accounts.models import MemberRole
from cordee.plumbing.context import acting_in
from cordee.spreadsheets import actions
from cordee.spreadsheets.outgoing import EXPORTS, file_of

PEOPLE = 10_000
TITLES = (
    "N°",
    "NOM",
    "Prénom",
    "Né(e) le",
    "Tél.",
    "Mail",
    "Adresse",
    "CP",
    "Ville",
    "Langues",
    "Interprète",
    "Date d'entrée",
)
LANGUAGES = ("français", "français, arabe", "portugais")
FAMILIES = (
    "DUPONT",
    "LE GOFF",
    "MARTIN",
    "BENALI",
    "NGUYEN",
    "D'ESSAI",
    "MOREAU",
    "LEFÈVRE",
    "N'DIAYE",
    "GARCÍA",
)
FIRSTS = ("Jean-Marie", "Samira", "Noé", "Zoé", "François", "Anaïs", "Mbaye", "Loïc", "Maëlle", "Ali")
SYLLABLES = ("ba", "cho", "di", "fu", "gan", "jo", "ki", "lu", "mi", "no")
# code: (label, bar, aim) in milliseconds, performance.md
OPERATIONS = {
    "import_try": ("11 import de 10 000, essai", 6_000, 2_000),
    "import_apply": ("11 import de 10 000, écriture", 6_000, 2_000),
    "export_csv": ("12 export, csv", 500, 60),
    "export_xlsx": ("12 export, xlsx", 2_500, 900),
}  # fmt: skip


class Back(Exception):
    """All of it is taken back."""


def coordinator_of(organisation: Any) -> Actor:
    """Who brings tables in, there."""
    role = MemberRole.objects.filter(role="coordinator", member__organisation=organisation).order_by("pk")[0]
    actor = actor_for(role.member.user_id, role.member_id, timezone.localdate())
    assert actor is not None
    return actor


def workbook(seed: int = 1) -> bytes:
    """A table as associations keep it: capitals, days in several writings, a telephone that lost its zero."""
    chance, kept = random.Random(f"{seed} table"), io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"constant_memory": True})
    sheet = book.add_worksheet("Suivi")
    sheet.write_row(0, 0, TITLES)
    for place in range(PEOPLE):
        family = "".join(SYLLABLES[int(figure)] for figure in f"{place:04}").upper()
        day, month, year = 1 + place % 28, 1 + place // 28 % 12, 1960 + place // 336 % 40
        birth = f"{day:02}/{month:02}/{year}" if place % 3 else f"{day}/{month}/{year % 100:02}"
        phone = 639_980_000 + place if place % 4 == 0 else f"06 39 98 {place // 100:02} {place % 100:02}"
        sheet.write_row(place + 1, 0, (
            f"B-{place:05}", f"{chance.choice(FAMILIES)} {family}", chance.choice(FIRSTS), birth, phone,
            f"personne{place}@exemple.invalid", f"{place % 90 + 1} rue des Lilas", 62_160, "Fictive-les-Mines",
            chance.choice(LANGUAGES), chance.choice(("oui", "non", "")), "15/09/2024",
        ))  # fmt: skip
    book.close()
    return kept.getvalue()


def figures(actor: Actor, code: str, wanted: set[str]) -> list[Figure]:
    """A line for each operation wanted, measured once. code: of the set."""
    took: dict[str, tuple[float, float]] = {}
    content = workbook()
    reverse("people")  # a server has read its addresses long before
    try:
        with acting_in(actor.context()):
            _play(actor, content, took)
            raise Back
    except Back:
        pass
    return [
        Figure(
            operation=name, role="coordinator", set=code, label=label, p50_ms=round(took[name][0], 1),
            p95_ms=round(took[name][0], 1), bar_ms=bar, aim_ms=[aim, aim], web_cpu_ms=round(took[name][1], 1),
        )
        for name, (label, bar, aim) in OPERATIONS.items()
        if name in wanted
    ]  # fmt: skip


def _play(actor: Actor, content: bytes, took: dict[str, tuple[float, float]]) -> None:
    def timed(name: str, act: Callable[[], Any]) -> Any:
        began, worked = time.perf_counter(), time.process_time()
        answer = act()
        took[name] = (time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000
        return answer

    def tried() -> Any:
        run = actions.start_import(by=actor, kind="personnes", file_name="bench.xlsx", content=content)
        mapping = {int(place): code for place, (code, _how) in run.mapping.items()}
        return actions.carry_out_examination(actions.examine_import(run, by=actor, mapping=mapping), by=actor)

    def applied() -> Any:
        done = actions.carry_out_import(actions.begin_import(run, by=actor), by=actor)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        return done

    run = timed("import_try", tried)
    done = timed("import_apply", applied)
    assert done.counts["made"] > PEOPLE * 0.99, done.counts  # a few may look like somebody of the set
    for name in ("csv", "xlsx"):
        timed(f"export_{name}", partial(_exported, actor, name))


def _exported(actor: Actor, file_format: str) -> Any:
    return file_of(EXPORTS["personnes"], by=actor, asked=QueryDict("vue=dossiers"), file_format=file_format)
