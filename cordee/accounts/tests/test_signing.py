"""Signing in for real: both proofs, what is said when one is wrong, nothing of the library's look."""

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from cordee.accounts.models import User
from cordee.accounts.tests.proofs import PASSWORD, code_of, sign_in, signed_in
from cordee.ui.context import THEME_COOKIE


def test_a_professional_without_second_factor_is_sent_to_set_it_up(person_with_password):
    client = Client()

    answer = sign_in(client, person_with_password)
    home = client.get("/")
    settings = client.get("/reglages/equipe")

    assert answer.status_code == 302
    assert home.url == "/compte/double-verification/activer?next=%2F"
    assert settings.status_code == 302


def test_setting_it_up_shows_the_recovery_codes_and_opens_the_house(person_with_password):
    client = Client()
    sign_in(client, person_with_password)
    page = client.get("/compte/double-verification/activer")

    secret = client.session["mfa.totp.secret"]
    answer = client.post("/compte/double-verification/activer", {"code": code_of(secret)})
    codes = client.get(answer.url)

    assert answer.url == "/compte/codes-de-secours"
    assert page.context["secret"].replace(" ", "") == secret
    assert len(codes.context["unused_codes"]) == 10
    assert client.get("/reglages/equipe").status_code == 200


def test_a_wrong_first_code_is_explained(person_with_password):
    client = Client()
    sign_in(client, person_with_password)
    client.get("/compte/double-verification/activer")

    answer = client.post("/compte/double-verification/activer", {"code": "abc\0"})

    assert answer.status_code == 200
    assert "Ce code ne convient pas" in answer.content.decode()


def test_with_a_telephone_the_code_is_asked_for(person_with_password, telephone):
    client = Client()

    answer = sign_in(client, person_with_password)
    between = client.get("/reglages/equipe")
    wrong = client.post("/connexion/code", {"code": "000000"})
    right = client.post("/connexion/code", {"code": code_of(telephone)})

    assert answer.url.startswith("/connexion/code")
    assert between.url.startswith("/connexion?")
    assert "Ce code ne convient pas" in wrong.content.decode()
    assert right.status_code == 302
    assert client.get("/reglages/equipe").status_code == 200


@pytest.mark.parametrize(
    ("later", "welcome"), [(-30, True), (0, True), (30, True), (-90, False), (90, False)]
)
def test_a_telephone_may_be_half_a_minute_off(person_with_password, telephone, later, welcome):
    client = Client()
    sign_in(client, person_with_password)

    client.post("/connexion/code", {"code": code_of(telephone, later=later)})

    assert (client.get("/reglages/equipe").status_code == 200) is welcome


def test_a_code_serves_once_whatever_the_process(person_with_password, telephone):
    from django.core.cache import cache

    code = code_of(telephone)
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client, person_with_password)
        client.post("/connexion/code", {"code": code})
        cache.clear()  # as in another process, which remembers nothing

    assert first.get("/reglages/equipe").status_code == 200
    assert second.get("/reglages/equipe").status_code == 302


def test_a_recovery_code_opens_once_and_says_how_many_are_left(person_with_password):
    client = Client()
    sign_in(client, person_with_password)
    client.get("/compte/double-verification/activer")
    secret = client.session["mfa.totp.secret"]
    client.post("/compte/double-verification/activer", {"code": code_of(secret)})
    recovery = client.get("/compte/codes-de-secours").context["unused_codes"][0]

    other, again = Client(), Client()
    for browser in (other, again):
        sign_in(browser, person_with_password)
        browser.post("/connexion/code", {"code": recovery})

    assert "Il vous reste 9 codes de secours" in other.get("/compte").content.decode()
    assert again.get("/compte").status_code == 302


def test_changing_telephones_destroys_the_codes_and_closes_the_other_sessions(person_with_password):
    here, elsewhere = Client(), Client()
    sign_in(here, person_with_password)
    here.get("/compte/double-verification/activer")
    secret = here.session["mfa.totp.secret"]
    here.post("/compte/double-verification/activer", {"code": code_of(secret)})
    sign_in(elsewhere, person_with_password)
    elsewhere.post("/connexion/code", {"code": code_of(secret)})

    answer = here.post("/compte/double-verification/retirer")

    assert answer.url == "/compte/double-verification/activer"
    assert not Authenticator.objects.filter(user=person_with_password).exists()
    assert here.get("/reglages/equipe").status_code == 302
    assert elsewhere.get("/compte").url.startswith("/connexion")


def test_secrets_are_sealed_in_the_database(person_with_password, telephone):
    kept = Authenticator.objects.get(user=person_with_password, type="totp")

    assert telephone not in str(kept.data)
    assert kept.wrap().validate_code(code_of(telephone))


def test_a_session_opened_before_the_telephone_must_sign_in_again(person_with_password):
    early, late = Client(), Client()
    sign_in(early, person_with_password)
    sign_in(late, person_with_password)
    late.get("/compte/double-verification/activer")
    late.post("/compte/double-verification/activer", {"code": code_of(late.session["mfa.totp.secret"])})

    assert early.get("/reglages/equipe").url.startswith("/connexion?")
    assert late.get("/reglages/equipe").status_code == 200


def test_the_session_gets_a_new_key_at_sign_in(person_with_password, telephone):
    client = Client()
    client.get("/connexion")
    session = client.session
    session["before"] = "something"
    session.save()
    client.cookies["cordee-session"] = session.session_key
    before = session.session_key

    sign_in(client, person_with_password)
    client.post("/connexion/code", {"code": code_of(telephone)})

    assert client.session.session_key != before


def test_the_address_is_read_whatever_its_case(person_with_password, telephone):
    client = Client()

    answer = client.post("/connexion", {"login": person_with_password.email.upper(), "password": PASSWORD})

    assert answer.url.startswith("/connexion/code")


def test_a_closed_account_says_so(person_with_password):
    User.objects.filter(pk=person_with_password.pk).update(is_active=False)

    answer = sign_in(Client(), person_with_password, follow=True)

    assert "Ce compte est fermé" in answer.content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        {"login": "", "password": ""},
        {"login": "x" * 10_000_000, "password": "y"},
        {"login": "a@exemple.invalid", "password": "z" * 10_000_000},
        {"login": "nul\0@exemple.invalid", "password": "a\0b"},
        {"login": "émoji😀@exemple.invalid", "password": "\u202e\u200f"},
        {"login": ["a@exemple.invalid", "b@exemple.invalid"], "password": "x"},
    ],
)
def test_nothing_typed_at_the_door_breaks_the_page(db, typed):
    answer = Client().post("/connexion", typed)

    assert answer.status_code == 200
    assert "form" in answer.context


def test_signing_up_has_no_address(db):
    for path in ("/inscription", "/accounts/signup/", "/connexion/inscription", "/accounts/password/reset/"):
        assert Client().get(path).status_code == 404


def test_nothing_is_ever_mailed(person_with_password, telephone):
    client = signed_in(person_with_password, telephone)
    client.post("/compte/codes-de-secours/refaire")
    client.post("/compte/double-verification/retirer")

    assert mail.outbox == []


PAGES = [
    "/connexion", "/deconnexion", "/connexion/compte-ferme", "/compte", "/compte/mot-de-passe",
    "/compte/codes-de-secours", "/compte/codes-de-secours/refaire", "/compte/double-verification/retirer",
    "/compte/verification", "/compte/verification/code",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_no_page_wears_the_library_look(person_with_password, telephone, path):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    RecoveryCodes.activate(person_with_password)
    client = (
        Client()
        if path.startswith(("/connexion", "/deconnexion"))
        else signed_in(person_with_password, telephone)
    )

    answer = client.get(path)

    assert answer.status_code == 200
    assert not [
        one.origin.name for one in answer.templates if one.origin and "allauth" in str(one.origin.name)
    ]


def test_signing_out_leaves_nothing(person_with_password, telephone):
    client = signed_in(person_with_password, telephone)
    key = client.session.session_key

    answer = client.post("/deconnexion")

    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert client.get("/compte").status_code == 302
    from django.contrib.sessions.models import Session

    assert not Session.objects.filter(pk=key).exists()


def test_the_appearance_follows_on_another_device(person_with_password, telephone):
    person_with_password.theme = "dark"
    person_with_password.save(update_fields=["theme"])

    client = signed_in(person_with_password, telephone)

    assert client.cookies[THEME_COOKIE].value == "dark"


@pytest.mark.parametrize("address", ["https://mechant.exemple", "//mechant.exemple/x", "javascript:alert(1)"])
def test_the_door_leads_nowhere_else(person_with_password, telephone, address):
    client = Client()
    client.post("/connexion", {"login": person_with_password.email, "password": PASSWORD, "next": address})

    answer = client.post("/connexion/code", {"code": code_of(telephone)})

    assert answer.url == "/"


def test_a_delicate_gesture_asks_for_a_recent_proof(person_with_password, telephone, later):
    client = signed_in(person_with_password, telephone)
    assert client.get("/reglages/equipe/inviter").status_code == 200

    later(minutes=11)
    asked = client.get("/reglages/equipe/inviter")
    proved = client.post(asked.url, {"password": PASSWORD, "next": "/reglages/equipe/inviter"})

    assert asked.url.startswith("/compte/verification?next=")
    assert proved.url == "/reglages/equipe/inviter"
    assert client.get("/reglages/equipe/inviter").status_code == 200
