"""The sheets of a sitting: what each seat reads, in how many statements; what a paper never holds."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cordee.assessments.diagnosis.entries import Entry
from cordee.assessments.models import Diagnosis
from cordee.assessments.tests.test_diagnosis import write
from cordee.commissions import holding
from cordee.commissions.models import SeatHolder
from cordee.commissions.papers.tests.factories import WORDS, board, convened, on_agenda, sitting, somebody
from cordee.goals.tests.factories import open_health
from cordee.home.tests.asking import MOST_QUERIES, ask, text_of
from cordee.people.actions import add_contact
from cordee.plumbing.context import acting_in
from cordee.plumbing.models import AccessLog
from cordee.plumbing.printing.tests.read_pdf import read_pdf
from cordee.plumbing.printing.tests.read_pdf import text_of as text_of_pdf
from tests import factories


@pytest.fixture
def member(house):
    return factories.actor(house.organisation, "commission_member", name="Siège")


@pytest.fixture
def room(house, member):
    return sitting(house, board(house, member=member))


@pytest.fixture
def person(house):
    return somebody(house)


def address(name, room, *more):
    return reverse(name, args=[room.pk, *more])


def words_of(who, page):
    return text_of(ask(who, page)[0])


def pdf_of(who, page):
    answer = factories.visit(who).get(page)
    assert answer.status_code == 200
    return answer.content


def test_the_sheet_says_her_words_first_then_the_path_what_helps_and_what_is_aimed_at(house, room, person):
    item = on_agenda(house, room, person)

    words = words_of(house.coordinator, address("sitting_sheet", room, item.pk))

    said = [WORDS, "Le chemin fait", "Prend le bus seule", "Se fatigue vite", "Aller au marché"]
    assert [words.index(one) for one in said] == sorted(words.index(one) for one in said)
    assert "Mobilité" in words and "Référent" in words
    with acting_in(house.coordinator.context()):
        assert AccessLog.objects.filter(what="commission.sheet", person_id=person.pk).count() == 2


def test_a_member_reads_it_from_the_call_and_nothing_of_it_before(house, member, room, person):
    item = on_agenda(house, room, person)
    page = address("sitting_sheet", room, item.pk)

    before = factories.visit(member).get(page)
    convened(house, room)
    after = words_of(member, page)

    assert before.status_code == 404
    assert WORDS in after and "Prend le bus seule" in after


def test_who_withdraws_reads_it_no_more(house, member, room, person):
    item = on_agenda(house, room, person)
    convened(house, room)
    page = address("sitting_sheet", room, item.pk)
    assert factories.visit(member).get(page).status_code == 200

    with acting_in(house.secretary.context()):
        holder = SeatHolder.objects.select_related("seat").get(member=member.member)
        holding.withdraw_holder(item, holder, by=house.secretary)

    assert factories.visit(member).get(page).status_code == 404


def test_a_stranger_and_another_sitting_read_nothing(house, stranger, room, person):
    item = on_agenda(house, room, person)
    later = sitting_later(house, room)

    assert factories.visit(stranger).get(address("sitting_sheet", room, item.pk)).status_code == 404
    assert factories.visit(house.coordinator).get(address("sitting_sheet", later, item.pk)).status_code == 404


def sitting_later(house, room):
    from cordee.commissions import planning

    with acting_in(house.coordinator.context()):
        return planning.plan_sitting(
            room.board, by=house.coordinator, day=house.coordinator.today + timedelta(days=40)
        )


def test_what_touches_health_is_on_no_sheet_even_for_who_reads_it(house, room, person):
    open_health(house, person)
    with acting_in(house.referent.context()):
        diagnosis = Diagnosis.objects.get(person=person)
    write(
        house,
        person,
        diagnosis,
        {"sante": Entry(words="Secret médical", strengths="Suit son traitement")},
    )
    item = on_agenda(house, room, person)

    page = words_of(house.referent, address("sitting_sheet", room, item.pk))
    paper = text_of_pdf(pdf_of(house.referent, address("sitting_sheet_pdf", room, item.pk)))
    every = text_of_pdf(pdf_of(house.referent, address("sitting_sheets_pdf", room)))

    for words in (page, paper, every):
        assert "traitement" not in words and "Secret" not in words
        assert "Prend le bus seule" in words
    assert "La santé" in page


def test_the_secretary_prints_what_they_read_and_the_sheet_says_what_is_missing(house, room, person):
    item = on_agenda(house, room, person)

    words = words_of(house.secretary, address("sitting_sheet", room, item.pk))

    assert WORDS not in words and "Prend le bus" not in words and "Aller au marché" not in words
    assert "Le chemin fait" in words
    assert "sans sa situation sociale et son parcours vers l’emploi" in words


def test_all_the_sheets_come_in_one_paper_and_each_reading_is_kept(house, room, person):
    other = somebody(house, "Amir", "Second")
    on_agenda(house, room, person)
    on_agenda(house, room, other)

    content = pdf_of(house.coordinator, address("sitting_sheets_pdf", room))

    told, words = read_pdf(content), text_of_pdf(content)
    assert told.pages == 3 and told.is_tagged and told.standard == "1"
    assert "1. Zélie Exemplaire" in words and "2. Amir Second" in words
    with acting_in(house.coordinator.context()):
        read = AccessLog.objects.filter(what="commission.printed").values_list("person_id", flat=True)
        assert set(read) == {person.pk, other.pk}


def test_without_a_name_nothing_says_who(house, room, person):
    with acting_in(house.referent.context()):
        add_contact(
            person,
            by=house.referent,
            kind="address",
            value="3 rue Haute, 62160 Bully-les-Mines",
            on=house.referent.today,
        )
    item = on_agenda(house, room, person)

    words = words_of(house.coordinator, address("sitting_sheet", room, item.pk) + "?sansnom")
    content = text_of_pdf(pdf_of(house.coordinator, address("sitting_sheets_pdf", room) + "?sansnom"))

    main = words[words.index("Situation 1") :]
    for said in (main, content):
        assert "Zélie" not in said and "Exemplaire" not in said and "Referent" not in said
        assert "Situation 1" in said and "Prend le bus seule" in said
    assert "relisez" in content and "La Passerelle" not in content and "Commission insertion" not in content


@pytest.mark.parametrize("many", [1, 5])
def test_a_sitting_costs_as_many_statements_for_five_as_for_one(house, room, many):
    for number in range(many):
        item = on_agenda(house, room, somebody(house, f"Prénom{number}", "Nom"))

    for page in (address("sitting_sheets_pdf", room), address("sitting_sheet", room, item.pk)):
        _answer, asked = ask(house.coordinator, page)
        assert len(asked) <= MOST_QUERIES, "\n".join(asked)


def test_printing_everything_is_for_who_prepares_and_who_presents(house, member, room, person):
    on_agenda(house, room, person)
    convened(house, room)

    assert factories.visit(member).get(address("sitting_sheets_pdf", room)).status_code == 403
    assert factories.visit(house.coach).get(address("sitting_sheets_pdf", room)).status_code == 200
