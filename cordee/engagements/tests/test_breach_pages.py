"""The pages of what could not be kept: noted, explained, answered; the record of attendance, on the screen and on paper."""

import re
from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse

from cordee.accounts.models import zone
from cordee.appointments.models import Appointment
from cordee.assessments.tests.test_pages import words
from cordee.engagements.breach import actions
from cordee.engagements.breach.models import Breach, Sanction
from cordee.engagements.models import Contract
from cordee.engagements.tests.factories import signed, somebody
from cordee.engagements.tests.test_breaches import AGO, ago, decide, do, informed, noted
from cordee.home.tests.asking import ask as asking
from cordee.plumbing.context import acting_in
from cordee.plumbing.printing.tests.read_pdf import read_pdf, text_of
from tests.factories import visit

MOST_QUERIES = 8


@pytest.fixture
def person(house):
    return somebody(house)


@pytest.fixture
def contract(house, person):
    made = signed(house, person)
    with acting_in(house.referent.context()):
        Contract.objects.filter(pk=made.pk).update(signed_on=ago(house, 90), from_on=ago(house, 90))
        return Contract.objects.get(pk=made.pk)


@pytest.fixture
def browser(house):
    return visit(house.referent)


def of_contract(name, person, contract):
    return reverse(name, args=[person.pk, contract.pk])


def page_of(breach, gesture=""):
    where = [breach.person_id, breach.pk]
    return reverse("breach_gesture", args=[*where, gesture]) if gesture else reverse("breach", args=where)


def typed(house, days):
    return f"{ago(house, days):%d/%m/%Y}"


def met(house, person, days, status, **more):
    """A meeting of that many days ago, and what became of it."""
    who = house.referent
    start = datetime.combine(ago(house, days), time(10), zone(house.organisation.time_zone))
    with acting_in(who.context()):
        Appointment.objects.create(
            organisation=house.organisation, person_id=person.pk, member=who.member, starts_at=start,
            ends_at=start + timedelta(hours=1), status=status, settled_on=who.today, settled_by=who.member,
            booked_by=who.member, author_organisation=house.organisation, **more,
        )  # fmt: skip


def test_facts_are_noted_explained_and_closed(house, person, contract, browser):
    own = of_contract("contract", person, contract)
    assert "Noter des faits, et pourquoi" in words(browser.get(own))

    sent = {"about": "not_kept", "day": typed(house, 10), "words": "Absente à deux ateliers"}
    answer = browser.post(of_contract("note_breach", person, contract), sent)
    with acting_in(house.referent.context()):
        breach = Breach.objects.get(person=person)
    assert answer.url == page_of(breach)
    assert "Absente à deux ateliers" in words(browser.get(page_of(breach)))

    sent = {"reason": "childcare", "on": typed(house, 9), "words": "Pas de garde"}
    assert browser.post(page_of(breach, "motif"), sent).status_code == 302
    page = words(browser.get(page_of(breach)))
    assert "Motif légitime" in page and "Pas de garde" in page
    assert "Noter une décision" not in page
    assert "Motif légitime" in words(browser.get(reverse("person_contracts", args=[person.pk])))


def test_nothing_of_a_decision_is_filled_in(house, person, contract, browser):
    """RSA-29."""
    breach = informed(house, contract, person)

    form = browser.get(page_of(breach)).content.decode().partition('id="decision"')[2].partition("</form>")[0]

    assert not re.search(
        r'name="(rate|months|household|decided_on|notified_on|from_on)"[^>]*value="[^"]', form
    )
    assert not re.search(r'<option value="[^"]+" selected', form)
    assert "checked" not in form


def test_a_decision_the_law_does_not_allow_says_which_text(house, person, contract, browser):
    breach = informed(house, contract, person)
    on = typed(house, 20)
    sent = {"kind": "suspension", "step": "1", "rate": "20", "months": "5", "decided_on": on, "notified_on": on,
            "from_on": on, "household": "1"}  # fmt: skip

    refused = browser.post(page_of(breach, "decision"), sent)
    assert refused.status_code == 422
    assert "RSA-21" in words(refused) and "R5412-1" in words(refused)
    assert 'value="20"' in refused.content.decode()
    with acting_in(house.referent.context()):
        assert not Sanction.objects.exists()

    assert browser.post(page_of(breach, "decision"), {**sent, "rate": "30", "months": "1"}).status_code == 302
    page = words(browser.get(page_of(breach)))
    assert "président du conseil départemental" in page and "recours" in page
    assert browser.post(page_of(breach, "reprise"), {"on": typed(house, 5)}).status_code == 302
    assert "Reprise constatée" in words(browser.get(page_of(breach)))


@pytest.mark.parametrize(
    ("gesture", "sent"),
    [
        ("conciliation", {"on": 55}),
        ("information", {"on": 50}),
        ("reponse", {"on": 45, "words": "Le bus ne passait pas", "heard_on": 44, "is_accompanied": "on"}),
        ("avis", {"invited_on": 40, "on": 35, "body": "EP de Vire", "sense": "against"}),
        ("clore", {"on": 30, "ending": "settled"}),
    ],
)
def test_each_step_is_noted_on_its_day(house, person, contract, browser, gesture, sent):
    breach = noted(house, contract, person)
    told = {name: typed(house, value) if isinstance(value, int) else value for name, value in sent.items()}

    assert browser.post(page_of(breach, gesture), {}).status_code == 422
    assert browser.post(page_of(breach, gesture), told).status_code == 302
    assert browser.get(page_of(breach)).status_code == 200


def test_a_step_noted_twice_shows_what_was_noted_first(house, person, contract, browser):
    breach = noted(house, contract, person)
    told = {"on": typed(house, 45), "words": "Le bus ne passait pas", "heard_on": typed(house, 44),
            "is_accompanied": "on"}  # fmt: skip
    browser.post(page_of(breach, "reponse"), told)

    form = browser.get(page_of(breach)).content.decode().partition('id="reponse"')[2].partition("</form>")[0]

    assert "Le bus ne passait pas" in form and "checked" in form
    assert f'value="{typed(house, 45)}"' in form and f'value="{typed(house, 44)}"' in form


def test_what_was_closed_is_reopened_from_its_page(house, person, contract, browser):
    breach = noted(house, contract, person)
    assert "Rouvrir" not in words(browser.get(page_of(breach)))
    browser.post(page_of(breach, "clore"), {"on": typed(house, 30), "ending": "mistake"})
    page = words(browser.get(page_of(breach)))
    assert "Noté par erreur" in page and "Rouvrir, pour corriger" in page

    assert browser.post(page_of(breach, "rouvrir"), {}).status_code == 302

    assert "Noter un motif légitime" in words(browser.get(page_of(breach)))


def test_a_gesture_nobody_knows_is_not_found(house, person, contract, browser):
    breach = noted(house, contract, person)

    assert browser.post(page_of(breach, "amende")).status_code == 404


def test_the_record_of_attendance_says_what_happened_and_why(house, person, contract, browser):
    met(house, person, 50, "seen")
    met(house, person, 40, "no_show", is_legitimate=True, reason="childcare")
    met(house, person, 30, "no_show")
    met(house, person, 20, "revoked")
    met(house, person, 10, "excused", reason="transport")
    met(house, person, 400, "seen")
    breach = noted(house, contract, person)
    do(house, actions.note_reason, breach, person, on=ago(house, 30), reason="transport")

    page = words(browser.get(of_contract("attendance", person, contract)))
    for told in ("honoré", "motif légitime", "garde d’enfant", "annulé par nous", "transport, trajet"):
        assert told in page
    counts = re.findall(
        r"<dt>([^<]+)</dt><dd>(\d+)</dd>",
        browser.get(of_contract("attendance", person, contract)).content.decode(),
    )
    assert [number for _label, number in counts] == ["1", "1", "1", "1", "1"]

    paper = browser.get(of_contract("attendance_pdf", person, contract))
    read = read_pdf(paper.content)
    assert (read.standard, read.lang[:2]) == ("1", "fr")
    shown = text_of(paper.content).replace(" ", "")
    assert "Motifslégitimes" in shown and "Absence,motiflégitime" in shown


def test_a_year_of_meetings_is_one_page(house, person, contract, browser):
    for days in range(1, 41):
        met(house, person, days, "no_show", is_legitimate=True, reason="childcare")

    paper = browser.get(of_contract("attendance_pdf", person, contract))

    assert read_pdf(paper.content).pages == 1


def test_a_record_too_long_says_so(house, person, contract, browser, monkeypatch):
    monkeypatch.setattr("cordee.engagements.breach.attendance.MOST", 2)
    for days in (30, 20, 10):
        met(house, person, days, "seen")

    assert "ne tiennent pas ici" in words(browser.get(of_contract("attendance", person, contract)))
    paper = browser.get(of_contract("attendance_pdf", person, contract))
    assert "netiennentpasici" in text_of(paper.content).replace(" ", "")


def test_an_empty_record_and_other_days(house, person, contract, browser):
    address = of_contract("attendance", person, contract)
    assert "Aucun rendez-vous noté" in words(browser.get(address))
    met(house, person, 50, "seen")

    assert "honoré" in words(browser.get(address, {"du": typed(house, 60), "au": typed(house, 40)}))
    assert "Aucun rendez-vous noté" in words(
        browser.get(address, {"du": typed(house, 40), "au": typed(house, 30)})
    )
    assert browser.get(address, {"du": "n’importe", "au": "x"}).status_code == 200
    upside_down = words(browser.get(address, {"du": typed(house, 30), "au": typed(house, 60)}))
    assert "La fin vient avant le début" in upside_down and "honoré" in upside_down
    assert browser.get(of_contract("attendance_pdf", person, contract)).status_code == 200


def test_who_does_not_follow_socially_sees_nothing_of_it(house, person, contract):
    breach = noted(house, contract, person)
    coach = visit(house.team["job_coach"]) if "job_coach" in house.team else None
    secretary = visit(house.secretary)

    for client in filter(None, (coach, secretary)):
        assert client.get(page_of(breach)).status_code == 403
        assert client.get(of_contract("attendance", person, contract)).status_code == 403
    assert "Faits du" not in words(secretary.get(of_contract("contract", person, contract)))


def test_each_page_costs_a_fixed_number_of_statements(house, person, contract):
    for _number in range(3):
        breach = informed(house, contract, person)
    decide(house, breach, person)
    for days in range(10, 50):
        met(house, person, days, "seen")
    for address in (
        page_of(breach),
        of_contract("note_breach", person, contract),
        of_contract("attendance", person, contract),
        of_contract("contract", person, contract),
        reverse("person_contracts", args=[person.pk]),
    ):
        answer, found = asking(house.referent, address)
        assert answer.status_code == 200
        # The record asks each domain that counts hours: appointments, and the steps of goals.
        most = MOST_QUERIES + 1 if address == of_contract("attendance", person, contract) else MOST_QUERIES
        assert len(found) <= most, address + "\n".join(one[:150] for one in found)
    assert AGO["day"] == 60
