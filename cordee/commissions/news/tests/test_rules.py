"""What may be prepared after a decision, and why not; each side of each bound."""

from dataclasses import replace

from cordee.commissions.news.rules import LETTERS, ForAnswer, ForLetter, answer_plan, letter_plan
from cordee.commissions.rules import OUTCOMES

READY = ForLetter("admitted")
OPINIONS = {"favourable", "reserved", "unfavourable"}


def test_a_final_decision_about_somebody_who_has_a_dossier_is_told_by_a_letter():
    assert letter_plan(READY).is_ready and letter_plan(READY).why == ""
    assert {one for outcomes in OUTCOMES.values() for one in outcomes} - OPINIONS == set(LETTERS)


def test_what_stops_a_letter_is_said():
    for changed, why in (
        ({"is_final": False}, "attend"),
        ({"outcome": "favourable"}, "de vive voix"),
        ({"has_dossier": False}, "qui oriente"),
        ({"is_offered": False}, "modèles"),
        ({"lacks": "téléphone"}, "téléphone"),
    ):
        plan = letter_plan(replace(READY, **changed))
        assert not plan.is_ready and why in plan.why


def test_who_has_no_address_to_be_written_is_handed_the_letter():
    for changed, why in (({"has_address": False}, "postale"), ({"is_protected": True}, "protégée")):
        plan = letter_plan(replace(READY, **changed))
        assert plan.is_ready and "main propre" in plan.why and why in plan.why


def test_who_orients_is_told_where_they_follow():
    followed = ForAnswer(is_oriented=True, is_carried=True, is_followed=True)

    assert answer_plan(followed).is_ready
    assert answer_plan(replace(followed, is_oriented=False)).why == ""
    assert "déjà" in answer_plan(replace(followed, is_carried=False)).why
    assert "autrement" in answer_plan(replace(followed, is_followed=False)).why
