"""What could not be kept, with its reasons; what the law asks of a decision taken elsewhere, checked and never proposed."""

from datetime import timedelta

import pytest

from cordee.accounts.enums import Role
from cordee.assessments.actions import Said, note_situation
from cordee.assessments.answers import Answer
from cordee.assessments.catalogue import BY_SLUG
from cordee.assessments.fetch import person_with_key
from cordee.dossier.models import Deadline, Fact
from cordee.engagements import actions as contracts
from cordee.engagements.breach import actions
from cordee.engagements.breach.actions import Decided
from cordee.engagements.breach.models import Breach, Sanction
from cordee.engagements.breach.panels import badge_of, decision_of, ended_on
from cordee.engagements.breach.rules import answer_until
from cordee.engagements.models import Contract
from cordee.engagements.tests.factories import a_text, begun, in_house, left, signed, somebody
from cordee.kernel.errors import BadInput, NotAllowed, RuleBroken, StaleState
from cordee.kernel.partitions import Partition
from cordee.people.keys import key_of, unseal_text
from cordee.plumbing.context import acting_in
from tests import factories

AGO = {"day": 60, "talk": 55, "told": 40}  # days before today


@pytest.fixture
def person(house):
    return somebody(house)


@pytest.fixture
def contract(house, person):
    made = signed(house, person)
    with acting_in(house.referent.context()):  # signed long enough ago for facts to have days
        Contract.objects.filter(pk=made.pk).update(signed_on=ago(house, 90), from_on=ago(house, 89))
        return Contract.objects.get(pk=made.pk)


def ago(house, days):
    return house.referent.today - timedelta(days=days)


def noted(house, contract, person, *, by=None, **more):
    told = {"about": "not_kept", "day": ago(house, AGO["day"]), "words": "Pas venue à l’atelier", **more}
    return in_house(by or house.referent, actions.note_facts, contract, person, **told)


def do(house, gesture, breach, person, *, by=None, **more):
    return in_house(by or house.referent, gesture, breach, person, **more)


def again(house, breach):
    with acting_in(house.referent.context()):
        return Breach.objects.get(pk=breach.pk)


def informed(house, contract, person, **more):
    """Facts, an interview, the written information; the time to answer is over."""
    breach = noted(house, contract, person, **more)
    do(house, actions.note_conciliation, breach, person, on=ago(house, AGO["talk"]))
    do(house, actions.note_told, breach, person, on=ago(house, AGO["told"]))
    return again(house, breach)


def excused(house, breach, person):
    """A legitimate reason, said a month ago."""
    do(
        house,
        actions.note_reason,
        breach,
        person,
        on=ago(house, 30),
        reason="childcare",
        words="Enfant malade",
    )


def a_decision(house, **more):
    on = ago(house, more.pop("decided", 20))
    told = {"decided_on": on, "notified_on": on, "from_on": on, "kind": "suspension", "rate": 30, "months": 1}
    return Decided(**{**told, "step": 1, "household": 1, **more})


def decide(house, breach, person, **more):
    return do(house, actions.record_decision, breach, person, decided=a_decision(house, **more))


def refusals(house, breach, person, **more):
    """The rules that refuse this decision; none when it is kept."""
    try:
        decide(house, breach, person, **more)
    except RuleBroken as error:
        return {verdict.rule for verdict in error.verdicts if verdict.refuses}
    return set()


def standing(house, breach):
    with acting_in(house.referent.context()):
        return {row.kind: row for row in Deadline.objects.filter(thing_id=breach.pk, closed_on=None)}


def test_facts_are_sealed_and_told_in_the_social_part(house, person, contract):
    breach = noted(house, contract, person)

    row = again(house, breach)
    with acting_in(house.referent.context()):
        assert unseal_text(key_of(person), row, "sealed_facts", person.pk) == "Pas venue à l’atelier"
        fact = Fact.objects.get(kind="breach_noted")
    assert (fact.partition, fact.codes) == (int(Partition.SOCIAL), {})


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"about": "fault"}, "about"),
        ({"day": -1}, "day"),
        ({"day": 91}, "day"),
        ({"day": 90}, "day"),
        ({"words": "  "}, "words"),
        ({"words": "x" * 4_001}, "words"),
    ],
)
def test_facts_have_a_day_and_words(house, person, contract, more, field):
    if "day" in more:
        more["day"] = ago(house, more["day"])

    with pytest.raises(BadInput) as refused:
        noted(house, contract, person, **more)
    assert refused.value.field == field


def test_before_a_signature_there_is_nothing_to_keep(house, person):
    draft = begun(house, person)

    with pytest.raises(BadInput):
        noted(house, draft, person)
    noted(house, draft, person, about="not_concluded")


@pytest.mark.parametrize(
    ("state", "opens"), [("no", False), ("known", True), ("unknown", True), (None, True)]
)
def test_nothing_is_noted_where_no_duty_goes_with_the_rsa(house, person, contract, state, opens):
    """RSA-17."""
    if state:
        with acting_in(house.referent.context()):
            note_situation(
                person_with_key(house.referent, person.pk), BY_SLUG["ressources"], by=house.referent,
                said={("duties", 0): Said(Answer(state))},
            )  # fmt: skip

    if opens:
        noted(house, contract, person)
        return
    with pytest.raises(RuleBroken) as refused:
        noted(house, contract, person)
    assert [verdict.rule for verdict in refused.value.verdicts if verdict.refuses] == ["RSA-17"]


@pytest.mark.parametrize(("state", "says"), [("no", ["RSA-17"]), ("known", []), (None, [])])
def test_without_duties_the_contract_is_optional_and_may_be_signed(house, person, state, says):
    """RSA-17."""
    if state:
        with acting_in(house.referent.context()):
            note_situation(
                person_with_key(house.referent, person.pk), BY_SLUG["ressources"], by=house.referent,
                said={("duties", 0): Said(Answer(state))},
            )  # fmt: skip
    draft = begun(house, person)
    with acting_in(house.referent.context()):
        kind = contracts.kind_of(draft)
        found = contracts.examination(draft, kind, a_text(house.referent), on=house.referent.today)

    assert [verdict.rule for verdict in found.information] == says
    assert found.allowed


def test_a_legitimate_reason_closes_it_and_no_decision_follows(house, person, contract):
    breach = informed(house, contract, person)
    assert set(standing(house, breach)) == {"breach_answer", "breach_decision"}

    excused(house, breach, person)

    row = again(house, breach)
    assert (row.ending, row.reason) == ("reason", "childcare")
    assert standing(house, breach) == {}
    with pytest.raises(StaleState):
        decide(house, breach, person)


def test_her_answer_is_waited_for_until_the_last_day_she_may_give_it(house, person, contract):
    """RSA-26."""
    breach = informed(house, contract, person)
    last = answer_until(breach.told_on)

    assert badge_of(breach, last).label == "Sa réponse est attendue"
    assert badge_of(breach, last + timedelta(days=1)).label == "Son délai pour répondre est passé"


def test_the_day_of_the_referent_says_until_when_she_may_answer(house, person, contract):
    """RSA-26; the words of a deadline say nothing of what is at stake."""
    breach = informed(house, contract, person)

    rows = standing(house, breach)
    assert rows["breach_answer"].due_on == ago(house, AGO["told"] - 10)
    assert rows["breach_decision"].due_on == ago(house, AGO["told"] - 25)
    assert {row.in_charge_id for row in rows.values()} == {house.referent.member.pk}
    for row in rows.values():
        assert not any(word in row.label.lower() for word in ("sanction", "suspension", "rsa", "manquement"))

    do(house, actions.note_answer, breach, person, on=ago(house, 25), words="J’étais à l’hôpital",
       heard_on=ago(house, 25), is_accompanied=True)  # fmt: skip
    rows = standing(house, breach)
    assert set(rows) == {"breach_decision"}
    assert rows["breach_decision"].due_on == ago(house, 10)
    row = again(house, breach)
    assert (row.observed_on, row.heard_on, row.is_accompanied) == (ago(house, 25), ago(house, 25), True)


@pytest.mark.parametrize(
    ("more", "rules"),
    [
        ({}, set()),
        ({"rate": 29}, {"RSA-21"}),
        ({"months": 2}, set()),
        ({"months": 3}, {"RSA-21"}),
        ({"household": 2, "rate": 50}, set()),
        ({"household": 2, "rate": 51}, {"RSA-23"}),
        ({"step": 2}, {"RSA-27"}),
        ({"decided": 30}, {"RSA-26"}),
        ({"decided": 29}, set()),
    ],
)
def test_a_decision_is_checked_against_what_was_noted(house, person, contract, more, rules):
    breach = informed(house, contract, person)

    assert refusals(house, breach, person, **more) == rules
    with acting_in(house.referent.context()):
        assert Sanction.objects.exists() is not bool(rules)


def test_nothing_is_decided_before_she_was_informed(house, person, contract):
    breach = noted(house, contract, person)

    assert refusals(house, breach, person) == {"RSA-26"}


def test_a_second_step_needs_a_first_one_in_the_window(house, person, contract):
    """RSA-27: computed from what is kept, never said by whoever types."""
    first = informed(house, contract, person)
    decide(house, first, person)
    second = informed(house, contract, person)

    assert refusals(house, second, person, step=2, months=4, decided=10) == set()
    third = informed(house, contract, person)
    with acting_in(house.referent.context()):
        long_ago = house.referent.today - timedelta(days=800)
        Sanction.objects.update(decided_on=long_ago, notified_on=long_ago, from_on=long_ago)
    assert refusals(house, third, person, step=2, decided=10) == {"RSA-27"}


def test_a_suppression_needs_an_opinion_before_and_an_invitation(house, person, contract):
    """RSA-25."""
    first = informed(house, contract, person)
    decide(house, first, person)
    breach = informed(house, contract, person)
    second = {"kind": "suppression", "step": 2, "decided": 10}
    assert refusals(house, breach, person, **second) == {"RSA-25"}

    board = {"body": "Équipe pluridisciplinaire de Vire", "sense": "for"}
    do(house, actions.note_opinion, breach, person, invited_on=None, on=ago(house, 11), **board)
    assert refusals(house, breach, person, **second) == {"RSA-25"}
    do(house, actions.note_opinion, breach, person, invited_on=ago(house, 20), on=ago(house, 10), **board)
    assert refusals(house, breach, person, **second) == {"RSA-25"}
    do(house, actions.note_opinion, breach, person, invited_on=ago(house, 20), on=ago(house, 11), **board)
    assert refusals(house, breach, person, **second) == set()


def test_a_contract_refused_is_never_followed_by_a_suppression(house, person, contract):
    """RSA-22."""
    first = informed(house, contract, person)
    decide(house, first, person)
    breach = informed(house, contract, person, about="not_concluded")
    do(
        house,
        actions.note_opinion,
        breach,
        person,
        invited_on=ago(house, 20),
        on=ago(house, 11),
        body="EP",
        sense="for",
    )

    assert refusals(house, breach, person, kind="suppression", step=2, decided=10) == {"RSA-22"}


def test_a_suspension_ends_the_day_the_contract_is_kept_again(house, person, contract):
    """RSA-24."""
    breach = informed(house, contract, person)
    decide(house, breach, person, months=2)

    kept = do(house, actions.note_compliance, breach, person, on=ago(house, 5))

    assert ended_on(kept) == ago(house, 5)
    with pytest.raises(StaleState):
        do(house, actions.note_compliance, breach, person, on=ago(house, 4))


@pytest.mark.parametrize("days", [-1, 21])
def test_it_is_not_kept_again_before_the_decision_nor_tomorrow(house, person, contract, days):
    breach = informed(house, contract, person)
    decide(house, breach, person)

    with pytest.raises(BadInput):
        do(house, actions.note_compliance, breach, person, on=ago(house, days))


@pytest.mark.parametrize("ending", ["settled", "dropped", "mistake"])
def test_it_is_closed_without_a_decision(house, person, contract, ending):
    breach = informed(house, contract, person)

    do(house, actions.end_breach, breach, person, on=ago(house, 1), ending=ending)

    assert again(house, breach).ending == ending
    assert standing(house, breach) == {}
    with pytest.raises(StaleState):
        do(house, actions.note_answer, breach, person, on=ago(house, 1), words="Trop tard")


@pytest.mark.parametrize("ending", ["decided", "reason", ""])
def test_it_is_not_closed_as_what_has_its_own_gesture(house, person, contract, ending):
    breach = noted(house, contract, person)

    with pytest.raises(BadInput):
        do(house, actions.end_breach, breach, person, on=ago(house, 1), ending=ending)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"kind": "fine"}, "kind"),
        ({"step": 3}, "step"),
        ({"decided": -1}, "decided_on"),
        ({"notified_on": 25}, "notified_on"),
        ({"from_on": 25}, "from_on"),
    ],
)
def test_a_decision_has_days_in_order(house, person, contract, more, field):
    breach = informed(house, contract, person)
    days = {name: ago(house, value) for name, value in more.items() if name in ("notified_on", "from_on")}

    with pytest.raises(BadInput) as refused:
        decide(house, breach, person, **{**more, **days})
    assert refused.value.field == field


@pytest.mark.parametrize("role", [Role.JOB_COACH, Role.SECRETARY, Role.WORKSHOP_LEADER, Role.DIRECTOR])
def test_only_those_who_follow_socially_note_it(house, person, contract, role):
    actor = factories.actor(house.organisation, role)
    told = {"about": "not_kept", "day": ago(house, 1), "words": "x"}

    with acting_in(house.referent.context()), pytest.raises(NotAllowed):
        actions.note_facts(contract, person_with_key(house.referent, person.pk), by=actor, **told)


@pytest.mark.parametrize(("days", "holds"), [(41, True), (40, True), (39, False)])
@pytest.mark.parametrize("ends", ["until_on", "ended_on"])
def test_there_is_nothing_to_keep_once_a_contract_is_over(house, person, contract, ends, days, holds):
    last = ago(house, 40)
    over = {"status": "ended", "ending": "term"} if ends == "ended_on" else {}
    with acting_in(house.referent.context()):
        Contract.objects.filter(pk=contract.pk).update(**{ends: last}, **over)
        over_now = Contract.objects.get(pk=contract.pk)

    if holds:
        noted(house, over_now, person, day=ago(house, days))
        return
    with pytest.raises(BadInput, match="après la fin"):
        noted(house, over_now, person, day=ago(house, days))
    noted(house, over_now, person, day=ago(house, days), about="not_concluded")


def test_there_is_nothing_to_keep_once_the_person_left(house, person, contract):
    left(house, person, ago(house, 20))

    noted(house, contract, person, day=ago(house, 20))
    with pytest.raises(BadInput, match="fin du parcours"):
        noted(house, contract, person, day=ago(house, 19))


def test_an_answer_of_before_is_none_and_one_of_after_comes_too_late(house, person, contract):
    """RSA-26: decided within her ten days, only once she answered what she was informed of."""
    breach = informed(house, contract, person)
    do(house, actions.note_answer, breach, person, on=ago(house, AGO["told"] + 1), words="Plus de bus")
    assert set(standing(house, breach)) == {"breach_answer", "breach_decision"}
    assert refusals(house, breach, person, decided=35) == {"RSA-26"}

    do(house, actions.note_answer, breach, person, on=ago(house, 34), words="Plus de bus")
    assert set(standing(house, breach)) == {"breach_decision"}
    assert refusals(house, breach, person, decided=35) == {"RSA-26"}
    assert refusals(house, breach, person, decided=41) == {"RSA-26"}
    assert refusals(house, breach, person, decided=34) == set()


def test_an_answer_is_noted_as_a_whole(house, person, contract):
    breach = informed(house, contract, person)
    with pytest.raises(BadInput) as refused:
        do(house, actions.note_answer, breach, person, on=ago(house, 30), words="Oui", is_accompanied=True)
    assert refused.value.field == "heard_on"
    with pytest.raises(BadInput):
        do(house, actions.note_answer, breach, person, on=ago(house, 30), heard_on=ago(house, -1))

    do(house, actions.note_answer, breach, person, on=ago(house, 30), heard_on=ago(house, 28))
    do(house, actions.note_answer, breach, person, on=ago(house, 30), words="Finalement, par écrit")

    row = again(house, breach)
    assert (row.observed_on, row.heard_on, row.is_accompanied) == (ago(house, 30), None, False)


def test_closed_too_soon_it_is_reopened_with_everything_else(house, person, contract):
    breach = informed(house, contract, person)
    with pytest.raises(StaleState):
        do(house, actions.reopen_breach, breach, person)
    excused(house, breach, person)

    do(house, actions.reopen_breach, breach, person)

    row = again(house, breach)
    assert (row.is_open, row.reason, row.reason_on, row.sealed_reason) == (True, "", None, None)
    assert (row.conciliated_on, row.told_on) == (ago(house, AGO["talk"]), ago(house, AGO["told"]))
    assert set(standing(house, breach)) == {"breach_answer", "breach_decision"}
    decide(house, breach, person)


def test_a_decision_noted_by_mistake_no_longer_counts(house, person, contract):
    """RSA-27."""
    breach = informed(house, contract, person)
    decide(house, breach, person)

    do(house, actions.reopen_breach, breach, person)

    with acting_in(house.referent.context()):
        assert not Sanction.objects.exists()
        history = Sanction.pgh_event_model.objects.order_by("pgh_id").values_list("pgh_label", flat=True)
        assert list(history) == ["insert", "delete"]
        assert Fact.objects.filter(kind="breach_reopened").exists()
    assert refusals(house, breach, person, step=2, decided=10) == {"RSA-27"}
    decide(house, breach, person, rate=40)


def test_kept_again_before_its_first_day_a_suspension_never_applies(house, person, contract):
    """RSA-24."""
    breach = informed(house, contract, person)
    kept = decide(house, breach, person, from_on=ago(house, -10))
    assert dict(decision_of(kept))["S’applique"].startswith("du ")

    kept = do(house, actions.note_compliance, breach, person, on=ago(house, 5))

    assert dict(decision_of(kept))["S’applique"].startswith("ne s’applique pas")
