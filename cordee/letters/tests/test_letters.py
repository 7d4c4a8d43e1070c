"""A letter chosen, filled in, corrected, printed, kept in the dossier; those of the house written and withdrawn."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from cordee.accounts.models import OrganisationSetting
from cordee.assessments.tests.test_pages import words
from cordee.dossier.models import Fact
from cordee.kernel.errors import BadInput, NotAllowed
from cordee.letters import actions, fetch
from cordee.letters.catalogue import letters_of, shipped
from cordee.letters.rules import LONGEST_BODY
from cordee.papers import keeping
from cordee.papers.models import Paper
from cordee.people.keys import key_of
from cordee.people.models import ContactPoint
from cordee.plumbing.context import acting_in
from cordee.plumbing.ids import new_id
from cordee.plumbing.models import AccessLog
from cordee.plumbing.printing import pdf
from cordee.plumbing.printing.tests.read_pdf import pages_of, read_pdf, text_of
from cordee.referrals.tests.factories import asking
from tests import factories

MOST_QUERIES = 8
OURS = {
    "label": "Prêt de vélo",
    "about": "Quand un vélo est prêté",
    "group": "letter",
    "part": "social",
    "title": "Prêt d’un vélo",
    "body": "Bonjour {prénom},\n\nLe vélo est à vous jusqu’au {? jour}.",
}


@pytest.fixture
def person(house):
    found = factories.person(house.referent)
    found.pathway = factories.pathway(house, found)
    return found


def address(name, *args):
    return reverse(name, args=args)


def filled(visit, house, person, code, **changed):
    """The form as it is shown, its blanks filled."""
    page = visit(house.referent).get(address("write_letter", person.pk, code))
    form = page.context["form"]
    sent = {name: form.initial.get(name, "") for name in form.fields}
    for name, text in sent.items():
        for blank in page.context["blanks"] + page.context["missing"]:
            text = text.replace(f"[à compléter : {blank}]", "lundi")
        sent[name] = text
    return sent | changed


def keep(visit, house, person, code, **changed):
    where = address("write_letter", person.pk, code)
    return visit(house.referent).post(where, (filled(visit, house, person, code, **changed)))


# About somebody


def test_a_letter_is_filled_with_what_is_known(house, person, visit, acting):
    page = visit(house.referent).get(address("write_letter", person.pk, "accompagnement"))

    shown = page.context["form"].initial
    assert person.full_name in shown["body"] and house.organisation.name in shown["body"]
    assert "{" not in shown["body"] and page.context["missing"] == []
    acting(house.referent)
    assert AccessLog.objects.filter(what="letters.opened", person_id=person.pk).count() == 1


def test_what_is_not_known_is_said_and_never_printed(house, person, visit):
    where = address("write_letter", person.pk, "presence")
    page = visit(house.referent).get(where)
    shown = page.context["form"].initial
    refused = visit(house.referent).post(
        where, ({name: shown.get(name, "") for name in ("title", "to", "body", "place")})
    )

    assert page.context["blanks"] == ["heures"]
    assert refused.status_code == 422
    assert "Il reste à compléter" in words(refused) and "heures" in words(refused)
    assert shown["body"].splitlines()[0] in words(refused)
    assert not Paper.objects.exists()


def test_kept_it_is_a_tagged_pdf_of_the_dossier_and_a_fact(house, person, visit, acting):
    kept = keep(visit, house, person, "presence")

    acting(house.referent)
    paper = Paper.objects.get(person=person)
    content = keeping.read(paper, key=key_of(person), owner=person.pk)
    printed, said = read_pdf(content), text_of(content)
    assert kept.status_code == 302 and (paper.kind, paper.extension, paper.day) == (
        "letter",
        "pdf",
        house.referent.today,
    )
    assert printed.is_tagged and printed.lang.startswith("fr") and printed.title == "Attestation de présence"
    assert person.full_name in said and house.referent.member.display_name in said
    assert Fact.objects.filter(person=person, kind="paper_added").count() == 1


def test_the_pdf_may_be_looked_at_and_nothing_is_kept(house, person, visit):
    seen = keep(visit, house, person, "rendez-vous", apercu="1")

    assert seen.status_code == 200 and seen.content.startswith(b"%PDF")
    assert seen["Content-Disposition"].startswith("attachment")
    assert not Paper.objects.exists()


def test_hostile_words_are_printed_as_words(house, person, visit, acting):
    hostile = '#panic("x") *gras* $x$ <b>é</b> {prénom} \\ 😀'
    kept = keep(visit, house, person, "rendez-vous", body=hostile)

    acting(house.referent)
    paper = Paper.objects.get(person=person)
    text = text_of(keeping.read(paper, key=key_of(person), owner=person.pk))
    assert kept.status_code == 302
    assert '#panic("x")' in text and "*gras*" in text and "{prénom}" in text


def test_a_protected_address_is_not_written(house, person, visit):
    with acting_in(house.referent.context()):
        ContactPoint.objects.create(
            organisation=person.organisation,
            person=person,
            kind="address",
            value="2 rue des Lilas, 57100 Thionville",
        )
    before = visit(house.referent).get(address("write_letter", person.pk, "rendez-vous"))
    with acting_in(house.referent.context()):
        type(person).objects.filter(pk=person.pk).update(has_protected_contact=True)
    after = visit(house.referent).get(address("write_letter", person.pk, "rendez-vous"))

    assert "rue des Lilas\n57100" in before.context["form"].initial["to"]
    assert "Lilas" not in after.content.decode() and "main propre" in words(after)


def test_a_draft_begun_before_does_not_show_a_protected_address_again(house, person, visit):
    client = visit(house.referent)
    draft = address("person_draft", person.pk, "letter-fin")
    client.post(draft, {"title": "T", "to": "2 rue des Lilas", "body": "Des mots à moi", "place": ""})
    before = client.get(address("write_letter", person.pk, "fin")).content.decode()
    with acting_in(house.referent.context()):
        type(person).objects.filter(pk=person.pk).update(has_protected_contact=True)
    after = client.get(address("write_letter", person.pk, "fin")).content.decode()

    assert "rue des Lilas" in before
    assert "rue des Lilas" not in after and "Des mots à moi" in after


def test_the_pathway_chosen_is_the_one_told(house, person, visit, stranger):
    url = address("write_letter", person.pk, "fin")
    told = visit(house.referent).get(url, {"parcours": str(person.pathway.pk)})

    assert told.status_code == 200
    assert visit(house.referent).get(url, {"parcours": str(new_id())}).status_code == 404
    assert visit(house.referent).get(url, {"parcours": "n’importe"}).status_code == 404


def test_what_was_being_written_comes_back(house, person, visit):
    client = visit(house.referent)
    draft = address("person_draft", person.pk, "letter-fin")
    client.post(draft, {"title": "Au revoir", "to": "", "body": "Des mots à moi", "place": ""})

    page = client.get(address("write_letter", person.pk, "fin"))
    assert "Des mots à moi" in words(page) and "Brouillon repris" in words(page)
    assert "Des mots à moi" not in words(client.get(address("write_letter", person.pk, "fin") + "?vide"))


def test_a_letter_of_a_closed_part_is_not_offered(house):
    leader = SimpleNamespace(
        organisation=house.organisation, today=house.referent.today, roles=frozenset({"workshop_leader"})
    )
    codes = {one.code for one in fetch.offered(leader)}

    assert "participation" in codes and "accompagnement" not in codes


@pytest.mark.parametrize("code", ["inconnue", "accompagnement-2"])
def test_a_letter_that_does_not_exist(house, person, visit, code):
    assert visit(house.referent).get(address("write_letter", person.pk, code)).status_code == 404


def test_a_stranger_finds_nothing(person, visit, stranger):
    assert visit(stranger).get(address("person_letters", person.pk)).status_code == 404
    assert visit(stranger).get(address("write_letter", person.pk, "fin")).status_code == 404


@pytest.mark.parametrize("many", [1, 30])
def test_the_pages_ask_the_same_number_of_queries(house, person, many):
    for number in range(many):
        with acting_in(house.coordinator.context()):
            actions.word_letter(by=house.coordinator, said=OURS | {"label": f"Lettre {number}"})
    for url in (address("person_letters", person.pk), address("write_letter", person.pk, "fin")):
        answer, statements = asking(house.referent, url)
        assert answer.status_code == 200 and len(statements) <= MOST_QUERIES


# Those of the house


def test_the_house_writes_its_own_in_a_dated_setting(house, visit):
    client = visit(house.coordinator)
    answer = client.post(address("new_letter"), (OURS))

    assert answer.status_code == 302
    found = next(
        one for one in letters_of(house.organisation, house.referent.today) if one.code == "pret-de-velo"
    )
    assert found.is_own and found.title == "Prêt d’un vélo" and found.partition
    assert letters_of(house.organisation, house.referent.today - timedelta(days=1)) == sorted(
        shipped(), key=lambda one: ["certificate", "letter", "simple"].index(one.group)
    )
    assert OrganisationSetting.objects.filter(organisation=house.organisation, key="letters").count() == 1


def test_a_field_nobody_knows_is_refused_and_nothing_typed_is_lost(house, visit):
    answer = visit(house.coordinator).post(address("new_letter"), (OURS | {"body": "Bonjour {prénon}"}))

    assert answer.status_code == 422
    assert "pensiez-vous à {prénom}" in words(answer) and "Prêt de vélo" in answer.content.decode()
    assert letters_of(house.organisation, house.referent.today, withdrawn=True) == letters_of(
        house.organisation, house.referent.today
    )


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"label": "  "}, "label"),
        ({"title": ""}, "title"),
        ({"body": ""}, "body"),
        ({"group": "other"}, "group"),
        ({"part": "health"}, "group"),
        ({"body": "a" * (LONGEST_BODY + 1)}, "body"),
    ],
)
def test_what_a_letter_must_have(house, changed, field):
    with acting_in(house.coordinator.context()), pytest.raises(BadInput) as refused:
        actions.word_letter(by=house.coordinator, said=OURS | changed)

    assert refused.value.field == field


def test_one_of_cordee_is_worded_withdrawn_and_put_back(house, visit):
    client = visit(house.coordinator)
    today = house.referent.today
    client.post(address("house_letter", "fin"), (OURS | {"label": "Au revoir"}))
    worded = next(one for one in letters_of(house.organisation, today) if one.code == "fin")
    client.post(address("withdraw_letter", "fin"), ({}))
    without = {one.code for one in letters_of(house.organisation, today)}
    client.post(address("put_back_letter", "fin"), ({}))
    back = next(one for one in letters_of(house.organisation, today) if one.code == "fin")

    assert worded.is_own and worded.label == "Au revoir"
    assert "fin" not in without
    assert back == next(one for one in shipped() if one.code == "fin")


def test_two_letters_of_one_name_are_two(house):
    with acting_in(house.coordinator.context()):
        codes = [actions.word_letter(by=house.coordinator, said=OURS) for _time in range(3)]

    assert codes == ["pret-de-velo", "pret-de-velo-2", "pret-de-velo-3"]


def test_only_those_who_lead_word_them(house):
    with acting_in(house.referent.context()), pytest.raises(NotAllowed):
        actions.word_letter(by=house.referent, said=OURS)


@pytest.mark.parametrize("paragraphs", range(24, 40, 3))
def test_a_signature_is_never_alone_on_a_page(paragraphs):
    body = "\n\n".join(["Une phrase de la lettre."] * paragraphs) + "\n\nCordialement,\n\n"
    told = {"title": "Lettre", "house": "", "footer": "", "is_simple": False, "sender": "x", "to": "x", "when": "x",
            "body": body, "signs": "Signataire", "signs_as": "x"}  # fmt: skip

    last = pages_of(pdf(actions.TEMPLATE, told))[-1].replace(" ", "")

    assert "Cordialement" in last and "Signataire" in last
