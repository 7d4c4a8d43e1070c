"""The one way in for what comes from a public page: the context of the house that receives.

Opened inside the action, after the checks, closed at its end. No member stands in it: what it writes says so in the
history, with why.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from cordee.plumbing.context import acting_in, system_context

BECAUSE = "public page"


@contextmanager
def inside(organisation: UUID) -> Iterator[None]:
    with acting_in(system_context(organisation, because=BECAUSE)):
        yield
