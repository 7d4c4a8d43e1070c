"""The pages of the commission room as a browser meets them, and the links of those who have no account."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from cordee.commissions import agenda, inviting, planning, waiting
from cordee.commissions.models import Convocation, ItemDecision, ItemGuest, SeatHolder, Sitting
from cordee.commissions.sealing import key_for, write
from cordee.commissions.tests.factories import (
    SITE,
    board_of,
    cheval_bleu,
    decide,
    opened,
    sitting_of,
    waits,
)
from cordee.doors.rules import HOUR, LIMITS, Limit
from cordee.home.tests.asking import MOST_QUERIES, ask
from cordee.plumbing.context import acting_in, apply
from cordee.plumbing.outbox.letters import open_letter
from cordee.plumbing.outbox.models import Message
from tests.factories import visit

pytestmark = pytest.mark.django_db
MANY = 59


@pytest.fixture(autouse=True)
def as_coordinator(house):
    """What is looked at beside a gesture is looked at by whoever coordinates."""
    apply(house.coordinator.context())


@pytest.fixture
def version(house):
    return cheval_bleu(house)


@pytest.fixture
def board(house, version):
    return board_of(house, version)


def late(house, board):
    """S0-1: the board met four months ago, and nothing is planned."""
    sitting_of(house, board, day=house.coordinator.today - timedelta(days=125), with_all=False)
    Sitting.objects.update(state="closed")


def test_the_list_says_that_the_board_is_late(house, board):
    late(house, board)

    page = visit(house.coordinator).get(reverse("commissions")).content.decode()

    assert "Plus de trois mois depuis la dernière séance" in page
    assert "Prévoir une séance" in page


def test_a_sitting_is_planned_and_its_agenda_made_in_one_gesture(house, board, version):
    person, _pathway = waits(house, version)
    browser = visit(house.secretary)
    day = house.secretary.today + timedelta(days=11)
    form = {"day": f"{day:%d/%m/%Y}", "at": "14:00", "minutes": "180", "where": "Salle commune"}
    planned = browser.post(reverse("plan_sitting", args=[board.pk]), form)
    apply(house.coordinator.context())
    sitting = Sitting.objects.get()
    assert planned.status_code == 302
    offers = browser.get(reverse("sitting_offers", args=[sitting.pk])).content.decode()
    keys = re.findall(r'name="chosen" value="([^"]+)" checked', offers)

    browser.post(reverse("sitting_offers", args=[sitting.pk]), {"chosen": keys})

    page = browser.get(reverse("sitting", args=[sitting.pk])).content.decode()
    assert person.full_name in page
    assert "Mouvements prévisionnels" in page


def test_the_agenda_costs_as_much_with_one_situation_as_with_many(house, board, version):
    waits(house, version)
    sitting = sitting_of(house, board)
    url = reverse("sitting", args=[sitting.pk])
    _page, few = ask(house.coordinator, url)
    for _number in range(MANY):
        waits(house, version)
    Sitting.objects.update(state="planned")
    with acting_in(house.coordinator.context()):
        found = waiting.candidates(house.coordinator, board, on=sitting.day)
        agenda.put_on_agenda(sitting, found, by=house.coordinator)

    _page, many = ask(house.coordinator, url)

    assert len(many) == len(few) <= MOST_QUERIES


def test_the_session_costs_as_much_with_one_situation_as_with_many(house, board, version):
    for number in (1, MANY):
        for _number in range(number):
            waits(house, version)
        sitting = opened(house, sitting_of(house, board))
        item = sitting.items.order_by("position").first()
        write(item, "sealed_notes", "Vient avec sa sœur", key=key_for(item, item.person))
        item.save(update_fields=["sealed_notes"])

        page, asked = ask(house.coordinator, reverse("session", args=[sitting.pk]))

        assert "Vient avec sa sœur" in page.content.decode()
        assert len(asked) <= MOST_QUERIES
        apply(house.coordinator.context())
        Sitting.objects.update(state="cancelled")


def test_whoever_was_never_spoken_of_waits_too(house, board, version):
    """No admission at all is the usual way to wait: the count says the same as the list of what waits."""
    waits(house, version)
    page = visit(house.coordinator).get(reverse("commissions")).content.decode()

    assert "1 situation attend" in page


def test_the_cursor_waits_on_the_first_choice_once_presences_are_noted(house, board, version):
    waits(house, version)
    sitting = opened(house, sitting_of(house, board))
    browser = visit(house.secretary)
    url = reverse("session", args=[sitting.pk])
    before = browser.get(url).content.decode()
    browser.post(reverse("note_presences", args=[sitting.pk]), {"presence-0": "present"})

    after = browser.get(url).content.decode()

    assert re.findall(r'name="([^"]+)"[^>]* autofocus', before) == ["presence-0"]
    assert re.findall(r'name="([^"]+)"[^>]* autofocus', after) == ["outcome"]


def test_the_name_of_somebody_else_stays_when_presences_are_noted_again(house, board):
    """They sat without holding the seat: the page gives their name back, and sends it again."""
    sitting = opened(house, sitting_of(house, board))
    browser, url = visit(house.secretary), reverse("note_presences", args=[sitting.pk])
    browser.post(url, {"presence-0": "replaced", "nom-0": "Inès Bracquemart"})

    page = browser.get(reverse("session", args=[sitting.pk])).content.decode()

    assert re.findall(r'name="nom-\d" value="([^"]+)"', page) == ["Inès Bracquemart"]


def test_a_situation_is_decided_from_the_screen_and_the_next_one_comes(house, board, version):
    first, second = waits(house, version)[0], waits(house, version)[0]
    sitting = opened(house, sitting_of(house, board))
    browser = visit(house.secretary)
    items = {item.person_id: item for item in sitting.items.all()}
    page = browser.get(reverse("session", args=[sitting.pk])).content.decode()
    assert first.full_name in page

    answer = browser.post(
        reverse("decide", args=[sitting.pk, items[first.pk].pk]),
        {"outcome": "admitted", "niveau": "decision", "version": items[first.pk].version},
    )

    assert str(items[second.pk].pk) in answer["Location"]
    apply(house.coordinator.context())
    assert ItemDecision.objects.get().outcome == "admitted"


def test_what_was_just_noted_is_taken_back_from_the_next_situation(house, board, version):
    first, _second = waits(house, version)[0], waits(house, version)[0]
    sitting = opened(house, sitting_of(house, board))
    browser = visit(house.secretary)
    item = sitting.items.get(person=first)
    said = {"outcome": "admitted", "niveau": "decision", "version": item.version}
    after = browser.post(reverse("decide", args=[sitting.pk, item.pk]), said, follow=True).content.decode()
    (undo,) = re.findall(r'action="(/commissions/[^"]+/reprendre\?version=\d+)"', after)

    page = browser.post(undo, follow=True).content.decode()

    assert f"<bdi>{first.full_name}</bdi></h2>" in page
    apply(house.coordinator.context())
    assert not ItemDecision.objects.standing().exists()


def test_what_was_typed_stays_when_a_colleague_was_faster(house, board, version):
    waits(house, version)
    sitting = opened(house, sitting_of(house, board))
    item = sitting.items.get()
    seen = item.version
    decide(house, item, "admitted")

    answer = visit(house.coordinator).post(
        reverse("decide", args=[sitting.pk, item.pk]),
        {"outcome": "adjourned", "missing": "La note de Paul", "niveau": "decision", "version": seen},
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "La note de Paul" in page
    assert "Un collègue a noté entre-temps" in page


def test_presences_are_noted_and_a_missing_college_only_warns(house, board, version):
    waits(house, version)
    sitting = opened(house, sitting_of(house, board))
    browser = visit(house.secretary)

    browser.post(
        reverse("note_presences", args=[sitting.pk]),
        {f"presence-{number}": "present" for number in range(1, 6)},
    )

    page = browser.get(reverse("session", args=[sitting.pk])).content.decode()
    assert "UNAFAM" in page
    assert "5 collèges sur 6" in page
    assert "Noter et passer à la suivante" in page


def link_in(purpose):
    letter = open_letter(Message.objects.filter(purpose=purpose).order_by("created_at").first())
    return re.search(r"http://testserver(/\S+)", letter.text)[1]


def test_a_convocation_is_answered_without_an_account(house, board):
    sitting = sitting_of(house, board, day=house.coordinator.today + timedelta(days=5))
    by = house.coordinator
    with acting_in(by.context()):
        planning.convene(sitting, by=by, version=sitting.version, site=SITE)
        url = link_in("commission_convened")
    stranger = Client()

    page = stranger.get(url)
    answer = stranger.post(url, {"choice": "substitute", "replaced_by": "Mme Relais"})

    assert (page.status_code, answer.status_code) == (200, 302)
    with acting_in(by.context()):
        answered = Convocation.objects.exclude(answer="none").get()
    assert (answered.answer, answered.substitute) == ("substitute", "Mme Relais")


def test_too_many_answers_from_one_place_are_told_so(house, board, version, monkeypatch):
    monkeypatch.setitem(LIMITS, "follow", (Limit(2, HOUR),))
    waits(house, version)
    by = house.coordinator
    sitting = sitting_of(house, board, day=by.today)
    with acting_in(by.context()):
        inviting.invite_guest(
            sitting.items.get(), by=by, name="Docteur", email="docteur@exemple.invalid", consent_on=by.today
        )
        planning.convene(sitting, by=by, version=sitting.version, site=SITE)
        call, invitation = link_in("commission_convened"), link_in("commission_invited")
    passer_by = Client()

    answers = [passer_by.post(call, {"choice": "comes"}).status_code for _time in range(3)]
    refused = passer_by.post(call, {"choice": "comes"}), passer_by.post(invitation)

    assert answers == [302, 302, 429]
    for answer in refused:
        assert answer.status_code == 429
        assert "réessayez dans une heure" in answer.content.decode()


def test_a_convocation_cancelled_says_so(house, board):
    sitting = sitting_of(house, board, day=house.coordinator.today + timedelta(days=5))
    by = house.coordinator
    with acting_in(by.context()):
        planning.convene(sitting, by=by, version=sitting.version, site=SITE)
        url = link_in("commission_convened")
        sitting.refresh_from_db()
        planning.cancel_sitting(sitting, by=by, version=sitting.version)

    page = Client().get(url)

    assert page.status_code == 410
    assert "Cette séance n’a pas lieu" in page.content.decode()


@pytest.mark.parametrize(
    ("days", "status", "sees", "says"),
    [(1, 200, False, "le jour même"), (0, 200, True, "se referme ce soir"), (-1, 410, False, "ne sert plus")],
)
def test_a_guest_s_link_opens_one_situation_on_its_day(house, board, version, days, status, sees, says):
    person, _pathway = waits(house, version)
    by = house.coordinator
    sitting = sitting_of(house, board, day=by.today)
    item = sitting.items.get()
    with acting_in(by.context()):
        inviting.invite_guest(
            item, by=by, name="Docteur", email="docteur@exemple.invalid", consent_on=by.today
        )
        planning.convene(sitting, by=by, version=sitting.version, site=SITE)
        url = link_in("commission_invited")
        Sitting.objects.update(day=by.today + timedelta(days=days))

    glanced, page = Client().get(url), Client().post(url)

    text = page.content.decode()
    assert glanced.status_code == page.status_code == status
    assert person.short_name not in glanced.content.decode()  # what opens links by itself is shown nobody
    assert (person.short_name in text) is sees
    assert person.usage_name not in text.replace(person.short_name, "")
    assert says in text
    with acting_in(by.context()):
        assert (ItemGuest.objects.get().read_at is not None) is sees
        shown = visit(by).get(reverse("item", args=[sitting.pk, item.pk])).content.decode()
    assert ("a ouvert cette situation le" in shown) is sees


@pytest.mark.parametrize(
    ("email", "called", "said"),
    [
        ("docteur@exemple.invalid", False, "son invitation partira avec la convocation"),
        ("docteur@exemple.invalid", True, "invitation envoyée le"),
        ("", True, "sans courriel"),
    ],
)
def test_the_page_says_what_a_guest_was_told(house, board, version, email, called, said):
    waits(house, version)
    by = house.coordinator
    sitting = sitting_of(house, board, day=by.today)
    item = sitting.items.get()
    with acting_in(by.context()):
        inviting.invite_guest(item, by=by, name="Docteur", structure="CMP", email=email, consent_on=by.today)
        if called:
            planning.convene(sitting, by=by, version=sitting.version, site=SITE)

    shown = visit(by).get(reverse("item", args=[sitting.pk, item.pk])).content.decode()

    assert "CMP · " + said in shown


def test_a_guest_removed_reads_nothing_more(house, board, version):
    person, _pathway = waits(house, version)
    by = house.coordinator
    sitting = sitting_of(house, board)
    with acting_in(by.context()):
        inviting.invite_guest(
            sitting.items.get(), by=by, name="Docteur", email="docteur@exemple.invalid", consent_on=by.today
        )
        planning.convene(sitting, by=by, version=sitting.version, site=SITE)
        url = link_in("commission_invited")
        inviting.remove_guest(ItemGuest.objects.get(), by=by)

    page = Client().get(url)

    assert page.status_code == 410
    assert person.short_name not in page.content.decode()


def test_an_address_is_corrected_from_the_page_of_who_sits(house, board):
    holder = SeatHolder.objects.filter(seat__board=board).order_by("pk")[0]
    browser, address = visit(house.coordinator), reverse("holder", args=[holder.pk])

    refused = browser.post(address, {"corriger": "1", "name": "Mme Aulne", "email": "aulne@"})
    assert refused.status_code == 422 and "aulne@" in refused.content.decode()
    browser.post(address, {"corriger": "1", "name": "Mme Aulne", "email": "aulne@exemple.invalid"})

    with acting_in(house.coordinator.context()):
        holder.refresh_from_db()
    assert (holder.name, holder.email) == ("Mme Aulne", "aulne@exemple.invalid")


def test_what_is_taken_off_may_be_put_back_at_once(house, board, version):
    waits(house, version)
    sitting = sitting_of(house, board, day=house.coordinator.today + timedelta(days=5))
    item = sitting.items.get()
    browser = visit(house.coordinator)

    browser.post(reverse("take_off_item", args=[sitting.pk, item.pk]))
    undo = reverse("put_back_item", args=[sitting.pk, item.pk])
    assert undo in browser.get(reverse("sitting", args=[sitting.pk])).content.decode()
    browser.post(undo)

    with acting_in(house.coordinator.context()):
        item.refresh_from_db()
    assert item.state == "waiting"


def test_a_board_is_closed_from_its_page(house, board):
    browser = visit(house.coordinator)
    assert "Fermer cette commission" in browser.get(reverse("board", args=[board.pk])).content.decode()

    browser.post(reverse("close_board", args=[board.pk]))

    with acting_in(house.coordinator.context()):
        board.refresh_from_db()
    assert board.closed_on == house.coordinator.today
