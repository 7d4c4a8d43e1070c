"""My day: what it says first, whom it concerns, what one may do from a line, in how many queries."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from cordee.accounts.enums import Role
from cordee.appointments.tests.factories import book
from cordee.dossier.models import Deadline, Fact
from cordee.home.tests.asking import HTMX, MOST_QUERIES, ask, links_of, text_of
from cordee.partners.actions import add_partner
from cordee.partners.agreeing import add_agreement
from cordee.people.actions import seal_dossier
from cordee.plumbing.context import acting_in
from cordee.referrals.actions import take_referral
from tests import factories

REVIEW = """
[[clocks]]
code = "bilan"
label = "Bilan avec la personne"
start = ["pathway_opened", "review_held"]
stop = ["pathway_closed"]
due = { months = 3 }
warn_before = { days = 15 }
in_charge = ["referent"]
source = "bief"
"""


def silent(house, days=60, **identity):
    """Somebody followed by the referent, of whom nobody has heard since."""
    person = factories.person(house.referent, **identity)
    factories.pathway(house, person, on=house.referent.today - timedelta(days=days))
    return person


def due(house, person, label, days, **values):
    """A deadline no clock keeps, due in some days."""
    today = house.referent.today
    on = today + timedelta(days=days)
    values = {"in_charge": house.referent.member, "late_on": on + timedelta(days=1), **values}
    with acting_in(house.referent.context()):
        return Deadline.objects.create(
            organisation=house.organisation,
            person=person,
            kind="papier",
            label=label,
            warn_on=min(today, on),
            due_on=on,
            **values,
        )


def with_review(house, *, days):
    """Somebody whose review was due some days ago, in a programme that asks for one every three months."""
    text = (Path(factories.__file__).parent / "programme.toml").read_text() + REVIEW
    version = factories.programme(house.organisation, text)
    person = factories.person(house.referent)
    opened = house.referent.today - timedelta(days=92 + days)
    return factories.pathway(house, person, on=opened, version=version)


def standing(house, kind):
    with acting_in(house.referent.context()):
        return Deadline.objects.standing().filter(kind=kind).first()


def day_of(who):
    return factories.visit(who).get(reverse("my_day")).context["day"]


@pytest.mark.parametrize("people", [1, 25])
def test_a_day_costs_the_same_for_one_line_or_many(house, people):
    for _ in range(people):
        silent(house)

    answer, asked = ask(house.referent, reverse("my_day"))

    assert answer.content.decode().count('class="deadline is-') == people
    assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)


def test_each_deadline_stands_in_its_part_of_the_day(house):
    person = factories.person(house.referent)
    for label, days in (("hier", -1), ("ce jour", 0), ("demain", 1)):
        due(house, person, label, days)

    day = day_of(house.referent)

    assert [row.title for row in day.late] == ["hier"]
    assert [row.title for row in day.today] == ["ce jour"]
    assert [row.title for row in day.soon] == ["demain"]
    assert [part.code for part in day.parts] == ["retard", "jour", "bientot"]


def test_a_delay_with_days_of_grace_is_not_called_late_before_they_are_over(house):
    person = factories.person(house.referent)
    due(house, person, "avec un délai", -2, late_on=house.referent.today + timedelta(days=1))

    answer = factories.visit(house.referent).get(reverse("my_day"))

    assert answer.context["day"].late == []
    assert "En retard" not in text_of(answer) and "Prévue il y a 2 jours" in text_of(answer)


def test_the_person_stands_before_what_is_due(house):
    due(
        house,
        factories.person(house.referent, first_names="Aubépine", usage_name="Mistral"),
        "Rappeler la mairie",
        0,
    )

    words = text_of(factories.visit(house.referent).get(reverse("my_day")))

    assert words.index("Aubépine Mistral") < words.index("Rappeler la mairie")


def test_silence_says_when_somebody_last_spoke_to_the_person(house):
    silent(house, first_names="Jamais", usage_name="Vue")

    words = text_of(factories.visit(house.referent).get(reverse("my_day")))

    assert "Sans nouvelles" in words and "Aucun échange noté" in words


def test_a_colleague_has_none_of_my_deadlines(house):
    silent(house)

    assert day_of(house.colleague).is_empty
    assert not day_of(house.referent).is_empty


def test_what_is_in_charge_of_nobody_comes_to_the_coordination(house):
    due(house, factories.person(house.referent), "à personne", 0, in_charge=None)

    assert [row.title for row in day_of(house.coordinator).today] == ["à personne"]
    assert day_of(house.referent).is_empty


def test_the_day_stops_at_sixty_lines_and_says_so(house):
    person = factories.person(house.referent)
    for number in range(61):
        due(house, person, f"ligne {number}", 0)

    answer = factories.visit(house.referent).get(reverse("my_day"))

    assert len(answer.context["day"].today) == 60
    assert "La liste s’arrête à soixante échéances" in text_of(answer)


def test_orientations_nobody_has_answered_are_new_to_those_who_welcome(house):
    with acting_in(house.secretary.context()):
        take_referral(
            by=house.secretary,
            received_on=house.secretary.today - timedelta(days=2),
            first_names="Aubépine",
            programme=house.version.programme,
            channel="voisins",
        )

    assert [card.name for card in day_of(house.coordinator).new] == ["Aubépine"]
    assert day_of(house.workshop_leader).new == []


def test_an_empty_day_teaches_and_one_without_a_dossier_says_where_to_go(house):
    counsellor = text_of(factories.visit(house.colleague).get(reverse("my_day")))
    director = text_of(factories.visit(house.director).get(reverse("my_day")))

    assert "Rien ne vous attend aujourd’hui" in counsellor
    assert "Vos fonctions n’ouvrent aucun dossier" in director and "Mes personnes" not in director
    assert "Ouvrir les réglages" in director


def test_who_opens_no_dossier_and_sets_nothing_up_is_not_sent_to_the_settings(house):
    counts = factories.actor(house.organisation, Role.STATISTICIAN)

    shown = text_of(factories.visit(counts).get(reverse("my_day")))

    assert "Vos fonctions n’ouvrent aucun dossier" in shown and "réglages" not in shown


def test_a_sealed_dossier_leaves_the_day_of_those_it_is_closed_to(house):
    person = factories.person(house.coordinator)
    due(house, person, "secret", 0, in_charge=house.colleague.member)
    assert day_of(house.colleague).today
    with acting_in(house.coordinator.context()):
        seal_dossier(person, by=house.coordinator, reason="essai", on=house.coordinator.today)

    assert day_of(house.colleague).is_empty


# --- What one may do from a line --------------------------------------------------------------------


def gestures(day):
    return [[action.label for action in row.actions] for part in day.parts for row in part.rows]


def test_silence_offers_to_note_a_contact_and_leads_back_to_the_day(house):
    person = silent(house)
    client = factories.visit(house.referent)

    form = client.get(
        reverse("contact", args=[person.pk]), headers={**HTMX, "HX-Current-URL": "http://testserver/"}
    )
    sent = client.post(
        reverse("contact", args=[person.pk]),
        {"means": "phone", "counterpart": "person", "sector": "social", "audience": "house", "day": "hier", "text": "",
         "retour": form.context["back_url"]},
    )  # fmt: skip

    assert gestures(day_of(house.referent)) == []
    assert "<html" not in form.content.decode() and sent["Location"] == "/"


def test_a_review_is_said_to_be_held_and_the_next_one_is_waited_for(house):
    with_review(house, days=3)
    late = standing(house, "bilan")
    client = factories.visit(house.referent)
    assert ["C’est fait", "Reporter"] in gestures(day_of(house.referent))

    answer = client.post(reverse("deadline_done", args=[late.pk]), {"on": "hier", "kind": "review_held"})

    assert answer.status_code == 302
    moved = standing(house, "bilan")
    assert moved.pk == late.pk and moved.due_on > house.referent.today + timedelta(days=80)
    with acting_in(house.referent.context()):
        assert (
            Fact.objects.filter(kind="review_held", day=house.referent.today - timedelta(days=1)).count() == 1
        )


def test_what_no_clock_keeps_is_closed_by_hand_and_stays_closed(house):
    row = due(house, factories.person(house.referent), "Rappeler", 0)
    client = factories.visit(house.referent)

    client.post(reverse("deadline_done", args=[row.pk]), {"on": "aujourd’hui"})

    with acting_in(house.referent.context()):
        row.refresh_from_db()
    assert (row.closed_on, row.closing) == (house.referent.today, "done")
    assert day_of(house.referent).is_empty


@pytest.mark.parametrize("on", ["demain", "31/02/2026", "n’importe quoi", "", "\0"])
def test_a_day_that_cannot_be_is_explained_and_nothing_is_written(house, on):
    row = due(house, factories.person(house.referent), "Rappeler", 0)

    answer = factories.visit(house.referent).post(reverse("deadline_done", args=[row.pk]), {"on": on})

    assert answer.status_code == 422 and answer.context["form"].errors["on"]
    assert standing(house, "papier") is not None


def test_a_forged_kind_of_fact_is_refused(house):
    with_review(house, days=3)
    late = standing(house, "bilan")

    answer = factories.visit(house.referent).post(
        reverse("deadline_done", args=[late.pk]), {"on": "hier", "kind": "pathway_closed"}
    )

    assert answer.status_code == 422
    assert standing(house, "bilan").due_on == late.due_on


def test_an_orientation_is_answered_not_ticked(house):
    with acting_in(house.secretary.context()):
        take_referral(
            by=house.secretary, received_on=house.secretary.today - timedelta(days=20), first_names="Aubépine",
            programme=house.version.programme, channel="voisins", handled_by=house.coordinator.member,
        )  # fmt: skip
    waiting = standing(house, "repondre")

    answer = factories.visit(house.coordinator).get(reverse("deadline_done", args=[waiting.pk]))

    assert answer.status_code == 404
    (row,) = day_of(house.coordinator).late
    assert (row.person, row.actions[0].label) == ("Aubépine", "Répondre")


def test_a_role_without_the_right_is_offered_nothing_and_refused_the_address(house):
    person = silent(house)
    row = standing(house, "silence")
    with acting_in(house.referent.context()):
        Deadline.objects.filter(pk=row.pk).update(in_charge=house.secretary.member)

    assert gestures(day_of(house.secretary)) == [["Reporter"]]
    assert factories.visit(house.secretary).get(reverse("contact", args=[person.pk])).status_code == 403
    assert factories.visit(house.secretary).get(reverse("deadline_done", args=[row.pk])).status_code == 404


def test_another_house_finds_no_deadline(house, stranger):
    row = due(house, factories.person(house.referent), "Rappeler", 0)

    for name in ("deadline_done", "deadline_postpone"):
        assert factories.visit(stranger).get(reverse(name, args=[row.pk])).status_code == 404


def test_every_line_leads_to_the_file(house):
    person = silent(house)

    assert reverse("person", args=[person.pk]) in links_of(
        factories.visit(house.referent).get(reverse("my_day"))
    )


def test_an_agreement_whose_notice_has_begun_is_on_the_day_of_the_coordination(house):
    by = house.coordinator
    with acting_in(by.context()):
        for name, days in (("CCAS de Valmont", 20), ("Plus tard", 400), ("Ce soir", 0)):
            partner = add_partner(by=by, name=name)
            add_agreement(
                partner, by=by, kind="convention", signed_on=by.today - timedelta(days=300),
                until=by.today + timedelta(days=days),
            )  # fmt: skip

    day = day_of(by)

    assert [row.title for row in day.soon] == [
        "Convention de partenariat avec CCAS de Valmont\u202f: à renouveler"
    ]
    assert [row.title for row in day.today] == ["Convention de partenariat avec Ce soir\u202f: à renouveler"]
    assert day_of(house.referent).is_empty


@pytest.mark.parametrize("times", [1, 9])
def test_the_fullest_day_costs_no_more(house, times):
    """Deadlines of people, somebody newly followed, a meeting, orientations unread, an agreement to renew."""
    by = factories.actor(house.organisation, Role.COORDINATOR)
    for number in range(times):
        with acting_in(by.context()):
            person = factories.person(by)
            factories.pathway(house, person, by=by)
            partner = add_partner(by=by, name=f"CCAS {number}")
            add_agreement(
                partner, by=by, kind="convention", signed_on=by.today - timedelta(days=300),
                until=by.today + timedelta(days=20),
            )  # fmt: skip
            take_referral(
                by=by, first_names="Hier", usage_name="Reçue", received_on=by.today - timedelta(days=20),
                programme=house.version.programme, channel="voisins", handled_by=by.member,
            )  # fmt: skip
        book(by, person, days=0, despite=True)
        due(house, person, "Rappeler", 0, in_charge=by.member)

    answer, asked = ask(by, reverse("my_day"))

    shown = text_of(answer)
    for words in ("Rappeler", "à renouveler", "Hier Reçue", person.usage_name):
        assert words in shown, words
    assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)
