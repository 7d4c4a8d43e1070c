"""Sessions are read as Django reads them: living ones, by their key alone."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from cordee.accounts.session_store import SessionStore

pytestmark = pytest.mark.django_db


def written():
    session = SessionStore()
    session["member"] = "quelqu’un"
    session.create()
    return session.session_key


def test_what_was_written_is_read_again_by_either():
    key = written()

    assert SessionStore(key)["member"] == db.SessionStore(key)["member"] == "quelqu’un"


@pytest.mark.parametrize("given", [timedelta(seconds=5), timedelta(seconds=-5)])
def test_a_session_ends_when_its_time_has_come(given):
    key = written()
    Session.objects.filter(pk=key).update(expire_date=timezone.now() + given)

    assert SessionStore(key).get("member") == (None if given.total_seconds() < 0 else "quelqu’un")


@pytest.mark.parametrize("key", ["", "jamais-vue", "a" * 40, "' OR true --"])
def test_a_key_that_opens_nothing(key):
    written()
    session = SessionStore(key)

    assert session.get("member") is None
    assert session.session_key is None
