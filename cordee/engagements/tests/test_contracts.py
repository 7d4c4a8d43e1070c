"""A contract drafted, proposed, amended, reviewed, ended; what is refused, and why."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, transaction

from cordee.dossier.models import Deadline, Fact
from cordee.engagements import actions, texts
from cordee.engagements.actions import WrittenMeanwhile
from cordee.engagements.models import Contract, ContractVersion
from cordee.engagements.tests.factories import (
    a_text,
    again,
    begun,
    diagnose,
    in_house,
    old_one,
    proposed,
    sign,
    signed,
    somebody,
)
from cordee.engagements.texts import digest_of, read, written
from cordee.kernel.errors import BadInput, NotAllowed, RuleBroken, StaleState
from cordee.people.keys import key_of, unseal_text
from cordee.plumbing.context import acting_in
from cordee.plumbing.ids import new_id


@pytest.fixture
def person(house):
    return somebody(house)


def text_now(house, contract):
    with acting_in(house.referent.context()):
        version = contract.versions.order_by("-number").first()
        return texts.text_of(version, key_of(contract.person))


def propose(house, person, **changes):
    contract = begun(house, person, text=a_text(house.referent, **changes))
    in_house(house.referent, actions.propose_contract, contract, person, edit=1)
    return again(house, contract)


# S4-2


@pytest.mark.parametrize(
    ("changes", "holds"),
    [
        ({"minutes": 900}, True),
        ({"minutes": 480}, False),
        ({"minutes": 480, "reason": "Soigne sa mère le matin"}, True),
        ({"minutes": 0}, False),
        ({"minutes": 0, "ground": "childcare", "asked": True, "child_age": 9}, True),
        ({"minutes": 0, "ground": "childcare", "asked": True, "child_age": 13}, False),
    ],
)
def test_hours_decide_whether_it_may_be_proposed(house, person, changes, holds):
    """S4-2: 15 h; 8 h with and without a reason; none, and a lone parent of a child of 9 or 13."""
    if holds:
        assert propose(house, person, **changes).status == "proposed"
        return

    with pytest.raises(RuleBroken) as refused:
        propose(house, person, **changes)
    assert [verdict.rule for verdict in refused.value.verdicts] == ["RSA-12"]


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"referent": " "}, "RSA-11"),
        ({"house": ()}, "RSA-11"),
        ({"person": ()}, "RSA-11"),
        ({"objectives": ()}, "RSA-11"),
        ({"review_on": None}, "RSA-14"),
        ({"until_on": None}, "RSA-14"),
        ({"until_on": date(2000, 1, 1)}, "RSA-14"),
    ],
)
def test_what_is_missing_or_out_of_order_is_refused_by_its_rule(house, person, changes, rule):
    contract = begun(house, person, text=replace(a_text(house.referent), **changes))

    with pytest.raises(RuleBroken) as refused:
        in_house(house.referent, actions.propose_contract, contract, person, edit=1)

    assert rule in [verdict.rule for verdict in refused.value.verdicts]
    assert again(house, contract).status == "draft"


def test_without_a_diagnosis_nothing_is_proposed_and_with_one_it_is(house):
    """RSA-10."""
    person = somebody(house, diagnosed=False)
    contract = begun(house, person)

    with pytest.raises(RuleBroken) as refused:
        in_house(house.referent, actions.propose_contract, contract, person, edit=1)
    assert [verdict.rule for verdict in refused.value.verdicts] == ["RSA-10"]

    diagnose(house, person)
    in_house(house.referent, actions.propose_contract, contract, person, edit=1)
    assert again(house, contract).status == "proposed"


def test_the_agreement_of_an_association_asks_neither_hours_nor_diagnosis(house):
    person = somebody(house, diagnosed=False)
    text = a_text(house.referent, minutes=None, objectives=(), until_on=None)
    contract = begun(house, person, kind="accord", text=text)

    in_house(house.referent, actions.propose_contract, contract, person, edit=1)

    assert again(house, contract).status == "proposed"


def test_a_draft_begins_with_the_catalogue_and_who_writes_it(house, person):
    contract = begun(house, person, use_text=False)

    said = text_now(house, contract)
    assert said.house and said.person
    assert said.referent == house.referent.member.display_name
    assert said.review_on > said.from_on == house.referent.today


def test_one_contract_of_a_kind_at_a_time(house, person):
    begun(house, person)

    with pytest.raises(StaleState):
        begun(house, person, by=house.colleague)


def test_a_second_contract_of_a_family_waits_for_the_end_of_the_first(house, person):
    """Overlapping contracts: on another pathway of the same person, the days must not meet."""
    first = signed(house, person)
    with acting_in(house.referent.context()):
        Contract.objects.filter(pk=first.pk).update(pathway_id=new_id())
    second = begun(house, person, text=a_text(house.referent, from_on=first.until_on))

    with pytest.raises(RuleBroken, match="Un autre contrat court"):
        in_house(house.referent, actions.propose_contract, second, person, edit=1)

    after = first.until_on + timedelta(days=1)
    later = {"from_on": after, "until_on": after + timedelta(200), "review_on": after + timedelta(30)}
    text = a_text(house.referent, **later)
    in_house(house.referent, actions.write_contract, second, person, text=text, edit=1)
    in_house(house.referent, actions.propose_contract, second, person, edit=2)


# Writing


def test_what_two_people_wrote_at_once_stays(house, person):
    contract = begun(house, person)
    mine, theirs = a_text(house.referent, minutes=960), a_text(house.referent, minutes=1020)
    in_house(house.colleague, actions.write_contract, contract, person, text=theirs, edit=1)

    with pytest.raises(WrittenMeanwhile) as meanwhile:
        in_house(house.referent, actions.write_contract, contract, person, text=mine, edit=1)

    assert meanwhile.value.theirs.minutes == 1020
    assert in_house(
        house.referent, actions.write_contract, contract, person, text=mine, edit=meanwhile.value.edit
    )


def test_saying_the_same_thing_again_changes_nothing(house, person):
    contract = begun(house, person)

    assert not in_house(
        house.referent, actions.write_contract, contract, person, text=a_text(house.referent), edit=9
    )


def test_a_text_too_long_is_refused_and_named(house, person):
    contract = begun(house, person)
    text = a_text(house.referent, house=("x" * 601,))

    with pytest.raises(BadInput) as refused:
        in_house(house.referent, actions.write_contract, contract, person, text=text, edit=1)

    assert refused.value.field == "house"


def test_a_proposed_text_is_frozen_with_its_digest(house, person):
    contract = proposed(house, person)

    with acting_in(house.referent.context()):
        version = contract.versions.get()
        said = texts.text_of(version, key_of(person))
        assert version.digest == digest_of(said)
        assert (said.person_name, said.house_name) == (person.full_name, house.organisation.name)
        assert [code for code, _label in said.sections][:4] == ["house", "person", "plan", "rights"]
        assert "2 mois" in said.rights
    with pytest.raises(StaleState):
        in_house(
            house.referent, actions.write_contract, contract, person, text=a_text(house.referent), edit=2
        )


def test_the_database_itself_refuses_to_change_a_frozen_text(house, person):
    contract = proposed(house, person)

    with (
        acting_in(house.referent.context()),
        pytest.raises(ProgrammingError, match="frozen_text_stays"),
        transaction.atomic(),
    ):
        ContractVersion.objects.filter(contract=contract).update(sealed_text=b"autre chose")


def test_a_proposal_nobody_signed_is_taken_back_and_written_again(house, person):
    contract = proposed(house, person)

    version = in_house(house.referent, actions.take_back_contract, contract, person)

    assert (version.number, version.state, version.digest) == (1, "draft", "")
    assert again(house, contract).status == "draft"


def test_a_proposal_somebody_signed_stays_as_it_was_signed(house, person):
    contract = proposed(house, person)
    sign(house, contract, person, "person")

    version = in_house(house.referent, actions.take_back_contract, contract, person)

    with acting_in(house.referent.context()):
        dropped = contract.versions.get(number=1)
        assert (dropped.state, dropped.signatures.count()) == ("dropped", 1)
    assert (version.number, version.state) == (2, "draft")
    assert text_now(house, contract).objectives == a_text(house.referent).objectives


# Amended, reviewed, ended


def test_an_amendment_leaves_the_signed_text_until_it_is_signed(house, person):
    contract = signed(house, person)
    in_house(house.referent, actions.amend_contract, contract, person, reason="Reprise d’un emploi")
    text = a_text(house.referent, minutes=20 * 60)
    in_house(house.referent, actions.write_contract, contract, person, text=text, edit=1)
    in_house(house.referent, actions.propose_contract, contract, person, edit=2)

    assert again(house, contract).weekly_minutes == 15 * 60

    sign(house, contract, person, "person")
    sign(house, contract, person, "house")
    after = again(house, contract)
    assert (after.weekly_minutes, after.status, after.signed_on) == (20 * 60, "signed", contract.signed_on)
    with acting_in(house.referent.context()):
        states = list(contract.versions.order_by("number").values_list("state", flat=True))
        assert states == ["replaced", "signed"]


def test_an_amendment_says_why_and_there_is_one_at_a_time(house, person):
    contract = signed(house, person)
    for wrong in ("", "   ", "x" * 501):
        with pytest.raises(BadInput):
            in_house(house.referent, actions.amend_contract, contract, person, reason=wrong)
    in_house(house.referent, actions.amend_contract, contract, person, reason="Nouvel emploi")

    with pytest.raises(StaleState):
        in_house(house.colleague, actions.amend_contract, contract, person, reason="Autre")


def test_an_amendment_given_up_leaves_the_contract_signed(house, person):
    contract = signed(house, person)
    in_house(house.referent, actions.amend_contract, contract, person, reason="Nouvel emploi")

    in_house(house.referent, actions.drop_contract, contract, person)

    assert again(house, contract).status == "signed"


def deadlines(house, contract):
    with acting_in(house.referent.context()):
        rows = Deadline.objects.filter(thing_id=contract.pk, closed_on=None)
        return {row.kind: row.due_on for row in rows}


def test_a_signed_contract_waits_for_its_review_its_term_and_the_offer(house, person):
    """RSA-14, RSA-16."""
    contract = signed(house, person, text=a_text(house.referent, lane="pro"))

    found = deadlines(house, contract)
    assert set(found) == {"contract_review", "contract_term", "contract_offer"}
    assert (found["contract_review"], found["contract_term"]) == (contract.review_on, contract.until_on)


def test_in_the_social_lane_no_offer_is_waited_for(house, person):
    contract = signed(house, person, text=a_text(house.referent, lane="social"))

    assert "contract_offer" not in deadlines(house, contract)


def test_a_review_moves_the_next_one_and_is_told(house, person):
    contract = signed(house, person)
    today = house.referent.today

    in_house(
        house.referent, actions.review_contract, contract, person, on=today, next_on=today + timedelta(30)
    )

    assert deadlines(house, contract)["contract_review"] == today + timedelta(30)
    with acting_in(house.referent.context()):
        assert Fact.objects.filter(kind="review_held", thing_id=contract.pk).count() == 1


@pytest.mark.parametrize(
    ("on", "next_on", "field"),
    [(1, 30, "on"), (-1, 30, "on"), (0, 0, "next_on"), (0, 201, "next_on"), (0, 200, None), (0, 1, None)],
)
def test_days_of_a_review(house, person, on, next_on, field):
    contract, today = signed(house, person), house.referent.today
    days = {"on": today + timedelta(on), "next_on": today + timedelta(next_on)}

    if field is None:
        in_house(house.referent, actions.review_contract, contract, person, **days)
        return
    with pytest.raises(BadInput) as refused:
        in_house(house.referent, actions.review_contract, contract, person, **days)
    assert refused.value.field == field


def test_an_ended_contract_waits_for_nothing(house, person):
    contract = signed(house, person)

    in_house(
        house.referent,
        actions.end_contract,
        contract,
        person,
        on=house.referent.today,
        ending="person",
    )

    assert deadlines(house, contract) == {}
    assert again(house, contract).status == "ended"
    with pytest.raises(StaleState):
        in_house(
            house.referent,
            actions.end_contract,
            contract,
            person,
            on=house.referent.today,
            ending="person",
        )


# Old contracts


def test_an_old_contract_waits_for_the_day_of_the_law(house, person):
    """RSA-20."""
    contract = old_one(house, person)

    assert deadlines(house, contract) == {"old_contract": date(2026, 12, 31)}
    assert (contract.status, contract.is_old) == ("signed", True)


def test_an_old_contract_is_turned_into_one_that_keeps_its_objectives(house, person):
    old = old_one(house, person)
    contract = begun(house, person, use_text=False, replaces=old)
    said = text_now(house, contract)
    assert said.objectives == ("Passer le permis",)
    text = replace(
        said,
        minutes=900,
        until_on=said.from_on + timedelta(200),
        referent="Nora Exemple",
    )
    in_house(house.referent, actions.write_contract, contract, person, text=text, edit=1)
    in_house(house.referent, actions.propose_contract, contract, person, edit=2)
    sign(house, contract, person, "person")
    assert again(house, old).status == "signed"
    sign(house, contract, person, "house")

    after = again(house, old)
    assert (after.status, after.ending) == ("ended", "replaced")
    assert deadlines(house, old) == {}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"signed_on": date(2100, 1, 1)}, "signed_on"),
        ({"signed_on": date(2024, 1, 1), "until_on": date(2023, 1, 1)}, "until_on"),
    ],
)
def test_days_of_an_old_contract(house, person, changes, field):
    with pytest.raises(BadInput) as refused:
        old_one(house, person, **changes)

    assert refused.value.field == field


def test_the_old_kind_is_never_begun_anew(house, person):
    with pytest.raises(BadInput):
        begun(house, person, kind="ancien")


# Who may, what is told


@pytest.mark.parametrize("who", ["secretary", "workshop_leader", "nurse", "director", "admin"])
def test_only_those_who_accompany_prepare_a_contract(house, person, who):
    actor = house.team[who]
    with acting_in(house.referent.context()):
        from cordee.assessments.fetch import person_with_key

        seen = person_with_key(house.referent, person.pk)
    with pytest.raises(NotAllowed), acting_in(house.referent.context()):
        actions.begin_contract(seen, person.pathway, by=actor, kind="contrat")


def test_facts_say_that_there_is_a_contract_never_what_it_says(house, person):
    signed(house, person)

    with acting_in(house.referent.context()):
        facts = {fact.kind: fact.codes for fact in Fact.objects.filter(thing_kind="contract")}
    assert set(facts) == {"contract_begun", "contract_proposed", "contract_signed"}
    assert all(set(codes) <= {"kind", "number"} for codes in facts.values())


def test_the_agreement_of_an_association_does_not_stop_the_delay_of_the_law(house, person):
    """RSA-08 waits for the contract of the law, not for another paper."""
    signed(house, person, kind="accord")

    with acting_in(house.referent.context()):
        kinds = set(Fact.objects.filter(person=person).values_list("kind", flat=True))
    assert "agreement_signed" in kinds
    assert "contract_signed" not in kinds


# The text


def test_a_text_is_read_as_it_was_written(house):
    text = a_text(house.referent, ground="health", asked=True, child_age=0)

    assert read(written(text)) == text
    assert digest_of(read(written(text))) == digest_of(text)


def test_the_digest_changes_with_one_letter(house):
    text = a_text(house.referent)

    assert digest_of(text) != digest_of(replace(text, house=("Vous recevoir chaque moi",)))


def test_an_amendment_taken_back_keeps_why_it_was_begun(house, person):
    contract = signed(house, person)
    in_house(house.referent, actions.amend_contract, contract, person, reason="Un emploi trouvé")
    in_house(house.referent, actions.propose_contract, contract, person, edit=1)
    sign(house, contract, person, "person")

    version = in_house(house.referent, actions.take_back_contract, contract, person, seen=1)

    with acting_in(house.referent.context()):
        assert unseal_text(key_of(person), version, "sealed_reason", person.pk) == "Un emploi trouvé"


def test_what_somebody_signed_meanwhile_is_not_given_up(house, person):
    contract = proposed(house, person)
    sign(house, contract, person, "person")

    with pytest.raises(StaleState, match="entre-temps"):
        in_house(house.referent, actions.drop_contract, contract, person)
