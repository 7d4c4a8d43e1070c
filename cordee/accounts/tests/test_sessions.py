"""One's own sessions: listed, closed one by one or all at once; never somebody else's."""

import pytest
from django.test import Client

from cordee.accounts import sessions
from cordee.accounts.models import SessionRecord
from cordee.accounts.tests.proofs import PASSWORD, signed_in

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0"


@pytest.fixture
def browsers(person_with_password, telephone, later):
    """Two browsers of the same person; a code serves once, so half an hour apart."""
    first = signed_in(person_with_password, telephone, **{"user-agent": FIREFOX})
    later(minutes=30)
    return first, signed_in(person_with_password, telephone)


def test_the_list_says_which_is_this_one_and_when(browsers, person_with_password):
    here, _other = browsers

    lines = sessions.sessions_of(person_with_password, here=here.session.session_key)
    page = here.get("/compte").content.decode()

    assert [line.is_this_one for line in lines] == [True, False]
    assert lines[0].device == "Firefox sur Windows"
    assert lines[0].seen_at < lines[1].seen_at
    assert "cette session" in page
    assert here.session.session_key not in page


def test_closing_one_ends_it_at_once(browsers, person_with_password):
    here, other = browsers
    line = sessions.sessions_of(person_with_password, here=here.session.session_key)[1]

    here.post("/compte/sessions/fermer", {"session": str(line.id)})

    assert other.get("/compte").status_code == 302
    assert here.get("/compte").status_code == 200


def test_closing_all_the_others_keeps_this_one(browsers):
    here, other = browsers

    here.post("/compte/sessions/fermer", {"session": "others"})

    assert other.get("/compte").status_code == 302
    assert here.get("/compte").status_code == 200


@pytest.mark.parametrize("wanted", ["", "x", "\0", "00000000-0000-4000-8000-000000000001"])
def test_a_session_that_is_not_ours_does_not_exist(browsers, wanted):
    here, _other = browsers

    assert here.post("/compte/sessions/fermer", {"session": wanted}).status_code == 404


def test_nobody_closes_the_session_of_a_colleague(browsers, house, visit):
    here, _other = browsers
    theirs = SessionRecord.objects.first()

    answer = visit(house.director).post("/compte/sessions/fermer", {"session": str(theirs.pk)})

    assert answer.status_code == 404
    assert here.get("/compte").status_code == 200


def test_a_new_password_closes_the_others(browsers):
    here, other = browsers
    new = "une autre phrase bien longue"

    answer = here.post(
        "/compte/mot-de-passe", {"current_password": PASSWORD, "password1": new, "password2": new}
    )

    assert answer.url == "/compte"
    assert here.get("/compte").status_code == 200
    assert other.get("/compte").status_code == 302
    assert len(here.get("/compte").context["open_sessions"]) == 1


@pytest.mark.parametrize(("password", "accepted"), [("quatorze signe", False), ("quinze signes !", True)])
def test_a_password_has_fifteen_signs(person_with_password, telephone, password, accepted):
    client = signed_in(person_with_password, telephone)

    client.post(
        "/compte/mot-de-passe", {"current_password": PASSWORD, "password1": password, "password2": password}
    )

    person_with_password.refresh_from_db()
    assert person_with_password.check_password(password) is accepted


def test_visiting_pages_writes_nothing_to_the_list(browsers, django_assert_max_num_queries):
    here, _other = browsers

    with django_assert_max_num_queries(15) as queries:
        here.get("/compte")

    assert not [
        one for one in queries.captured_queries if "UPDATE" in one["sql"] and "sessionrecord" in one["sql"]
    ]


def test_closed_sessions_are_forgotten_at_the_next_sign_in(browsers, person_with_password, telephone, later):
    from django.contrib.sessions.models import Session

    Session.objects.all().delete()
    later(minutes=5)

    signed_in(person_with_password, telephone)

    assert SessionRecord.objects.filter(user=person_with_password).count() == 1


def test_a_demonstration_has_no_password_to_change(house, visit):
    answer = visit(house.coordinator).get("/compte/mot-de-passe")

    assert "on entre d’un clic" in answer.content.decode()


def test_a_session_without_second_factor_is_not_a_demonstration_elsewhere(house, visit, settings):
    client = visit(house.coordinator)
    assert client.get("/reglages/equipe").status_code == 200

    settings.DEMO = False

    assert client.get("/reglages/equipe").url.startswith("/compte/double-verification/activer")
    assert Client().get("/compte").status_code == 302
