"""Fixtures of accounts: a professional who signs in for real, and an empty memory of past attempts."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from cordee.accounts.tests import proofs


@pytest.fixture(autouse=True)
def no_memory_of_attempts() -> None:
    """allauth counts requests in the process's memory: a test must not be slowed down by another."""
    cache.clear()


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """Argon2 is slow on purpose, and these tests sign in hundreds of times."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def person_with_password(house: Any) -> Any:
    """The coordinator of the house, who has a password and no telephone yet."""
    proofs.with_password(house.coordinator.user)
    return house.coordinator.user


@pytest.fixture
def telephone(person_with_password: Any) -> str:
    """The secret of the coordinator's telephone."""
    return proofs.with_telephone(person_with_password)


@pytest.fixture
def later() -> Iterator[Callable[..., None]]:
    """`later(minutes=11)`: eleven minutes later, and so on from there."""
    with time_machine.travel(timezone.now(), tick=True) as traveller:
        yield lambda **later: traveller.shift(timedelta(**later))
