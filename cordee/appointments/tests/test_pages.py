"""The agenda and the pages of an appointment: what they show, to whom, in how many queries."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse

from cordee.accounts.models import Place
from cordee.appointments.actions import Where
from cordee.appointments.matters import About
from cordee.appointments.models import Appointment
from cordee.appointments.tests.factories import at_noon, book, past
from cordee.dossier.models import Fact
from cordee.home.tests.asking import MOST_QUERIES, ask, links_of, text_of
from cordee.people.actions import seal_dossier
from cordee.plumbing.context import acting_in
from tests import factories


@pytest.fixture
def person(house):
    found = factories.person(house.referent, first_names="Aubépine", usage_name="Mistral")
    found.pathway = factories.pathway(house, found)
    return found


def page(who, name, *arguments, **query):
    return factories.visit(who).get(reverse(name, args=arguments), query)


def typed(who, day, **more):
    return {
        "day": f"{day:%d/%m/%Y}", "at": "14 h 30", "minutes": "60", "member": str(who.member.pk),
        "place_kind": "office", "place": "", "where": "", "theme": "", "counterpart": "", "words": "", "rhythm": "",
        "until": "", **more,
    }  # fmt: skip


def send(who, name, *arguments, **data):
    return factories.visit(who).post(reverse(name, args=arguments), data)


def standing(house):
    with acting_in(house.coordinator.context()):
        return list(Appointment.objects.order_by("starts_at"))


# The agenda


@pytest.mark.parametrize("view", ["jour", "semaine"])
@pytest.mark.parametrize("number", [1, 40])
def test_an_agenda_costs_the_same_for_one_line_or_many(house, number, view):
    monday = house.referent.today - timedelta(days=house.referent.today.weekday())
    for turn in range(number):
        whom = factories.person(house.referent)
        days = (monday - house.referent.today).days
        book(house.referent, whom, days=days, at=time(8 + turn % 10, turn), despite=True)

    answer, asked = ask(house.referent, reverse("agenda"), {"vue": view, "jour": monday.isoformat()})

    assert answer.content.decode().count('class="agenda-line') == number
    assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)


def test_mine_the_teams_a_places(house, person):
    with acting_in(house.referent.context()):
        room = Place.objects.create(organisation=house.organisation, name="Salle bleue")
    other = factories.person(house.referent, first_names="Bruyère", usage_name="Sirocco")
    book(house.referent, person, where=Where("office", room))
    book(house.colleague, other, at=time(9))
    day = (house.referent.today + timedelta(days=3)).isoformat()

    mine = text_of(page(house.referent, "agenda", jour=day))
    team = text_of(page(house.referent, "agenda", jour=day, qui="equipe"))
    theirs = text_of(page(house.referent, "agenda", jour=day, qui=str(house.colleague.member.pk)))
    rooms = text_of(page(house.colleague, "agenda", jour=day, lieu=str(room.pk)))

    assert "Mistral" in mine and "Sirocco" not in mine
    assert "Mistral" in team and "Sirocco" in team
    assert "Mistral" not in theirs and "Sirocco" in theirs
    assert "Mistral" in rooms and "Sirocco" not in rooms and "Salle bleue" in rooms


def test_holidays_stand_on_their_days(house):
    house.organisation.department = "57"
    house.organisation.save(update_fields=["department"])

    shown = text_of(page(house.referent, "agenda", jour="2026-12-24"))
    assert "Noël" in shown and "Vacances de Noël" in shown
    assert "Lendemain de Noël" in text_of(page(house.referent, "agenda", jour="2026-12-26", vue="jour"))
    assert "ne sont pas connues" in text_of(page(house.referent, "agenda", jour="2030-01-01"))


@pytest.mark.parametrize("asked", ["n’importe quoi", "0001-01-01", "9999-12-31", "2026-02-30"])
def test_a_day_that_is_none_is_today(house, asked):
    answer = page(house.referent, "agenda", jour=asked)

    assert answer.status_code == 200 and answer.context["asked"].day == house.referent.today


def test_a_sealed_dossier_is_in_nobody_elses_agenda(house, person):
    book(house.referent, person)
    with acting_in(house.coordinator.context()):
        seal_dossier(person, by=house.coordinator, reason="danger", on=house.referent.today)
    day = (house.referent.today + timedelta(days=3)).isoformat()

    assert "Mistral" not in text_of(page(house.colleague, "agenda", jour=day, qui="equipe"))
    assert "Mistral" in text_of(page(house.referent, "agenda", jour=day, qui="equipe"))


# My day and the dossier


def test_my_day_says_todays_and_what_is_to_settle(house, person):
    with at_noon(house.referent):
        past(house.referent, person)
        book(house.referent, person, days=0, at=time(23, 50), minutes=5, despite=True)
        book(house.referent, person, days=1)
        book(house.colleague, person, days=0, at=time(23, 40), minutes=5, despite=True)

        answer, asked = ask(house.referent, reverse("my_day"))
    day = answer.context["day"]

    assert [line.hours for line in day.appointments] == ["23\u00a0h\u00a050\u202f–\u202f23\u00a0h\u00a055"]
    assert len(day.to_settle) == 1 and day.to_settle[0].settle_url
    assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)


def test_the_dossier_says_what_comes_next(house, person):
    book(house.colleague, person, days=2)
    past(house.colleague, person)

    answer, asked = ask(house.referent, reverse("person", args=[person.pk]))

    assert len(answer.context["appointments"]) == 1 and "Prochains rendez-vous" in text_of(answer)
    assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)


def test_a_contact_being_noted_leads_to_the_next_appointment(house, person):
    answer = page(house.referent, "contact", person.pk)

    assert reverse("book_appointment", args=[person.pk]) in links_of(answer)


def test_all_the_appointments_of_a_person(house, person):
    book(house.referent, person)
    past(house.referent, person)

    answer, asked = ask(house.secretary, reverse("person_appointments", args=[person.pk]))

    assert len(answer.context["coming"]) == len(answer.context["past"]) == 1
    assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)


# Booking


def test_one_is_booked_from_its_page(house, person):
    day = house.referent.today + timedelta(days=3)
    answer = send(
        house.referent,
        "book_appointment",
        person.pk,
        **typed(house.referent, day, theme="housing", words="impayés"),
    )

    (row,) = standing(house)
    assert answer.status_code == 302 and answer.url == reverse("appointment", args=[row.pk])
    shown = text_of(page(house.referent, "appointment", row.pk))
    assert "14 h 30 – 15 h 30" in shown and "logement" in shown and "impayés" in shown
    hidden = text_of(page(house.secretary, "appointment", row.pk))
    assert "14 h 30 – 15 h 30" in hidden and "logement" not in hidden and "impayés" not in hidden


def test_a_clash_gives_back_what_was_typed(house, person):
    day = house.referent.today + timedelta(days=3)
    book(house.referent, person)
    asked = typed(house.referent, day, theme="housing", words="impayés, échéancier")

    answer = send(house.referent, "book_appointment", person.pk, **asked)
    assert answer.status_code == 409 and len(standing(house)) == 1
    assert "impayés, échéancier" in answer.content.decode() and "Vous avez déjà un rendez-vous" in text_of(
        answer
    )

    kept = send(house.referent, "book_appointment", person.pk, **asked, despite="on")
    assert kept.status_code == 302 and len(standing(house)) == 2


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("at", "25 h", "Écrivez une heure"), ("at", "", "nécessaire"), ("day", "31/02/2027", "n’existe pas"),
        ("day", "01/01/2099", "trois ans"), ("minutes", "0", ""), ("minutes", "100000", ""), ("member", "x", ""),
        ("place_kind", "moon", ""), ("words", "sans thème", "Dites de quoi on parle"),
    ],
)  # fmt: skip
def test_bad_input_is_said_on_its_field_and_nothing_is_lost(house, person, field, value, said):
    day = house.referent.today + timedelta(days=3)
    asked = typed(house.referent, day, where="Porte verte au fond") | {field: value}

    answer = send(house.referent, "book_appointment", person.pk, **asked)

    assert answer.status_code == 422 and standing(house) == []
    assert "Porte verte au fond" in answer.content.decode() and said in text_of(answer)


def test_half_past_two_the_night_clocks_go_forward(house, person):
    asked = typed(house.referent, date(2027, 3, 28), at="2 h 30", where="ici")
    with time_machine.travel(datetime(2027, 3, 1, 11, tzinfo=UTC), tick=True):
        answer = send(house.referent, "book_appointment", person.pk, **asked)

    assert answer.status_code == 422 and "n’existe pas le 28 mars 2027" in text_of(answer)
    assert "ici" in answer.content.decode() and "la seconde, après" not in text_of(answer)


def test_an_hour_left_out_asks_nothing_about_the_night_clocks_change(house, person):
    day = house.referent.today + timedelta(days=3)
    answer = send(house.referent, "book_appointment", person.pk, **typed(house.referent, day, at=""))

    assert answer.status_code == 422 and "la seconde, après" not in text_of(answer)


def test_half_past_two_the_night_clocks_go_back_asks_which(house, person):
    asked = typed(house.referent, date(2027, 10, 31), at="2 h 30")
    with time_machine.travel(datetime(2027, 10, 1, 11, tzinfo=UTC), tick=True):
        answer = send(house.referent, "book_appointment", person.pk, **asked)
        assert answer.status_code == 422 and "la seconde, après" in text_of(answer)

        chosen = send(house.referent, "book_appointment", person.pk, **asked | {"turn": "second"})
    assert chosen.status_code == 302 and standing(house)[0].starts_at.hour == 1


def test_a_rhythm_that_ends_before_it_begins(house, person):
    day = house.referent.today + timedelta(days=3)
    answer = send(
        house.referent, "book_appointment", person.pk,
        **typed(house.referent, day, rhythm="1w", until=f"{day - timedelta(days=1):%d/%m/%Y}"),
    )  # fmt: skip

    assert answer.status_code == 422 and "vient avant le premier" in text_of(answer)


def test_whose_appointment_is_found_by_name(house, person):
    answer = page(house.secretary, "book_for", q="mistral", jour="2026-12-03")

    assert any(
        link.startswith(reverse("book_appointment", args=[person.pk])) and "2026-12-03" in link
        for link in links_of(answer)
    )


# Changing


def test_one_is_moved_from_its_page(house, person):
    row = book(house.referent, person, about=About("housing", "person", "impayés"))
    shown = page(house.referent, "move_appointment", row.pk)
    assert "impayés" in shown.content.decode()

    day = house.referent.today + timedelta(days=4)
    answer = send(
        house.referent, "move_appointment", row.pk, **typed(house.referent, day, at="9h", version="1")
    )
    assert answer.status_code == 302 and standing(house)[0].minutes == 60
    assert standing(house)[0].starts_at.date() == day


def test_moved_meanwhile_what_was_typed_comes_back_and_may_be_sent_again(house, person):
    row = book(house.referent, person)
    day = house.referent.today + timedelta(days=4)
    send(house.colleague, "move_appointment", row.pk, **typed(house.referent, day, at="9h", version="1"))

    late = typed(house.referent, day, at="16 h", where="Porte verte", version="1")
    answer = send(house.referent, "move_appointment", row.pk, **late)
    assert answer.status_code == 422 and "Un collègue a changé" in text_of(answer)
    assert "Porte verte" in answer.content.decode() and 'name="version" value="2"' in answer.content.decode()


def test_seen_with_a_note_is_one_contact(house, person):
    row = past(house.referent, person)
    answer = send(
        house.referent,
        "settle_appointment",
        row.pk,
        status="seen",
        text="On a ri",
        sector="social",
        legitimate="",
        reason="",
        version="1",
    )

    assert answer.status_code == 302
    with acting_in(house.referent.context()):
        facts = Fact.objects.filter(person=person, kind="contact_noted")
        assert [fact.thing_kind for fact in facts] == ["note"]
        person.refresh_from_db()
    assert person.last_contact_on == house.referent.today - timedelta(days=1)


def test_an_absence_keeps_its_text_to_be_noted_elsewhere(house, person):
    row = past(house.referent, person)
    answer = send(
        house.referent,
        "settle_appointment",
        row.pk,
        status="no_show",
        text="Elle a appelé",
        sector="social",
        legitimate="",
        reason="",
        version="1",
    )

    assert answer.status_code == 422 and "Elle a appelé" in answer.content.decode()
    assert standing(house)[0].status == "unknown"


def test_the_secretary_says_that_somebody_came(house, person):
    row = past(house.referent, person)
    answer = send(
        house.secretary, "settle_appointment", row.pk, status="seen", legitimate="", reason="", version="1"
    )

    assert answer.status_code == 302 and standing(house)[0].status == "seen"


def test_the_outcome_opens_inside_my_day(house, person):
    row = past(house.referent, person)
    answer = factories.visit(house.referent).get(
        reverse("settle_appointment", args=[row.pk]), headers={"HX-Request": "true"}
    )

    assert "<html" not in answer.content.decode() and 'name="status"' in answer.content.decode()


def test_a_word_too_fast_is_taken_back(house, person):
    row = past(house.referent, person)
    send(
        house.referent, "settle_appointment", row.pk, status="no_show", legitimate="", reason="", version="1"
    )
    send(house.referent, "reopen_appointment", row.pk)

    assert standing(house)[0].status == "unknown"
