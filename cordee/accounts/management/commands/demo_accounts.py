"""`demo_accounts`: who one may be in the demonstration. Printed by `./do demo`."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.accounts.team import House, houses_of_the_demonstration


class Command(BaseCommand):
    help = "Dit qui l’on peut être dans la démonstration."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                _("Cette instance n’est pas une démonstration : ses comptes ne se disent pas.")
            )
        houses = houses_of_the_demonstration(timezone.localdate())
        if not houses:
            self.stdout.write(_("La démonstration n’a pas encore d’habitants."))
            return
        self.stdout.write(_("On entre d’un clic, sans mot de passe, par l’adresse /demo :"))
        for house in houses:
            self.stdout.write("\n".join(told(house)))


def told(house: House) -> list[str]:
    """The organisation, then a line for each of its members."""
    width = max(len(line.member.display_name) for line in house.members)
    lines = [
        f"    {line.member.display_name:<{width}}  {line.roles} ({line.member.user.email})"
        for line in house.members
    ]
    return [f"  {house.organisation.name}", *lines]
