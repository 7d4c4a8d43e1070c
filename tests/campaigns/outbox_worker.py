"""A real worker for the campaign of messages, that does not wait for minutes. `--careless`: the defect planted on
purpose, a worker that writes nothing down before it hands a message over."""

import os
import sys
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402

django.setup()

from cordee.plumbing import worker  # noqa: E402
from cordee.plumbing.outbox import rules, sending  # noqa: E402
from cordee.plumbing.outbox.hooks import PURPOSES, Purpose  # noqa: E402

PURPOSES.register("campaign", Purpose("Campagne"))


def careless(work, parcel, carrier):
    """Hand it over as if nothing could happen in between."""
    outcome = carrier.carry(parcel, lambda: None)
    sending.settle(work, parcel, outcome)
    return outcome


if __name__ == "__main__":
    rules.WAITS = (0.02, 0.05)  # minutes
    sending.PAUSE = timedelta(seconds=1)
    if "--careless" in sys.argv or os.environ.get("CORDEE_CARELESS"):
        sending.carry = careless
    worker.work()
