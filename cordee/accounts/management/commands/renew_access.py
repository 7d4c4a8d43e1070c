"""`renew_access`: a new link for somebody whom nobody in their team can help any more.

For whoever runs the instance: the last coordinator forgot a password, or lost a telephone while working for
two organisations.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.accounts.actions.joining import renew_access
from cordee.accounts.links import link_of
from cordee.accounts.models import Member


class Command(BaseCommand):
    help = "Prépare un nouveau lien d’accès, à remettre en main propre."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="adresse du compte")
        parser.add_argument("--second-factor", action="store_true", help="le téléphone est perdu aussi")
        parser.add_argument(
            "--address", default="", help="adresse du site, par exemple https://cordee.exemple.fr"
        )

    def handle(self, *args: Any, email: str, second_factor: bool, address: str, **options: Any) -> None:
        members = Member.objects.active_on(timezone.localdate()).filter(user__email=email.strip().lower())
        member = members.select_related("user", "organisation").order_by("from_on").first()
        if member is None:
            raise CommandError(_("Aucun compte en cours à cette adresse."))
        _made, token = renew_access(member, now=timezone.now(), by=None, resets_second_factor=second_factor)
        self.stdout.write(_("Lien pour %s, valable sept jours, une seule fois :") % member)
        self.stdout.write(f"  {link_of(token, address)}")
