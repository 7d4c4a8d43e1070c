"""Somebody at the door, noted in one minute; where orientations come from, counted."""

import re
from datetime import date

import pytest

from cordee.referrals.models import Referral
from cordee.referrals.tests.factories import MOST_QUERIES, asking, referral
from tests import factories

WALK_IN, ORIGINS = "/orientations/permanence", "/orientations/provenance"


def text(page):
    return page.content.decode()


class TestWalkIn:
    def test_the_page_costs_little(self, house):
        answer, asked = asking(house.secretary, WALK_IN)

        assert answer.status_code == 200
        assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)

    def test_a_first_name_is_enough_for_a_secretary(self, house, visit, acting):
        answer = visit(house.secretary).post(WALK_IN, {"first_names": "Rosa"})

        acting(house.secretary)
        row = Referral.objects.get()
        assert answer.status_code == 302
        assert (row.channel, row.structure_kind, row.person_agrees) == ("permanence", "PERSONNE", True)
        assert (row.received_on, row.handled_by) == (house.secretary.today, None)
        assert row.programme_id == house.version.programme_id

    def test_what_she_asks_is_sealed_and_who_receives_her_is_named(self, house, visit, acting):
        counsellor = house.referent
        sent = {
            "first_names": "Rosa",
            "reason": "Un toit.",
            "handled_by": str(counsellor.member.pk),
            "phone": "06",
        }
        visit(house.secretary).post(WALK_IN, sent)

        acting(house.secretary)
        row = Referral.objects.get()
        assert row.handled_by == counsellor.member
        assert b"Un toit" not in bytes(row.sealed_reason)

    def test_somebody_known_is_asked_about_then_noted(self, house, visit, acting):
        known = factories.person(house.referent, first_names="Rosa", usage_name="Parks")
        sent = {"first_names": "Rosa", "usage_name": "Parks"}
        client = visit(house.coordinator)

        asked = client.post(WALK_IN, sent)
        assert asked.status_code == 422
        assert client.post(WALK_IN, {**sent, "same_person": str(known.pk)}).status_code == 302
        acting(house.coordinator)
        assert Referral.objects.get().person == known

    def test_an_orientation_at_the_same_name_is_shown_before_another_is_noted(self, house, visit, acting):
        referral(house, first_names="Rosa", usage_name="Parks")
        client = visit(house.secretary)
        sent = {"first_names": "Rosa", "usage_name": "Parks", "reason": "Un toit."}

        asked = client.post(WALK_IN, sent)

        assert asked.status_code == 422
        assert "orientation reçue" in text(asked) and "Un toit." in text(asked)
        shown = re.search(r'name="shown" value="([^"]+)"', text(asked)).group(1)
        assert client.post(WALK_IN, {**sent, "same_person": "autre", "shown": shown}).status_code == 302

    @pytest.mark.parametrize("names", ["", "   ", "a" * 121, "Ro\x00sa"])
    def test_bad_input_keeps_what_was_typed(self, house, visit, acting, names):
        answer = visit(house.secretary).post(WALK_IN, {"first_names": names, "reason": "Elle a froid."})

        acting(house.secretary)
        assert answer.status_code == 422
        assert "Elle a froid." in text(answer)
        assert Referral.objects.count() == 0


class TestOrigins:
    @pytest.mark.parametrize("rows", [3, 30])
    def test_it_costs_the_same_for_three_or_thirty(self, house, rows):
        for number in range(rows):
            referral(house, usage_name=f"Nom{number}", structure_kind="CCAS")

        answer, asked = asking(house.coordinator, ORIGINS)

        assert answer.status_code == 200
        assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)

    def test_sensitive_kinds_are_counted_together_and_the_unsaid_apart(self, house, visit):
        for kind in ("ASE", "PJJ", "CCAS", ""):
            referral(house, structure_kind=kind, days_ago=0)

        page = visit(house.coordinator).get(ORIGINS)
        kinds = {row.label: row.numbers.received for row in page.context["origins"].kinds}

        assert sorted(kinds.values()) == [1, 1, 2]
        assert kinds["Non renseigné"] == 1
        assert page.context["origins"].kinds[-1].label == "Non renseigné"
        assert "protection judiciaire" not in text(page).lower()

    def test_a_figure_opens_its_rows(self, house, visit):
        referral(house, first_names="Une", usage_name="", structure_kind="ASE", days_ago=0)
        referral(house, first_names="Autre", usage_name="", structure_kind="CCAS", days_ago=0)
        client = visit(house.coordinator)

        for row in client.get(ORIGINS).context["origins"].kinds:
            assert client.get(row.url).context["page"].count == row.numbers.received

    def test_a_year_counts_its_own_days(self, house, visit):
        today = house.coordinator.today
        for day in (date(today.year - 1, 12, 31), date(today.year, 1, 1)):
            referral(house, days_ago=(today - day).days)
        client = visit(house.coordinator)

        for year in (today.year - 1, today.year):
            shown = client.get(f"{ORIGINS}?annee={year}").context["origins"]
            assert (shown.year, shown.total.received) == (year, 1)
            assert client.get(shown.total_url).context["page"].count == 1

    @pytest.mark.parametrize("query", ["?annee=1990", "?annee=%00", "?annee=" + "9" * 5000, "?annee=²"])
    def test_an_altered_year_shows_this_one(self, house, visit, query):
        page = visit(house.coordinator).get(ORIGINS + query)

        assert page.status_code == 200
        assert page.context["origins"].year == house.coordinator.today.year

    def test_each_counts_what_they_see(self, house, visit):
        referral(house)

        assert (
            visit(factories.actor(house.organisation, "job_coach"))
            .get(ORIGINS)
            .context["origins"]
            .total.received
            == 0
        )
