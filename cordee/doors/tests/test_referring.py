"""A prescriber without an account: sealed until confirmed, then an orientation followed by a link."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cordee.doors.inside import inside
from cordee.doors.models import Arrival, Follow
from cordee.doors.rules import HOUR, LIMITS, Limit
from cordee.doors.tests.factories import address_of, publish, sent, token, visitor
from cordee.papers.keeping import sweep_removed
from cordee.papers.models import Blob
from cordee.people.keys import organisation_key
from cordee.plumbing.context import acting_in
from cordee.plumbing.files import store
from cordee.plumbing.jobs import enqueue
from cordee.plumbing.outbox.letters import open_letter
from cordee.plumbing.outbox.models import Message
from cordee.plumbing.tests.jobs import run_jobs
from cordee.referrals.actions import Opening, answer_referral, convert_referral
from cordee.referrals.models import Referral, ReferralPaper
from cordee.referrals.papers import paper_label, read_paper
from cordee.referrals.reasons import read_reason
from tests import factories

TYPED = {
    "referrer_name": "Alma Prescription",
    "referrer_function": "Assistante sociale",
    "structure": "CMP d’Exempleville",
    "structure_kind": "CMP",
    "referrer_email": "alma@exemple.invalid",
    "referrer_phone": "01 99 00 00 10",
    "first_names": "Camille",
    "usage_name": "Secrète",
    "birth": "03/1984",
    "phone": "06 39 98 12 34",
    "safe": "non",
    "reason": "Voudrait reprendre une activité le matin.",
    "urgency": "Fin de prise en charge en janvier.",
    "told": "Que vous liriez ceci, et qu’elle peut refuser.",
    "person_agrees": "on",
}
ABOUT = ("Camille", "Secrète", "06 39 98 12 34", "activité", "CMP")


def text(page):
    return page.content.decode()


def letters(house, purpose=""):
    with inside(house.organisation.pk):
        rows = Message.objects.order_by("created_at")
        return [open_letter(row) for row in (rows.filter(purpose=purpose) if purpose else rows)]


def link_in(letter):
    return re.search(r"https?://[^/\s]+(/\S+)", letter.text)[1]


def orient(house, client=None, **typed):
    return (client or visitor()).post(address_of(house, "/orienter"), sent(house, **{**TYPED, **typed}))


def rows(house):
    with acting_in(house.coordinator.context()):
        return list(Referral.objects.all())


@pytest.fixture
def confirmed(house):
    """A published page, somebody oriented and confirmed: (browser, address of the link)."""
    publish(house)
    client = visitor()
    orient(house, client)
    answer = client.post(link_in(letters(house)[0]))
    return client, answer["Location"]


def answer_it(house, move="study", **more):
    by = house.coordinator
    with acting_in(by.context()):
        row = Referral.objects.get()
        return answer_referral(row, by=by, move=move, on=by.today, version=row.version, **more)


class TestSending:
    def test_nothing_reaches_the_team_before_it_is_confirmed(self, house, visit):
        publish(house)
        answer = orient(house)

        assert answer["Location"] == address_of(house, "/messagerie")
        assert rows(house) == []
        with acting_in(house.coordinator.context()):
            assert not Arrival.objects.exists()
        with inside(house.organisation.pk):
            assert b"Camille" not in bytes(Arrival.objects.get().sealed)

    def test_the_mail_says_nothing_of_the_person(self, house):
        publish(house)
        orient(house)

        (letter,) = letters(house)
        assert letter.to == "alma@exemple.invalid"
        assert not any(word in letter.subject + letter.text for word in ABOUT)

    def test_opening_the_link_confirms_nothing_pressing_does(self, house):
        publish(house)
        orient(house)
        link = link_in(letters(house)[0])

        assert visitor().get(link).status_code == 200
        assert rows(house) == []
        assert visitor().post(link).status_code == 302
        (row,) = rows(house)
        assert (row.first_names, row.birth, row.channel) == ("Camille", "1984-03", "formulaire")
        assert (row.structure_kind, row.person_agrees, row.reach_note) == (
            "CMP",
            True,
            "Ne pas laisser de message.",
        )
        with acting_in(house.coordinator.context()):
            assert "janvier" in read_reason(row)
            assert "refuser" in read_reason(row)

    def test_it_serves_once(self, house):
        publish(house)
        orient(house)
        link = link_in(letters(house)[0])
        visitor().post(link)

        assert visitor().post(link).status_code == 404
        assert len(rows(house)) == 1

    @pytest.mark.parametrize(("hours", "passes"), [(47.9, True), (48.1, False)])
    def test_it_serves_two_days(self, house, hours, passes):
        publish(house)
        orient(house)
        with inside(house.organisation.pk):
            Arrival.objects.update(expires_at=timezone.now() + timedelta(hours=48 - hours))

        visitor().post(link_in(letters(house)[0]))

        assert len(rows(house)) == passes

    def test_what_nobody_confirmed_is_forgotten(self, house):
        publish(house)
        orient(house)
        with inside(house.organisation.pk):
            Arrival.objects.update(expires_at=timezone.now() - timedelta(hours=1))
        orient(house, reason="Une autre.")

        with inside(house.organisation.pk):
            assert Arrival.objects.count() == 1

    def test_the_same_sent_again_is_one(self, house):
        publish(house)
        carried = token(house)
        for jeton in (carried, carried, token(house, 70)):
            assert orient(house, jeton=jeton).status_code == 302

        assert len(letters(house)) == 1

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("person_agrees", ""), ("told", ""), ("reason", "x" * 4001), ("reason", "a\x00b"), ("first_names", " "),
            ("referrer_email", "alma"), ("birth", "31/02/1984"), ("structure_kind", "FAUX"), ("phone", "à la maison"),
            ("referrer_phone", "bureau"), ("needs", "fabriqué"),
        ],
    )  # fmt: skip
    def test_bad_input_keeps_everything(self, house, name, value):
        publish(house)
        answer = orient(house, **{name: value})

        assert answer.status_code == 422
        assert "Alma Prescription" in text(answer)
        assert "Fin de prise en charge" in text(answer)
        assert letters(house) == []

    def test_a_made_up_link_is_told_as_one_never_given(self, house):
        publish(house)
        orient(house)
        real = link_in(letters(house)[0])
        made_up = [
            real[:-3] + "abc",
            "/confirmation/x",
            "/confirmation/" + "9" * 500,
            real.replace("confirmation", "suivi"),
        ]

        pages = [visitor().get(link) for link in made_up]
        assert {page.status_code for page in pages} == {404}
        assert len({re.sub(r'"X-CSRFToken": "[^"]*"', "", text(page)) for page in pages}) == 1

    def test_a_house_may_not_offer_it(self, house):
        publish(house, takes_orientations=False)

        assert orient(house).status_code == 302
        assert letters(house) == []

    def test_the_answer_does_not_say_who_is_known(self, house):
        publish(house)
        factories.person(house.referent, first_names="Camille", usage_name="Secrète", birth="1984-03-12")

        known, unknown = orient(house), orient(house, usage_name="Autre")

        assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
        with inside(house.organisation.pk):
            assert {row.referral_id for row in Arrival.objects.all()} == {None}


def paper(content=b"Bonjour", name="Bilan.txt"):
    return SimpleUploadedFile(name, content, "text/plain")


def blobs():
    return [path for path in store.root().glob("??/??/*") if path.is_file()]


class TestPapersWithTheForm:
    def test_they_come_with_the_orientation_once_it_is_confirmed(self, house):
        publish(house)
        orient(house, file=[paper(), paper(b"Deux", "Autre.txt")], kind="cv")
        with acting_in(house.coordinator.context()):
            assert not ReferralPaper.objects.exists()
        assert not any(b"Bonjour" in path.read_bytes() for path in blobs())

        visitor().post(link_in(letters(house)[0]))

        key = organisation_key(house.organisation.pk)
        with acting_in(house.coordinator.context()):
            kept = list(ReferralPaper.objects.order_by("added_at"))
            assert [paper_label(row, key) for row in kept] == ["Bilan", "Autre"]
            assert [read_paper(row, key) for row in kept] == [b"Bonjour", b"Deux"]
            assert {(row.kind, row.added_by) for row in kept} == {("cv", None)}
        sweep_removed()
        assert {path.name for path in blobs()} >= {row.blob for row in kept}
        assert Blob.objects.filter(erase_after__isnull=False).count() == 0

    def test_nothing_is_kept_of_those_of_a_form_nobody_confirms(self, house):
        publish(house)
        before = {path.name for path in blobs()}
        orient(house, file=paper(), kind="medical")
        assert len({path.name for path in blobs()} - before) == 1
        sweep_removed()
        assert len({path.name for path in blobs()} - before) == 1  # its two days are not over
        with inside(house.organisation.pk):
            arrival = Arrival.objects.get()
            assert Blob.objects.get(erase_after=arrival.expires_at)
            Arrival.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        Blob.objects.filter(erase_after__isnull=False).update(erase_after=timezone.now())
        enqueue("doors.forget", organisation=house.organisation, because="test")

        assert "doors.forget" in run_jobs()
        assert {path.name for path in blobs()} - before == set()
        with inside(house.organisation.pk):
            assert not Arrival.objects.exists()

    def test_a_restricted_kind_is_closed_to_the_front_desk_from_the_start(self, house):
        publish(house)
        orient(house, file=paper(), kind="medical")
        visitor().post(link_in(letters(house)[0]))

        for who, sees in ((house.secretary, 0), (house.coordinator, 1)):
            with acting_in(who.context()):
                assert ReferralPaper.objects.count() == sees

    @pytest.mark.parametrize(
        ("files", "kind", "said"),
        [
            ([paper(b"MZ\x90\x00 pas un document", "photo.pdf")], "cv", "programme"),
            ([paper()], "", "quelle nature"),
            ([paper()], "inventée", "choix"),
            (
                [paper(str(number).encode(), f"{number}.txt") for number in range(6)],
                "cv",
                "Cinq papiers au plus",
            ),
        ],
    )
    def test_one_refused_keeps_what_was_typed_and_no_paper(self, house, files, kind, said):
        publish(house)
        before = len(blobs())
        answer = orient(house, file=files, kind=kind)

        assert answer.status_code == 422
        assert said in text(answer)
        assert "Voudrait reprendre" in text(answer)
        assert "choisissez-les à nouveau" in text(answer)
        with inside(house.organisation.pk):
            assert not Arrival.objects.exists()
        assert len(blobs()) == before

    def test_the_same_form_with_another_paper_is_another(self, house):
        publish(house)
        for content in (b"Un", b"Un", b"Deux"):
            orient(house, file=paper(content), kind="cv")

        with inside(house.organisation.pk):
            assert Arrival.objects.count() == 2

    def test_a_content_that_is_lost_is_told_of(self, house):
        publish(house)
        before = set(blobs())
        orient(house, file=paper(), kind="cv")
        for path in set(blobs()) - before:
            path.unlink()

        visitor().post(link_in(letters(house)[0]))

        (row,) = rows(house)
        assert "n’a pas pu être lu" in row.steps[-1]["words"]


class TestFollowing:
    def test_the_link_shows_where_it_stands_and_nothing_of_the_person(self, house, confirmed):
        client, link = confirmed
        page = client.get(link)

        assert page.status_code == 200
        assert "Elle est arrivée" in text(page)
        assert not any(word in text(page) for word in ABOUT)

    def test_each_answer_is_mailed_with_a_new_link(self, house, confirmed):
        client, former = confirmed
        answer_it(house, answer="Camille a été vue hier.")

        letter = letters(house, "doors_answered")[-1]
        assert not any(word in letter.subject + letter.text for word in ABOUT)
        assert client.get(former).status_code == 410
        page = text(client.get(link_in(letter)))
        assert "étudie" in page
        assert "vue hier" not in page

    def test_what_is_missing_and_why_it_is_refused_are_said(self, house, confirmed):
        client, _link = confirmed
        answer_it(house, "refuse", refusal_reason="full", answer="Trop fragile pour le groupe.")

        page = text(client.get(link_in(letters(house, "doors_answered")[-1])))
        assert "pas de place pour le moment" in page
        assert "fragile" not in page

    def test_in_a_new_browser_a_code_is_asked(self, house, confirmed):
        _client, link = confirmed
        forwarded = visitor("198.51.100.4")

        page = forwarded.get(link)
        assert page.status_code == 200
        assert "Elle est arrivée" not in text(page)
        assert "alma@" not in text(page)
        forwarded.post(link + "/code", {"envoyer": "1"})
        code = re.search(r"\b(\d{6})\b", letters(house, "doors_code")[-1].text)[1]
        assert (
            forwarded.post(link + "/code", {"code": "000000" if code != "000000" else "1"}).status_code == 422
        )
        assert forwarded.post(link + "/code", {"code": f"{code[:3]} {code[3:]}"}).status_code == 302
        assert "Elle est arrivée" in text(forwarded.get(link))
        assert visitor("198.51.100.5").post(link + "/code", {"code": code}).status_code == 422

    def test_a_code_bears_five_tries(self, house, confirmed):
        _client, link = confirmed
        guesser = visitor("198.51.100.4")
        guesser.post(link + "/code", {"envoyer": "1"})
        code = re.search(r"\b(\d{6})\b", letters(house, "doors_code")[-1].text)[1]
        for _try in range(5):
            guesser.post(link + "/code", {"code": "x"})

        assert guesser.post(link + "/code", {"code": code}).status_code == 422

    @pytest.mark.parametrize(("minutes", "passes"), [(19, True), (21, False)])
    def test_a_code_serves_twenty_minutes(self, house, confirmed, minutes, passes):
        _client, link = confirmed
        other = visitor("198.51.100.4")
        other.post(link + "/code", {"envoyer": "1"})
        code = re.search(r"\b(\d{6})\b", letters(house, "doors_code")[-1].text)[1]
        with inside(house.organisation.pk):
            Follow.objects.update(code_until=timezone.now() + timedelta(minutes=20 - minutes))

        assert (other.post(link + "/code", {"code": code}).status_code == 302) is passes

    def test_a_link_out_of_date_gives_another_by_mail(self, house, confirmed):
        client, link = confirmed
        with inside(house.organisation.pk):
            Follow.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        assert client.get(link).status_code == 410

        client.post(link + "/lien")

        assert client.get(link_in(letters(house, "doors_link")[-1])).status_code == 200

    def test_a_guessed_link_is_absent(self, house, confirmed):
        client, link = confirmed
        pages = [
            client.get(address)
            for address in ("/suivi/abc", link[:-8] + "zzzzzzzz", link.replace("suivi", "confirmation"))
        ]

        assert {page.status_code for page in pages} == {404}
        assert len({re.sub(r'"X-CSRFToken": "[^"]*"', "", text(page)) for page in pages}) == 1

    def test_they_may_withdraw(self, house, confirmed):
        client, link = confirmed
        assert visitor("198.51.100.4").post(link + "/retirer", {"words": "non"}).status_code == 404
        client.post(link + "/retirer", {"words": "Elle a trouvé ailleurs."})

        (row,) = rows(house)
        assert (row.state, row.answer) == ("withdrawn", "Elle a trouvé ailleurs.")
        assert row.steps[-1]["by"] == "Alma Prescription"

    def test_papers_asked_for_come_by_the_link(self, house, confirmed):
        client, _link = confirmed
        answer_it(house, "ask_papers", papers_missing=["fiche"])
        link = link_in(letters(house, "doors_answered")[-1])
        upload = SimpleUploadedFile("Fiche.txt", b"Bonjour", "text/plain")
        sent_paper = {"file": upload, "kind": "other", "stands_for": "fiche"}

        assert visitor("198.51.100.4").post(link + "/papiers", sent_paper).status_code == 404
        assert client.post(link + "/papiers", {"kind": "other"}).status_code == 422
        upload.seek(0)
        assert client.post(link + "/papiers", sent_paper).status_code == 302
        (row,) = rows(house)
        assert row.papers_missing == []
        assert row.steps[-1]["move"] == "told"
        with acting_in(house.coordinator.context()):
            assert ReferralPaper.objects.get().added_by is None

    def test_too_many_papers_from_one_place_are_told_so(self, house, confirmed, monkeypatch):
        client, link = confirmed
        monkeypatch.setitem(LIMITS, "follow", (Limit(1, HOUR),))
        upload = SimpleUploadedFile("photo.pdf", b"MZ", "application/pdf")
        statuses = []
        for _time in range(2):
            upload.seek(0)
            answer = client.post(link + "/papiers", {"file": upload, "kind": "other"})
            statuses.append(answer.status_code)

        assert statuses[1] == 429 and "réessayez dans une heure" in text(answer)

    def test_codes_are_slowed_down_and_it_is_said(self, house, confirmed):
        _client, link = confirmed
        other = visitor("198.51.100.4")
        answers = [other.post(link + "/code", {"envoyer": "1"}) for _time in range(7)]

        assert [answer.status_code for answer in answers] == [302] * 6 + [429]
        assert "réessayez dans une heure" in text(answers[-1])

    def test_a_program_is_no_paper(self, house, confirmed):
        client, link = confirmed
        upload = SimpleUploadedFile("photo.pdf", b"MZ\x90\x00 pas un document", "application/pdf")

        answer = client.post(link + "/papiers", {"file": upload, "kind": "other"})

        assert answer.status_code == 422
        with acting_in(house.coordinator.context()):
            assert not ReferralPaper.objects.exists()

    def test_too_late_to_withdraw(self, house, confirmed):
        client, _link = confirmed
        answer_it(house, "refuse", refusal_reason="full")
        link = link_in(letters(house, "doors_answered")[-1])
        client.post(link + "/retirer", {"words": ""})

        assert rows(house)[0].state == "refused"

    def test_the_dossier_it_led_to_stays_shut(self, house, confirmed):
        client, _link = confirmed
        with acting_in(house.coordinator.context()):
            row = Referral.objects.get()
            row.person = factories.person(house.referent, first_names="Camille", usage_name="Dossiersecret")
            row.save(update_fields=["person"])
        answer_it(house)

        assert "Dossiersecret" not in text(client.get(link_in(letters(house, "doors_answered")[-1])))


def test_what_was_said_of_an_orientation_joins_the_dossier_it_becomes(house, confirmed):
    said = letters(house)[-1].text
    with acting_in(house.coordinator.context()):
        row = Referral.objects.get()
        opening = Opening(version=house.version, on=row.received_on, reason="essai")
        pathway = convert_referral(row, by=house.coordinator, version=row.version, opening=opening)

        joined = Message.objects.filter(person=pathway.person_id).order_by("created_at")
        assert said in [open_letter(one).text for one in joined]


def test_what_nobody_confirmed_goes_by_itself(house):
    publish(house)
    orient(house)
    with inside(house.organisation.pk):
        Arrival.objects.update(expires_at=timezone.now() - timedelta(hours=1))
    enqueue("doors.forget", organisation=house.organisation, because="test")

    assert "doors.forget" in run_jobs()
    with inside(house.organisation.pk):
        assert not Arrival.objects.exists()
