"""What every table of contracts is read through: the employment part of a dossier."""

from typing import Any

from cordee.kernel.partitions import Partition
from cordee.people.models import PersonScopedQuerySet


class EmploymentQuerySet(PersonScopedQuerySet):
    partition = Partition.EMPLOYMENT

    def of_person(self, actor: Any, person: Any) -> "EmploymentQuerySet":
        """The rows of one person fetched `visible_to` the actor and `with_grounds_of` them: no subquery."""
        here = self.filter(organisation=person.organisation_id, person=person.pk)
        return here if person.opened_to(actor) & self.partition else here.none()
