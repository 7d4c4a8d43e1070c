"""What a meeting is about, written in the table of its part and read back by whoever may open it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cordee.appointments.enums import partition_of
from cordee.appointments.models import MATTER_MODELS, Appointment, BaseMatter
from cordee.kernel.partitions import RESTRICTED_PARTITIONS, Partition
from cordee.people.keys import seal_text, unseal_text
from cordee.plumbing.crypto import Unreadable

TABLES = tuple(dict.fromkeys(MATTER_MODELS.values()))


@dataclass(frozen=True)
class About:
    """What one talks about. theme: a code of THEMES; counterpart: with whom; words: what to prepare, to bring."""

    theme: str = ""
    counterpart: str = ""
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.theme or self.counterpart or self.words)


NOTHING = About()


def write_matter(appointment: Appointment, about: About, *, key: bytes) -> None:
    """Keep it in the table of its part; a first one, made with the appointment. Without a theme, nothing is kept."""
    if not about.theme:
        return
    partition = partition_of(about.theme)
    row = MATTER_MODELS[partition](
        organisation_id=appointment.organisation_id, person_id=appointment.person_id, appointment=appointment
    )
    _fill(row, about, partition, key)
    row.save(force_insert=True)


def change_matter(appointment: Appointment, about: About, *, key: bytes) -> None:
    """Write it anew; in the part it leaves, nothing readable is left behind but the history of its own table."""
    wanted = MATTER_MODELS[partition_of(about.theme)] if about.theme else None
    is_written = False
    for table in TABLES:
        row = table.objects.filter(appointment=appointment).first()  # type: ignore[attr-defined]
        if row is None:
            continue
        if table is wanted:
            _fill(row, about, partition_of(about.theme), key)
            is_written = True
        else:
            row.theme, row.counterpart, row.sealed_text = "", "", None
        row.save(update_fields=["partition", "theme", "counterpart", "sealed_text"])
    if wanted is not None and not is_written:
        write_matter(appointment, about, key=key)


def _fill(row: BaseMatter, about: About, partition: Partition, key: bytes) -> None:
    row.partition = int(partition)
    said = about.words
    if partition & RESTRICTED_PARTITIONS:
        said = json.dumps({"theme": about.theme, "counterpart": about.counterpart, "words": about.words})
    else:
        row.theme, row.counterpart = about.theme, about.counterpart
    row.sealed_text = seal_text(key, row, "sealed_text", row.person_id, said) if said else None


def matters_of(actor: Any, person: Any, appointments: Sequence[Appointment], key: bytes) -> dict[Any, About]:
    """What the actor may read of what these are about, by appointment. Up to three queries."""
    pks, opened = [one.pk for one in appointments], person.opened_to(actor)
    found: dict[Any, About] = {}
    for table in TABLES:
        if not any(partition & opened for partition in table.PARTITIONS):
            continue
        rows = table.objects.of_person(actor, person).filter(appointment__in=pks)  # type: ignore[attr-defined]
        found |= {row.appointment_id: about for row in rows if (about := read_matter(row, key))}
    return found


def read_matter(row: BaseMatter, key: bytes) -> About:
    """Nothing when it was emptied, or when the person's key was destroyed."""
    if row.sealed_text is None:
        return About(row.theme, row.counterpart)
    try:
        text = unseal_text(key, row, "sealed_text", row.person_id)
    except Unreadable:
        return NOTHING
    if row.partition & int(RESTRICTED_PARTITIONS):
        return About(**json.loads(text))
    return About(row.theme, row.counterpart, text)
