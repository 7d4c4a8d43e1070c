"""A person's file: what it says to whom, what it folds, how the thread goes on, in how many queries."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.urls import reverse

from cordee.dossier.actions import Contact, edit_note, write_note
from cordee.dossier.models import HealthNote
from cordee.home.tests.asking import HTMX, MOST_QUERIES, ask, links_of, text_of
from cordee.people.actions import (
    add_contact,
    change_identity,
    change_social_profile,
    give_ground,
    protect_contact,
    seal_dossier,
)
from cordee.people.drafts import save_draft
from cordee.people.models import Person
from cordee.plumbing.context import acting_in
from cordee.plumbing.models import AccessLog
from tests import factories

SECRET = "un secret qui reste fermé"


def write(house, person, text="Un mot.", *, by=None, days=0, **options):
    who = by or house.referent
    with acting_in(who.context()):
        return write_note(person, by=who, text=text, day=who.today - timedelta(days=days), **options)


def file_of(who, person):
    return factories.visit(who).get(reverse("person", args=[person.pk]))


def opened_to(house, person, member, partitions):
    with acting_in(house.referent.context()):
        give_ground(person, member=member, kind="follows", partitions=partitions, by=house.referent)


def sentences(answer):
    return [entry.sentence for day in answer.context["days"] for entry in day.entries]


@pytest.mark.parametrize("notes", [1, 60])
def test_a_file_costs_the_same_with_one_note_or_many(house, notes):
    person = factories.person(house.referent)
    factories.pathway(house, person)
    for number in range(notes):
        write(house, person, f"Note {number}.", days=number, contact=Contact("phone"))

    answer, asked = ask(house.referent, reverse("person", args=[person.pk]))

    assert "Note 0." in text_of(answer)
    assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)


def test_the_head_says_who_how_to_reach_and_what_to_keep_in_mind(house):
    by = house.referent
    person = factories.person(
        by, first_names="Aubépine", usage_name="Mistral", birth="1984-03-12", pronoun="Elle",
        languages=["arabe", "français"], needs_interpreter=True, preferred_channel="none",
        contact_hours="jamais le vendredi",
    )  # fmt: skip
    with acting_in(by.context()):
        add_contact(person, by=by, kind="phone", value="06 00 00 00 12", note="après 17 h", on=by.today)
        add_contact(person, by=by, kind="email", value="a@exemple.invalid", on=by.today)
        change_social_profile(
            person, by=by, legal_protection="curatelle_renforcee", guardian="UDAF", on=by.today
        )

    answer = file_of(by, person)
    words, links = text_of(answer), links_of(answer)

    assert f"née le 12 mars 1984 {person.age_label(by.today)} Elle arabe, français" in words
    assert "Avec interprète" in words and "jamais le vendredi" in words
    assert (
        "Curatelle renforcée, exercée par UDAF." in words and "Elle demande à ne pas être contactée." in words
    )
    assert "tel:0600000012" in links and "mailto:a@exemple.invalid" in links


@pytest.mark.parametrize(
    ("birth", "pronoun", "said"),
    [
        ("1984-03-12", "il", "né le 12 mars 1984"),
        ("1984-03", "ELLE", "née en mars 1984"),
        ("1984", "", "naissance : 1984"),
        ("1984", "iel", "naissance : 1984"),
        ("", "elle", ""),
    ],
)
def test_a_birth_is_said_as_precisely_as_it_is_known_and_without_supposing(house, birth, pronoun, said):
    person = factories.person(house.referent, birth=birth, pronoun=pronoun)

    words = text_of(file_of(house.referent, person))

    assert said in words
    assert said or "naissance" not in words


def test_the_reading_leaves_a_line(house):
    person = factories.person(house.referent)

    file_of(house.colleague, person)

    with acting_in(house.colleague.context()):
        line = AccessLog.objects.get(person_id=person.pk, member_id=house.colleague.member.pk)
    assert (line.what, line.organisation_id) == ("dossier.opened", house.organisation.pk)


def test_hidden_and_absent_answer_alike(house, stranger):
    person = factories.person(house.referent)

    hidden = factories.visit(stranger).get(reverse("person", args=[person.pk]))
    absent = factories.visit(stranger).get(reverse("person", args=[stranger.member.pk]))

    assert hidden.status_code == absent.status_code == 404
    assert text_of(hidden) == text_of(absent)


def test_a_protected_address_is_nowhere_on_the_file(house):
    person = factories.person(house.referent)
    with acting_in(house.referent.context()):
        add_contact(person, by=house.referent, kind="address", value="3 rue Canari", on=house.referent.today)
        protect_contact(Person.objects.get(pk=person.pk), by=house.referent, on=house.referent.today)

    answer = file_of(house.referent, person)

    assert "Canari" not in answer.content.decode()
    assert "Coordonnées protégées" in text_of(answer) and "Quelqu’un la cherche peut-être" in text_of(answer)


# --- Who reads what ----------------------------------------------------------------------------------


def test_a_secretary_reads_the_identity_and_no_word(house):
    person = factories.person(house.referent, usage_name="Mistral")
    write(house, person, SECRET)
    write(house, person, SECRET, sector="employment", contact=Contact("phone"))

    answer = file_of(house.secretary, person)

    assert "Mistral" in text_of(answer) and SECRET not in text_of(answer)
    assert sentences(answer) == ["Ouverture du dossier"]
    assert "Noter dans un dossier revient aux professionnels qui accompagnent la personne." in text_of(answer)
    assert reverse("contact", args=[person.pk]) not in links_of(answer)


def test_a_workshop_leader_reads_a_first_name_and_the_notes_of_the_workshop(house):
    person = factories.person(
        house.referent, first_names="Aubépine", usage_name="Mistral", birth="1984-03-12"
    )
    with acting_in(house.referent.context()):
        add_contact(person, by=house.referent, kind="phone", value="0600000012", on=house.referent.today)
    write(house, person, SECRET, sector="social")
    write(house, person, "Présente à l’atelier.", sector="employment")
    opened_to(house, person, house.workshop_leader.member, 5)

    answer = file_of(house.workshop_leader, person)

    page = answer.content.decode()
    assert "Aubépine M." in text_of(answer) and "Présente à l’atelier." in text_of(answer)
    assert not any(hidden in page for hidden in ("Mistral", "1984", "0600000012", SECRET))
    assert reverse("person_identity", args=[person.pk]) not in links_of(answer)


def test_a_job_coach_of_an_open_team_reads_the_path_to_work_only(house):
    person = factories.person(house.referent)
    write(house, person, SECRET, sector="social")
    write(house, person, "Un essai de deux jours.", sector="employment")

    words = text_of(file_of(house.coach, person))

    assert "Un essai de deux jours." in words and SECRET not in words


def test_health_is_told_by_its_title_to_those_who_may_know_and_hidden_from_the_others(house):
    person = factories.person(house.referent)
    write(house, person, SECRET, sector="health")
    opened_to(house, person, house.nurse.member, 9)

    by_coordination, by_colleague = file_of(house.coordinator, person), file_of(house.colleague, person)

    assert "Note : santé" in text_of(by_coordination) and SECRET not in by_coordination.content.decode()
    assert not any("/notes/health/" in link for link in links_of(by_coordination))
    assert "Note : santé" not in text_of(by_colleague)


def test_those_entitled_unfold_a_health_note_and_that_leaves_a_line(house):
    person = factories.person(house.referent)
    note = write(house, person, SECRET, sector="health")
    opened_to(house, person, house.nurse.member, 9)
    client = factories.visit(house.nurse)

    folded = client.get(reverse("person", args=[person.pk]))
    address = reverse("note", args=[person.pk, "health", note.pk])
    assert address in links_of(folded) and SECRET not in folded.content.decode()
    assert "Santé : partie réservée, l’ouverture est notée." in text_of(folded)
    unfolded = client.get(address, headers=HTMX)

    assert SECRET in text_of(unfolded) and "<html" not in unfolded.content.decode()
    with acting_in(house.nurse.context()):
        assert AccessLog.objects.filter(what="partition.health", person_id=person.pk).count() == 1


def test_whoever_wrote_a_health_note_reads_it_again(house):
    person = factories.person(house.referent)
    note = write(house, person, SECRET, sector="health")

    assert reverse("note", args=[person.pk, "health", note.pk]) in links_of(file_of(house.referent, person))


def test_a_note_kept_to_the_circle_is_known_to_the_house_and_read_by_the_circle(house):
    person = factories.person(house.referent)
    note = write(house, person, SECRET, audience="circle")
    address = reverse("note", args=[person.pk, "social", note.pk])

    outside = file_of(house.colleague, person)
    assert "pour son entourage" in text_of(outside) and SECRET not in text_of(outside)
    assert address not in links_of(outside)
    assert factories.visit(house.colleague).get(address).status_code == 404

    opened_to(house, person, house.colleague.member, 7)
    assert SECRET in text_of(file_of(house.colleague, person))


def test_a_working_note_stands_in_its_author_s_margin_alone(house):
    person = factories.person(house.referent)
    note = write(house, person, SECRET, sector="working")

    mine, hers = file_of(house.referent, person), file_of(house.coordinator, person)

    assert "Mes notes de travail" in text_of(mine) and SECRET in text_of(mine)
    assert reverse("note", args=[person.pk, "working", note.pk]) in links_of(mine)
    assert SECRET not in text_of(hers) and "Mes notes de travail" not in text_of(hers)
    assert sentences(mine) == ["Ouverture du dossier"]


def test_a_sealed_file_is_closed_to_the_team_and_open_to_those_who_follow(house):
    person = factories.person(house.referent)
    with acting_in(house.coordinator.context()):
        seal_dossier(person, by=house.coordinator, reason="essai", on=house.coordinator.today)

    assert file_of(house.colleague, person).status_code == 404
    assert "Dossier fermé à l’équipe" in text_of(file_of(house.referent, person))


# --- The thread ---------------------------------------------------------------------------------------


def test_the_thread_goes_on_without_a_gap_or_a_repeat(house):
    person = factories.person(house.referent)
    for number in range(65):
        write(house, person, f"Note {number:03}.", days=number // 2)
    client = factories.visit(house.referent)

    answer, pages = client.get(reverse("person", args=[person.pk])), []
    while answer.context["more_url"]:
        pages.append(answer)
        answer = client.get(answer.context["more_url"], headers=HTMX)
    pages.append(answer)

    seen = [
        entry.text for page in pages for day in page.context["days"] for entry in day.entries if entry.text
    ]
    assert sorted(seen) == [f"Note {number:03}." for number in range(65)]
    assert all("<html" not in page.content.decode() for page in pages[1:])


def test_a_day_cut_in_two_pages_has_one_title(house):
    person = factories.person(house.referent)
    for number in range(40):
        write(house, person, f"Note {number}.")
    client = factories.visit(house.referent)
    first = client.get(reverse("person", args=[person.pk]))

    older = client.get(first.context["more_url"], headers=HTMX)
    alone = client.get(first.context["more_url"])

    assert [day.is_continued for day in older.context["days"]] == [True]
    assert [day.is_continued for day in alone.context["days"]] == [False]
    assert "<html" in alone.content.decode()


def test_the_next_page_costs_no_more_than_the_first(house):
    person = factories.person(house.referent)
    for number in range(70):
        write(house, person, f"Note {number}.", days=number)
    first = file_of(house.referent, person)

    _answer, asked = ask(house.referent, first.context["more_url"], **HTMX)

    assert len(asked) <= MOST_QUERIES - 2


@pytest.mark.parametrize("cursor", ["x", "\0", "2026-01-01", "é" * 400, "0" * 36 + "2026-02-31"])
def test_an_altered_cursor_starts_the_thread_again(house, cursor):
    person = factories.person(house.referent)
    write(house, person, "La dernière.")

    answer = factories.visit(house.referent).get(reverse("thread", args=[person.pk]), {"avant": cursor})

    assert answer.status_code == 200 and "La dernière." in text_of(answer)


def test_a_long_note_is_cut_at_a_word_and_leads_to_its_end(house):
    person = factories.person(house.referent)
    note = write(house, person, "motif " * 400 + "FIN")

    answer = file_of(house.referent, person)

    assert "FIN" not in text_of(answer) and "motif…" in text_of(answer) and "Lire la suite" in text_of(answer)
    address = reverse("note", args=[person.pk, "social", note.pk])
    assert "FIN" in text_of(factories.visit(house.referent).get(address))


def test_a_rewritten_note_says_so(house):
    person = factories.person(house.referent)
    note = write(house, person, "Avant.")
    with acting_in(house.referent.context()):
        edit_note(note, person, by=house.referent, text="Après.", version=1)

    words = text_of(file_of(house.referent, person))

    assert "Après." in words and "Avant." not in words and "modifiée" in words


@pytest.mark.parametrize("text", ["🙂 émotion", "مرحبا بك", "<script>alert(1)</script>", "a" * 3000])
def test_any_text_is_shown_as_it_was_written(house, text):
    person = factories.person(house.referent, first_names="محمد", usage_name="🙂 Martin")
    write(house, person, text)

    answer = file_of(house.referent, person)

    assert text[:800] in text_of(answer) and "<script>alert" not in answer.content.decode()
    assert "محمد 🙂 Martin" in text_of(answer)


# --- What was begun -----------------------------------------------------------------------------------


def test_what_was_begun_and_not_sent_is_said_to_its_author(house):
    person = factories.person(house.referent)
    with acting_in(house.referent.context()):
        save_draft(house.referent, "contact", person, QueryDict("text=Venue+ce+matin"))

    mine, hers = file_of(house.referent, person), file_of(house.colleague, person)

    assert "Un contact commencé n’est pas encore noté." in text_of(mine)
    assert "commencé" not in text_of(hers)


def test_what_follows_is_said_with_who_is_in_charge(house):
    person = factories.person(house.referent)
    factories.pathway(house, person)

    words = text_of(file_of(house.colleague, person))

    assert "Ensuite" in words and "Prendre des nouvelles" in words
    assert house.referent.member.display_name in words


def test_a_name_changed_changes_everywhere(house):
    person = factories.person(house.referent, first_names="Aubépine", usage_name="Mistral")
    factories.pathway(house, person)
    with acting_in(house.referent.context()):
        change_identity(
            person, by=house.referent, version=1, on=house.referent.today, alias="Rose", usage_name="Zéphyr"
        )

    lists = factories.visit(house.referent).get(reverse("people"))

    assert [line.name for line in lists.context["page"].lines] == ["Rose Zéphyr"]
    assert "Rose Zéphyr" in text_of(file_of(house.referent, person))


def test_a_destroyed_key_leaves_a_sentence_not_an_error(house):
    person = factories.person(house.referent)
    write(house, person, "Effacé.")
    note = write(house, person, SECRET, sector="health")
    with acting_in(house.referent.context()):
        HealthNote.objects.filter(pk=note.pk).update(sealed_text=b"\x01".ljust(40, b"x"))

    answer = factories.visit(house.referent).get(reverse("note", args=[person.pk, "health", note.pk]))

    assert answer.status_code == 200 and "n’est plus lisible" in text_of(answer)
