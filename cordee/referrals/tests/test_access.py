"""Who sees and who acts on orientations: the same set-up for those allowed and those refused."""

import pytest
from django.urls import reverse

from cordee.referrals.access import REASONS, ROLES, can, reason_against
from cordee.referrals.models import Referral
from cordee.referrals.tests.factories import referral
from tests import factories

EVERYONE = sorted(factories.TEAM)
WELCOME = {"referent", "colleague", "coordinator", "secretary", "coach"}
ANSWER = WELCOME - {"secretary"}
TABLE = {
    "referral:take": WELCOME,
    "referral:change": WELCOME,
    "referral:answer": ANSWER,
    "referral:convert": ANSWER,
}


@pytest.mark.parametrize("action", TABLE)
def test_the_table_of_rights(house, action):
    for who in EVERYONE:
        actor = getattr(house, who)
        assert can(actor, action) is (who in TABLE[action]), who
        assert bool(reason_against(actor, action)) is (who not in TABLE[action]), who


def test_each_right_has_its_sentence():
    assert set(ROLES) == set(REASONS)


@pytest.mark.parametrize("name", ["referrals", "new_referral"])
def test_the_list_and_the_form_open_to_those_who_welcome(house, visit, name):
    for who in EVERYONE:
        answer = visit(getattr(house, who)).get(reverse(name))
        assert answer.status_code == (200 if who in WELCOME else 403), who


@pytest.mark.parametrize("name", ["referral", "change_referral", "welcome"])
def test_an_orientation_is_not_betrayed_to_another_house(house, stranger, visit, name):
    row = referral(house)
    hidden = visit(stranger).get(reverse(name, args=[row.pk]))
    absent = visit(stranger).get(reverse(name, args=[house.site.pk]))

    assert hidden.status_code == absent.status_code == 404
    assert "Camille" not in hidden.content.decode()


def test_an_answer_sent_by_another_house_changes_nothing(house, stranger, visit, acting):
    row = referral(house)

    answer = visit(stranger).post(
        reverse("referral_answer", args=[row.pk]), {"move": "refuse", "version": 1, "refusal_reason": "full"}
    )

    acting(house.coordinator)
    assert answer.status_code == 404
    assert Referral.objects.get(pk=row.pk).state == "received"


@pytest.mark.parametrize(("who", "status"), [("coordinator", 302), ("secretary", 403), ("nurse", 403)])
def test_an_answer_is_for_those_who_accompany(house, visit, who, status):
    row = referral(house)
    address = reverse("referral_answer", args=[row.pk])
    form = {"move": "study", "version": row.version, "on": "aujourd’hui"}

    assert visit(getattr(house, who)).post(address, form).status_code == status


def test_a_job_coach_sees_only_the_orientations_they_handle(house, visit):
    referral(house, usage_name="Lointaine")
    mine = referral(house, by=house.coach, usage_name="Prochaine")

    page = visit(house.coach).get(reverse("referrals")).content.decode()

    assert "Prochaine" in page
    assert "Lointaine" not in page
    assert visit(house.coach).get(reverse("referral", args=[mine.pk])).status_code == 200


def test_by_caseload_a_counsellor_sees_their_own_orientations(db, visit):
    closed = factories.house("Par personnes suivies", sharing="caseload")
    other = referral(closed, usage_name="Lointaine")
    referral(closed, by=closed.referent, usage_name="Prochaine")

    page = visit(closed.referent).get(reverse("referrals")).content.decode()

    assert "Prochaine" in page
    assert "Lointaine" not in page
    assert visit(closed.referent).get(reverse("referral", args=[other.pk])).status_code == 404
    assert visit(closed.coordinator).get(reverse("referral", args=[other.pk])).status_code == 200


def test_the_button_and_the_refusal_say_the_same(house, visit):
    row = referral(house)
    sentence = str(REASONS["referral:convert"]).replace("’", "’")

    page = visit(house.secretary).get(reverse("referral", args=[row.pk])).content.decode()

    assert sentence in page
    assert "accueillir" not in page


def test_anonymous_visitors_sign_in_first(house, visit):
    row = referral(house)

    for address in (reverse("referrals"), reverse("referral", args=[row.pk])):
        assert visit().get(address).status_code == 302


def test_reading_an_orientation_leaves_a_line_in_the_log(house, visit, acting):
    from cordee.plumbing.models import AccessLog

    row = referral(house)
    visit(house.referent).get(reverse("referral", args=[row.pk]))

    acting(house.referent)
    assert AccessLog.objects.filter(what="referral.opened", detail=str(row.pk)).count() == 1
