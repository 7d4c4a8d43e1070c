"""A post office on loopback, and messages to send through it."""

import itertools
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from cordee.plumbing.context import acting_in, system_context
from cordee.plumbing.outbox.actions import post_message
from cordee.plumbing.outbox.hooks import PURPOSES, Purpose
from demo import mail_server

PURPOSES.register("test", Purpose("Essai"))
numbers = itertools.count(1)


@pytest.fixture
def post(settings: Any) -> Iterator[SimpleNamespace]:
    """`post.mails`: what arrived. `post.behave = …` makes the server fail."""
    office = SimpleNamespace(mails=[], behave=mail_server.well_behaved)
    with mail_server.serving(office.mails.append, lambda step, to: office.behave(step, to)) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 2
        settings.EMAIL_FROM, settings.EMAIL_BOUNCES = "accueil@exemple.invalid", "retours@exemple.invalid"
        office.server = server
        yield office


@pytest.fixture
def write(house: Any) -> Callable[..., Any]:
    """`write(to=…)`: a message of the house, for somebody outside."""

    def written(**given: Any) -> Any:
        number = next(numbers)
        told = {
            "organisation": house.organisation, "channel": "mail", "purpose": "test", "subject": "Votre demande",
            "to": f"destinataire{number}@exemple.invalid", "text": "Bonjour,\n\nÀ bientôt.", "once": f"test-{number}",
        }  # fmt: skip
        with acting_in(system_context(house.organisation.pk, because="test")):
            return post_message(**told | given)

    return written
