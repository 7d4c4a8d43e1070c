"""The pages of orientation decisions: what they show, to whom, in how many queries; nothing typed is lost."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from cordee.plumbing.context import acting_in
from cordee.plumbing.once import FIELD
from cordee.referrals.decisions.models import LaneChoice, OrientationDecision
from cordee.referrals.tests.decision_factories import (
    SOCIAL,
    asked_again,
    awaited,
    ccas,
    decided,
    departement,
    fresh,
    told,
)
from cordee.referrals.tests.factories import MOST_QUERIES, asking
from tests import factories

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def land(db):
    return departement()


@pytest.fixture
def by(land):
    return land.coordinator


@pytest.fixture
def person(by):
    return factories.person(by, first_names="Rosa", usage_name="Lande")


def text(answer):
    return answer.content.decode()


def typed(row, **changes):
    form = {
        "version": str(row.version),
        "criteria": ["housing"],
        "lane": "social",
        "reason": "Un toit d’abord.",
        "body": "departement",
        "carrier": "Service social du port",
        "authority": "departement",
        "on": "aujourd’hui",
    }
    return {**form, **changes}


class TestAPersonsOrientation:
    def test_both_deadlines_stand_in_the_line(self, by, person, visit):
        row = told(by, person, by.today - timedelta(days=8))
        decided(by, asked_again(by, row, by.today), by.today)

        page = text(visit(by).get(reverse("orientation", args=[person.pk])))

        assert "Arrêté le" in page
        assert "décidée, à notifier" in page.lower()
        assert "Réorientation" in page

    def test_after_six_weeks_france_travail_is_named_and_nothing_is_decided(self, by, person, visit, acting):
        row = awaited(by, person, by.today - timedelta(days=42))

        page = text(visit(by).get(reverse("orientation", args=[person.pk])))
        acting(by)

        assert "compétence France Travail" in page
        assert fresh(row).state == "to_decide"

    def test_the_day_before_it_is_not(self, by, person, visit):
        awaited(by, person, by.today - timedelta(days=41))

        assert "compétence France Travail" not in text(
            visit(by).get(reverse("orientation", args=[person.pk]))
        )

    def test_the_secretariat_reads_neither_lane_nor_reason(self, land, by, person, visit):
        told(by, person, by.today, replace(SOCIAL, reason="Un toit d’abord."))
        address = reverse("orientation", args=[person.pk])

        assert "Un toit d’abord." in text(visit(by).get(address))
        page = text(visit(land.secretary).get(address))
        assert "Un toit d’abord." not in page
        assert "Parcours social" not in page
        assert "2C 123 456 7890 1" in page

    def test_a_house_that_does_not_decide_has_neither_page_nor_tab(self, house, visit):
        someone = factories.person(house.referent)
        client = visit(house.coordinator)

        assert client.get(reverse("orientation", args=[someone.pk])).status_code == 404
        assert client.get(reverse("decisions")).status_code == 404
        assert client.get(reverse("decision_delays")).status_code == 404
        assert reverse("orientation", args=[someone.pk]) not in text(
            client.get(reverse("person", args=[someone.pk]))
        )

    def test_a_stranger_sees_nothing(self, by, person, stranger, visit):
        told(by, person, by.today)

        assert visit(stranger).get(reverse("orientation", args=[person.pk])).status_code == 404

    def test_the_organisation_that_carries_out_sees_and_works(self, by, person, visit):
        carrier = ccas()
        entrusted = replace(SOCIAL, body="delegate", convention="C", carried_out_by=carrier.organisation)
        row = told(by, person, by.today, entrusted)
        client = visit(carrier.coordinator)

        page = text(client.get(reverse("orientation", args=[person.pk])))
        assert "Contrat signé hors de Cordée" in page
        assert "Noter la notification" not in page
        assert "Rosa Lande" in text(client.get(reverse("decisions") + "?etat=notifiees"))
        answer = client.post(
            reverse("decision_contrat", args=[row.pk]),
            {"version": fresh_version(by, row), "on": "aujourd’hui"},
        )
        assert answer.status_code == 302

    def test_a_pathway_still_carried_out_by_the_former_organisation_is_said(self, land, by, person, visit):
        carrier = ccas()
        factories.pathway(land, person, by=by, carried_out_by=carrier.organisation)
        entrusted = replace(SOCIAL, body="delegate", convention="C", carried_out_by=carrier.organisation)
        row = told(by, person, by.today, entrusted)
        address = reverse("orientation", args=[person.pk])
        assert "encore confié" not in text(visit(by).get(address))

        decided(by, asked_again(by, row, by.today), by.today)

        assert "encore confié à Un CCAS" in text(visit(by).get(address))

    @pytest.mark.parametrize("decisions", [1, 6])
    def test_it_costs_the_same_with_one_decision_or_many(self, by, person, decisions):
        row = told(by, person, by.today)
        for _turn in range(decisions - 1):
            row = told_again(by, row)

        answer, asked = asking(by, reverse("orientation", args=[person.pk]))

        assert answer.status_code == 200
        assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)


def fresh_version(by, row):
    with acting_in(by.context()):
        return fresh(row).version


def told_again(by, row):
    from cordee.referrals.tests.decision_factories import notified

    return notified(by, decided(by, asked_again(by, row, by.today), by.today), by.today)


class TestNoting:
    def test_an_opening_is_noted_from_the_file(self, by, person, visit, acting):
        answer = visit(by).post(
            reverse("await_orientation", args=[person.pk]), {"origin": "opening", "information_on": "hier"}
        )

        acting(by)
        assert answer["Location"] == reverse("orientation", args=[person.pk])
        assert OrientationDecision.objects.get().information_on == by.today - timedelta(days=1)

    def test_a_form_sent_twice_has_one_effect(self, by, person, visit, acting):
        client, sent = visit(by), {"origin": "opening", "information_on": "hier", FIELD: str(uuid.uuid4())}
        for _turn in range(2):
            assert client.post(reverse("await_orientation", args=[person.pk]), sent).status_code == 302

        acting(by)
        assert OrientationDecision.objects.count() == 1

    def test_a_day_ahead_comes_back_with_its_form_alone_to_htmx(self, by, person, visit):
        answer = visit(by).post(
            reverse("await_orientation", args=[person.pk]),
            {"origin": "opening", "information_on": "demain"},
            **HTMX,
        )

        assert answer.status_code == 422
        assert "demain" in text(answer) or str((by.today + timedelta(days=1)).year) in text(answer)
        assert "<html" not in text(answer)

    def test_a_wrong_identifier_is_explained_and_kept(self, by, person, visit):
        row = awaited(by, person, by.today)
        answer = visit(by).post(
            reverse("decision_france_travail", args=[row.pk]),
            {"version": "1", "registered": "yes", "identifier": "12"},
        )

        assert answer.status_code == 422
        assert "8 signes" in text(answer)
        assert 'value="12"' in text(answer)

    def test_a_decision_that_moved_meanwhile_says_so(self, by, person, visit):
        row = awaited(by, person, by.today)

        answer = visit(by).post(
            reverse("decision_france_travail", args=[row.pk]), {"version": "9", "registered": "yes"}
        )

        assert answer.status_code == 409


class TestDeciding:
    def test_it_is_taken_on_one_page(self, by, person, visit, acting):
        row = awaited(by, person, by.today)
        answer = visit(by).post(reverse("decide", args=[row.pk]), typed(row))

        acting(by)
        assert answer["Location"] == reverse("orientation", args=[person.pk])
        assert fresh(row).state == "decided"

    def test_the_rules_speak_as_one_types(self, by, person, visit):
        row = awaited(by, person, by.today)
        client, address = visit(by), reverse("decide", args=[row.pk]) + "?apercu"

        said = text(client.post(address, typed(row, criteria=["health"], lane="pro", reason=""), **HTMX))
        assert "dites pourquoi elle convient malgré elles" in said
        assert "<html" not in said

        said = text(client.post(address, typed(row, authority="mission_locale"), **HTMX))
        assert "sauf délégation" in said

    def test_a_refusal_keeps_everything_typed(self, by, person, visit, acting):
        row = awaited(by, person, by.today)
        answer = visit(by).post(reverse("decide", args=[row.pk]), typed(row, criteria=[]))

        acting(by)
        assert answer.status_code == 422
        assert "Un toit d’abord." in text(answer)
        assert "Service social du port" in text(answer)
        assert "RSA-03" in text(answer)
        assert fresh(row).state == "to_decide"

    def test_a_warning_asks_for_a_reason(self, by, person, visit, acting):
        row = awaited(by, person, by.today - timedelta(days=45))
        client, address = visit(by), reverse("decide", args=[row.pk])

        assert client.post(address, typed(row)).status_code == 422
        assert client.post(address, typed(row, pass_reason="Accord de France Travail")).status_code == 302

    @pytest.mark.parametrize(
        "bad",
        [
            {"lane": "autre"},
            {"version": "x"},
            {"on": "pas un jour"},
            {"carrier": "a\0b"},
            {"reason": "x" * 30_000},
            {"carried_out_by": "0000"},
            {"criteria": ["nope"]},
        ],
    )
    def test_bad_input_is_explained(self, by, person, visit, bad):
        ccas()
        row = awaited(by, person, by.today)

        assert visit(by).post(reverse("decide", args=[row.pk]), typed(row, **bad)).status_code == 422

    def test_another_house_cannot_be_named_by_hand(self, by, person, visit, acting):
        ccas()
        other = factories.house("Un autre département", kind="departement")
        row = awaited(by, person, by.today)

        answer = visit(by).post(
            reverse("decide", args=[row.pk]), typed(row, carried_out_by=str(other.organisation.pk))
        )

        assert answer.status_code == 422

    def test_it_costs_little(self, by, person):
        row = awaited(by, person, by.today)
        for _turn in range(5):
            ccas()

        answer, asked = asking(by, reverse("decide", args=[row.pk]))

        assert answer.status_code == 200
        assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)


class TestTheLetter:
    def test_it_is_neutral_and_says_how_to_contest(self, by, person, visit):
        row = told(by, person, by.today, replace(SOCIAL, reason="Un toit d’abord."))

        page = text(visit(by).get(reverse("decision_letter", args=[row.pk])))

        assert "dans un délai de 2 mois" in page
        assert "dans un délai de 1 mois" in page
        assert "logement" not in page
        assert "Un toit d’abord." not in page
        assert "Parcours social" in page

    def test_not_before_the_decision(self, by, person, visit):
        row = awaited(by, person, by.today)

        assert visit(by).get(reverse("decision_letter", args=[row.pk])).status_code == 404


class TestTheNamesOfTheLanes:
    def test_the_house_names_them_and_each_is_one_of_the_law(self, by, person, visit, acting):
        client = visit(by)
        named = {"name_1": "Parcours jeunes", "lane_1": "social", "name_2": "Vers l’emploi", "lane_2": "pro"}
        rest = {f"lane_{rank}": "social" for rank in range(3, 9)}

        assert client.post(reverse("house_lanes"), {**named, **rest}).status_code == 302
        row = awaited(by, person, by.today)
        page = text(client.get(reverse("decide", args=[row.pk])))
        assert "Parcours jeunes" in page
        assert "Voie socio-professionnelle" not in page

        client.post(reverse("decide", args=[row.pk]), typed(row, lane="social-1"))
        acting(by)
        choice = LaneChoice.objects.get(decision=row)
        assert (choice.lane, choice.label) == ("social", "Parcours jeunes")

    @pytest.mark.parametrize(
        ("names", "says"),
        [([], "au moins une"), (["Social", "SOCIAL"], "le même nom"), (["x" * 81], "trop long")],
    )
    def test_what_cannot_be(self, by, visit, names, says):
        sent = {f"lane_{rank}": "social" for rank in range(1, 9)}
        sent |= {f"name_{rank}": name for rank, name in enumerate(names, start=1)}

        answer = visit(by).post(reverse("house_lanes"), sent)

        assert answer.status_code == 422
        assert says in text(answer)


class TestTheList:
    def some(self, by, number=3):
        rows = []
        for rank in range(number):
            one = factories.person(by, first_names=f"P{rank}", usage_name="Liste")
            rows.append(awaited(by, one, by.today - timedelta(days=20 * rank)))
        return rows

    def test_the_oldest_first_with_the_days_left_in_words(self, by, visit):
        self.some(by)

        page = text(visit(by).get(reverse("decisions")))

        assert page.index("P2 Liste") < page.index("P1 Liste") < page.index("P0 Liste")
        assert "3 décisions à prendre" in page

    def test_those_that_are_late(self, by, visit):
        self.some(by, 4)  # 0, 20, 40 and 60 days ago

        page = text(visit(by).get(reverse("decisions") + "?etat=en-retard"))

        assert "P3 Liste" in page
        assert "P2 Liste" not in page

    def test_by_lane_and_by_month(self, by, person, visit):
        told(by, person, by.today)
        month = f"{by.today:%Y-%m}"
        client, address = visit(by), reverse("decisions")

        assert "Rosa Lande" in text(client.get(f"{address}?etat=toutes&voie=social&mois={month}"))
        assert "Rosa Lande" not in text(client.get(f"{address}?etat=toutes&voie=pro"))
        assert "Rosa Lande" not in text(client.get(f"{address}?etat=toutes&mois=2020-01"))
        assert "Rosa Lande" in text(client.get(f"{address}?etat=toutes&mois=12&notifiee={month}"))
        assert client.get(f"{address}?mois=x&apres=zzz&site=1&etat=?").status_code == 200

    def test_several_are_told_at_once(self, by, visit, acting):
        rows = [decided(by, row, by.today) for row in self.some(by, 2)]
        client = visit(by)
        sent = {"on": "aujourd’hui", "means": "registered", "proof": "Bordereau 12"}

        refused = client.post(reverse("notify_together"), sent)
        assert refused.status_code == 422
        assert "Cochez au moins une" in text(refused)

        page = client.post(reverse("notify_together"), {**sent, "decisions": [str(row.pk) for row in rows]})
        assert page.status_code == 302
        acting(by)
        assert {fresh(row).state for row in rows} == {"notified"}

    def test_nobody_is_told_for_another_house(self, by, person, visit, acting):
        row = decided(by, awaited(by, person, by.today), by.today)
        other = factories.house("Un autre département", kind="departement")
        sent = {"on": "aujourd’hui", "means": "registered", "proof": "x", "decisions": [str(row.pk), "?"]}

        assert visit(other.coordinator).post(reverse("notify_together"), sent).status_code == 422
        acting(by)
        assert fresh(row).state == "decided"

    @pytest.mark.parametrize("number", [2, 30])
    def test_it_costs_the_same_with_few_or_many(self, by, number):
        self.some(by, number)

        answer, asked = asking(by, reverse("decisions") + "?etat=toutes")

        assert answer.status_code == 200
        assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)

    def test_the_next_page_goes_on(self, by, visit):
        self.some(by, 27)
        client = visit(by)
        page = text(client.get(reverse("decisions")))
        after = page.split("apres=")[1].split('"')[0]

        following = text(client.get(reverse("decisions") + f"?apres={after}"))

        assert "P26 Liste" in page
        assert "P0 Liste" in following
        assert "P26 Liste" not in following
