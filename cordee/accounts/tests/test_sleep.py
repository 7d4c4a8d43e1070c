"""Sessions that sleep or end: the page comes back, and the text typed, to its author alone."""

import pytest
from django.test import Client

from cordee.accounts.tests.proofs import PASSWORD, code_of, sign_in, signed_in
from cordee.plumbing.models import ParkedForm

ORGANISATION = "/reglages/organisation"


@pytest.fixture
def at_work(person_with_password, telephone):
    return signed_in(person_with_password, telephone)


def unlock(client, address, secret=PASSWORD):
    return client.post(address, {"secret": secret})


@pytest.mark.parametrize(("minutes", "sleeps"), [(59, False), (61, True)])
def test_a_session_sleeps_after_an_hour(at_work, later, minutes, sleeps):
    later(minutes=minutes)

    answer = at_work.get("/reglages/equipe?page=2")

    assert (answer.status_code == 302) is sleeps
    if sleeps:
        assert answer.url == "/veille?next=%2Freglages%2Fequipe%3Fpage%3D2"


def test_it_wakes_with_the_password_on_the_same_page_under_a_new_key(at_work, later):
    later(minutes=61)
    asked = at_work.get("/reglages/equipe")
    before = at_work.session.session_key

    answer = unlock(at_work, asked.url)

    assert answer.url == "/reglages/equipe"
    assert at_work.session.session_key != before
    assert at_work.get("/reglages/equipe").status_code == 200


def test_it_wakes_with_a_code(at_work, telephone, later):
    later(minutes=61)
    asked = at_work.get("/reglages/equipe")

    answer = unlock(at_work, asked.url, code_of(telephone))

    assert answer.url == "/reglages/equipe"


@pytest.mark.parametrize("secret", ["faux", "000000", "", "x" * 5_000_000, "\0\0", "😀" * 20])
def test_it_does_not_wake_with_anything_else(at_work, later, secret):
    later(minutes=61)

    answer = unlock(at_work, "/veille?next=/reglages/equipe", secret)

    assert answer.status_code == 200
    assert at_work.get("/reglages/equipe").status_code == 302


def test_guessing_at_the_unlocking_slows_down(at_work, later):
    later(minutes=61)

    answers = [unlock(at_work, "/veille", "faux") for _turn in range(5)]

    assert answers[-1].status_code == 429


@pytest.mark.parametrize(
    "address", ["https://mechant.exemple/", "//mechant.exemple", "javascript:alert(1)", "\\\\x"]
)
def test_waking_leads_nowhere_else(at_work, later, address):
    later(minutes=61)

    answer = at_work.post("/veille", {"secret": PASSWORD}, query_params={"next": address})

    assert answer.url.startswith("/") and not answer.url.startswith("//") and "mechant" not in answer.url


def test_the_text_typed_comes_back_unsaved(at_work, house, later):
    later(minutes=61)
    typed = {"name": "La Passerelle", "directions": "Prendre le bus 4,\ndescendre à « Mairie »"}

    asked = at_work.post(ORGANISATION, typed)
    answer = unlock(at_work, asked.url)
    page = at_work.get(answer.url)

    assert asked.url.startswith("/veille?next=%2Freglages%2Forganisation%3Freprise%3D")
    assert "descendre à « Mairie »" in page.content.decode()
    assert "Voici ce que vous aviez écrit" in page.content.decode()
    house.organisation.refresh_from_db()
    assert house.organisation.directions == ""


def test_what_is_set_aside_is_sealed_without_secrets(at_work, later):
    later(minutes=61)

    at_work.post(
        ORGANISATION, {"name": "Un secret de dossier", "password1": "jamais", "code": "123456", "_once": "x"}
    )
    kept = ParkedForm.objects.get()

    assert b"Un secret" not in bytes(kept.sealed)
    from cordee.accounts import unlocking

    names = ("name", "exit_code", "password1", "code", "_once", "secret")
    assert [name for name in names if unlocking.is_kept(name)] == ["name", "exit_code"]


def test_the_text_comes_back_to_nobody_else(at_work, house, later, visit):
    later(minutes=61)
    asked = at_work.post(ORGANISATION, {"name": "À moi", "directions": "Mon texte"})
    address = unlock(at_work, asked.url).url

    page = visit(house.director).get(address)

    assert page.status_code == 200
    assert "Mon texte" not in page.content.decode()


@pytest.mark.parametrize("token", ["", "pas-un-jeton", "\0", "01a20695-860e-73c0-9a96-54a33fa2a775"])
def test_a_forged_token_shows_the_page_as_it_is(at_work, token):
    answer = at_work.get(ORGANISATION, {"reprise": token})

    assert answer.status_code == 200


def test_a_text_is_given_back_for_a_day(at_work, telephone, person_with_password, later):
    later(minutes=61)
    asked = at_work.post(ORGANISATION, {"name": "x", "directions": "Mon texte"})
    address = unlock(at_work, asked.url).url

    later(hours=25)
    again = signed_in(person_with_password, telephone)

    assert "Mon texte" not in again.get(address).content.decode()


def test_a_text_no_form_takes_is_shown_to_be_copied(at_work, later):
    later(minutes=61)
    typed = {"text": "Une longue note que la page ne sait plus reprendre", "empty": "  "}
    asked = at_work.post("/reglages/equipe/inviter", typed)
    page = at_work.get(unlock(at_work, asked.url).url)

    assert "Une longue note" in page.content.decode()
    assert "Votre texte est gardé" in page.content.decode()


def test_a_form_without_a_page_of_its_own_comes_back_to_where_it_stood(at_work, later):
    later(minutes=61)

    asked = at_work.post(
        "/compte/sessions/fermer", {"session": "others"}, headers={"referer": "http://testserver/compte?x=1"}
    )

    assert asked.url.startswith("/veille?next=%2Fcompte%3Fx%3D1%26reprise%3D")


def test_after_twelve_hours_the_session_ends_and_the_text_still_comes_back(
    at_work, person_with_password, telephone, later
):
    for _hour in range(14):
        later(minutes=50)
        at_work.get("/compte")
    later(minutes=21)

    asked = at_work.post(ORGANISATION, {"name": "La Passerelle", "directions": "Écrit le soir"})
    step = at_work.post(asked.url, {"login": person_with_password.email, "password": PASSWORD})
    answer = at_work.post("/connexion/code", {"code": code_of(telephone)})
    page = at_work.get(answer.url)

    assert asked.url.startswith("/connexion?next=%2Freglages%2Forganisation%3Freprise")
    assert step.url.startswith("/connexion/code")
    assert "Écrit le soir" in page.content.decode()


@pytest.mark.parametrize(("minutes", "ended"), [(19 - 1, False), (20 + 1, True)])
def test_a_session_used_without_a_pause_ends_after_twelve_hours(at_work, later, minutes, ended):
    for _turn in range(14):
        later(minutes=50)
        at_work.get("/compte")
    later(minutes=minutes)

    answer = at_work.get("/compte")

    assert (answer.status_code == 302) is ended


def test_another_user_does_not_get_the_text_of_an_ended_session(at_work, house, later, telephone):
    from cordee.accounts.tests.proofs import with_password, with_telephone

    later(hours=13)
    asked = at_work.post(ORGANISATION, {"name": "x", "directions": "Pas pour toi"})
    other = with_password(house.director.user)
    secret = with_telephone(other)
    at_work.post(asked.url, {"login": other.email, "password": PASSWORD})
    answer = at_work.post("/connexion/code", {"code": code_of(secret)})

    assert "Pas pour toi" not in at_work.get(answer.url).content.decode()


def test_a_script_is_told_where_to_go_once_the_text_is_safe(at_work, later):
    later(minutes=61)
    htmx = {"HX-Request": "true", "HX-Current-URL": "http://testserver/reglages/organisation"}

    sent = at_work.post("/compte/sessions/fermer", {"note": "Mon texte"}, headers=htmx)
    asked = at_work.get("/reglages/equipe", headers=htmx)
    draft = at_work.post("/compte/sessions/fermer", {"note": "Mon texte"}, headers={"X-Draft": "1"})

    assert sent.status_code == asked.status_code == draft.status_code == 401
    assert sent.headers["HX-Redirect"].startswith("/veille?next=%2Freglages%2Forganisation%3Freprise")
    assert "HX-Redirect" not in asked.headers
    assert "HX-Redirect" not in draft.headers


@pytest.mark.parametrize("header", ["Referer", ""])
def test_a_form_already_refused_comes_back_on_its_page(at_work, later, header):
    """Refused, it stands at its own address, which takes sendings alone."""
    later(minutes=61)
    refused = "/compte/sessions/fermer"

    asked = at_work.post(
        refused, {"note": "Mon texte"}, headers={header: f"http://testserver{refused}"} if header else {}
    )
    page = at_work.get(unlock(at_work, asked.url).url)

    assert "next=%2Fcompte%3Freprise" in asked.url
    assert "Mon texte" in page.content.decode()


def test_a_script_without_a_session_gets_no_page_to_swap(db):
    answer = Client().get("/reglages/equipe", headers={"HX-Request": "true"})

    assert answer.status_code == 401
    assert answer.content == b""


def test_what_is_on_a_covered_screen_is_set_aside(at_work, later):
    later(minutes=61)

    answer = at_work.post(
        "/mettre-de-cote", {"_page": ORGANISATION, "name": "x", "directions": "Sous le voile"}
    )
    address = answer.headers["X-Reopen"]
    asked = at_work.get(address)
    page = at_work.get(unlock(at_work, asked.url).url)

    assert address.startswith(ORGANISATION + "?reprise=")
    assert "Sous le voile" in page.content.decode()


def test_setting_aside_without_a_session_keeps_nothing(db):
    answer = Client().post("/mettre-de-cote", {"_page": "//mechant.exemple", "text": "x"})

    assert answer.headers["X-Reopen"] == "/"
    assert not ParkedForm.objects.exists()


def test_public_pages_stay_open_while_asleep_and_one_may_leave(at_work, later):
    later(minutes=61)

    assert at_work.get("/connexion").status_code == 200
    at_work.post("/deconnexion")
    assert at_work.get("/veille?next=/compte").url == "/compte"
    assert at_work.get("/compte").url == "/connexion?next=%2Fcompte"


def test_ten_megabytes_come_back(at_work, later):
    later(minutes=61)

    asked = at_work.post(ORGANISATION, {"name": "x", "directions": "é" * 1_000_000})
    page = at_work.get(unlock(at_work, asked.url).url)

    assert page.status_code == 200
    assert "é" * 1000 in page.content.decode()


def test_in_the_demonstration_one_click_wakes(house, visit, later):
    client = visit(house.coordinator)
    client.get("/compte")
    later(minutes=61)

    asked = client.get("/reglages/equipe")
    answer = client.post(asked.url)

    assert "one-time" not in client.get("/compte").content.decode()
    assert answer.url == "/reglages/equipe"


def test_a_view_may_ask_for_the_text_itself(at_work, later, rf):
    from django.http import QueryDict

    from cordee.accounts.unlocking import parked
    from cordee.ui.typed import Typed

    request = rf.get("/")
    assert parked(request) is None

    request.parked = Typed(QueryDict("_form=note&text=Bonjour"))
    assert parked(request, "other") is None
    assert parked(request, "note")["text"] == "Bonjour"
    assert request.parked.was_used


def test_signing_in_again_while_asleep_is_possible(at_work, person_with_password, telephone, later):
    later(minutes=61)
    sign_in(at_work, person_with_password)

    at_work.post("/connexion/code", {"code": code_of(telephone)})

    assert at_work.get("/compte").status_code == 200
