"""Defects planted at the doors: a link not checked, a confirmation skipped, a page that says too much.

The guard plays the whole story of somebody without an account, and says what it should not have seen.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest import mock

from django.db import transaction
from django.utils import timezone

from cordee.doors import arriving, following, guarding, sheets, tokens, tracking
from cordee.doors.inside import inside
from cordee.doors.models import Follow
from cordee.doors.tests.factories import address_of, publish, sent, visitor
from cordee.plumbing.context import acting_in
from cordee.plumbing.outbox.letters import open_letter
from cordee.plumbing.outbox.models import Message
from cordee.referrals.actions import answer_referral
from cordee.referrals.models import Referral
from tests import factories

SECRET = "Zibeline"
TYPED = {
    "referrer_name": "Alma",
    "referrer_email": "alma@exemple.invalid",
    "first_names": SECRET,
    "reason": f"{SECRET} cherche un toit.",
    "told": "Tout.",
    "person_agrees": "on",
}


def doors_guard(world: Any = None) -> list[str]:
    """What somebody without an account could see or do that they should not."""
    with transaction.atomic():
        found = list(complaints(factories.house(name="Maison aux portes")))
        transaction.set_rollback(True)
    return found


def complaints(house: factories.House) -> Iterator[str]:
    publish(house)
    client = visitor()
    client.post(address_of(house, "/orienter"), sent(house, **TYPED))
    with acting_in(house.coordinator.context()):
        if Referral.objects.exists():
            yield "an orientation reached the team before its sender confirmed"
            return
    link = client.post(links(house)[0])["Location"]
    yield from what_it_says(client, link)
    yield from who_opens(house, client, link)
    if visitor("192.0.2.9").get(link).content.count("Elle est arrivée".encode()):
        yield "a forwarded link opens without a code"
    statuses = [visitor("192.0.2.77").post(address_of(house, "/courriel")).status_code for _time in range(21)]
    if 429 not in statuses:
        yield "one address is never slowed down"


def what_it_says(client: Any, link: str) -> Iterator[str]:
    if SECRET in client.get(link).content.decode():
        yield "the page that follows names the person"


def who_opens(house: factories.House, client: Any, link: str) -> Iterator[str]:
    """The link serves until it is replaced, or too old."""
    by = house.coordinator
    with transaction.atomic():
        with inside(house.organisation.pk):
            Follow.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        if client.get(link).status_code == 200:
            yield "an expired link opens"
        transaction.set_rollback(True)
    with transaction.atomic():
        with acting_in(by.context()):
            row = Referral.objects.get()
            answer_referral(row, by=by, move="study", on=by.today, version=row.version)
        if client.get(link).status_code == 200:
            yield "a link that was replaced opens"
        transaction.set_rollback(True)


def links(house: factories.House) -> list[str]:
    """The addresses mailed, the last first."""
    with inside(house.organisation.pk):
        rows = [open_letter(row) for row in Message.objects.order_by("-created_at")]
    return [re.search(r"https?://[^/\s]+(/\S+)", letter.text)[1] for letter in rows]


def confirmed_at_once(arrival: Any, organisation: Any, *, to: str, site: str, token: str) -> None:
    arriving.confirm_arrival(tokens.read_token(tokens.CONFIRM, token))


def naming(referral: Referral) -> list[Any]:
    return [sheets.Step(referral.received_on, referral.full_name)]


PLANTS: list[tuple[str, Any, str]] = [
    (
        "a token of a link not checked",
        lambda: mock.patch.object(following, "constant_time_compare", lambda one, other: True),
        "a link that was replaced opens",
    ),
    (
        "an expired link accepted",
        lambda: mock.patch.object(
            following, "judged", lambda follow, link: following.Seen(follow) if follow else following.Seen()
        ),
        "an expired link opens",
    ),
    (
        "a confirmation skipped",
        lambda: mock.patch.object(arriving.letters, "ask_confirmation", confirmed_at_once),
        "before its sender confirmed",
    ),
    (
        "the page that follows shows the person",
        lambda: mock.patch.object(sheets, "_steps", naming),
        "names the person",
    ),
    (
        "a code not asked",
        lambda: mock.patch.object(tracking, "is_recognised", lambda request, follow: True),
        "opens without a code",
    ),
    (
        "a limit removed",
        lambda: mock.patch.object(guarding, "is_welcome", lambda *given: True),
        "never slowed down",
    ),
]
