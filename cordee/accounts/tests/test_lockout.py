"""Wrong passwords and codes slow down, for the account that exists as for the one that does not."""

import pytest
from axes.models import AccessAttempt
from django.test import Client

from cordee.accounts import lockout
from cordee.accounts.tests.proofs import PASSWORD, code_of, sign_in
from cordee.accounts.views import signing


def fail(client, email, times, **extra):
    answers = [
        client.post("/connexion", {"login": email, "password": "faux"}, **extra) for _turn in range(times)
    ]
    return answers[-1]


@pytest.mark.parametrize(("failures", "status"), [(4, 200), (5, 429)])
def test_the_fifth_failure_asks_to_wait(person_with_password, failures, status):
    answer = fail(Client(), person_with_password.email, failures)

    assert answer.status_code == status


def test_the_pause_says_until_when_and_holds_against_the_right_password(person_with_password):
    client = Client()

    answer = fail(client, person_with_password.email, 5)
    right = sign_in(client, person_with_password)

    assert "Réessayez dans une minute" in answer.content.decode()
    assert 55 <= int(answer.headers["Retry-After"]) <= 61
    assert right.status_code == 429
    assert client.get("/compte").status_code == 302


def test_an_unknown_account_gets_the_same_answer(person_with_password):
    known = fail(Client(), person_with_password.email, 5)
    unknown = fail(Client(), "personne@exemple.invalid", 5)

    assert known.status_code == unknown.status_code == 429
    assert [one.name for one in known.templates] == [one.name for one in unknown.templates]


def test_the_pause_ends_then_doubles(person_with_password, later):
    client = Client()
    fail(client, person_with_password.email, 5)

    later(seconds=61)
    sixth = fail(client, person_with_password.email, 1)
    later(seconds=61)
    still = sign_in(client, person_with_password)
    later(seconds=61)
    again = sign_in(client, person_with_password)

    assert "Réessayez dans 2 minutes" in sixth.content.decode()
    assert still.status_code == 429
    assert again.status_code == 302


def test_trying_during_the_pause_does_not_lengthen_it(person_with_password, later):
    client = Client()
    fail(client, person_with_password.email, 12)

    later(seconds=61)

    assert sign_in(client, person_with_password).status_code == 302


def test_failures_are_forgotten_after_a_day(person_with_password, later):
    client = Client()
    fail(client, person_with_password.email, 4)

    later(hours=24, seconds=1)
    answer = fail(client, person_with_password.email, 4)

    assert answer.status_code == 200


def test_a_colleague_elsewhere_is_not_kept_out(person_with_password):
    fail(Client(), person_with_password.email, 6, REMOTE_ADDR="203.0.113.9")

    answer = sign_in(Client(), person_with_password, REMOTE_ADDR="198.51.100.7")

    assert answer.status_code == 302


@pytest.mark.parametrize(("already", "status"), [(48, 200), (49, 429)])
def test_guesses_from_many_addresses_slow_the_account_down(person_with_password, already, status):
    AccessAttempt.objects.create(
        username=person_with_password.email,
        ip_address="203.0.113.9",
        user_agent="x",
        failures_since_start=already,
    )

    assert fail(Client(), person_with_password.email, 2).status_code == status


def test_success_forgets_the_failures_of_this_address(person_with_password):
    client = Client()
    fail(client, person_with_password.email, 4)
    sign_in(client, person_with_password)

    assert fail(Client(), person_with_password.email, 4).status_code == 200


def test_wrong_codes_count_like_wrong_passwords(person_with_password, telephone):
    client = Client()
    sign_in(client, person_with_password)

    answers = [client.post("/connexion/code", {"code": "000000"}) for _turn in range(5)]
    right = client.post("/connexion/code", {"code": code_of(telephone)})

    assert [one.status_code for one in answers] == [200, 200, 200, 200, 429]
    assert right.status_code == 429
    assert client.get("/compte").status_code == 302


def test_the_password_typed_is_never_kept(person_with_password):
    fail(Client(), person_with_password.email, 1)

    kept = AccessAttempt.objects.get()

    assert "faux" not in kept.post_data
    assert person_with_password.email == kept.username


def test_wrong_current_passwords_slow_down_too(person_with_password, telephone):
    client = Client()
    sign_in(client, person_with_password)
    client.post("/connexion/code", {"code": code_of(telephone)})
    typed = {
        "current_password": "faux",
        "password1": "une autre phrase longue",
        "password2": "une autre phrase longue",
    }

    answers = [client.post("/compte/mot-de-passe", typed) for _turn in range(5)]

    assert answers[0].status_code == 200
    assert answers[-1].status_code == 429
    person_with_password.refresh_from_db()
    assert person_with_password.check_password(PASSWORD)


def test_few_codes_left_says_to_make_new_ones(rf):
    from django.contrib.messages.storage.fallback import FallbackStorage

    request = rf.get("/")
    request.session, request._messages = {}, None
    request._messages = FallbackStorage(request)

    signing.say_codes_left(request, 2)

    assert "Refaites-en une série" in str(next(iter(request._messages)))


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "", "192.0.2.1"),
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "1.1.1.1, 203.0.113.9", "203.0.113.9"),
        (2, "1.1.1.1, 203.0.113.9, 198.51.100.7", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1"),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, "<script>", None),
        (1, "", "192.0.2.1"),
    ],
)
def test_an_address_is_believed_from_trusted_proxies_only(rf, settings, proxies, forwarded, address):
    settings.TRUSTED_PROXIES = proxies

    request = rf.get("/", headers={"x-forwarded-for": forwarded}, REMOTE_ADDR="192.0.2.1")

    assert lockout.client_address(request) == address


def test_a_request_without_an_address_is_counted_all_the_same(person_with_password):
    assert fail(Client(), person_with_password.email, 5, REMOTE_ADDR="").status_code == 429
