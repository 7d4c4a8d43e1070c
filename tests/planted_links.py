"""Defects planted in contracts signed from home: a question not asked, a link that outlives its text, a name not looked at.

The guard plays the story of somebody who holds a link that is not theirs, and says what they could see or sign.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest import mock

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from cordee.doors.inside import inside
from cordee.doors.tests.factories import visitor
from cordee.engagements import actions
from cordee.engagements.models import Signature, SigningLink
from cordee.engagements.remote import opening, public
from cordee.engagements.tests.factories import in_house, proposed, somebody
from cordee.engagements.tests.test_links import given
from tests import factories

SECRET = "Trouver une garde"
BIRTH = {"born": "12/03/1984"}


def links_guard(world: Any = None) -> list[str]:
    """What a link could show or sign that it should not."""
    with transaction.atomic():
        found = list(complaints(factories.house(name="Maison des liens")))
        transaction.set_rollback(True)
    return found


def complaints(house: factories.House) -> Iterator[str]:
    person = somebody(house)
    contract = proposed(house, person)
    link, token = given(house, contract, person)
    page = reverse("sign_link", args=[token])
    if SECRET in visitor().get(page).content.decode():
        yield "the text is shown before the question"
    client = visitor("192.0.2.8")
    if client.post(f"{page}/naissance", {"born": "13/03/1984"}).status_code == 302:
        yield "any date opens the text"
    client.post(f"{page}/naissance", BIRTH)
    with inside(house.organisation.pk):
        digest = SigningLink.objects.get(pk=link.pk).digest
    sent = {"digest": digest, "agrees": "on"}
    client.post(f"{page}/signer", {**sent, "name": "Quelqu’un Autre"})
    yield from signed_by(house, "somebody else's name signs")
    yield from when_old(house, client, page)
    in_house(house.referent, actions.take_back_contract, contract, person)
    client.post(f"{page}/signer", {**sent, "name": person.full_name})
    yield from signed_by(house, "a text taken back is signed")
    if visitor("192.0.2.9").get(page[:-4] + "AAAA").status_code == 200:
        yield "a link made up opens"


def when_old(house: factories.House, client: Any, page: str) -> Iterator[str]:
    with transaction.atomic():
        with inside(house.organisation.pk):
            SigningLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        if client.get(page).status_code == 200:
            yield "an old link opens"
        transaction.set_rollback(True)


def signed_by(house: factories.House, says: str) -> Iterator[str]:
    with inside(house.organisation.pk):
        if Signature.objects.filter(means="link").exists():
            yield says


def without_a_question(row: Any, born_on: Any) -> None:
    return None


PLANTS: list[tuple[str, Any, str]] = [
    (
        "the question of a link to sign not asked",
        lambda: mock.patch.object(public, "is_recognised", lambda request, link: True),
        "shown before the question",
    ),
    (
        "the answer of a link to sign not looked at",
        lambda: mock.patch.object(opening, "prove", without_a_question),
        "any date opens the text",
    ),
    (
        "an old link to sign accepted",
        lambda: mock.patch.object(opening, "serves", lambda row, link, now: True),
        "an old link opens",
    ),
    (
        "a text taken back still signed by its link",
        lambda: mock.patch.object(opening, "_check_stands", lambda *told: None),
        "a text taken back is signed",
    ),
    (
        "the name under a text signed from home not looked at",
        lambda: mock.patch.object(opening, "is_of", lambda typed, known: True),
        "somebody else's name signs",
    ),
]
