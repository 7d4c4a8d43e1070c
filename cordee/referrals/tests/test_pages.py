"""The pages of orientations: one request to see, one to save; nothing typed is lost, nothing half-written."""

import uuid

import pytest
from django.urls import reverse

from cordee.pathways.models import Pathway
from cordee.people.models import Person
from cordee.plumbing.once import FIELD
from cordee.referrals.models import Referral
from cordee.referrals.tests.factories import MOST_QUERIES, asking, referral
from tests import factories

NEW = "/orientations/nouvelle"
HTMX = {"HTTP_HX_REQUEST": "true"}


def typed(house, **changes):
    form = {
        "first_names": "Alix",
        "usage_name": "Martin",
        "birth": "03/1990",
        "structure": "CMP d’Exempleville",
        "received_on": "aujourd’hui",
        "programme": str(house.version.programme_id),
        "needs": ["liens"],
        "reason": "Reprendre une activité le matin.",
        "opened_on": "aujourd’hui",
        "referent": str(house.referent.member.pk),
    }
    return {**form, **changes}


def text(answer):
    return answer.content.decode()


class TestTakingDown:
    @pytest.mark.parametrize("people", [3, 30])
    def test_the_form_costs_the_same_in_a_small_or_a_large_house(self, house, people):
        for number in range(people):
            factories.actor(house.organisation, "counsellor", name=f"Collègue {number}")

        answer, asked = asking(house.coordinator, NEW)

        assert answer.status_code == 200
        assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)

    def test_a_first_name_is_enough(self, house, visit, acting):
        answer = visit(house.coordinator).post(NEW, {"first_names": "Rosa", "received_on": "hier"})

        acting(house.coordinator)
        row = Referral.objects.get()
        assert answer.status_code == 302
        assert answer["Location"] == reverse("referral", args=[row.pk])
        assert (row.first_names, row.usage_name, row.programme) == ("Rosa", "", None)

    def test_two_requests_lead_to_an_open_dossier(self, house, visit, acting):
        client = visit(house.coordinator)
        assert client.get(NEW).status_code == 200
        answer = client.post(NEW, typed(house, birth="12/03/1990", words="Du calme", ouvrir="1"))

        acting(house.coordinator)
        person = Person.objects.get()
        pathway = Pathway.objects.get(person=person)
        assert answer["Location"] == reverse("person", args=[person.pk])
        assert person.full_name == "Alix Martin"
        assert pathway.referent == house.referent.member
        assert Referral.objects.get().state == "accepted"

    def test_a_third_request_only_for_somebody_who_looks_alike(self, house, visit, acting):
        known = factories.person(house.referent, first_names="Alix", usage_name="Martin", birth="1990-03-12")
        client = visit(house.coordinator)

        asked = client.post(NEW, typed(house, birth="12/03/1990", ouvrir="1"))
        acting(house.coordinator)
        assert asked.status_code == 422
        assert "même nom, même date de naissance" in text(asked)
        assert Referral.objects.count() == 0

        client.post(NEW, typed(house, birth="12/03/1990", ouvrir="1", same_person=str(known.pk)))
        acting(house.coordinator)
        assert Person.objects.count() == 1
        assert Pathway.objects.get().person == known

    def test_somebody_else_is_a_choice(self, house, visit, acting):
        known = factories.person(house.referent, first_names="Alix", usage_name="Martin")

        visit(house.coordinator).post(NEW, typed(house, ouvrir="1", same_person="autre", shown=str(known.pk)))

        acting(house.coordinator)
        assert Person.objects.count() == 2

    def test_the_choice_is_asked_again_when_somebody_appeared_meanwhile(self, house, visit, acting):
        first = factories.person(house.referent, first_names="Alix", usage_name="Martin")
        factories.person(house.referent, first_names="Alix", usage_name="Martin")

        answer = visit(house.coordinator).post(NEW, typed(house, same_person="autre", shown=str(first.pk)))

        acting(house.coordinator)
        assert answer.status_code == 422
        assert Referral.objects.count() == 0

    def test_saving_alone_also_recognises_somebody(self, house, visit, acting):
        known = factories.person(house.referent, first_names="Alix", usage_name="Martin")

        visit(house.coordinator).post(NEW, typed(house, same_person=str(known.pk)))

        acting(house.coordinator)
        assert Referral.objects.get().person == known
        assert Pathway.objects.count() == 0

    def test_the_same_person_oriented_twice_is_noticed(self, house, visit, acting):
        referral(house, first_names="Alix", usage_name="MARTIN")
        client = visit(house.coordinator)

        answer = client.post(NEW, typed(house))
        assert "Une orientation au même nom attend déjà" in text(answer)

        acting(house.coordinator)
        waiting = Referral.objects.get()
        client.post(NEW, typed(house, same_person="autre", shown=str(waiting.pk)))
        acting(house.coordinator)
        assert Referral.objects.count() == 2

    def test_one_first_name_alone_does_not_call_every_namesake(self, house, visit, acting):
        for number in range(3):
            factories.person(house.referent, first_names="Rosa", usage_name=f"Nom{number}")

        answer = visit(house.coordinator).post(NEW, {"first_names": "Rosa", "received_on": "aujourd’hui"})

        assert answer.status_code == 302

    def test_another_house_is_never_betrayed(self, house, stranger, visit):
        factories.person(stranger, first_names="Alix", usage_name="Martin", birth="1990-03-12")

        answer = visit(house.coordinator).post(NEW, typed(house, birth="12/03/1990"))

        assert answer.status_code == 302

    def test_a_refusal_shows_the_rule_and_keeps_the_text(self, house, visit, acting):
        young = str(house.coordinator.today.year - 9)

        answer = visit(house.coordinator).post(
            NEW, typed(house, birth=young, ouvrir="1", words="Jouer dehors")
        )

        page = text(answer)
        acting(house.coordinator)
        assert answer.status_code == 422
        assert "ENT-01" in page
        assert "Avoir au moins 16 ans." in page
        assert "Jouer dehors" in page
        assert "Reprendre une activité le matin." in page
        assert Person.objects.count() == Referral.objects.count() == 0

    def test_a_warning_asks_why_on_the_same_page(self, house, visit, acting):
        client = visit(house.coordinator)

        asked = client.post(NEW, typed(house, birth="", ouvrir="1"))
        assert asked.status_code == 422
        assert "Dites en quelques mots pourquoi vous continuez." in text(asked)
        assert "l’âge est à vérifier" in text(asked)

        done = client.post(
            NEW, typed(house, birth="", ouvrir="1", pass_reason="Elle apporte sa carte demain")
        )
        acting(house.coordinator)
        assert done.status_code == 302
        assert Pathway.objects.get().stage_periods.get().reason == "Elle apporte sa carte demain"

    def test_the_desk_takes_down_but_does_not_open(self, house, visit, acting):
        page = text(visit(house.secretary).get(NEW))
        assert "Ouvrir le dossier revient à la coordination" in page
        assert "opened_on" not in page

        forged = visit(house.secretary).post(NEW, typed(house, ouvrir="1"))
        acting(house.coordinator)
        assert forged.status_code == 403
        assert Referral.objects.count() == 0

    def test_sent_twice_it_is_kept_once(self, house, visit, acting):
        client, form = visit(house.coordinator), typed(house, **{FIELD: str(uuid.uuid4())})

        first, second = client.post(NEW, form), client.post(NEW, form)

        acting(house.coordinator)
        assert Referral.objects.count() == 1
        assert first["Location"] == second["Location"]

    def test_a_draft_comes_back_and_goes_once_saved(self, house, visit):
        client = visit(house.coordinator)
        client.post(reverse("draft", args=["orientation"]), typed(house, first_names="Commencée"))

        assert "Commencée" in text(client.get(NEW))
        assert "Commencée" not in text(client.get(NEW + "?vide=1"))
        client.post(NEW, typed(house))
        assert "Commencée" not in text(client.get(NEW))


BAD = {
    "nul": {"first_names": "Al\0ix"},
    "too long": {"reason": "x" * 10_000_000},
    "long name": {"first_names": "x" * 5000},
    "impossible day": {"birth": "31/02/1990"},
    "birth to come": {"birth": "12/03/2190"},
    "arrives tomorrow": {"received_on": "demain"},
    "year 99999": {"received_on": "1/1/99999"},
    "forged programme": {"programme": str(uuid.uuid4())},
    "programme of nothing": {"programme": "'; drop table"},
    "forged channel": {"channel": "fabriquée"},
    "forged need": {"needs": ["fabriqué"]},
    "forged paper": {"papers_missing": ["\0"]},
    "forged kind": {"structure_kind": "XXX"},
    "forged colleague": {"handled_by": str(uuid.uuid4())},
    "no name": {"first_names": "   "},
    "bad mail": {"email": "pas un courriel"},
    "forged referent": {"referent": "0", "ouvrir": "1"},
    "forged site": {"site": str(uuid.uuid4()), "ouvrir": "1"},
    "forged exit": {"exit_target": "fabriquée", "ouvrir": "1"},
    "opened tomorrow": {"opened_on": "demain", "ouvrir": "1"},
}


@pytest.mark.parametrize("changes", BAD.values(), ids=BAD.keys())
def test_bad_input_gets_a_sentence_and_writes_nothing(house, visit, acting, changes):
    answer = visit(house.coordinator).post(NEW, typed(house, **changes))

    acting(house.coordinator)
    assert answer.status_code == 422
    assert "à revoir avant d’envoyer" in text(answer)
    assert Referral.objects.count() == Person.objects.count() == 0


@pytest.mark.parametrize(
    "name", ["😀", "محمد العربي", "O’Neill-D’Arc", "<script>alert(1)</script>", "%s {} {{ x }}", "'; --"]
)
def test_unusual_names_are_names(house, visit, acting, name):
    answer = visit(house.coordinator).post(NEW, typed(house, first_names=name), follow=True)

    acting(house.coordinator)
    assert answer.status_code == 200
    assert Referral.objects.get().first_names == name
    assert "<script>alert" not in text(answer)


class TestWhileTyping:
    def test_those_who_look_alike_come_in_a_fragment(self, house, visit):
        factories.person(house.referent, first_names="Alix", usage_name="Martin", birth="1990-03-12")

        answer = visit(house.coordinator).post(
            NEW + "?partie=ressemblances", {"first_names": "alix", "usage_name": "Martain"}, **HTMX
        )

        assert "C’est cette personne" in text(answer)
        assert "<html" not in text(answer)

    def test_half_a_name_gives_no_error(self, house, visit):
        answer = visit(house.coordinator).post(
            NEW + "?partie=ressemblances", {"first_names": "A", "birth": "31/"}, **HTMX
        )

        assert answer.status_code == 200
        assert "error" not in text(answer)

    def test_the_programme_chosen_brings_its_own_questions(self, house, visit):
        other = (factories.Path(factories.__file__).parent / "programme.toml").read_text()
        version = factories.programme(
            house.organisation,
            other.replace('"atelier-du-bief"', '"autre"').replace("Voisinage", "Par la mairie"),
        )
        form = typed(house, programme=str(version.programme_id))

        part = visit(house.coordinator).post(NEW + "?partie=dispositif", form, **HTMX)
        whole = visit(house.coordinator).post(NEW, {**form, "adapter": "1"})

        assert "Par la mairie" in text(part)
        assert "<html" not in text(part)
        assert "Par la mairie" in text(whole)
        assert "Reprendre une activité le matin." in text(whole)
        assert "à revoir avant d’envoyer" not in text(whole)

    def test_the_conditions_answer_before_anything_is_sent(self, house, visit, acting):
        young = str(house.coordinator.today.year - 9)

        part = visit(house.coordinator).post(NEW + "?partie=conditions", typed(house, birth=young), **HTMX)

        acting(house.coordinator)
        assert "Avoir au moins 16 ans." in text(part)
        assert Referral.objects.count() == 0


class TestOneOrientation:
    @pytest.mark.parametrize("steps", [0, 6])
    def test_it_costs_the_same_whatever_its_history(self, house, visit, steps):
        row = referral(house, reason="Du calme", days_ago=9)
        for move in ("study", "meet", "study", "meet", "study", "meet")[:steps]:
            visit(house.coordinator).post(
                reverse("referral_answer", args=[row.pk]),
                {"move": move, "version": row.version, "on": "aujourd’hui"},
            )
            row.version += 1

        answer, asked = asking(house.coordinator, reverse("referral", args=[row.pk]))

        assert answer.status_code == 200
        assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)
        assert text(answer).count("Personne rencontrée") == steps // 2

    def test_an_answer_refused_comes_back_open_with_its_text(self, house, visit):
        row = referral(house)
        address = reverse("referral_answer", args=[row.pk])
        form = {"move": "refuse", "version": row.version, "on": "aujourd’hui", "answer": "Rappeler en mars"}

        whole = visit(house.coordinator).post(address, form)
        part = visit(house.coordinator).post(address, form, **HTMX)

        for answer in (whole, part):
            assert answer.status_code == 422
            assert "Rappeler en mars" in text(answer)
            assert '<details class="gesture" id="refuse" open' in text(answer)
        assert "<html" not in text(part)

    def test_htmx_is_led_to_the_page_once_done(self, house, visit):
        row = referral(house)
        form = {"move": "study", "version": row.version, "on": "aujourd’hui"}

        answer = visit(house.coordinator).post(reverse("referral_answer", args=[row.pk]), form, **HTMX)

        assert answer.status_code == 204
        assert answer["HX-Redirect"] == reverse("referral", args=[row.pk])

    def test_an_answer_on_a_page_left_open_too_long_says_so(self, house, visit, acting):
        row = referral(house)
        client, address = visit(house.coordinator), reverse("referral_answer", args=[row.pk])
        words = "Une phrase assez longue pour être gardée."
        client.post(address, {"move": "study", "version": 1, "on": "aujourd’hui"})

        answer = client.post(address, {"move": "meet", "version": 1, "on": "aujourd’hui", "answer": words})

        acting(house.coordinator)
        assert answer.status_code == 409
        assert words in text(answer)
        assert Referral.objects.get().state == "in_study"

    @pytest.mark.parametrize(
        "form",
        [
            {"move": "fabriqué"},
            {"move": "study"},
            {"move": "study", "version": "x", "on": "hier"},
            {"move": "study", "version": "9" * 5000, "on": "hier"},
            {"move": "refuse", "version": 1, "on": "hier", "refusal_reason": "fabriqué"},
            {"move": "ask_papers", "version": 1, "on": "hier", "papers_missing": ["fabriqué"]},
            {"move": "meet", "version": 1, "on": "31/02/2026"},
            {"move": "meet", "version": 1, "on": "hier", "answer": "\0" * 9},
            {"move": "meet", "version": 1, "on": "hier", "answer": "x" * 900},
            {},
        ],
    )
    def test_a_forged_answer_changes_nothing(self, house, visit, acting, form):
        row = referral(house)

        answer = visit(house.coordinator).post(reverse("referral_answer", args=[row.pk]), form)

        acting(house.coordinator)
        assert answer.status_code in (409, 422)
        assert Referral.objects.get().state == "received"

    def test_completing_keeps_what_was_said(self, house, visit, acting):
        row = referral(house, reason="Au début", channel="voisins", needs=["liens"])
        client, address = visit(house.coordinator), reverse("change_referral", args=[row.pk])
        page = text(client.get(address))
        assert "Au début" in page

        done = client.post(address, typed(house, version=row.version, reason="Complété", channel="voisins"))

        acting(house.coordinator)
        kept = Referral.objects.get()
        assert done.status_code == 302
        assert (kept.first_names, kept.version) == ("Alix", 2)
        assert client.post(address, typed(house, version=1, reason="Trop tard")).status_code == 409


class TestWelcoming:
    @pytest.mark.parametrize("alike", [0, 4])
    def test_the_page_says_who_looks_alike_and_what_the_programme_asks(self, house, alike):
        for _number in range(alike):
            factories.person(house.referent, first_names="Camille", usage_name="Exemple")
        row = referral(house, birth=str(house.coordinator.today.year - 9))

        answer, asked = asking(house.coordinator, reverse("welcome", args=[row.pk]))

        assert "Avoir au moins 16 ans." in text(answer)
        assert text(answer).count("C’est cette personne") == alike
        assert len(asked) <= MOST_QUERIES + 2, "\n\n".join(asked)  # the search by name takes two

    def test_one_must_say_who_it_is(self, house, visit, acting):
        known = factories.person(
            house.referent, first_names="Camille", usage_name="Exemple", birth="1990-01-01"
        )
        row = referral(house, birth="1990-01-01")
        client, address = visit(house.coordinator), reverse("welcome", args=[row.pk])

        asked = client.post(address, typed(house, version=row.version))
        assert asked.status_code == 422
        assert "Dites si c’est la même personne" in text(asked)
        done = client.post(address, typed(house, version=row.version, same_person=str(known.pk)))

        acting(house.coordinator)
        assert done["Location"] == reverse("person", args=[known.pk])
        assert Person.objects.count() == 1

    def test_once_answered_there_is_nothing_to_welcome(self, house, visit):
        row = referral(house, birth="1990")
        client, address = visit(house.coordinator), reverse("welcome", args=[row.pk])
        form = typed(house, version=row.version)
        client.post(address, form)

        assert client.get(address)["Location"] == reverse("referral", args=[row.pk])
        assert client.post(address, form).status_code == 409

    def test_a_person_of_another_house_cannot_be_chosen(self, house, stranger, visit, acting):
        theirs = factories.person(stranger, first_names="Camille", usage_name="Exemple")
        row = referral(house, birth="1990")

        visit(house.coordinator).post(
            reverse("welcome", args=[row.pk]), typed(house, version=row.version, same_person=str(theirs.pk))
        )

        acting(house.coordinator)
        assert Pathway.objects.get().person != theirs

    def test_an_operator_is_offered_only_where_accompaniments_are_entrusted(self, house, visit):
        row = referral(house)
        factories.organisation("Une autre maison")
        client, address = visit(house.coordinator), reverse("welcome", args=[row.pk])
        assert "carried_out_by" not in text(client.get(address))

        house.organisation.kind = "departement"
        house.organisation.save()

        assert "Une autre maison" in text(client.get(address))
