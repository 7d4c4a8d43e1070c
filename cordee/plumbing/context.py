"""Who is asking, told to PostgreSQL once per transaction.

Every policy reads these settings and nothing else. They are local to the transaction
(`set_config(…, true)`): the next request on a pooled connection starts from nothing, and
nothing means no row at all.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import connections, transaction

from cordee.kernel.partitions import ALL_PARTITIONS, RESTRICTED_PARTITIONS, Partition

SETTINGS = (
    "organisation",
    "member",
    "house",
    "shared",
    "partitions",
    "titles",
    "intake",
    "reveals",
    "withheld",
    "received",
)


@dataclass(frozen=True)
class DatabaseContext:
    """What the policies may know of the one who asks.

    organisation: where they work now. member: who they are in it.
    house: the organisation all of whose dossiers are open to them, if any (open team).
    shared: the organisation whose grounds of access they may use, if any.
    partitions, titles: bit masks (kernel.partitions) of what they may read in the house, and of
    what they may only know exists there. intake: may they see orientations nobody follows yet.
    reveals: may they see a protected address. withheld: a mask of what their organisation keeps from them in the
    dossiers they follow, whatever their grounds of access say. received: the restricted partitions they read in what
    comes with an orientation, before there is a dossier.
    """

    organisation: UUID | None = None
    member: UUID | None = None
    house: UUID | None = None
    shared: UUID | None = None
    partitions: int = 0
    titles: int = 0
    intake: bool = False
    reveals: bool = False
    withheld: int = 0
    received: int = 0
    because: str = "request"

    def settings(self) -> dict[str, str]:
        return {
            "organisation": str(self.organisation or ""),
            "member": str(self.member or ""),
            "house": str(self.house or ""),
            "shared": str(self.shared or ""),
            "partitions": str(int(self.partitions)),
            "titles": str(int(self.titles | self.partitions)),
            "intake": "1" if self.intake else "",
            "reveals": "1" if self.reveals else "",
            "withheld": str(int(self.withheld)),
            "received": str(int(self.received)),
        }

    def remembered(self) -> str:
        """What each line of history keeps of the context, as JSON."""
        return json.dumps(
            {
                "organisation": str(self.organisation or ""),
                "member": str(self.member or ""),
                "because": self.because,
            }
        )


NOBODY = DatabaseContext()


def system_context(organisation: UUID, *, because: str) -> DatabaseContext:
    """The context of a job or a command: one organisation, every partition, no member.

    because: what runs, kept in the history of what it writes.
    """
    return DatabaseContext(
        organisation=organisation,
        house=organisation,
        partitions=int(ALL_PARTITIONS & ~Partition.WORKING),
        titles=int(ALL_PARTITIONS),
        intake=True,
        received=int(RESTRICTED_PARTITIONS),
        because=because,
    )


# A trigger of pgtrigger asks, for each row, whether it is to be ignored. Where nothing was ever said, the question is
# an error that it catches; undoing it looks at every check that waits for the end of the transaction: 3 ms a row among
# a hundred thousand. So it is said, with the rest.
SAID = """set_config('pgtrigger.ignore', COALESCE(NULLIF(current_setting('pgtrigger.ignore', true), ''), '{}'), true)"""


def apply(context: DatabaseContext, *, using: str = "default") -> None:
    """Tell PostgreSQL who asks, until the end of the transaction, in one statement."""
    values = {f"cordee.{name}": value for name, value in context.settings().items()}
    values["pghistory.context_metadata"] = context.remembered()
    values["plan_cache_mode"] = (
        "force_generic_plan"  # of the queries of plumbing.prepared: others have no kept plan
    )
    columns = ", ".join([*["set_config(%s, %s, true)"] * len(values), SAID])
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT {columns}", [part for pair in values.items() for part in pair])
    connections[using].cordee_context = context  # type: ignore[attr-defined]


@contextmanager
def acting_in(context: DatabaseContext, *, using: str = "default") -> Iterator[None]:
    """A transaction in which PostgreSQL knows who asks.

    Inside another transaction (a test, a nested job) the settings would outlive the block,
    so the previous ones are put back.
    """
    connection = connections[using]
    nested = connection.in_atomic_block
    before = getattr(connection, "cordee_context", NOBODY)
    with transaction.atomic(using=using):
        apply(context, using=using)
        connection.cordee_context = context  # type: ignore[attr-defined]
        try:
            yield
        finally:
            connection.cordee_context = before  # type: ignore[attr-defined]
            if nested and not connection.needs_rollback:
                apply(before, using=using)


def widened(context: DatabaseContext, **changes: object) -> DatabaseContext:
    """The same context with some settings changed, for an action that must see more than its actor."""
    return replace(context, **changes)  # type: ignore[arg-type]


@contextmanager
def for_the_holder(
    organisation: UUID, *, only_elsewhere: bool = False, using: str = "default"
) -> Iterator[None]:
    """The part of an action that belongs to the house that holds the dossier, whoever acts.

    Two needs: what is worked out from a whole dossier, such as its delays (with the counsellor's own eyes, a
    contact noted by the nurse would not count), and the grounds of access that a gesture of somebody who
    carries out the accompaniment elsewhere gives or ends. Nothing read here is shown.

    only_elsewhere: the second need, where a member of the holder needs nothing more than what they have.
    """
    before = getattr(connections[using], "cordee_context", NOBODY)
    if only_elsewhere and before.organisation == organisation:
        yield
        return
    everything = int(ALL_PARTITIONS)
    apply(
        widened(
            before,
            organisation=organisation,
            house=organisation,
            partitions=everything,
            titles=everything,
            intake=True,
            withheld=0,
            received=everything,
        ),
        using=using,
    )
    try:
        yield
    finally:
        if not connections[using].needs_rollback:
            apply(before, using=using)
