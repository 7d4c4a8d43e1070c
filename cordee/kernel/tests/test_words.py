"""Sentences made in pure code: ordinary French text that remembers where it comes from."""

import copy
import pickle
from datetime import date

from cordee.kernel.errors import BadInput, CordeeError, NotAllowed
from cordee.kernel.words import french_day, french_list, sentence


def test_a_sentence_is_text_and_remembers_its_template():
    said = sentence("Il manque {what}.", what="un nom")

    assert said == "Il manque un nom."
    assert said.template.format(**said.values) == said


def test_a_sentence_without_values_may_hold_braces():
    assert sentence("un {rien}") == "un {rien}"


def test_a_sentence_can_be_copied_and_kept():
    said = sentence("Il manque {what}.", what="un nom")

    for again in (copy.copy(said), copy.deepcopy(said), pickle.loads(pickle.dumps(said))):  # noqa: S301
        assert (again, again.template, again.values) == (said, said.template, said.values)


def test_days_and_lists_are_said_in_french():
    assert french_day(date(2026, 3, 1)) == "1er mars 2026"
    assert french_day(date(2026, 8, 22)) == "22 août 2026"
    assert french_list([]) == ""
    assert french_list(["a"]) == "a"
    assert french_list(["a", "b", "c"]) == "a, b et c"
    assert french_list(["a", "b"], "ou") == "a ou b"


def test_errors_carry_the_sentence_shown():
    assert NotAllowed("Réservé à la coordination.").reason == "Réservé à la coordination."
    error = BadInput("birth", "Date impossible.")
    assert (error.field, error.message, str(error)) == ("birth", "Date impossible.", "Date impossible.")
    assert isinstance(error, CordeeError)
