"""`read_bounces`: note what could not be delivered.

./do manage read_bounces < notice.eml             one notice, as a mail server pipes it
./do manage read_bounces --maildir FOLDER         every new one of a Maildir; they are marked as read
"""

import sys
from argparse import ArgumentParser
from mailbox import Maildir
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cordee.plumbing.outbox.bounces import LONGEST, note_bounce


class Command(BaseCommand):
    help = "Note les courriels revenus : un avis sur l’entrée standard, ou ceux d’une boîte Maildir."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--maildir", default="", help="dossier de la boîte où reviennent les courriels")

    def handle(self, *args: Any, maildir: str, **options: Any) -> None:
        if not maildir:
            noted = note_bounce(sys.stdin.buffer.read(LONGEST))
            self.stdout.write("Un courriel revenu, noté." if noted else "Rien à noter.")
            return
        try:
            box = Maildir(maildir, factory=None, create=False)
        except OSError as error:
            raise CommandError(f"Cette boîte ne s’ouvre pas : {maildir}") from error
        self.stdout.write(
            f"Courriels revenus, notés : {sum(self.read(box, key) for key in list(box.keys()))}."
        )

    def read(self, box: Maildir, key: str) -> bool:
        """One of the box, looked at once."""
        kept = box[key]
        if "S" in kept.get_flags():
            return False
        noted = note_bounce(kept.as_bytes())
        kept.add_flag("S")
        kept.set_subdir("cur")
        box[key] = kept
        return noted
