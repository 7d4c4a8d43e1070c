"""Deadlines: whose day they are on, left aside with a reason, never pushed by a click."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from cordee.dossier.actions import postpone_deadline
from cordee.dossier.models import Deadline
from cordee.home.tests.asking import HTMX, text_of
from cordee.kernel.errors import BadInput, NotAllowed
from cordee.people.actions import give_ground
from cordee.plumbing.context import acting_in
from tests import factories


def in_days(house, days):
    return house.referent.today + timedelta(days=days)


@pytest.fixture
def row(house):
    person = factories.person(house.referent, first_names="Aubépine", usage_name="Mistral")
    with acting_in(house.referent.context()):
        return Deadline.objects.create(
            organisation=house.organisation, person=person, kind="papier", label="Rappeler la mairie",
            in_charge=house.referent.member, warn_on=in_days(house, -9), due_on=in_days(house, -2),
            late_on=in_days(house, -1), source="CASF L262-29",
        )  # fmt: skip


def fresh(house, row):
    with acting_in(house.referent.context()):
        return Deadline.objects.get(pk=row.pk)


def speaking(house, on):
    with acting_in(house.referent.context()):
        return Deadline.objects.standing().speaking_on(on).exists()


def postpone(who, row, **typed):
    return factories.visit(who).post(reverse("deadline_postpone", args=[row.pk]), typed)


def test_left_aside_it_comes_back_on_its_day_and_stays_due_when_it_was(house, row):
    answer = postpone(
        house.referent, row, until=f"{in_days(house, 7):%d/%m/%Y}", reason="Elle est en vacances"
    )

    kept = fresh(house, row)
    assert answer["Location"] == reverse("my_day")
    assert (kept.shown_from, kept.postponed_reason) == (in_days(house, 7), "Elle est en vacances")
    assert (kept.due_on, kept.late_on) == (in_days(house, -2), in_days(house, -1))
    assert not speaking(house, in_days(house, 6)) and speaking(house, in_days(house, 7))


def test_a_deadline_left_aside_by_mistake_comes_back_by_one_click(house, row):
    client = factories.visit(house.referent)
    client.post(reverse("deadline_postpone", args=[row.pk]), {"until": "demain", "reason": "vacances"})
    undo = reverse("deadline_back", args=[row.pk])
    assert f'action="{undo}"' in client.get(reverse("my_day")).content.decode()

    client.post(undo)

    kept = fresh(house, row)
    assert (kept.shown_from, kept.postponed_reason) == (None, "")
    assert speaking(house, house.referent.today)


def test_the_reason_stands_on_the_day_it_comes_back(house, row):
    with acting_in(house.referent.context()):
        Deadline.objects.filter(pk=row.pk).update(postponed_reason="Elle est en vacances")

    assert "Elle est en vacances" in text_of(factories.visit(house.referent).get(reverse("my_day")))


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"until": "hier"}, "until"),
        ({"until": "aujourd’hui"}, "until"),
        ({"until": ""}, "until"),
        ({"until": "30/02/2027"}, "until"),
        ({"until": "1/1/99999"}, "until"),
        ({"until": "\0"}, "until"),
        ({"reason": ""}, "reason"),
        ({"reason": "   "}, "reason"),
        ({"reason": "a" * 301}, "reason"),
        ({"reason": "a" * 10_000_000}, "reason"),
    ],
)
def test_what_cannot_be_is_explained_and_nothing_moves(house, row, typed, field):
    answer = postpone(house.referent, row, **{"until": "demain", "reason": "vacances", **typed})

    assert answer.status_code == 422 and answer.context["form"].errors[field]
    assert fresh(house, row).shown_from is None


def test_the_form_opens_in_place_with_a_week_as_a_first_answer(house, row):
    client = factories.visit(house.referent)
    address = reverse("deadline_postpone", args=[row.pk])

    part = client.get(address, headers={**HTMX, "HX-Current-URL": "http://testserver/personnes/?vue=mes"})
    page = client.get(address)

    assert "<html" not in part.content.decode() and part.context["back_url"] == "/personnes/?vue=mes"
    assert f'value="{in_days(house, 7):%d/%m/%Y}"' in part.content.decode()
    assert (
        "<html" in page.content.decode()
        and "Aubépine Mistral" in text_of(page)
        and "CASF L262-29" in text_of(page)
    )


@pytest.mark.parametrize(
    "back",
    ["https://ailleurs.example/", "//ailleurs.example", "javascript:alert(1)", "\\\\ailleurs", "x" * 9000],
)
def test_one_is_never_led_away_from_the_site(house, row, back):
    answer = postpone(house.referent, row, until="demain", reason="vacances", retour=back)

    assert answer.status_code == 302 and answer["Location"] == "/"


def test_a_function_without_the_right_is_told_why(house, row):
    with acting_in(house.referent.context()):
        give_ground(row.person, member=house.director.member, kind="follows", partitions=1, by=house.referent)
    sentence = "Cette échéance revient à qui accompagne la personne."

    seen = factories.visit(house.director).get(reverse("deadline_postpone", args=[row.pk]))
    sent = postpone(house.director, row, until="demain", reason="vacances")

    assert sentence in text_of(seen) and "<textarea" not in seen.content.decode()
    assert sent.status_code == 403 and sentence in text_of(sent)
    assert factories.visit(house.director).post(reverse("deadline_back", args=[row.pk])).status_code == 403
    assert fresh(house, row).shown_from is None


@pytest.mark.parametrize("who", ["nurse", "workshop_leader"])
def test_a_deadline_of_somebody_closed_does_not_exist(house, row, who):
    assert postpone(house.team[who], row, until="demain", reason="vacances").status_code == 404


def test_a_deadline_already_closed_is_no_longer_put_off(house, row):
    with acting_in(house.referent.context()):
        Deadline.objects.filter(pk=row.pk).update(closed_on=house.referent.today, closing="done")

    assert postpone(house.referent, row, until="demain", reason="vacances").status_code == 404


def test_the_action_refuses_by_itself(house, row, acting):
    acting(house.referent)
    with pytest.raises(BadInput):
        postpone_deadline(row, by=house.referent, until=house.referent.today, reason="vacances")
    with pytest.raises(BadInput):
        postpone_deadline(row, by=house.referent, until=in_days(house, 1), reason=" ")
    with pytest.raises(NotAllowed):
        postpone_deadline(row, by=house.director, until=in_days(house, 1), reason="vacances")


def test_days_out_of_order_are_refused_by_the_database(house, row, acting):
    acting(house.referent)
    with pytest.raises(IntegrityError), transaction.atomic():
        Deadline.objects.filter(pk=row.pk).update(late_on=in_days(house, -8))


def test_an_orientation_without_a_dossier_is_for_those_who_welcome(house, acting):
    acting(house.coordinator)
    made = Deadline.objects.create(
        organisation=house.organisation, kind="repondre", label="Répondre", warn_on=in_days(house, 0),
        due_on=in_days(house, 0), late_on=in_days(house, 1), thing_kind="referral",
    )  # fmt: skip
    seen = {}
    for who in ("coordinator", "secretary", "colleague", "nurse", "workshop_leader"):
        acting(house.team[who])
        through_code = Deadline.objects.visible_to(house.team[who]).filter(pk=made.pk).exists()
        assert through_code == Deadline.objects.filter(pk=made.pk).exists()
        seen[who] = through_code

    assert seen == {
        "coordinator": True, "secretary": True, "colleague": True, "nurse": False, "workshop_leader": False,
    }  # fmt: skip
