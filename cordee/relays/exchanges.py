"""An exchange around a situation, outside the board: noted, said otherwise, taken back; who does what by when.

A task of a member of the house is a deadline on their day, whose label says nothing of it.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.dossier import clocks
from cordee.dossier.actions import record_fact
from cordee.dossier.models import Deadline
from cordee.kernel.errors import BadInput, NotAllowed, StaleState
from cordee.kernel.partitions import CODES, Partition
from cordee.people.keys import key_of
from cordee.people.models import Person
from cordee.plumbing.ids import new_id
from cordee.relays.access import CLOSED, may_write, why_not
from cordee.relays.contents import WANTED, ExchangeSaid, Task, exchange_said, keep
from cordee.relays.enums import Presence
from cordee.relays.models import EXCHANGE_MODELS, BaseExchange
from cordee.relays.rules import USAGE

TASK, THING = "exchange_task", "exchange"
LONGEST, MOST_TASKS = 20_000, 20
NOTICE = timedelta(days=7)


@dataclass(frozen=True)
class Held:
    """When, about which part of the dossier, and whether the person was there."""

    day: date
    part: str = "social"
    presence: str = Presence.THERE.value
    pathway_id: UUID | None = None


@transaction.atomic
def note_exchange(person: Person, held: Held, said: ExchangeSaid, *, by: Actor) -> BaseExchange:
    """Note what was said of a situation, by whom, and who does what. Raises NotAllowed, BadInput.

    person: fetched `with_grounds_of` the actor.
    """
    partition = CODES.get(held.part)
    if partition is None or partition not in EXCHANGE_MODELS:
        raise BadInput("part", _("Dites ce que cela touche\u202f: choisissez dans la liste."))
    if not may_write(by, person, partition, "exchange:write"):
        raise NotAllowed(why_not(by, "exchange:write"))
    _check(held, said, by)
    row = EXCHANGE_MODELS[partition](
        organisation_id=person.organisation_id,
        person_id=person.pk,
        partition=int(partition),
        pathway_id=held.pathway_id,
        day=held.day,
        presence=held.presence,
        author=by.member,
        author_organisation=by.organisation,
    )
    numbered = replace(said, tasks=tuple(replace(task, pk=task.pk or str(new_id())) for task in said.tasks))
    keep(row, WANTED, numbered, key_of(person))
    row.save(force_insert=True)
    record_fact(
        person=person,
        kind="exchange_held",
        day=held.day,
        by=by,
        pathway_id=held.pathway_id,
        partition=partition,
        thing=row,
        codes={"presence": held.presence},
    )
    _keep_tasks(row, numbered.tasks, on=by.today)
    return row


@transaction.atomic
def change_exchange(
    exchange: BaseExchange, person: Person, held: Held, said: ExchangeSaid, *, by: Actor, seen: int
) -> BaseExchange:
    """Say it otherwise; its part of the dossier does not change. Raises NotAllowed, BadInput, StaleState."""
    kept = _mine(exchange, person, by)
    _check(held, said, by)
    if kept.version != seen:
        raise StaleState(
            _("Un collègue a écrit ici pendant que vous écriviez\u202f: rechargez la page pour relire.")
        )
    key = key_of(person)
    before = {task.pk: task for task in exchange_said(kept, key).tasks}
    tasks = tuple(
        replace(
            task, pk=task.pk or str(new_id()), done_on=before[task.pk].done_on if task.pk in before else ""
        )
        for task in said.tasks
    )
    keep(kept, WANTED, replace(said, tasks=tasks), key)
    kept.day, kept.presence, kept.version = held.day, held.presence, kept.version + 1
    kept.save(update_fields=["sealed_text", "day", "presence", "version"])
    for gone in set(before) - {task.pk for task in tasks}:
        clocks.close_all(UUID(gone), on=by.today, closing="dropped")
    _keep_tasks(kept, tasks, on=by.today)
    return kept


@transaction.atomic
def do_task(exchange: BaseExchange, person: Person, pk: str, *, by: Actor, done: bool = True) -> None:
    """It is done, or was not after all. Raises NotAllowed, StaleState."""
    kept, key = _mine(exchange, person, by), key_of(person)
    said = exchange_said(kept, key)
    if pk not in {task.pk for task in said.tasks}:
        raise StaleState(_("Cette suite a été retirée."))
    day = by.today.isoformat() if done else ""
    tasks = tuple(replace(task, done_on=day) if task.pk == pk else task for task in said.tasks)
    keep(kept, WANTED, replace(said, tasks=tasks), key)
    kept.save(update_fields=["sealed_text"])
    _keep_tasks(kept, tasks, on=by.today)


@transaction.atomic
def withdraw_exchange(exchange: BaseExchange, person: Person, *, by: Actor) -> None:
    """Noted by mistake. Raises NotAllowed."""
    kept, key = _mine(exchange, person, by), key_of(person)
    for task in exchange_said(kept, key).tasks:
        clocks.close_all(UUID(task.pk), on=by.today, closing="dropped")
    kept.withdrawn_at = timezone.now()
    kept.save(update_fields=["withdrawn_at"])


def _mine(exchange: BaseExchange, person: Person, by: Actor) -> BaseExchange:
    rows: Any = type(exchange).objects  # type: ignore[attr-defined]
    kept: BaseExchange | None = rows.select_for_update().filter(pk=exchange.pk, withdrawn_at=None).first()
    if kept is None:
        raise NotAllowed(str(CLOSED))
    if not may_write(by, person, Partition(kept.partition), "exchange:write"):
        raise NotAllowed(why_not(by, "exchange:write"))
    return kept


def _check(held: Held, said: ExchangeSaid, by: Actor) -> None:
    if held.day > by.today:
        raise BadInput("day", _("Ce jour est dans l’avenir\u202f: un échange se note une fois tenu."))
    if held.presence not in Presence.values:
        raise BadInput("presence", _("Dites si la personne était là, ou a été informée."))
    if not (said.words.strip() or said.conclusions.strip() or said.tasks):
        raise BadInput("words", _("Écrivez ce qui s’est dit, ou ce qui est conclu."))
    if not (said.members or said.others.strip()):
        raise BadInput("others", _("Dites qui était là."))
    for name in ("words", "conclusions", "wish", "others"):
        if len(getattr(said, name)) > LONGEST:
            raise BadInput(name, _("Ce texte est trop long\u202f: partagez-le en plusieurs échanges."))
    if len(said.tasks) > MOST_TASKS:
        raise BadInput("tasks", _("Vingt suites au plus pour un échange."))


def _keep_tasks(row: BaseExchange, tasks: tuple[Task, ...], *, on: date) -> None:
    """The deadline of each task that a member has in charge, and that has a day."""
    standing = {
        one.thing_id: one for one in Deadline.objects.filter(person=row.person_id, kind=TASK, closed_on=None)
    }
    for task in tasks:
        known = standing.get(UUID(task.pk))
        if task.done_on or not task.member or not task.due_on:
            if known is not None:
                clocks.close(known, on=on, closing="met" if task.done_on else "dropped")
            continue
        due = date.fromisoformat(task.due_on)
        values: dict[str, Any] = {
            "in_charge_id": UUID(task.member),
            "warn_on": due - NOTICE,
            "due_on": due,
            "late_on": due + timedelta(days=1),
        }
        if known is not None:
            clocks.move(known, values)
            continue
        Deadline(
            organisation_id=row.organisation_id,
            person_id=row.person_id,
            pathway_id=row.pathway_id,
            kind=TASK,
            label=_("Une suite d’un échange est à faire"),
            source=USAGE,
            thing_kind=THING,
            thing_id=UUID(task.pk),
            **values,
        ).save(force_insert=True)
