"""«Identité et contacts»: read first, changed part by part; refused with what was typed; two tabs, two sendings."""

import time
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from cordee.accounts.sessions import SEEN_KEY
from cordee.dossier.models import Fact
from cordee.home.tests.asking import HTMX, MOST_QUERIES, ask, links_of, text_of
from cordee.people.actions import add_contact, change_identity, give_ground, protect_contact, seal_dossier
from cordee.people.models import ContactPoint, Person, ProtectedContact, Seal, SocialProfile
from cordee.plumbing.context import acting_in
from cordee.plumbing.models import AccessLog
from tests import factories

CANARY = "3 rue du Canari"


@pytest.fixture
def person(house):
    return factories.person(house.referent, first_names="Aubépine", usage_name="Mistral", birth="1984-03-12")


def page(person):
    return reverse("person_identity", args=[person.pk])


def send(who, person, part, headers=None, **typed):
    return factories.visit(who).post(page(person), {"part": part, **typed}, headers=headers or {})


def offered(answer):
    """The parts the page lets one change."""
    return {code for code, part in answer.context["parts"].items() if part}


def fresh(house, person):
    with acting_in(house.referent.context()):
        return Person.objects.get(pk=person.pk)


def with_contact(house, person, value=CANARY, kind="address"):
    with acting_in(house.referent.context()):
        add_contact(person, by=house.referent, kind=kind, value=value, on=house.referent.today)
        return ContactPoint.objects.get(person=person, value=value)


def protected(house, person):
    with_contact(house, person)
    with acting_in(house.referent.context()):
        protect_contact(fresh(house, person), by=house.referent, on=house.referent.today)


IDENTITY = {"first_names": "Aubépine", "usage_name": "Mistral", "birth": "12/03/1984", "version": "1"}


@pytest.mark.parametrize("count", [1, 20])
def test_the_page_costs_the_same_for_one_contact_or_many(house, person, count):
    for number in range(count):
        with_contact(house, person, f"06 00 00 00 {number:02}", "phone")

    answer, asked = ask(house.referent, page(person))

    assert len(answer.context["contacts"]) == count
    assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)


def test_an_identity_is_read_then_changed(house, person):
    assert "12 mars 1984" in text_of(factories.visit(house.referent).get(page(person)))

    answer = send(
        house.referent,
        person,
        "identite",
        **{**IDENTITY, "alias": "Rose", "languages": "arabe, français, ", "external_number": "E-12"},
    )

    assert answer.status_code == 302
    kept = fresh(house, person)
    assert (kept.alias, kept.languages, kept.birth, kept.external_number, kept.version) == (
        "Rose",
        ["arabe", "français"],
        "1984-03-12",
        "E-12",
        2,
    )
    assert "E-12" in text_of(factories.visit(house.referent).get(page(person)))


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"first_names": ""}, "first_names"),
        ({"first_names": "   "}, "first_names"),
        ({"first_names": "a" * 121}, "first_names"),
        ({"usage_name": "\0Mistral"}, "usage_name"),
        ({"birth": "31/02/1984"}, "birth"),
        ({"birth": "12/03/2100"}, "birth"),
        ({"birth": "12/03/1802"}, "birth"),
        ({"birth": "hier soir"}, "birth"),
        ({"version": "²"}, "version"),
        ({"version": "9" * 400}, "version"),
        ({"version": ""}, "version"),
        ({"pronoun": "x" * 10_000_000}, "pronoun"),
    ],
)
def test_what_cannot_be_kept_is_explained_and_given_back(house, person, typed, field):
    answer = send(house.referent, person, "identite", **{**IDENTITY, "alias": "Un surnom gardé", **typed})

    assert answer.status_code == 422
    form = answer.context["parts"]["identite"].form
    assert form.errors[field] and "Un surnom gardé" in answer.content.decode()
    assert fresh(house, person).version == 1


@pytest.mark.parametrize("name", ["محمد", "🙂", "O’Brien-Nguyễn", "\u202eenvers", "<b>gras</b>"])
def test_any_name_one_bears_is_kept_as_it_is(house, person, name):
    send(house.referent, person, "identite", **{**IDENTITY, "first_names": name})

    assert fresh(house, person).first_names == name
    assert "<b>gras" not in factories.visit(house.referent).get(page(person)).content.decode()


def test_two_tabs_both_keep_their_words(house, person):
    with acting_in(house.referent.context()):
        change_identity(person, by=house.referent, version=1, on=house.referent.today, usage_name="Écume")

    second = send(house.colleague, person, "identite", **{**IDENTITY, "alias": "Rose"})

    assert second.status_code == 422 and fresh(house, person).alias == ""
    words = text_of(second)
    assert (
        "Un collègue a modifié ces informations" in words
        and "Sa fiche dit maintenant : Aubépine, Écume" in words
    )
    form = second.context["parts"]["identite"].form
    assert (form["alias"].value(), form["version"].value()) == ("Rose", "2")
    third = send(
        house.colleague,
        person,
        "identite",
        **{**IDENTITY, "usage_name": "Écume", "alias": "Rose", "version": "2"},
    )
    assert third.status_code == 302 and fresh(house, person).full_name == "Rose Écume"


def test_a_form_sent_twice_has_one_effect(house, person):
    client, key = factories.visit(house.referent), str(uuid4())
    typed = {"part": "coordonnee", "kind": "phone", "value": "06 00 00 00 12", "_once": key}

    first, second = (client.post(page(person), typed) for _twice in range(2))

    assert first["Location"] == second["Location"] == page(person)
    with acting_in(house.referent.context()):
        assert ContactPoint.objects.filter(person=person).count() == 1


def test_a_form_sent_twice_by_htmx_leads_to_the_page_it_led_to(house, person):
    client, key = factories.visit(house.referent), str(uuid4())
    typed = {"part": "coordonnee", "kind": "phone", "value": "06 00 00 00 12", "_once": key}

    answers = [client.post(page(person), typed, headers=HTMX) for _twice in range(2)]

    assert [(answer.status_code, answer["HX-Redirect"]) for answer in answers] == [(204, page(person))] * 2
    with acting_in(house.referent.context()):
        assert ContactPoint.objects.filter(person=person).count() == 1


def test_a_part_typed_before_the_session_slept_comes_back_unfolded(house, person):
    client = factories.visit(house.referent)
    typed = {"part": "coordonnee", "kind": "phone", "value": "06 00 00 00 12", "note": "le soir"}

    def slept(seconds):
        session = SessionStore(client.cookies["cordee-session"].value)
        session[SEEN_KEY] = int(time.time()) - seconds
        session.save()

    slept(settings.IDLE_SECONDS + 5)
    asked = client.post(page(person), typed)
    slept(0)
    shown = client.get(parse_qs(urlsplit(asked["Location"]).query)["next"][0])

    part = shown.context["parts"]["coordonnee"]
    assert part.is_open and part.form["note"].value() == "le soir"
    assert not shown.context["parts"]["identite"].is_open


@pytest.mark.parametrize(
    ("kind", "value", "is_kept"),
    [
        ("phone", "06 00 00 00 12", True),
        ("email", "rose@exemple.fr", True),
        ("email", "rose", False),
        ("phone", "", False),
        ("pigeon", "voyageur", False),
        ("address", "é" * 301, False),
    ],
)
def test_a_contact_is_checked_by_its_kind(house, person, kind, value, is_kept):
    answer = send(house.referent, person, "coordonnee", kind=kind, value=value)

    assert answer.status_code == (302 if is_kept else 422)
    with acting_in(house.referent.context()):
        assert ContactPoint.objects.filter(person=person).exists() is is_kept


def test_a_number_is_called_and_a_letter_written_by_a_touch(house, person):
    with_contact(house, person, "06 00 00 00 12", "phone")
    with_contact(house, person, "rose@exemple.fr", "email")

    links = links_of(factories.visit(house.referent).get(page(person)))

    assert {"tel:0600000012", "mailto:rose@exemple.fr"} <= set(links)


def test_a_contact_withdrawn_comes_back_by_one_click(house, person):
    contact = with_contact(house, person, "06 00 00 00 12", "phone")
    client = factories.visit(house.referent)

    client.post(reverse("end_contact", args=[person.pk, contact.pk]))
    shown = client.get(page(person))
    assert (
        shown.context["contacts"] == []
        and reverse("restore_contact", args=[person.pk, contact.pk]) in shown.content.decode()
    )
    client.post(reverse("restore_contact", args=[person.pk, contact.pk]))

    assert [one["value"] for one in client.get(page(person)).context["contacts"]] == ["06 00 00 00 12"]


def test_a_contact_of_somebody_else_is_not_withdrawn_through_this_file(house, person):
    other = factories.person(house.referent)
    contact = with_contact(house, other)

    answer = factories.visit(house.referent).post(reverse("end_contact", args=[person.pk, contact.pk]))

    assert answer.status_code == 404
    with acting_in(house.referent.context()):
        assert ContactPoint.objects.get(pk=contact.pk).ended_on is None


# --- Protection ---------------------------------------------------------------------------------------


def test_protecting_takes_the_address_off_the_page_and_revealing_shows_it_once(house, person):
    with_contact(house, person)
    client = factories.visit(house.referent)
    assert CANARY in client.get(page(person)).content.decode()

    send(house.referent, person, "proteger")
    assert CANARY not in client.get(page(person)).content.decode()
    shown = client.post(page(person), {"part": "voir", "voir-reason": "courrier du tribunal"})

    assert CANARY in text_of(shown) and "no-store" in shown["Cache-Control"]
    assert CANARY not in client.get(page(person)).content.decode()


def test_revealing_in_place_answers_with_the_contacts_alone(house, person):
    protected(house, person)

    shown = send(house.referent, person, "voir", HTMX, **{"voir-reason": "courrier du tribunal"})

    assert CANARY in text_of(shown) and "<html" not in shown.content.decode()


@pytest.mark.parametrize("reason", ["", "vu", "x" * 201])
def test_revealing_without_a_reason_shows_nothing(house, person, reason):
    protected(house, person)

    answer = send(house.referent, person, "voir", **{"voir-reason": reason})

    assert answer.status_code == 422 and CANARY not in answer.content.decode()
    with acting_in(house.referent.context()):
        assert not AccessLog.objects.filter(what="contact.revealed").exists()


def test_a_secretary_is_told_why_a_protected_address_is_closed_to_her(house, person):
    protected(house, person)

    seen = factories.visit(house.secretary).get(page(person))
    sent = send(house.secretary, person, "voir", **{"voir-reason": "je dois poster"})

    sentence = "Seuls la coordination et les référents peuvent voir une adresse protégée, avec un motif."
    assert sentence in text_of(seen) and "voir" not in offered(seen)
    assert sent.status_code == 403 and sentence in text_of(sent) and CANARY not in sent.content.decode()


def test_a_safe_contact_is_asked_of_a_protected_person_only(house, person):
    before = factories.visit(house.referent).get(page(person)).context["parts"]["coordonnee"].form
    protected(house, person)

    send(house.referent, person, "coordonnee", kind="through", value="Le foyer", is_safe="on")
    send(house.referent, person, "coordonnee", kind="phone", value="06 11")

    assert "is_safe" not in before.fields
    shown = factories.visit(house.referent).get(page(person)).context["contacts"]
    assert [one["value"] for one in shown] == ["Le foyer"]
    with acting_in(house.referent.context()):
        assert ProtectedContact.objects.filter(person=person, kind="phone").count() == 1


def test_protecting_twice_from_two_tabs_says_the_page_changed(house, person):
    send(house.referent, person, "proteger")

    again = send(house.referent, person, "proteger")

    assert again.status_code == 409 and "a changé entre-temps" in text_of(again)


# --- Legal protection, preferences, seal ----------------------------------------------------------------


def test_legal_protection_belongs_to_the_social_part(house, person):
    send(house.referent, person, "mesure", legal_protection="tutelle", guardian="UDAF")

    counsellor = factories.visit(house.colleague).get(page(person))
    secretary = factories.visit(house.secretary).get(page(person))
    forged = send(house.secretary, person, "mesure", legal_protection="", guardian="")

    assert "UDAF" in text_of(counsellor)
    assert "UDAF" not in text_of(secretary) and "mesure" not in offered(secretary)
    assert forged.status_code == 409
    with acting_in(house.referent.context()):
        assert SocialProfile.objects.get(person=person).guardian == "UDAF"


def test_preferences_are_kept_and_forged_ones_refused(house, person):
    send(house.referent, person, "preferences", preferred_channel="sms", contact_hours="le matin")
    forged = send(
        house.referent, person, "preferences", preferred_channel="télépathie", contact_hours="toujours"
    )

    kept = fresh(house, person)
    assert (kept.preferred_channel, kept.contact_hours) == ("sms", "le matin")
    assert forged.status_code == 422


def test_closing_to_the_team_asks_a_reason_and_can_be_undone(house, person):
    assert send(house.coordinator, person, "fermer", **{"fermer-reason": ""}).status_code == 422
    assert send(house.coordinator, person, "fermer", **{"fermer-reason": "Une proche"})["Location"] == page(
        person
    )
    assert factories.visit(house.colleague).get(page(person)).status_code == 404

    send(house.coordinator, person, "rouvrir")

    assert factories.visit(house.colleague).get(page(person)).status_code == 200
    with acting_in(house.coordinator.context()):
        assert Seal.objects.get(person=person).reason == "Une proche"


# --- Access -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("coordinator", {"identite", "coordonnee", "preferences", "mesure", "proteger", "fermer"}),
        ("colleague", {"identite", "coordonnee", "preferences", "mesure", "proteger"}),
        ("coach", {"identite", "coordonnee", "preferences", "proteger"}),
        ("secretary", {"identite", "coordonnee", "preferences"}),
    ],
)
def test_each_function_is_offered_what_it_may_change(house, person, who, expected):
    answer = factories.visit(house.team[who]).get(page(person))

    assert offered(answer) == expected


def test_a_nurse_of_the_circle_reads_and_is_told_why_she_changes_nothing(house, person):
    with acting_in(house.referent.context()):
        give_ground(person, member=house.nurse.member, kind="follows", partitions=9, by=house.referent)

    answer = factories.visit(house.nurse).get(page(person))
    sent = send(house.nurse, person, "identite", **IDENTITY)

    sentence = "Modifier l’identité revient à l’accueil, à la coordination et aux référents."
    assert offered(answer) == set() and sentence in text_of(answer)
    assert sent.status_code == 403 and sentence in text_of(sent)


@pytest.mark.parametrize("who", ["workshop_leader", "director", "admin"])
def test_the_page_is_closed_to_those_who_need_no_identity(house, person, who):
    with acting_in(house.referent.context()):
        give_ground(person, member=house.team[who].member, kind="follows", partitions=5, by=house.referent)

    assert factories.visit(house.team[who]).get(page(person)).status_code == 403


def test_another_house_finds_nothing_to_read_nor_to_change(house, stranger, person):
    contact = with_contact(house, person)

    assert factories.visit(stranger).get(page(person)).status_code == 404
    assert send(stranger, person, "proteger").status_code == 404
    assert (
        factories.visit(stranger).post(reverse("end_contact", args=[person.pk, contact.pk])).status_code
        == 404
    )


@pytest.mark.parametrize("part", ["", "vendre", "\0", "identite' OR 1=1"])
def test_a_forged_part_is_a_page_that_changed(house, person, part):
    assert send(house.referent, person, part).status_code == 409


def test_a_refused_part_comes_back_alone_to_htmx(house, person):
    answer = send(house.referent, person, "identite", HTMX, **{**IDENTITY, "first_names": ""})

    assert answer.status_code == 422 and "<html" not in answer.content.decode()
    assert 'name="part" value="identite"' in answer.content.decode()
    assert send(house.referent, person, "identite", HTMX, **IDENTITY)["HX-Redirect"] == page(person)


def test_a_coordinator_s_house_only_closes_its_own_dossiers(house, person):
    """Sealing closes the page to whoever sealed elsewhere: here the coordinator still follows."""
    with acting_in(house.coordinator.context()):
        seal_dossier(fresh(house, person), by=house.coordinator, reason="essai", on=house.coordinator.today)

    assert "rouvrir" in offered(factories.visit(house.coordinator).get(page(person)))
    with acting_in(house.coordinator.context()):
        assert Fact.objects.filter(person=person, kind="dossier_sealed").count() == 1
