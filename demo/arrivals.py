"""What came by the public pages: sent and not yet confirmed, so that the door is seen working."""

import json
from datetime import timedelta

from django.utils import timezone

from cordee.accounts.models import Organisation
from cordee.doors.arriving import bound_to
from cordee.doors.guarding import digest
from cordee.doors.models import Arrival
from cordee.doors.rules import CONFIRMED_WITHIN
from cordee.people.keys import organisation_key
from cordee.plumbing import crypto

WAITING = (("Sidonie", 2), ("Florimond", 30))  # first name, hours since it was sent


def leave(organisation: Organisation) -> None:
    """Two orientations whose senders have not opened their mail yet. Nobody can read them."""
    for name, hours in WAITING:
        arrival = Arrival(organisation=organisation, digest=digest(f"demo {organisation.code} {name}"))
        arrival.sent_at = timezone.now() - timedelta(hours=hours)
        arrival.expires_at = arrival.sent_at + CONFIRMED_WITHIN
        described = {"first_names": name, "person_agrees": True, "referrer_name": "Alma Amarante"}
        said = {
            "described": described,
            "reason": "Cherche du calme.",
            "email": "alma@exemple.invalid",
            "site": "",
        }
        key = organisation_key(organisation.pk)
        arrival.sealed = crypto.seal(key, json.dumps(said).encode(), bound_to(arrival))
        arrival.token_digest = digest(f"never mailed {name}")
        arrival.save(force_insert=True)
