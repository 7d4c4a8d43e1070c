"""The transaction around each request, and what leaves with the answer.

Real transactions and a list of addresses of their own (boundary_urls): pages that do one thing wrong on
purpose, beside the real ones.
"""

import logging
import threading
import uuid

import pytest
from django.db import connection, connections
from django.test import Client

from cordee.accounts.models import Site
from cordee.plumbing import once
from cordee.plumbing.access import page_above
from cordee.plumbing.context import NOBODY, acting_in
from cordee.plumbing.middleware import WRITABLE_ON_GET, WRITING, ReadOnly
from cordee.plumbing.models import AccessLog
from tests import factories
from tests.boundary_urls import REFUSALS

pytestmark = pytest.mark.urls("tests.boundary_urls")


@pytest.fixture
def open_house(committed):
    return factories.house()


@pytest.fixture
def browser(open_house):
    client = factories.visit(open_house.referent)
    client.raise_request_exception = False
    return client


def lines(who, **wanted):
    with acting_in(who.context()):
        return list(AccessLog.objects.filter(**wanted))


def town(open_house):
    return Site.objects.get(pk=open_house.site.pk).town


# One transaction


def test_what_a_page_writes_is_kept_with_its_answer(open_house, browser):
    assert browser.post("/writes").status_code == 302

    assert town(open_house) == "Trace"


def test_an_error_undoes_everything(open_house, browser):
    assert browser.post("/breaks").status_code == 500

    assert town(open_house) == "Exempleville"


def test_what_could_not_be_read_undoes_everything(open_house, browser):
    assert browser.post("/unreadable").status_code == 400

    assert town(open_house) == "Exempleville"


@pytest.mark.parametrize(("how", "status"), list(zip(REFUSALS, (404, 403, 403, 409), strict=True)))
def test_a_refusal_undoes_everything_and_is_logged_afterwards(open_house, browser, how, status):
    assert browser.post(f"/refuses/{how}").status_code == status

    assert town(open_house) == "Exempleville"
    (line,) = lines(open_house.referent, what="refused")
    assert line.detail == f"{status} POST refuses {how}"
    assert (line.member_id, line.roles) == (open_house.referent.member.pk, "counsellor")


def test_what_the_database_refuses_is_a_refusal_for_the_user_and_an_error_for_us(open_house, browser, caplog):
    with caplog.at_level(logging.ERROR, logger="cordee.boundary"):
        answer = browser.post("/second-lock")

    assert answer.status_code == 403
    assert "the database refused what a page allowed" in caplog.text
    assert lines(open_house.referent, what="refused")


def test_opening_a_dossier_leaves_a_line_with_the_answer(open_house, browser):
    person = factories.person(open_house.referent)

    assert browser.get(f"/opens/{person.pk}").status_code == 200

    (line,) = lines(open_house.referent, what="dossier.opened")
    assert (line.person_id, line.organisation_id) == (person.pk, open_house.organisation.pk)


def test_a_hidden_dossier_answers_like_one_that_does_not_exist(open_house, browser):
    hidden = factories.person(factories.house("Une autre maison").referent)

    answers = [browser.get(f"/opens/{identifier}") for identifier in (hidden.pk, uuid.uuid4())]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert without_what_changes(answers[0]) == without_what_changes(answers[1])
    assert not lines(open_house.referent, what="dossier.opened")


def without_what_changes(answer):
    """An answer without its own address and its form token."""
    address = answer.wsgi_request.path
    body = answer.content.decode().replace(address, "ADDRESS")
    token = answer.wsgi_request.META.get("CSRF_COOKIE", "")
    kept = {name: value for name, value in answer.headers.items() if name != "Set-Cookie"}
    return answer.status_code, without_tokens(body), kept, bool(token)


def without_tokens(body):
    import re

    return re.sub(r'("X-CSRFToken": "|name="csrfmiddlewaretoken" value=")[^"]*', r"\1", body)


# The context


def test_the_database_knows_who_asks_during_the_request_and_nobody_after(open_house, browser):
    told = dict(line.split("=") for line in browser.get("/context").content.decode().splitlines())

    assert told["organisation"] == str(open_house.organisation.pk)
    assert told["member"] == str(open_house.referent.member.pk)
    assert connection.cordee_context == NOBODY
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('cordee.organisation', true)")
        assert not cursor.fetchone()[0]


def test_after_an_error_the_next_request_starts_from_nothing(open_house, browser):
    browser.post("/breaks")

    told = Client().get("/context").content.decode()

    assert all(line.endswith(("=", "=0")) for line in told.splitlines()), told


def test_a_page_cannot_choose_its_context(open_house, browser):
    """What a page sends is never read: neither a parameter, nor a header, nor a cookie."""
    other = factories.house("Une autre maison").organisation
    browser.cookies["organisation"] = browser.cookies["cordee.organisation"] = str(other.pk)

    told = browser.get(
        f"/context?organisation={other.pk}&member={other.pk}", headers={"X-Organisation": str(other.pk)}
    ).content.decode()

    assert str(other.pk) not in told


def test_a_guarded_table_asked_by_nobody_shows_nothing_and_is_told(open_house, caplog):
    factories.person(open_house.referent)

    with caplog.at_level(logging.ERROR, logger="cordee.boundary"):
        answer = Client().get("/unguarded-read")

    assert answer.content == b"0"
    assert "no context: people_person was asked by nobody" in caplog.text


# Reading does not write


def test_a_get_that_writes_is_a_fault(open_house, monkeypatch):
    monkeypatch.setattr("tests.boundary_urls.WRITES_ON_READING", True)

    with pytest.raises(ReadOnly):
        factories.visit(open_house.referent).get("/reads")
    assert town(open_house) == "Exempleville"


@pytest.mark.parametrize(
    ("statement", "allowed"),
    [
        ('SELECT * FROM "people_person"', True),
        ("SELECT set_config('cordee.member', '', true)", True),
        ('INSERT INTO "plumbing_accesslog" (id) VALUES (1)', True),
        ('UPDATE "django_session" SET session_data = 1', True),
        ('INSERT INTO "axes_accesslog" (id) VALUES (1)', True),
        ("SAVEPOINT s1", True),
        ('INSERT INTO "people_person" (id) VALUES (1)', False),
        ("  insert into people_person (detail) values ('\"plumbing_accesslog\"')", False),
        ("/* hidden */ DELETE FROM people_person", False),
        ("-- hidden\nUPDATE people_person SET id = 1", False),
        ("WITH gone AS (DELETE FROM people_person RETURNING id) SELECT * FROM gone", False),
        ("WITH a AS (SELECT 1) INSERT INTO people_person SELECT * FROM a", False),
        ("MERGE INTO people_person USING other ON true WHEN MATCHED THEN DELETE", False),
        ("TRUNCATE people_person", False),
        ("COPY people_person FROM STDIN", False),
        ("DO $$ BEGIN END $$", False),
    ],
)
def test_what_a_get_may_say_to_the_database(statement, allowed):
    found = WRITING.match(statement)

    assert (found is None or bool(WRITABLE_ON_GET.match(found["table"] or ""))) is allowed


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_a_method_nobody_declared_is_not_allowed(open_house, browser, method):
    assert getattr(browser, method)("/writes").status_code == 405


def test_a_page_that_writes_only_on_purpose_refuses_a_post(open_house, browser):
    assert browser.post("/reads").status_code == 405


def test_the_address_of_a_form_reloaded_leads_back_to_its_page(open_house, browser):
    answer = browser.get("/reads/it/goes")

    assert answer.status_code == 405
    assert 'href="/reads"' in answer.content.decode()
    assert browser.head("/reads/it/goes").content == browser.delete("/reads/it/goes").content == b""


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/reads/it/goes", "/reads"),
        ("/writes", "/writes"),
        ("/commissions/nowhere/at/all", "/commissions/"),
        ("/nowhere", "/"),
        ("/", "/"),
    ],
)
def test_the_nearest_page_that_shows_something(path, page):
    assert page_above(path) == page


def test_a_conflict_on_the_address_of_a_form_leads_back_to_a_page(open_house, browser):
    answer = browser.post("/reads/stale")

    assert answer.status_code == 409
    assert 'href="/reads"' in answer.content.decode()


# Where htmx goes


@pytest.mark.parametrize(
    ("here", "to", "led"),
    [
        ("http://testserver/reads", "/after", "/after"),
        ("http://testserver/reads", "/reads#end", "/reads"),
        ("http://testserver/reads?page=2", "/reads?page=2#end", "/reads?page=2"),
        ("http://testserver/reads", "/after#end", "/after#end"),
        ("", "/after", "/after"),
    ],
)
def test_htmx_goes_where_a_form_leads_with_a_whole_page(open_house, browser, here, to, led):
    """Followed by htmx itself, the redirection would put that page inside this one."""
    answer = browser.post(
        "/reads/it/goes", {"to": to}, headers={"HX-Request": "true", "HX-Current-URL": here}
    )

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, led)
    assert browser.post("/reads/it/goes", {"to": to}).headers["Location"] == to


# Sent twice


def test_a_form_sent_twice_has_one_effect_and_one_answer(open_house, browser):
    form = {once.FIELD: str(uuid.uuid4())}

    first, second = browser.post("/counts", form), browser.post("/counts", form)

    assert first.headers["Location"] == second.headers["Location"] == "/after"
    assert Site.objects.filter(town="Double").count() == 1


def test_a_form_sent_twice_at_once_has_one_effect(open_house):
    form, together, answers = {once.FIELD: str(uuid.uuid4())}, threading.Barrier(2), []

    def send():
        client = factories.visit(open_house.referent)
        together.wait()
        answers.append(client.post("/counts", form).headers["Location"])
        connections.close_all()

    senders = [threading.Thread(target=send) for _sender in range(2)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    assert answers == ["/after", "/after"]
    assert Site.objects.filter(town="Double").count() == 1


def test_a_form_refused_or_incomplete_can_be_sent_again(open_house, browser):
    form = {once.FIELD: str(uuid.uuid4())}

    assert [browser.post("/incomplete", form).status_code for _time in range(2)] == [422, 422]
    assert browser.post("/refuses/stale", form).status_code == 409
    assert browser.post("/counts", form).status_code == 302
    assert Site.objects.filter(town="Double").count() == 1


def test_somebody_else_s_key_is_not_answered_for_them(open_house, browser):
    form = {once.FIELD: str(uuid.uuid4())}
    browser.post("/counts", form)

    answer = factories.visit(open_house.colleague).post("/counts", form)

    assert answer.headers["Location"] == "/counts"
    assert Site.objects.filter(town="Double").count() == 1


# What leaves with every page

STRICT = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "font-src 'self'", "connect-src 'self'",
    "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
}  # fmt: skip


@pytest.mark.parametrize("address", ["/reads", "/", "/absente", "/refuses/forbidden", "/breaks", "/writes"])
def test_every_answer_carries_the_private_headers(open_house, browser, address):
    for answer in (browser.get(address), browser.post(address), Client().get(address)):
        policy = {part.strip() for part in answer.headers["Content-Security-Policy"].split(";")}
        assert policy >= STRICT, address
        assert not {"'unsafe-inline'", "'unsafe-eval'"} & set(
            answer.headers["Content-Security-Policy"].split()
        )
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer.headers["Referrer-Policy"] in {"no-referrer", "same-origin"}
        assert "camera=()" in answer.headers["Permissions-Policy"]


def test_a_post_without_its_token_is_refused(open_house):
    client = Client(enforce_csrf_checks=True)
    client.cookies = factories.visit(open_house.referent).cookies

    assert client.post("/writes").status_code == 403
    assert town(open_house) == "Exempleville"
