"""« Je demande de l’aide »: a first name and one way to be reached; the guard of a public form."""

import pytest

from cordee.doors.models import Knock
from cordee.doors.tests.factories import address_of, publish, sent, token, visitor
from cordee.referrals.models import Referral
from cordee.referrals.reasons import read_reason
from tests import factories


def text(page):
    return page.content.decode()


@pytest.fixture
def asked(house, acting):
    """Orientations of the house, as its coordinator sees them."""

    def look():
        acting(house.coordinator)
        return list(Referral.objects.order_by("taken_at"))

    return look


def ask(house, client=None, **typed):
    given = {"first_names": "Rosa", "phone": "06 39 98 12 34", **typed}
    return (client or visitor()).post(address_of(house, "/aide"), sent(house, **given))


class TestAsking:
    def test_a_first_name_and_a_telephone_are_enough(self, house, asked):
        publish(house)
        answer = ask(house)

        (row,) = asked()
        assert answer["Location"] == address_of(house, "/merci")
        assert (row.first_names, row.phone, row.state) == ("Rosa", "06 39 98 12 34", "received")
        assert (row.channel, row.structure_kind) == ("demande-en-ligne", "PERSONNE")
        assert (row.taken_by, row.handled_by) == (None, None)

    def test_the_team_sees_what_she_asks_and_what_to_be_careful_about(self, house, visit, asked):
        publish(house)
        ask(house, words="Un endroit calme.", safe="non", when="le matin", other_way="par Rosa")

        (row,) = asked()
        assert b"calme" not in bytes(row.sealed_reason)
        assert read_reason(row) == "Un endroit calme."
        assert row.reach_note == "Ne pas laisser de message. le matin. par Rosa."
        page = text(visit(house.coordinator).get(f"/orientations/{row.pk}"))
        assert "Ne pas laisser de message." in page
        assert "Demande de la personne" in page

    def test_the_delay_to_answer_runs(self, house, visit):
        publish(house)
        ask(house)

        assert "Rosa" in text(visit(house.coordinator).get("/orientations/"))

    @pytest.mark.parametrize(
        "typed",
        [
            {"phone": ""},
            {"first_names": "  "},
            {"phone": "mon numéro"},
            {"email": "pas une adresse"},
            {"words": "x" * 4001},
            {"words": "a\x00b"},
            {"first_names": "x" * 121},
            {"safe": "fabriqué"},
        ],
    )
    def test_bad_input_keeps_everything(self, house, asked, typed):
        publish(house)
        answer = ask(house, **{"other_way": "", "usage_name": "Parks", **typed})

        assert answer.status_code == 422
        assert "Parks" in text(answer)
        assert asked() == []

    def test_the_answer_is_the_same_whether_she_is_known_or_not(self, house):
        publish(house)
        factories.person(house.referent, first_names="Rosa", usage_name="Parks", birth="1990-03-12")

        known, unknown = ask(house, usage_name="Parks"), ask(house, first_names="Inès", usage_name="Nul")

        assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])

    def test_a_house_may_not_offer_it(self, house, asked):
        publish(house, takes_requests=False)

        assert ask(house).status_code == 302
        assert asked() == []


class TestTheGuard:
    def test_without_a_token_nothing_is_kept(self, house, asked):
        publish(house)
        other = factories.house(name="Ailleurs")
        publish(other)
        whole = token(house)
        for made_up in (
            "",
            "x",
            "a:b:c",
            whole[:-1] + ("A" if whole[-1] != "A" else "B"),
            token(other),
            token(house, 13 * 3600),
            "9" * 9000,
        ):
            answer = ask(house, jeton=made_up)
            assert answer.status_code == 422
            assert "Rosa" in text(answer)
        assert asked() == []

    def test_the_hidden_field_stops_what_fills_everything(self, house, asked):
        publish(house)
        answer = ask(house, site_web="https://exemple.invalid")

        assert answer.status_code == 422
        assert "exemple.invalid" not in text(answer)
        assert asked() == []

    @pytest.mark.parametrize(("seconds", "passes"), [(2, False), (10, False), (13, True)])
    def test_a_form_sent_too_quickly_is_asked_again(self, house, asked, seconds, passes):
        publish(house)
        ask(house, jeton=token(house, seconds))

        assert len(asked()) == passes

    def test_waiting_a_moment_is_enough(self, house, asked):
        publish(house)
        carried = token(house, 5)
        refused = ask(house, jeton=carried)

        assert carried in text(refused)
        assert asked() == []

    def test_a_form_posted_twice_is_one_request(self, house, asked):
        publish(house)
        client, carried = visitor(), token(house)
        answers = [ask(house, client, jeton=carried) for _time in range(3)]

        assert {answer["Location"] for answer in answers} == {address_of(house, "/merci")}
        assert len(asked()) == 1

    def test_one_address_is_slowed_down_and_loses_nothing(self, house, asked):
        publish(house)
        answers = [ask(house, words=f"Essai {number}") for number in range(6)]

        assert [answer.status_code for answer in answers] == [302] * 5 + [429]
        assert "Essai 5" in text(answers[-1])
        assert len(asked()) == 5
        assert ask(house, visitor("198.51.100.9")).status_code == 302

    def test_a_whole_home_is_one_address(self, house):
        publish(house)
        for number in range(5):
            ask(house, visitor(f"2001:db8:1:2::{number}"))

        assert ask(house, visitor("2001:db8:1:2:ffff::1")).status_code == 429
        assert ask(house, visitor("2001:db8:1:3::1")).status_code == 302

    def test_no_address_is_written_anywhere(self, house):
        publish(house)
        ask(house)

        assert not Knock.objects.filter(mark__contains="192.0.2").exists()
        assert Knock.objects.filter(kind="ask").count() == 1
