"""What a pathway says of writing to somebody: nobody writes to the dead."""

from typing import Any

from cordee.pathways.enums import Status
from cordee.pathways.models import Pathway
from cordee.plumbing.outbox.enums import Why
from cordee.programmes.cached import definition_of

DEATH = "death"  # the kind of an exit (programmes.vocabulary)


def has_died(message: Any) -> str:
    """A code of Why when a pathway of the recipient was closed by their death. One query."""
    if not message.to_person or message.person_id is None:
        return ""
    closed = Pathway.objects.filter(person=message.person_id, status=Status.CLOSED)
    for version, code in closed.values_list("programme_version_id", "exit_code"):
        way_out = definition_of(version).exit(code)
        if way_out is not None and way_out.kind == DEATH:
            return Why.DECEASED
    return ""
