"""Papers of a dossier: kept sealed, in their part, announced before they end, replaced, removed, gone with the key."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cordee.dossier.models import Deadline, Fact
from cordee.kernel.errors import BadInput, NotAllowed, StaleState
from cordee.papers import actions, fetch, keeping, sweeping
from cordee.papers.actions import Described, add_paper
from cordee.papers.models import Blob, HealthPaper, Paper, ProtectedPaper
from cordee.people.keys import key_of
from cordee.people.models import Person
from cordee.plumbing.context import acting_in, system_context
from cordee.plumbing.crypto import Unreadable, new_key
from cordee.plumbing.files import store
from cordee.plumbing.ids import new_id
from cordee.plumbing.models import AccessLog, PersonKey
from cordee.referrals.actions import Opening, convert_referral
from cordee.referrals.models import ReferralPaper
from cordee.referrals.papers import attach_paper
from cordee.referrals.tests.factories import asking, referral
from tests import factories
from tests.lock_world import superuser
from tests.matrix import plain

MOST_QUERIES = 8


def upload(text="Titre de séjour", name="Titre.txt"):
    return SimpleUploadedFile(name, text.encode(), "text/plain")


@pytest.fixture
def person(house):
    found = factories.person(house.referent)
    factories.pathway(house, found)
    return found


def add(house, person, *, by=None, text="Titre de séjour", kind="residence", **said):
    who = by or house.referent
    with acting_in(who.context()):
        return add_paper(person, by=who, upload=upload(text), described=Described(kind=kind, **said))


def deadlines(paper, **asked):
    return list(Deadline.objects.filter(thing_id=paper.pk, **asked))


# Kept


def test_a_paper_is_sealed_for_its_person_and_told(house, person, acting):
    paper = add(house, person)
    acting(house.referent)

    assert keeping.read(paper, key=key_of(person), owner=person.pk).decode() == "Titre de séjour"
    assert "séjour".encode() not in store.path_of(paper.blob).read_bytes()
    assert fetch.label_of(paper, person) == "Titre"
    fact = Fact.objects.get(person=person, kind="paper_added")
    assert (fact.codes, fact.partition) == ({"kind": "residence"}, 1)


def test_the_key_destroyed_the_paper_is_gone_for_ever(committed, visit):
    house = factories.house()
    person = factories.person(house.referent)
    paper = add(house, person)
    with acting_in(house.referent.context()):
        key = key_of(person)
    assert keeping.read(paper, key=key, owner=person.pk)
    with superuser() as using:
        PersonKey.objects.using(using).filter(pk=person.pk).delete()

    client = visit(house.referent)
    assert "plus lisible" in client.get(reverse("person_papers", args=[person.pk])).content.decode()
    assert client.get(reverse("paper", args=[person.pk, "identity", paper.pk])).status_code == 404
    with pytest.raises(Unreadable):
        keeping.read(paper, key=new_key(), owner=person.pk)


@pytest.mark.parametrize(
    ("kind", "model"), [("identity", Paper), ("medical", HealthPaper), ("justice", ProtectedPaper)]
)
def test_each_part_has_its_table(house, person, kind, model):
    assert type(add(house, person, by=house.coordinator, kind=kind)) is model


@pytest.mark.parametrize(
    ("who", "kind", "allowed"),
    [
        ("secretary", "caf", True), ("secretary", "medical", False), ("secretary", "justice", False),
        ("coach", "cv", True), ("coach", "medical", False), ("referent", "justice", True),
    ],
)  # fmt: skip
def test_who_may_put_what_where(house, person, who, kind, allowed):
    if allowed:
        assert add(house, person, by=house.team[who], kind=kind)
    else:
        with pytest.raises(BadInput, match="d’autres tiennent"):
            add(house, person, by=house.team[who], kind=kind)


def test_a_director_puts_nothing(house, person):
    with pytest.raises(NotAllowed):
        actions.add_paper(person, by=house.director, upload=upload(), described=Described(kind="cv"))


def test_a_secretary_reads_again_what_she_put_and_nothing_else_of_that_part(house, person, acting):
    hers = add(house, person, by=house.secretary, kind="caf", text="à elle")
    add(house, person, kind="caf", text="à un autre")
    acting(house.secretary)

    assert list(Paper.objects.visible_to(house.secretary).values_list("pk", flat=True)) == [hers.pk]


def test_health_is_closed_to_the_secretary_who_knows_nothing_and_to_the_coordinator_who_knows_it_exists(
    house, person, visit
):
    add(house, person, kind="medical", text="Ordonnance cachée")
    for who, told in (("secretary", False), ("coordinator", True)):
        page = visit(house.team[who]).get(reverse("person_papers", args=[person.pk])).content.decode()
        assert ("touche à la santé" in page) is told
        assert "Titre</bdi>" not in page


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"day": 1}, "day"), ({"renewal_filed_on": 1}, "renewal_filed_on"), ({"day": -2, "valid_until": -3}, "valid_until"),
    ],
)  # fmt: skip
def test_days_make_sense(house, person, said, field):
    days = {name: house.referent.today + timedelta(days=number) for name, number in said.items()}

    with pytest.raises(BadInput) as refused:
        add(house, person, **days)
    assert refused.value.field == field
    assert add(house, person, **dict.fromkeys(said, house.referent.today))


# Their end


def test_the_end_of_a_paper_is_on_the_referents_day(house, person, acting):
    end = house.referent.today + timedelta(days=100)
    paper = add(house, person, by=house.secretary, valid_until=end)
    acting(house.referent)

    (row,) = deadlines(paper)
    assert row.in_charge == house.referent.member
    assert (row.warn_on, row.due_on, row.late_on) == (end - timedelta(days=60), end, end + timedelta(days=1))
    assert "Titre de séjour" in row.label


def test_what_everybody_reads_does_not_say_what_a_paper_is(house, person, acting):
    paper = add(house, person, kind="rqth", valid_until=house.referent.today)
    acting(house.referent)

    assert deadlines(paper)[0].label.startswith("Un document")


def test_a_renewal_filed_moves_it_and_a_newer_paper_closes_it(house, person, acting):
    end = house.referent.today + timedelta(days=10)
    paper = add(house, person, valid_until=end)
    acting(house.referent)
    described = Described(
        kind="residence", valid_until=end, renewal_filed_on=house.referent.today, label="Titre"
    )
    paper = actions.change_paper(paper, by=house.referent, version=1, described=described)
    (row,) = deadlines(paper)
    assert row.due_on > end
    assert "renouvellement" in row.label

    newer = actions.replace_paper(
        paper,
        by=house.referent,
        upload=upload("neuf"),
        described=Described(kind="residence", valid_until=end),
    )
    assert [row.closing for row in deadlines(paper)] == ["met"]
    assert deadlines(newer, closed_on=None)
    assert Paper.objects.get(pk=paper.pk).replaced_by == newer.pk


def test_a_paper_removed_is_no_longer_awaited_and_comes_back_with_its_end(house, person, acting):
    paper = add(house, person, valid_until=house.referent.today)
    acting(house.referent)
    actions.remove_paper(paper, by=house.referent)
    assert deadlines(paper, closed_on=None) == []

    assert actions.bring_paper_back(paper, by=house.referent)
    assert len(deadlines(paper, closed_on=None)) == 1


def test_two_people_cannot_describe_it_at_once(house, person, acting):
    paper = add(house, person)
    acting(house.referent)
    actions.change_paper(
        paper, by=house.referent, version=1, described=Described(kind="residence", label="Un")
    )

    with pytest.raises(StaleState):
        actions.change_paper(
            paper, by=house.referent, version=1, described=Described(kind="identity", label="Deux")
        )


def test_a_paper_does_not_change_part_by_its_kind(house, person, acting):
    paper = add(house, person)
    acting(house.referent)

    with pytest.raises(BadInput, match="se range ailleurs"):
        actions.change_paper(
            paper, by=house.referent, version=1, described=Described(kind="medical", label="x")
        )


# Their contents on disk


def test_a_transaction_undone_leaves_nothing_a_sweep_does_not_take(house, person, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with pytest.raises(ZeroDivisionError), acting_in(house.referent.context()):
        kept = add_paper(person, by=house.referent, upload=upload(), described=Described(kind="cv"))
        raise ZeroDivisionError
    assert store.path_of(kept.blob).exists()
    written = store.path_of(kept.blob).stat().st_mtime

    assert sweeping.sweep(now=written + sweeping.OLD_ENOUGH).orphans == 0
    assert sweeping.sweep(now=written + sweeping.OLD_ENOUGH + 1).orphans == 1
    assert not store.path_of(kept.blob).exists()


def test_a_row_kept_never_lacks_its_content(house, person, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    paper = add(house, person)

    swept = sweeping.sweep(now=store.path_of(paper.blob).stat().st_mtime + 10 * sweeping.OLD_ENOUGH)
    assert (swept.orphans, swept.removed) == (0, 0)
    assert paper.blob not in sweeping.missing()
    store.erase(paper.blob)
    assert paper.blob in sweeping.missing()


# An orientation that becomes a dossier


def test_the_papers_of_an_orientation_go_to_the_dossier(house, acting):
    row = referral(house, papers_missing=["accord"])
    with acting_in(house.coordinator.context()):
        first = attach_paper(row, upload=upload("Accord signé"), kind="agreement", stands_for="accord")
        attach_paper(row, upload=upload("Certificat"), kind="medical")
        opening = Opening(
            house.version,
            house.coordinator.today,
            referent=house.referent.member,
            words="un jardin",
            reason="essai",
        )
        pathway = convert_referral(row, by=house.coordinator, version=row.version, opening=opening)
    acting(house.coordinator)
    person = Person.objects.get(pk=pathway.person_id)

    (paper,), (medical,) = Paper.objects.all(), HealthPaper.objects.all()
    assert keeping.read(paper, key=key_of(person), owner=person.pk).decode() == "Accord signé"
    assert keeping.read(medical, key=key_of(person), owner=person.pk).decode() == "Certificat"
    assert (paper.stands_for, paper.author, paper.added_at) == (
        "accord",
        house.coordinator.member,
        first.added_at,
    )
    assert ReferralPaper.objects.get(pk=first.pk).moved_to == paper.pk
    assert keeping.sweep_removed() == 2
    assert not store.path_of(first.blob).exists()
    assert Blob.objects.count() == 2


@pytest.mark.parametrize(("who", "reads"), [("colleague", True), ("coach", False)])
def test_welcoming_does_not_open_what_was_closed(house, acting, who, reads):
    """A restricted paper goes to the dossier whoever welcomes; its author there is who could read it before."""
    row = referral(house, handled_by=house.team[who].member)
    with acting_in(system_context(house.organisation.pk, because="public form")):
        attach_paper(row, upload=upload("Certificat"), kind="medical")
    with acting_in(house.team[who].context()):
        opening = Opening(
            house.version,
            house.coordinator.today,
            referent=house.referent.member,
            words="un jardin",
            reason="essai",
        )
        convert_referral(row, by=house.team[who], version=row.version, opening=opening)
        assert HealthPaper.objects.exists() is reads
        assert HealthPaper.objects.visible_to(house.team[who]).exists() is reads

    acting_as_house = system_context(house.organisation.pk, because="test")
    with acting_in(acting_as_house):
        medical = HealthPaper.objects.get()
        assert medical.author == (house.team[who].member if reads else None)
        assert ReferralPaper.objects.get().moved_to == medical.pk


# Pages


def address(name, person, paper=None, sector="identity"):
    return reverse(name, args=[person.pk] if paper is None else [person.pk, sector, paper.pk])


def test_the_tab_shows_kind_day_end_who_and_what_is_missing(house, person, visit):
    end = house.referent.today + timedelta(days=20)
    add(house, person, valid_until=end, stands_for="accord")
    page = visit(house.secretary).get(address("person_papers", person)).content.decode()

    for words in ("Titre", "Titre de séjour", "Bientôt expiré", "Referent", "au dossier", "manque"):
        assert words in page, words


def test_adding_several_at_once_one_of_them_refused(house, person, visit, acting):
    client = visit(house.secretary)
    files = [
        upload("un", "Un.txt"),
        SimpleUploadedFile("jeu.exe", b"MZ" + b"\0" * 99),
        upload("deux", "Deux.txt"),
    ]
    answer = client.post(address("person_papers", person), {"file": files, "kind": "identity"})
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()

    assert "2 documents ajoutés" in page
    assert "jeu\u202f: " in page
    acting(house.secretary)
    assert Paper.objects.count() == 2


def test_the_same_file_twice_is_said_not_refused(house, person, visit):
    client = visit(house.secretary)
    for _time in range(2):
        client.post(address("person_papers", person), {"file": upload(), "kind": "identity"})

    assert "identique" in client.get(address("person_papers", person)).content.decode()


@pytest.mark.parametrize(
    "said",
    [{"kind": "\0"}, {"kind": "fabriqué"}, {"valid_until": "hier peut-être"}, {"sector": "working"}, {"audience": "author"}, {"label": "x" * 200}, {"file": ""}],
)  # fmt: skip
def test_bad_input_keeps_what_was_typed(house, person, visit, said):
    typed = {"file": upload(), "kind": "identity", "label": "Mon libellé", **said}
    answer = visit(house.secretary).post(address("person_papers", person), typed)

    assert answer.status_code == 422
    assert "label" in said or "Mon libellé" in answer.content.decode()


def test_saving_is_logged_and_changing_replacing_removing_go_by_the_pages(house, person, visit, acting):
    paper = add(house, person)
    client = visit(house.secretary)
    saved = client.get(address("paper", person, paper))
    assert saved.content.decode() == "Titre de séjour"
    assert saved["Content-Disposition"] == 'attachment; filename="Titre.txt"'
    acting(house.secretary)
    assert AccessLog.objects.filter(what="paper.saved", person_id=person.pk).count() == 1

    form = {"label": "Carte", "kind": "identity", "version": 1, "renewal_filed_on": "hier"}
    assert client.post(address("change_paper", person, paper), form).status_code == 302
    assert (
        client.post(address("replace_paper", person, paper), {"file": upload("neuf", "Neuf.txt")}).status_code
        == 302
    )
    page = client.get(address("person_papers", person)).content.decode()
    assert "Carte" in page
    assert "Une version d’avant" in page
    assert client.post(address("remove_paper", person, paper)).status_code == 302
    assert client.post(address("paper_back", person, paper)).status_code == 302


@pytest.mark.parametrize("file", [None, SimpleUploadedFile("x.jpg", b"<html>", "image/jpeg")])
def test_a_bad_replacement_is_explained(house, person, visit, file):
    paper = add(house, person)
    answer = visit(house.secretary).post(
        address("replace_paper", person, paper), {"file": file} if file else {}
    )

    assert answer.status_code == 422


@pytest.mark.parametrize("number", [0, 10])
def test_the_tab_costs_the_same_with_many_papers(house, person, number):
    for one in range(number):
        add(house, person, kind="medical" if one % 2 else "cv", text=f"{one}")

    for who in (house.referent, house.coordinator):
        answer, asked = asking(who, address("person_papers", person))
        assert answer.status_code == 200
        assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)


def test_another_house_gets_the_same_bytes_and_queries_hidden_or_absent(house, person, visit, stranger):
    paper, seen = add(house, person), []
    client = visit(stranger)
    client.get("/")
    for pks in ((person.pk, paper.pk), (new_id(), new_id())):
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(reverse("paper", args=[pks[0], "identity", pks[1]]))
        answer.body = answer.content.decode()
        seen.append((answer.status_code, plain(answer, *pks), len(asked)))

    assert seen[0] == seen[1]
    assert seen[0][0] == 404


@pytest.mark.parametrize("sector", ["working", "x", "health", "social"])
def test_the_wrong_part_is_not_found(house, person, visit, sector):
    paper = add(house, person)

    assert visit(house.referent).get(address("paper", person, paper, sector)).status_code == 404
