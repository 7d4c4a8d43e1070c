"""The minutes as a browser meets them: read, completed with what the network dropped, approved, printed."""

import re

import pytest
from django.urls import reverse

from cordee.commissions.minutes.printing import TEMPLATE
from cordee.commissions.minutes.tests.factories import MISSING, approved, held, write_entry
from cordee.commissions.models import MinutesEntry, Sitting
from cordee.home.tests.asking import MOST_QUERIES, ask, text_of
from cordee.people.models import Person
from cordee.plumbing.context import acting_in, apply
from cordee.plumbing.models import AccessLog
from cordee.plumbing.printing import pdf
from cordee.plumbing.printing.tests.read_pdf import pages_of, read_pdf
from cordee.plumbing.printing.tests.read_pdf import text_of as text_of_pdf
from tests.factories import visit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def as_coordinator(house):
    """What is looked at beside a gesture is looked at by whoever coordinates."""
    apply(house.coordinator.context())


def address(name, sitting, *more):
    return reverse(name, args=[sitting.pk, *more])


def name_of(house, item):
    with acting_in(house.coordinator.context()):
        return Person.objects.get(pk=item.person_id).full_name


def test_the_page_says_who_was_there_what_was_decided_and_each_reading_is_kept(house):
    sitting, items = held(house)

    words = text_of(ask(house.secretary, address("minutes", sitting))[0])

    for said in ("Qui était là", "UNAFAM", "présent, Titulaire", MISSING, "Liste d’attente, rang 1"):
        assert said in words
    assert name_of(house, items[0]) in words and "Projet" in words
    with acting_in(house.coordinator.context()):
        read = AccessLog.objects.filter(what="commission.minutes").values_list("person_id", flat=True)
        assert set(read) == {item.person_id for item in items}


def test_before_the_sitting_the_page_says_what_will_come(house):
    sitting, _items = held(house, close=False)
    Sitting.objects.filter(pk=sitting.pk).update(state="convened")

    words = text_of(ask(house.secretary, address("minutes", sitting))[0])

    assert "Le compte rendu s’écrira" in words
    assert visit(house.secretary).get(address("minutes_pdf", sitting)).status_code == 404
    assert visit(house.secretary).get(address("write_minutes", sitting)).status_code == 302


def test_words_are_saved_as_one_types_then_once_sent_the_draft_is_gone(house):
    sitting, items = held(house)
    browser = visit(house.secretary)
    page = address("write_minutes_entry", sitting, items[0].pk)
    kept = re.search(r'data-draft-url="([^"]+)"', browser.get(page).content.decode())[1]
    assert str(items[0].person_id) in kept  # sealed with that person's key

    browser.post(kept, {"words": "Mots commencés", "version": "0"})

    assert "Mots commencés" in browser.get(page).content.decode()
    sent = browser.post(page, {"words": "Mots finis", "version": "0", "suivante": "1"})
    assert sent["Location"] == address("write_minutes_entry", sitting, items[1].pk)
    assert "Mots commencés" not in browser.get(page).content.decode()
    assert "Mots finis" in browser.get(address("minutes", sitting)).content.decode()


def test_a_colleague_who_wrote_meanwhile_is_read_and_nothing_typed_is_lost(house):
    sitting, items = held(house)
    page = address("write_minutes_entry", sitting, items[0].pk)
    write_entry(house.coordinator, items[0], "Les mots du collègue")

    answer = visit(house.secretary).post(page, {"words": "Mes mots", "version": "0"})

    text = answer.content.decode()
    assert answer.status_code == 422 and "Les mots du collègue" in text and "Mes mots" in text
    version = re.search(r'name="version" value="(\d+)"', text)[1]
    assert visit(house.secretary).post(page, {"words": "Les deux", "version": version}).status_code == 302


def test_the_whole_has_words_of_its_own(house):
    sitting, _items = held(house)
    browser = visit(house.secretary)

    browser.post(address("write_minutes", sitting), {"words": "La salle change", "version": "0"})

    assert "La salle change" in browser.get(address("minutes", sitting)).content.decode()


def approving(house, sitting):
    browser = visit(house.coordinator)
    text = browser.get(address("minutes", sitting)).content.decode()
    fields = {name: re.search(rf'name="{name}" value="([^"]+)"', text)[1] for name in ("version", "lu")}
    return browser, fields


def test_the_coordinator_approves_what_they_read_and_the_secretary_is_told_who_does(house):
    sitting, items = held(house)
    told = text_of(ask(house.secretary, address("minutes", sitting))[0])
    assert "Approuver le compte rendu revient à la coordination" in told
    browser, fields = approving(house, sitting)

    browser.post(address("approve_minutes", sitting), fields)

    text = text_of(ask(house.coordinator, address("minutes", sitting))[0])
    assert "Approuvé le" in text and "Ajouter des mots" not in text
    corrected = {"words": "Lire une attestation"}
    browser.post(address("correct_minutes_entry", sitting, items[0].pk), corrected)
    text = text_of(ask(house.secretary, address("minutes", sitting))[0])
    assert "Lire une attestation" in text and "Corrigé le" in text and MISSING in text


def test_what_changed_meanwhile_is_read_again_before_it_is_approved(house):
    sitting, items = held(house)
    browser, fields = approving(house, sitting)
    write_entry(house.secretary, items[0], "Un mot de plus")

    said = browser.post(address("approve_minutes", sitting), fields, follow=True).content.decode()

    assert "a changé depuis que vous" in said
    apply(house.coordinator.context())
    assert MinutesEntry.objects.get().frozen_at is None


def test_presences_not_noted_are_asked_for_before_approving(house):
    sitting, _items = held(house, note=False)

    page = visit(house.coordinator).get(address("minutes", sitting)).content.decode()
    answer = visit(house.coordinator).post(
        address("approve_minutes", sitting), {"version": sitting.version, "lu": "x"}
    )

    assert "COM-05" in page and "Approuver ce compte rendu" not in page
    assert answer.status_code == 422 and "Les présences ne sont pas toutes notées" in answer.content.decode()


@pytest.mark.parametrize("who", ["secretary", "referent"])
def test_who_may_not_approve_or_correct_is_refused(house, who):
    sitting, _items = held(house)
    browser = visit(getattr(house, who))

    assert browser.post(address("approve_minutes", sitting), {"version": 1, "lu": "x"}).status_code == 403
    assert browser.get(address("correct_minutes", sitting)).status_code == 403
    assert browser.get(address("minutes", sitting)).status_code == 200


def test_a_stranger_reads_nothing_and_the_director_no_situation(house, stranger):
    sitting, items = held(house)

    assert visit(stranger).get(address("minutes", sitting)).status_code == 404
    words = text_of(ask(house.director, address("minutes", sitting))[0])
    assert "Qui était là" in words and name_of(house, items[0]) not in words and MISSING not in words


@pytest.mark.parametrize("is_approved", [False, True])
def test_minutes_cost_as_much_for_five_situations_as_for_one(house, is_approved):
    sitting, items = held(house, people=5)
    for item in items:
        write_entry(house.secretary, item, "Des mots")
    if is_approved:
        approved(house, sitting)

    pages = [address("minutes", sitting), address("minutes_pdf", sitting)]
    for page in (*pages, address("minutes_pdf", sitting) + "?sansnom"):
        _answer, asked = ask(house.coordinator, page)
        assert len(asked) <= MOST_QUERIES, "\n".join(asked)


def test_the_paper_is_tagged_and_says_the_same_as_the_page(house):
    sitting, items = held(house)
    write_entry(house.secretary, items[0], "Sa sœur l’accompagne\nsur deux lignes")
    draft = visit(house.secretary).get(address("minutes_pdf", sitting)).content
    approved(house, sitting)

    content = visit(house.secretary).get(address("minutes_pdf", sitting)).content

    told, words = read_pdf(content), text_of_pdf(content)
    assert told.is_tagged and told.standard == "1"
    for said in (name_of(house, items[0]), MISSING, "sœur", "UNAFAM", "Approuvé le", "rang 1"):
        assert said in words
    assert "pas encore approuvé" in text_of_pdf(draft) and "pas encore approuvé" not in words


def test_what_was_decided_stands_on_the_page_of_whose_situation_it_is():
    told = {"heading": "Avis", "words": "prononcé", "details": []}
    situations = [
        {"heading": f"Situation{number}", "facts": [{"label": "Demande", "value": "Admission"}] * (number % 3),
         "said": [told], "left": "", "added": "", "corrections": []}
        for number in range(40)
    ]  # fmt: skip
    labels = dict.fromkeys(("present", "whole", "situations", "none", "added"), "x")
    data = {"title": "x", "house": "", "footer": "", "mark": "", "signature": "", "facts": [], "labels": labels,
            "chairs": [], "quorum": [], "words": "", "corrections": [], "situations": situations}  # fmt: skip

    pages = pages_of(pdf(TEMPLATE, data))

    assert len(pages) > 2
    for page in pages:
        assert page.count("Situation") == page.count("prononcé")


def test_without_names_the_paper_names_nobody(house):
    sitting, items = held(house)
    first = name_of(house, items[0])
    family = first.split()[-1]
    write_entry(house.secretary, items[0], f"Avec {first}, au 06 12 34 56 78, le 3 mars 2026")
    browser = visit(house.secretary)
    browser.post(address("write_minutes", sitting), {"words": f"On revoit {family} lundi", "version": "0"})

    words = text_of_pdf(visit(house.coordinator).get(address("minutes_pdf", sitting) + "?sansnom").content)

    for said in (first, family, "06 12", "Titulaire", "Commission insertion", "La Passerelle", "3 mars"):
        assert said not in words
    assert "Situation 1" in words and "6 sur 6" in words and MISSING in words


def test_the_sitting_offers_its_minutes_once_it_is_held(house):
    sitting, _items = held(house, close=False)
    url = address("minutes", sitting)

    assert url in visit(house.secretary).get(address("sitting", sitting)).content.decode()
    apply(house.coordinator.context())
    Sitting.objects.filter(pk=sitting.pk).update(state="convened")
    assert url not in visit(house.secretary).get(address("sitting", sitting)).content.decode()
