"""The pages of pathways: what is possible and why not, in few queries; forms refused keep what was typed."""

import re
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from cordee.pathways import actions, circle
from cordee.pathways.models import CirclePlace, OwnWords, Pathway
from cordee.plumbing.once import FIELD
from cordee.programmes.cached import definition_of
from cordee.referrals.tests.factories import MOST_QUERIES, asking
from tests import factories

HTMX = {"HTTP_HX_REQUEST": "true"}
TODAY = "aujourd’hui"
SHIPPED = Path(__file__).parents[2] / "programmes" / "shipped"


@pytest.fixture
def pathway(house):
    return factories.pathway(
        house, factories.person(house.referent, first_names="Alix", usage_name="Martin", birth="1990")
    )


def at(kind, pathway):
    return reverse(f"pathway_{kind}", args=[pathway.pk])


def text(answer):
    return answer.content.decode()


def fresh(house, pathway, acting):
    acting(house.coordinator)
    return Pathway.objects.get(pk=pathway.pk)


def admitted(house, pathway, acting):
    acting(house.coordinator)
    actions.record_admission(
        pathway,
        by=house.coordinator,
        decision="admis",
        decided_on=house.coordinator.today - timedelta(days=2),
        effective_from=None,
        authority="",
        version=pathway.version,
    )
    return Pathway.objects.get(pk=pathway.pk)


class TestPathway:
    @pytest.mark.parametrize("rows", [3, 30])
    def test_it_costs_the_same_after_three_words_or_thirty(self, house, pathway, acting, rows):
        acting(house.referent)
        for number in range(rows):
            actions.write_words(pathway, by=house.referent, text=f"Mot {number}", on=house.referent.today)

        answer, asked = asking(house.coordinator, reverse("pathway", args=[pathway.pk]))

        assert answer.status_code == 200
        assert text(answer).count("<blockquote>") == rows
        assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)

    def test_a_move_refused_today_says_why_in_place_of_its_button(self, house, pathway, visit):
        page = text(visit(house.coordinator).get(reverse("pathway", args=[pathway.pk])))
        forced = visit(house.coordinator).post(
            at("etape", pathway), {"move": "entrer", "version": pathway.version, "on": TODAY}
        )

        for said in (page, text(forced)):
            assert "Admission à prononcer par la commission du Bief." in said

    def test_moving_leads_back_to_the_page(self, house, pathway, visit, acting):
        pathway = admitted(house, pathway, acting)
        form = {"move": "entrer", "version": pathway.version, "on": TODAY}

        answer = visit(house.coordinator).post(at("etape", pathway), form, follow=True)

        assert "Étape changée." in text(answer)
        assert fresh(house, pathway, acting).stage == "jardin"

    def test_rules_answer_as_one_types_a_day(self, house, pathway, visit, acting):
        pathway = admitted(house, pathway, acting)
        form = {"move": "entrer", "version": pathway.version, "on": "01/01/2020"}

        answer = visit(house.coordinator).post(at("etape", pathway) + "?apercu", form, **HTMX)

        assert "Le dernier changement date du" in text(answer)
        assert "<html" not in text(answer)
        assert fresh(house, pathway, acting).stage == "accueil"

    def test_recording_the_admission_moves_nothing_by_itself(self, house, pathway, visit, acting):
        form = {
            "decision": "admis",
            "decided_on": "hier",
            "version": pathway.version,
            "text": "Avis favorable",
        }

        answer = visit(house.coordinator).post(at("admission", pathway), form, follow=True)

        assert "Elle n’a rien déplacé d’elle-même" in text(answer)
        assert "Avis favorable" in text(answer)
        assert fresh(house, pathway, acting).stage == "accueil"

    def test_suspended_then_resumed_then_closed_then_reopened(self, house, pathway, visit, acting):
        client = visit(house.referent)
        for kind, more, status in (
            ("suspension", {"reason": "Hôpital"}, "suspended"),
            ("reprise", {}, "open"),
            ("sortie", {"exit_code": "emploi"}, "closed"),
            ("reouverture", {}, "open"),
        ):
            version = fresh(house, pathway, acting).version
            done = client.post(at(kind, pathway), {"version": version, "on": TODAY, **more})
            assert done.status_code == 302, kind
            page = client.get(reverse("pathway", args=[pathway.pk]))
            assert page.status_code == 200
            assert fresh(house, pathway, acting).status == status

    def test_words_and_the_exit_foreseen(self, house, pathway, visit, acting):
        client = visit(house.referent)
        client.post(at("mots", pathway), {"words": "Du calme\net des chevaux", "said_on": "hier"})
        client.post(at("envisagee", pathway), {"exit_target": "emploi", "version": pathway.version})

        page = text(client.get(reverse("pathway", args=[pathway.pk])))
        assert "Du calme<br>et des chevaux" in page
        assert fresh(house, pathway, acting).exit_target == "emploi"

    def test_a_gesture_refused_comes_back_open_with_its_text(self, house, pathway, visit):
        form = {"version": pathway.version, "on": "demain", "reason": "Hospitalisée à Lens"}

        whole = visit(house.referent).post(at("suspension", pathway), form)
        part = visit(house.referent).post(at("suspension", pathway), form, **HTMX)

        for answer in (whole, part):
            assert answer.status_code == 422
            assert "Hospitalisée à Lens" in text(answer)
            assert '<details class="gesture" id="suspension" open' in text(answer)
        assert "<html" not in text(part)

    def test_a_page_left_open_keeps_what_was_typed(self, house, pathway, visit, acting):
        words = "Une phrase assez longue pour être gardée par la page."
        pathway = admitted(house, pathway, acting)

        answer = visit(house.referent).post(
            at("suspension", pathway), {"version": 1, "on": TODAY, "reason": words}
        )

        assert answer.status_code == 409
        assert words in text(answer)

    def test_sent_twice_it_happens_once(self, house, pathway, visit, acting):
        client, form = (
            visit(house.referent),
            {"words": "Du calme", "said_on": TODAY, FIELD: str(uuid.uuid4())},
        )

        first, second = client.post(at("mots", pathway), form), client.post(at("mots", pathway), form)

        acting(house.referent)
        assert OwnWords.objects.count() == 1
        assert first["Location"] == second["Location"]

    @pytest.mark.parametrize(
        ("kind", "form"),
        [
            ("etape", {"move": "fabriqué", "on": TODAY}),
            ("etape", {"move": "\0", "on": TODAY}),
            ("etape", {"move": "entrer", "on": "31/02/2026"}),
            ("admission", {"decision": "fabriquée", "decided_on": TODAY}),
            ("admission", {"decision": "admis", "decided_on": "hier", "effective_from": "01/01/2020"}),
            ("admission", {"decision": "admis", "decided_on": "hier", "text": "x" * 10_000_000}),
            ("mots", {"words": "  ", "said_on": TODAY}),
            ("mots", {"words": "a\0b", "said_on": TODAY}),
            ("mots", {"words": "Du calme", "said_on": "demain"}),
            ("date", {"kind": "fabriquée", "on": TODAY}),
            ("envisagee", {"exit_target": "fabriquée"}),
            ("suspension", {"reason": "", "on": TODAY}),
            ("suspension", {"reason": "x" * 201, "on": TODAY}),
            ("reprise", {"on": TODAY}),
            ("sortie", {"exit_code": "fabriquée", "on": TODAY}),
            ("sortie", {"exit_code": "emploi", "on": "01/01/2020"}),
            ("reouverture", {"on": TODAY}),
            ("referent", {"member": str(uuid.uuid4()), "on": TODAY}),
            ("referent", {"member": "0", "on": TODAY}),
            ("entourage", {"role": "proche", "name": "  ", "on": TODAY}),
            ("entourage", {"role": "fabriqué", "name": "Samira", "on": TODAY}),
            ("entourage", {"role": "proche", "name": "Samira", "on": TODAY, "email": "non"}),
            ("entourage", {"role": "proche", "member": str(uuid.uuid4()), "on": TODAY}),
        ],
    )
    def test_bad_input_gets_a_sentence_and_changes_nothing(self, house, pathway, visit, acting, kind, form):
        answer = visit(house.coordinator).post(at(kind, pathway), {"version": pathway.version, **form})

        kept = fresh(house, pathway, acting)
        assert answer.status_code in (409, 422)
        assert (kept.version, kept.stage, kept.status) == (pathway.version, "accueil", "open")
        assert CirclePlace.objects.count() == 1
        assert not OwnWords.objects.exists()

    @pytest.mark.parametrize("version", ["", "x", "-1", "9" * 5000, "1.5"])
    def test_a_forged_version_is_a_page_to_reload(self, house, pathway, visit, acting, version):
        answer = visit(house.referent).post(
            at("suspension", pathway), {"version": version, "on": TODAY, "reason": "Repos"}
        )

        assert answer.status_code in (409, 422)
        assert fresh(house, pathway, acting).status == "open"


class TestOpening:
    def test_the_conditions_stand_on_the_page(self, house, visit):
        child = factories.person(house.referent, birth=str(house.referent.today.year - 9))

        answer, asked = asking(house.referent, reverse("open_pathway", args=[child.pk]))

        assert "Avoir au moins 16 ans." in text(answer)
        assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)

    def test_it_opens_with_the_persons_words(self, house, visit, acting):
        person = factories.person(house.referent, birth="1990")
        form = {
            "programme": str(house.version.programme_id),
            "opened_on": TODAY,
            "words": "Du calme",
            "referent": str(house.colleague.member.pk),
            "pass_reason": "Venue d’elle-même",
            "site": str(house.site.pk),
        }

        answer = visit(house.referent).post(reverse("open_pathway", args=[person.pk]), form)

        acting(house.coordinator)
        made = Pathway.objects.get()
        assert answer["Location"] == reverse("person", args=[person.pk])
        assert (made.referent, made.site) == (house.colleague.member, house.site)

    def test_a_second_one_in_the_same_programme_is_refused_on_its_field(self, house, pathway, visit, acting):
        form = {"programme": str(house.version.programme_id), "opened_on": TODAY, "pass_reason": "essai"}

        answer = visit(house.referent).post(reverse("open_pathway", args=[pathway.person_id]), form)

        acting(house.coordinator)
        assert answer.status_code == 422
        assert "a déjà un parcours en cours dans ce dispositif" in text(answer)
        assert Pathway.objects.count() == 1

    def test_an_operator_does_not_open_pathways_in_a_dossier_it_does_not_hold(self, house, stranger, visit):
        made = factories.pathway(
            house, factories.person(house.referent), carried_out_by=stranger.organisation
        )

        page = text(visit(stranger).get(reverse("open_pathway", args=[made.person_id])))

        assert "Ce dossier est tenu par une autre organisation" in page
        assert 'name="opened_on"' not in page


class TestCircle:
    @pytest.mark.parametrize("places", [3, 30])
    def test_it_costs_the_same_for_three_or_thirty(self, house, pathway, acting, places):
        acting(house.coordinator)
        for number in range(places):
            circle.add_place(
                pathway,
                definition_of(pathway.programme_version_id),
                role="proche",
                by=house.coordinator,
                on=house.coordinator.today,
                outsider=circle.Outsider(f"Proche {number}"),
            )

        answer, asked = asking(house.coordinator, reverse("person_circle", args=[pathway.person_id]))

        assert (
            text(answer).count("circle-card ") == places + 1 or text(answer).count("circle-who") == places + 1
        )
        assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)

    def test_somebody_joins_and_leaves(self, house, pathway, visit, acting):
        client, page = visit(house.referent), reverse("person_circle", args=[pathway.person_id])
        form = {"role": "proche", "name": "Samira", "structure": "sa sœur", "on": TODAY}

        assert client.post(at("entourage", pathway), form)["Location"] == page
        acting(house.referent)
        place = CirclePlace.objects.get(name="Samira")
        assert "ne lit rien dans ce dossier par cette place" in text(client.get(page))
        refused = client.post(reverse("circle_end", args=[place.pk]), {"on": "01/01/2020"})
        assert refused.status_code == 422
        assert client.post(reverse("circle_end", args=[place.pk]), {"on": TODAY})["Location"] == page

        acting(house.referent)
        assert CirclePlace.objects.get(pk=place.pk).until_on == house.referent.today

    def test_followed_in_two_programmes_each_field_keeps_its_own_label(self, house, pathway, visit):
        """The same gestures stand twice in the page: one identifier for two fields leaves the second without a name."""
        text_of_programme = (SHIPPED / "cheval-bleu-pre-insertion.toml").read_text()
        second = factories.programme(house.organisation, text_of_programme)
        other = factories.pathway(house, pathway.person, version=second, words="Je voudrais jardiner")
        client, page = visit(house.referent), reverse("person_circle", args=[pathway.person_id])

        shown = text(client.get(page))
        refused = text(client.post(at("entourage", other), {"role": "proche", "name": "", "on": TODAY}))

        for html in (shown, refused):
            found = re.findall(r' id="([^"]+)"', html)
            assert len(found) == len(set(found))
        assert f'id="entourage-{other.pk}" open' in refused and f'for="entourage-{other.pk}_name"' in shown

    def test_naming_another_referent(self, house, pathway, visit, acting):
        form = {"member": str(house.colleague.member.pk), "on": TODAY, "version": pathway.version}

        visit(house.referent).post(at("referent", pathway), form)

        assert fresh(house, pathway, acting).referent == house.colleague.member

    def test_whoever_closes_the_dossier_to_themselves_goes_back_to_their_people(self, db, visit):
        closed = factories.house("Par personnes suivies", sharing="caseload")
        made = factories.pathway(closed, factories.person(closed.coordinator), by=closed.coordinator)
        form = {"member": str(closed.colleague.member.pk), "on": TODAY, "version": made.version}

        answer = visit(closed.referent).post(at("referent", made), form)

        assert answer["Location"] == reverse("people")

    def test_nobody_yet(self, house, visit):
        person = factories.person(house.referent)

        page = text(visit(house.referent).get(reverse("person_circle", args=[person.pk])))

        assert "L’entourage se compose sur un parcours" in page


class TestPathwaysOfAPerson:
    def test_straight_to_the_only_one(self, house, pathway, visit):
        answer = visit(house.referent).get(reverse("person_pathways", args=[pathway.person_id]))

        assert answer["Location"] == reverse("pathway", args=[pathway.pk])

    def test_none_yet_teaches(self, house, visit):
        person = factories.person(house.referent)

        page = text(visit(house.referent).get(reverse("person_pathways", args=[person.pk])))

        assert reverse("open_pathway", args=[person.pk]) in page
