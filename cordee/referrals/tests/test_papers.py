"""The papers that come with an orientation: kept sealed, ticked, read by whoever welcomes, erased when removed."""

from importlib import import_module

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from cordee.accounts.rules import MATRIX
from cordee.dossier.access import SECTORS
from cordee.kernel.errors import BadInput, NotAllowed
from cordee.kernel.partitions import RESTRICTED_PARTITIONS
from cordee.papers import keeping
from cordee.papers.enums import BELONGS
from cordee.papers.models import Blob
from cordee.people.keys import organisation_key
from cordee.plumbing.context import acting_in, system_context
from cordee.plumbing.files import store
from cordee.plumbing.files.refusals import FileRefused
from cordee.plumbing.jobs import enqueue
from cordee.plumbing.models import AccessLog
from cordee.plumbing.tests.jobs import run_jobs
from cordee.referrals import papers
from cordee.referrals.models import Referral, ReferralPaper
from cordee.referrals.papers import attach_paper
from cordee.referrals.tests.factories import MOST_QUERIES, asking, referral
from tests.page_world import CANARY


def upload(text="Fiche d’orientation", name="Fiche.txt"):
    return SimpleUploadedFile(name, text.encode(), "text/plain")


@pytest.fixture
def row(house):
    return referral(house, papers_missing=["accord", "fiche"])


@pytest.fixture
def paper(house, row):
    with acting_in(house.coordinator.context()):
        return attach_paper(row, upload=upload(), by=house.coordinator, kind="referral")


def test_a_paper_is_sealed_and_read_again(house, row, paper, acting):
    acting(house.coordinator)
    kept = ReferralPaper.objects.get()

    key = organisation_key(house.organisation.pk)
    assert papers.read_paper(kept, key).decode() == "Fiche d’orientation"
    assert papers.paper_label(kept, key) == "Fiche"
    assert b"orientation" not in store.path_of(kept.blob).read_bytes()
    assert (kept.media, kept.extension, kept.added_by) == ("text/plain", "txt", house.coordinator.member)


def test_the_paper_asked_for_is_ticked(house, row, acting):
    acting(house.coordinator)
    attach_paper(row, upload=upload(), by=house.coordinator, stands_for="accord")

    kept = Referral.objects.get()
    assert kept.papers_missing == row.papers_missing == ["fiche"]
    assert kept.version == row.version == 2


def test_a_paper_may_come_from_outside(house, row):
    """The public form: nobody is signed in, the house's own context."""
    with acting_in(system_context(house.organisation.pk, because="public form")):
        kept = attach_paper(row, upload=upload(), kind="cv")

    assert kept.added_by is None


@pytest.mark.parametrize(("who", "allowed"), [("secretary", True), ("nurse", False), ("director", False)])
def test_who_may_attach(house, row, who, allowed):
    with acting_in(house.coordinator.context()):
        if allowed:
            assert attach_paper(row, upload=upload(), by=house.team[who])
        else:
            with pytest.raises(NotAllowed):
                attach_paper(row, upload=upload(), by=house.team[who])


def test_the_same_file_is_not_kept_twice(house, row, paper, acting):
    acting(house.coordinator)

    with pytest.raises(FileRefused, match="déjà là"):
        attach_paper(row, upload=upload(name="Autre nom.txt"), by=house.coordinator)
    assert attach_paper(row, upload=upload("autre"), by=house.coordinator)


def test_a_stranger_cannot_fill_the_disk(house, row, paper, acting, monkeypatch):
    acting(house.coordinator)
    monkeypatch.setattr(papers, "MOST_PAPERS", 2)
    attach_paper(row, upload=upload("deux"))

    with pytest.raises(BadInput, match="beaucoup"):
        attach_paper(row, upload=upload("trois"))


def test_an_unknown_kind_is_refused(house, row, acting):
    acting(house.coordinator)

    with pytest.raises(BadInput):
        attach_paper(row, upload=upload(), kind="\0")


def test_a_paper_removed_comes_back_within_ten_minutes(house, row, paper, acting, time_machine):
    acting(house.coordinator)
    papers.remove_paper(paper, by=house.coordinator)
    assert not ReferralPaper.objects.of(row).exists()

    assert keeping.sweep_removed() == 0
    assert papers.bring_paper_back(paper, by=house.coordinator)
    assert papers.read_paper(ReferralPaper.objects.get(), organisation_key(house.organisation.pk))


def test_after_ten_minutes_its_content_is_erased(house, row, paper, acting):
    acting(house.coordinator)
    papers.remove_paper(paper, by=house.coordinator)
    Blob.objects.update(erase_after=paper.added_at)
    enqueue("papers.sweep", organisation=house.organisation, because="test")

    assert "papers.sweep" in run_jobs()
    assert not store.path_of(paper.blob).exists()
    assert not papers.bring_paper_back(paper, by=house.coordinator)


# Pages


def page_of(row):
    return reverse("referral", args=[row.pk])


def send(client, row, *files, **said):
    return client.post(
        reverse("add_referral_papers", args=[row.pk]), {"kind": "cv", **said, "file": list(files)}
    )


def test_several_files_are_added_at_once(house, row, visit, acting):
    answer = send(visit(house.secretary), row, upload("un", "Un.txt"), upload("deux", "Deux.txt"))

    assert answer.status_code == 302
    acting(house.coordinator)
    key = organisation_key(house.organisation.pk)
    assert sorted(papers.paper_label(row, key) for row in ReferralPaper.objects.all()) == ["Deux", "Un"]


def test_one_refused_does_not_lose_the_others(house, row, visit):
    client = visit(house.secretary)
    send(client, row, upload("un", "Un.txt"), SimpleUploadedFile("jeu.exe", b"MZ" + b"\0" * 200))
    told = client.get(page_of(row)).content.decode()

    assert "<bdi>Un</bdi>" in told
    assert "jeu\u202f: Ce fichier est un programme" in told


def test_none_kept_says_why_on_the_form(house, row, visit):
    answer = send(
        visit(house.secretary), row, SimpleUploadedFile("photo.jpg", b"<!doctype html>", "image/jpeg")
    )

    assert answer.status_code == 422
    assert "page web" in answer.content.decode()


@pytest.mark.parametrize("said", [{"kind": "\0"}, {"kind": ""}, {"stands_for": "fabriqué"}, {"file": []}])
def test_bad_input_is_explained(house, row, visit, said):
    answer = visit(house.secretary).post(
        reverse("add_referral_papers", args=[row.pk]), {"kind": "cv", "file": [upload()], **said}
    )

    assert answer.status_code in (302, 422) if said.get("stands_for") else answer.status_code == 422


def test_eleven_files_are_too_many(house, row, visit, acting):
    answer = send(
        visit(house.secretary), row, *(upload(str(number), f"{number}.txt") for number in range(11))
    )

    assert answer.status_code == 422
    acting(house.coordinator)
    assert not ReferralPaper.objects.exists()


def test_a_form_sent_twice_adds_once(house, row, visit, acting):
    client = visit(house.secretary)
    once = "0195b7a0-0000-7000-8000-000000000001"
    for _time in range(2):
        assert send(client, row, upload(), _once=once).status_code == 302

    acting(house.coordinator)
    assert ReferralPaper.objects.count() == 1


def test_a_paper_is_saved_and_the_reading_logged(house, row, paper, visit, acting):
    answer = visit(house.secretary).get(reverse("referral_paper", args=[row.pk, paper.pk]))

    assert answer.content.decode() == "Fiche d’orientation"
    assert answer["Content-Disposition"] == 'attachment; filename="Fiche.txt"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("no-store", "nosniff")
    acting(house.secretary)
    assert AccessLog.objects.filter(what="referral.paper", detail=str(paper.pk)).count() == 1


@pytest.mark.parametrize(("who", "status"), [("secretary", 404), ("coordinator", 200), ("referent", 200)])
def test_a_medical_paper_is_not_the_secretarys_to_know_of(house, row, visit, who, status):
    with acting_in(house.coordinator.context()):
        medical = attach_paper(row, upload=upload("Ordonnance"), by=house.coordinator, kind="medical")
    client = visit(house.team[who])

    answer = client.get(reverse("referral_paper", args=[row.pk, medical.pk]))
    assert answer.status_code == status
    assert ("Ordonnance" in answer.content.decode()) is (status == 200)
    said = client.get(page_of(row)).content.decode()
    assert ('<p class="paper-detail">Document de santé' in said) is (status == 200)


READ_BY = {
    "health": {"coordinator", "referent", "colleague"},
    "protected": {"coordinator", "referent", "colleague"},
}


@pytest.mark.parametrize(("kind", "part"), [("medical", "health"), ("justice", "protected")])
def test_the_database_alone_closes_a_restricted_paper(house, row, kind, part):
    """Without `visible_to`: what the policy lets each of them read, and change."""
    with acting_in(system_context(house.organisation.pk, because="public form")):
        kept = attach_paper(row, upload=upload(), kind=kind)

    for who in ("secretary", "coordinator", "referent", "colleague", "director", "nurse"):
        with acting_in(house.team[who].context()):
            expected = int(who in READ_BY[part])
            assert ReferralPaper.objects.filter(pk=kept.pk).count() == expected, who
            assert ReferralPaper.objects.filter(pk=kept.pk).update(removed_at=None) == expected, who


def test_who_adds_a_restricted_paper_reads_it_again(house, row, acting):
    acting(house.secretary)
    kept = attach_paper(row, upload=upload("Ordonnance"), by=house.secretary, kind="medical")

    assert ReferralPaper.objects.visible_to(house.secretary).get() == kept
    assert papers.read_paper(kept, organisation_key(house.organisation.pk)) == b"Ordonnance"


def test_who_receives_is_who_may_note(house):
    """The rights of accounts and the notes of a dossier say the same."""
    for role, rights in MATRIX.items():
        for partition in RESTRICTED_PARTITIONS:
            may_note = role in SECTORS[partition.name.lower()]
            assert bool(rights.receives & partition) is may_note, (role, partition)


def test_papers_kept_before_parts_were_take_that_of_their_kind(house):
    migration = import_module("cordee.referrals.migrations.0007_parts_of_papers")
    with connection.cursor() as cursor:
        for kind, part in BELONGS.items():
            cursor.execute(
                f"SELECT {migration.PART_OF_KIND} FROM (SELECT %s::text AS kind) known", [str(kind)]
            )
            assert cursor.fetchone() == (int(part),), kind


def test_an_erased_content_is_not_found(house, row, paper, visit):
    store.erase(paper.blob)

    assert visit(house.secretary).get(reverse("referral_paper", args=[row.pk, paper.pk])).status_code == 404


def test_the_paper_of_another_orientation_is_not_found(house, row, paper, visit):
    other = referral(house, first_names="Autre")

    assert visit(house.secretary).get(reverse("referral_paper", args=[other.pk, paper.pk])).status_code == 404


def test_removing_and_bringing_back_by_the_pages(house, row, paper, visit, acting):
    client = visit(house.secretary)
    assert client.post(reverse("remove_referral_paper", args=[row.pk, paper.pk])).status_code == 302
    assert "Fiche.txt" not in client.get(page_of(row)).content.decode()

    assert client.post(reverse("referral_paper_back", args=[row.pk, paper.pk])).status_code == 302
    assert client.get(reverse("referral_paper", args=[row.pk, paper.pk])).status_code == 200


@pytest.mark.parametrize("number", [0, 12])
def test_the_page_costs_the_same_with_many_papers(house, row, number):
    with acting_in(house.coordinator.context()):
        for one in range(number):
            attach_paper(row, upload=upload(f"{one}"), by=house.coordinator)

    answer, asked = asking(house.coordinator, page_of(row))

    assert answer.status_code == 200
    assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)


def test_nobody_of_another_house_learns_anything(house, row, paper, visit, stranger):
    for address in ("add_referral_papers", "referral_paper", "remove_referral_paper", "referral_paper_back"):
        pks = [row.pk] if address == "add_referral_papers" else [row.pk, paper.pk]
        method = visit(stranger).get if address == "referral_paper" else visit(stranger).post
        answer = method(reverse(address, args=pks))
        assert answer.status_code == 404
        assert CANARY not in answer.content.decode()
