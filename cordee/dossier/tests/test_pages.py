"""The forms of the thread: a contact in thirty seconds, a note, a rewriting; nothing typed is lost, nothing doubled."""

import re
import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from cordee.accounts.sessions import SEEN_KEY
from cordee.dossier.actions import LONGEST_NOTE, Contact, edit_note, write_note
from cordee.dossier.enums import Sector
from cordee.dossier.fetch import text_of as unsealed
from cordee.dossier.models import Fact, Note
from cordee.dossier.readers import readers_of
from cordee.home.tests.asking import HTMX, MOST_QUERIES, ask, text_of
from cordee.people.actions import give_ground, seal_dossier
from cordee.people.models import Person
from cordee.plumbing.context import acting_in
from cordee.plumbing.models import AccessLog
from tests import factories

CONTACT = {"means": "home", "counterpart": "person", "text": "Café partagé.", "day": "hier", "minutes": "",
           "sector": "social", "audience": "house"}  # fmt: skip
NOTE = {"text": "Un mot.", "day": "hier", "sector": "social", "audience": "house"}


@pytest.fixture
def person(house):
    return factories.person(house.referent, first_names="Aubépine", usage_name="Mistral")


def send(who, person, name="contact", **typed):
    first = CONTACT if name == "contact" else NOTE
    return factories.visit(who).post(reverse(name, args=[person.pk]), {**first, **typed})


def facts(house, kind="contact_noted"):
    with acting_in(house.referent.context()):
        return list(Fact.objects.filter(kind=kind))


def written(house, person, text="Au départ.", sector="social", by=None):
    who = by or house.referent
    with acting_in(who.context()):
        return write_note(person, by=who, text=text, day=who.today, sector=sector)


def stored(house, note, person):
    with acting_in(house.referent.context()):
        return unsealed(Note.objects.get(pk=note.pk), Person.objects.get(pk=person.pk))


def test_a_contact_is_noted_and_one_is_back_in_the_file(house, person):
    client = factories.visit(house.referent)
    answer = client.post(reverse("contact", args=[person.pk]), CONTACT)

    assert answer["Location"] == reverse("person", args=[person.pk])
    (fact,) = facts(house)
    assert (fact.day, fact.codes["means"]) == (house.referent.today - timedelta(days=1), "home")
    assert "Contact noté." in text_of(client.get(answer["Location"]))


def test_a_contact_needs_no_word(house, person):
    assert send(house.referent, person, text="").status_code == 302
    assert len(facts(house)) == 1


def test_everything_is_already_answered_but_what_was_said(house, person):
    """Thirty seconds: opened, one gesture suffices."""
    page = factories.visit(house.referent).get(reverse("contact", args=[person.pk]))
    given = {name: page.context["form"][name].value() for name in page.context["form"].fields}
    given = {name: value for name, value in given.items() if value is not None}
    given["day"] = f"{given['day']:%d/%m/%Y}"

    assert (
        factories.visit(house.referent).post(reverse("contact", args=[person.pk]), given).status_code == 302
    )


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"means": "pigeon"}, "means"),
        ({"counterpart": ""}, "counterpart"),
        ({"day": "demain"}, "day"),
        ({"day": "31/06/2026"}, "day"),
        ({"day": ""}, "day"),
        ({"minutes": "-5"}, "minutes"),
        ({"minutes": "99999999999999999999"}, "minutes"),
        ({"minutes": "une heure"}, "minutes"),
        ({"sector": "working"}, "sector"),
        ({"sector": "tout"}, "sector"),
        ({"audience": "author"}, "audience"),
        ({"text": "nul\0"}, "text"),
        ({"text": "a" * (LONGEST_NOTE + 1)}, "text"),
        ({"text": "é" * 5_000_000}, "text"),
    ],
)
def test_what_cannot_be_noted_is_explained_and_given_back(house, person, typed, field):
    answer = send(house.referent, person, **typed)

    assert answer.status_code == 422 and answer.context["form"].errors[field]
    assert "Café partagé." in answer.content.decode() or field == "text"
    assert facts(house) == []


def test_a_text_refused_for_a_sign_comes_back_without_it(house, person):
    answer = send(house.referent, person, "new_note", text="avant\0après")

    assert answer.context["form"]["text"].value() == "avantaprès"
    assert "signe invisible" in text_of(answer)


def test_two_sendings_note_one_contact(house, person):
    client, key = factories.visit(house.referent), str(uuid4())

    answers = [
        client.post(reverse("contact", args=[person.pk]), {**CONTACT, "_once": key}) for _twice in range(2)
    ]

    assert {answer["Location"] for answer in answers} == {reverse("person", args=[person.pk])}
    assert len(facts(house)) == 1


def test_a_forged_key_of_sending_is_no_error(house, person):
    assert send(house.referent, person, _once="pas une clé\0").status_code == 302


def test_asked_in_place_the_form_comes_alone_and_leads_back(house, person):
    client = factories.visit(house.referent)
    address = reverse("contact", args=[person.pk])

    part = client.get(address, headers={**HTMX, "HX-Current-URL": "http://testserver/?x=1#silence"})
    back = re.search(r'name="retour" value="([^"]*)"', part.content.decode())[1]

    assert "<html" not in part.content.decode() and "data-focus" in part.content.decode()
    assert client.post(address, {**CONTACT, "retour": back})["Location"] == "/?x=1"


def test_a_session_that_slept_gives_the_text_back(house, person):
    client = factories.visit(house.referent)
    session = SessionStore(client.cookies["cordee-session"].value)
    session[SEEN_KEY] = int(time.time()) - settings.IDLE_SECONDS - 5
    session.save()

    asked = client.post(reverse("contact", args=[person.pk]), CONTACT)
    session = SessionStore(client.cookies["cordee-session"].value)
    session[SEEN_KEY] = int(time.time())
    session.save()
    page = client.get(_next(asked))

    assert facts(house) == []
    assert page.status_code == 200 and page.context["form"]["text"].value() == "Café partagé."
    assert 'value="home" id="id_means_2" checked' in page.content.decode()


def _next(answer):
    return parse_qs(urlsplit(answer["Location"]).query)["next"][0]


@pytest.mark.parametrize("name", ["contact", "new_note"])
def test_the_form_costs_little(house, person, name):
    _answer, asked = ask(house.referent, reverse(name, args=[person.pk]))

    assert len(asked) <= MOST_QUERIES - 2, "\n\n".join(asked)


# --- Who will read it -----------------------------------------------------------------------------------


def test_who_reads_is_said_under_each_sector_before_saving(house, person):
    page = text_of(factories.visit(house.referent).get(reverse("new_note", args=[person.pk])))

    assert (
        "Lue dans la maison par : coordination, conseil en insertion, travail social ; et autour d’elle"
        in page
    )
    assert "Lue par vous, et autour d’elle par qui cette partie est ouverte." in page
    assert "Savent qu’elle existe, sans la lire : coordination." in page
    assert "Vous seul·e la lisez. Elle ne paraît pas dans le fil." in page
    assert "L’équipe saura que cette note existe, sans la lire." in page


def test_the_sentence_follows_the_rights_of_the_house(db):
    house = factories.house(sharing="caseload")

    assert "Lue dans la maison par\u202f: coordination\u202f;" in readers_of(Sector.SOCIAL, house.referent)


@pytest.mark.parametrize(
    ("who", "sectors"),
    [
        ("referent", ["social", "employment", "health", "protected", "working"]),
        ("coach", ["social", "employment", "working"]),
        ("nurse", ["health", "working"]),
        ("workshop_leader", ["employment", "working"]),
    ],
)
def test_each_function_is_offered_its_sectors_and_a_contact_is_never_for_oneself(house, person, who, sectors):
    with acting_in(house.referent.context()):
        give_ground(person, member=house.team[who].member, kind="follows", partitions=63, by=house.referent)
    client = factories.visit(house.team[who])

    note = client.get(reverse("new_note", args=[person.pk])).context["form"]
    contact = client.get(reverse("contact", args=[person.pk])).context["form"]

    assert [code for code, _label in note.fields["sector"].choices] == sectors
    assert [code for code, _label in contact.fields["sector"].choices] == sectors[:-1]


@pytest.mark.parametrize("who", ["secretary", "director", "admin"])
def test_writing_belongs_to_those_who_accompany(house, person, who):
    for name in ("contact", "new_note"):
        assert factories.visit(house.team[who]).get(reverse(name, args=[person.pk])).status_code == 403
        assert send(house.team[who], person, name).status_code == 403
    assert facts(house) == facts(house, "note_written") == []


def test_a_file_that_is_closed_is_not_written_in(house, stranger, person):
    with acting_in(house.coordinator.context()):
        seal_dossier(person, by=house.coordinator, reason="essai", on=house.coordinator.today)

    for who in (house.colleague, stranger):
        assert send(who, person).status_code == 404
    assert facts(house) == []


# --- Reading and rewriting --------------------------------------------------------------------------------


def test_reading_a_note_leaves_a_line_and_a_restricted_one_its_partition(house, person):
    for sector in ("social", "health"):
        note = written(house, person, sector=sector)
        factories.visit(house.referent).get(reverse("note", args=[person.pk, sector, note.pk]))

    with acting_in(house.referent.context()):
        assert set(AccessLog.objects.values_list("what", flat=True)) == {"note.opened", "partition.health"}


@pytest.mark.parametrize("sector", ["health", "employment", "tout", "working"])
def test_a_note_is_not_found_under_another_sector(house, person, sector):
    note = written(house, person)

    assert (
        factories.visit(house.referent).get(reverse("note", args=[person.pk, sector, note.pk])).status_code
        == 404
    )


def test_a_note_is_not_read_through_somebody_else_s_file(house, person):
    note, other = written(house, person), factories.person(house.referent)

    assert (
        factories.visit(house.referent).get(reverse("note", args=[other.pk, "social", note.pk])).status_code
        == 404
    )


def test_two_tabs_on_one_note_both_keep_their_words(house, person):
    note = written(house, person)
    address = reverse("edit_note", args=[person.pk, "social", note.pk])
    mine, hers = factories.visit(house.referent), factories.visit(house.colleague)
    version = hers.get(address).context["form"]["version"].value()
    mine.post(address, {"text": "Le premier.", "version": version})

    second = hers.post(address, {"text": "Le second.", "version": version})

    assert second.status_code == 409 and stored(house, note, person) == "Le premier."
    assert "Le premier." in text_of(second) and second.context["form"]["text"].value() == "Le second."
    again = {"text": "Le premier. Le second.", "version": second.context["form"]["version"].value()}
    assert hers.post(address, again).status_code == 302
    assert stored(house, note, person) == "Le premier. Le second."


@pytest.mark.parametrize(
    "typed",
    [
        {"text": ""},
        {"version": "²"},
        {"version": "-1"},
        {"version": "9" * 50},
        {"text": "a\0b"},
        {"text": "a" * 9_000_000},
    ],
)
def test_a_rewriting_that_cannot_be_is_explained_and_changes_nothing(house, person, typed):
    note = written(house, person)

    answer = factories.visit(house.referent).post(
        reverse("edit_note", args=[person.pk, "social", note.pk]), {"text": "Après.", "version": "1", **typed}
    )

    assert answer.status_code == 422 and stored(house, note, person) == "Au départ."


def test_a_rewriting_begun_is_taken_back_with_its_version(house, person):
    note = written(house, person)
    client = factories.visit(house.referent)
    client.post(
        reverse("person_draft", args=[person.pk, f"edit-{note.pk}"]), {"text": "Commencé.", "version": "1"}
    )
    with acting_in(house.colleague.context()):
        edit_note(note, person, by=house.colleague, text="D’une autre.", version=1)

    page = client.get(reverse("edit_note", args=[person.pk, "social", note.pk]))
    sent = client.post(
        page.wsgi_request.path, {"text": "Commencé.", "version": page.context["form"]["version"].value()}
    )

    assert page.context["form"]["text"].value() == "Commencé." and "Brouillon repris" in text_of(page)
    assert sent.status_code == 409 and "D’une autre." in text_of(sent)


def test_rewriting_belongs_to_the_functions_of_the_sector(house, person):
    """The nurse reads a social note opened to her; she does not rewrite it."""
    note = written(house, person)
    with acting_in(house.referent.context()):
        give_ground(person, member=house.nurse.member, kind="follows", partitions=3, by=house.referent)
    client = factories.visit(house.nurse)

    read = client.get(reverse("note", args=[person.pk, "social", note.pk]))
    sent = client.post(
        reverse("edit_note", args=[person.pk, "social", note.pk]), {"text": "Non.", "version": "1"}
    )

    assert "Au départ." in text_of(read) and "Modifier" not in text_of(read)
    assert sent.status_code == 403 and "Ce type de note ne fait pas partie de vos fonctions." in text_of(sent)
    assert stored(house, note, person) == "Au départ."


def test_a_contact_keeps_how_long_and_with_whom(house, person):
    send(house.referent, person, minutes="45", counterpart="employer")
    with acting_in(house.referent.context()):
        note = Note.objects.get()

    words = text_of(factories.visit(house.referent).get(reverse("note", args=[person.pk, "social", note.pk])))

    assert "au domicile, avec son employeur · 45 minutes" in words
    assert Contact("home", "employer", 45).minutes == note.minutes
