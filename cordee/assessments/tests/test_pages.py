"""The tab «Situation»: read at a glance, noted a theme at a time, nothing typed lost, restricted parts apart."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from cordee.assessments.actions import Said, note_situation
from cordee.assessments.answers import Answer
from cordee.assessments.catalogue import BY_SLUG, HEALTH, HOUSING, RESIDENCE_PERMIT, WORK
from cordee.assessments.enums import State
from cordee.assessments.models import SituationItem
from cordee.assessments.tests.test_situation import open_health, seen_by
from cordee.people import drafts
from cordee.plumbing.context import acting_in
from cordee.plumbing.models import AccessLog, PersonKey
from cordee.referrals.tests.factories import asking
from tests import factories
from tests.lock_world import superuser

MOST_QUERIES = 8
KNOWN = State.KNOWN


@pytest.fixture
def person(house):
    found = factories.person(house.referent)
    factories.pathway(house, found)
    return found


def tab(person):
    return reverse("person_situation", args=[person.pk])


def theme_of(person, slug, name="situation_theme"):
    return reverse(name, args=[person.pk, slug])


def note(house, person, theme, said, *, by=None, on=None):
    who = by or house.referent
    with acting_in(who.context()):
        answers = {slot: Said(answer) for slot, answer in said.items()}
        note_situation(seen_by(who, person), theme, by=who, said=answers, on=on)


def words(answer):
    """What one reads of a page, its marks left out."""
    main = answer.content.decode().partition("<main")[2] or answer.content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).replace("\u202f", " ").split())


def typed(**fields):
    return {"noted_on": "29/11/2020", **{name.replace("__", "-"): value for name, value in fields.items()}}


# Reading


def test_the_tab_answers_at_a_glance_and_in_few_statements(house, person, visit):
    today = house.referent.today
    note(house, person, HOUSING, {("housing", 0): Answer(KNOWN, ("hosted",), text="Chez sa sœur")})
    note(house, person, HOUSING, {("qpv", 0): Answer(State.UNKNOWN)})
    note(house, person, WORK, {("work", 0): Answer(KNOWN, ("without",), from_on=today - timedelta(days=800))})
    soon = Answer(KNOWN, ("multiyear",), until_on=today + timedelta(days=12))
    note(house, person, RESIDENCE_PERMIT, {("permit", 0): soon})

    answer, asked = asking(house.referent, tab(person))

    shown = words(answer)
    assert answer.status_code == 200
    assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)
    for said in (
        "Hébergé·e chez un tiers",
        "Chez sa sœur",
        "Sans emploi",
        "2 ans et 2 mois",
        "Bientôt à renouveler",
    ):
        assert said in shown, said
    assert shown.index("À ne pas laisser passer") < shown.index("Logement et quartier")


def test_what_was_not_broached_nobody_knows_and_no_are_three_things(house, person, visit):
    note(house, person, HOUSING, {("qpv", 0): Answer(State.UNKNOWN), ("must_leave", 0): Answer(State.NO)})

    card = visit(house.referent).get(theme_of(person, "logement")).content.decode()

    assert '<span class="unknown">ne sait pas</span>' in card
    assert '<span class="theme-value">Non</span>' in card
    assert "Logement, Quartier</p>" in card.replace("\n", "")


def test_an_empty_situation_says_so_and_offers_to_begin(house, person, visit):
    page = visit(house.referent).get(tab(person))

    shown = words(page)
    assert "Non abordé" in shown
    assert theme_of(person, "foyer", "change_situation") in page.content.decode()


def test_a_secretary_reads_no_situation(house, person, visit):
    note(house, person, HOUSING, {("housing", 0): Answer(KNOWN, ("hotel",))})

    page = visit(house.secretary).get(tab(person))

    assert "La situation vous est fermée" in words(page)
    assert "Hôtel" not in words(page)
    assert visit(house.secretary).get(theme_of(person, "logement")).status_code == 404
    assert visit(house.secretary).get(theme_of(person, "logement", "change_situation")).status_code == 403


def test_a_job_coach_reads_work_and_not_the_household(house, person, visit):
    shown = words(visit(house.coach).get(tab(person)))

    assert "Études et travail" in shown and "Foyer" not in shown


def test_what_changed_is_told_day_after_day(house, person, visit):
    day = house.referent.today - timedelta(days=40)
    note(house, person, HOUSING, {("housing", 0): Answer(KNOWN, ("street",))}, on=day)
    with acting_in(house.referent.context()):
        row = SituationItem.objects.get()
        note_situation(
            seen_by(house.referent, person), HOUSING, by=house.referent,
            said={("housing", 0): Said(Answer(KNOWN, ("adapted",)), row.pk)},
        )  # fmt: skip

    shown = words(visit(house.referent).get(theme_of(person, "logement")))

    assert shown.rindex("Logement adapté") < shown.index("Sans hébergement")


# Restricted parts


def test_health_is_folded_and_its_reading_logged(house, person, visit, acting):
    open_health(house, person)
    note(house, person, HEALTH, {("continuity", 0): Answer(KNOWN, text="Le CMP rappelle")})
    client = visit(house.referent)

    assert "Le CMP rappelle" not in words(client.get(tab(person)))
    assert "Le CMP rappelle" in words(client.get(theme_of(person, "sante")))
    acting(house.referent)
    read = AccessLog.objects.filter(person_id=person.pk, what="partition.health")
    assert [row.detail for row in read] == ["health"]


def test_the_form_of_a_restricted_theme_is_a_reading(house, person, visit, acting):
    open_health(house, person)
    visit(house.referent).get(theme_of(person, "sante", "change_situation"))

    acting(house.referent)
    assert AccessLog.objects.filter(person_id=person.pk, what="partition.health").count() == 1


def test_who_only_knows_of_a_part_does_not_open_it(house, person, visit):
    client = visit(house.coordinator)

    assert "Santé" in words(client.get(tab(person)))
    assert client.get(theme_of(person, "sante")).status_code == 404
    assert client.get(theme_of(person, "sante", "change_situation")).status_code == 404
    assert "Santé" not in words(visit(house.referent).get(tab(person)))


@pytest.mark.parametrize("slug", ["inconnu", "household"])
def test_an_unknown_theme_is_not_found(house, person, visit, slug):
    assert visit(house.referent).get(theme_of(person, slug)).status_code == 404


# Noting


@pytest.mark.parametrize("slug", sorted(slug for slug, theme in BY_SLUG.items() if not theme.is_restricted))
def test_every_open_theme_has_its_form_and_an_empty_one_is_welcome(house, person, visit, acting, slug):
    client = visit(house.referent)
    address = theme_of(person, slug, "change_situation")

    assert client.get(address).status_code == 200
    answer = client.post(address, typed(noted_on="29/11/2020"))
    assert answer.status_code == 302
    acting(house.referent)
    assert not SituationItem.objects.exists()


def test_a_theme_noted_is_shown_and_shown_again_in_its_form(house, person, visit, acting):
    client = visit(house.referent)
    address = theme_of(person, "ressources", "change_situation")
    body = typed(resources__0__choice=["rsa", "housing_aid"], rsa__0__choice="suspended", rsa__0__from_on="3 mars 2020",
                 debts__0__choice="no", budget__0__choice="unknown")  # fmt: skip

    assert client.post(address, body).status_code == 302

    shown = words(client.get(tab(person)))
    for said in ("RSA, aide au logement", "Ouvert, suspendu", "depuis le 3 mars 2020", "ne sait pas"):
        assert said in shown, said
    form = client.get(address).content.decode()
    assert form.count(" checked") == 4  # two resources, one « non », duties not spoken of
    assert 'data-theme="' not in form  # the look the user chose, which a theme of a situation is not
    assert 'value="03/03/2020"' in form
    assert client.post(address, form_again(form)).status_code == 302
    acting(house.referent)
    assert SituationItem.objects.count() == 4


def form_again(page):
    """What a browser would send of a form nobody touched."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name = re.search(r'name="([^"]+)"', tag)
        value = unescape(re.search(r'value="([^"]*)"', tag)[1]) if 'value="' in tag else ""
        if (
            name
            and not name[1].startswith("csrf")
            and ("checked" in tag or 'type="radio"' not in tag and 'type="checkbox"' not in tag)
        ):
            found.setdefault(name[1], []).append(value)
    for name, body in re.findall(r'<textarea name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.S):
        found[name] = [unescape(body).strip()]
    for name, body in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', page, re.S):
        picked = re.search(r'value="([^"]*)" selected', body)
        found[name] = [picked[1] if picked else ""]
    return found


def test_none_and_something_do_not_go_together(house, person, visit):
    answer = visit(house.referent).post(
        theme_of(person, "ressources", "change_situation"), typed(resources__0__choice=["rsa", "no"])
    )

    assert answer.status_code == 422
    assert "vont seuls" in words(answer)


def test_dates_out_of_order_are_said_and_nothing_typed_is_lost(house, person, visit, acting):
    body = typed(permit__0__choice="multiyear", permit__0__from_on="1/2/2026", permit__0__until_on="31/1/2026",
                 permit__0__text="Préfecture de Moselle")  # fmt: skip

    answer = visit(house.referent).post(theme_of(person, "sejour", "change_situation"), body)

    assert answer.status_code == 422
    assert "La fin vient avant le début" in words(answer)
    assert "Préfecture de Moselle" in answer.content.decode()
    acting(house.referent)
    assert not SituationItem.objects.exists()


def test_somebody_else_noted_meanwhile_both_are_shown(house, person, visit):
    client = visit(house.referent)
    address = theme_of(person, "logement", "change_situation")
    form = client.get(address).content.decode()
    note(house, person, HOUSING, {("housing", 0): Answer(KNOWN, ("social",))}, by=house.colleague)
    mine = {**form_again(form), "housing-0-choice": "hotel", "housing-0-text": "Hôtel du Port"}

    answer = client.post(address, mine)

    assert answer.status_code == 409
    shown = words(answer)
    assert "Noté entre-temps : Locataire, logement social" in shown
    assert "Hôtel du Port" in answer.content.decode()
    assert client.post(address, form_again(answer.content.decode())).status_code == 302
    assert "Hôtel du Port" in words(client.get(tab(person)))


def test_the_browser_closed_in_the_middle_loses_nothing(house, person, visit, acting):
    client = visit(house.referent)
    body = typed(children__0__choice="known", children__0__number="3", children__0__text="7, 5 et 2 ans")
    kept = client.post(reverse("person_draft", args=[person.pk, "situation-foyer"]), body)
    assert kept.status_code in (200, 204)

    address = theme_of(person, "foyer", "change_situation")
    shown = client.get(address)

    assert "7, 5 et 2 ans" in shown.content.decode() and 'value="3"' in shown.content.decode()
    assert client.post(address, body).status_code == 302
    acting(house.referent)
    assert not drafts.resumed(house.referent, "situation-foyer", person)


def test_somebody_of_another_house_finds_nothing(house, person, visit, stranger):
    for address in (
        tab(person),
        theme_of(person, "logement"),
        theme_of(person, "logement", "change_situation"),
    ):
        assert visit(stranger).get(address).status_code == 404


def test_the_key_destroyed_the_words_are_gone(committed, visit):
    house = factories.house()
    person = factories.person(house.referent)
    note(house, person, HOUSING, {("housing", 0): Answer(KNOWN, ("hosted",), text="Chez sa sœur")})
    with superuser() as using:
        PersonKey.objects.using(using).filter(pk=person.pk).delete()

    answer = visit(house.referent).get(tab(person))

    assert answer.status_code == 200
    assert "n’est plus lisible" in words(answer) and "sœur" not in words(answer)
