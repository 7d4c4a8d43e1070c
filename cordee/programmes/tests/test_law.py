"""Parameters of the law: the value of the day, its text, and days before any text."""

from datetime import date

import pytest

from cordee.kernel.clock import Clock, Delay, Event, Phase
from cordee.programmes import law


def test_a_value_is_that_of_the_day_with_its_text(monkeypatch):
    values = tuple(
        law.LawValue("X", "Essai", number, day, f"texte {number}")
        for number, day in [(1, date(2020, 1, 1)), (2, date(2025, 1, 1))]
    )
    monkeypatch.setattr(law, "parameters", lambda: {"X": values})

    assert law.value("X", on=date(2024, 12, 31)).source == "texte 1"
    assert law.value("X", on=date(2025, 1, 1)).source == "texte 2"
    assert law.number("X", on=date(2030, 1, 1)) == 2
    with pytest.raises(LookupError, match="aucun texte le 31/12/2019"):
        law.value("X", on=date(2019, 12, 31))
    assert law.LawNumber("X").at(date(1990, 1, 1)) == 1


def test_an_unknown_parameter_and_a_wrong_kind_say_so():
    with pytest.raises(LookupError, match="inconnu"):
        law.value("RSA-99", on=date(2026, 1, 1))
    with pytest.raises(LookupError, match="pas un délai"):
        law.delay("EA-01.age", on=date(2026, 1, 1))
    with pytest.raises(LookupError, match="pas un nombre"):
        law.number("RSA-08.due", on=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("RSA-06.due", Delay(weeks=6)),
        ("RSA-06.warn", Delay(days=28)),
        ("RSA-06.late", Delay(days=42)),
        ("RSA-08.due", Delay(months=1)),
        ("RSA-08.warn", Delay(days=20)),
        ("DPO-02.retention", Delay(months=24)),
        ("DPO-02.notice", Delay(days=30)),
        ("EA-01.age", 16),
        ("RSA-34.age", 25),
    ],
)
def test_the_values_in_force_today(code, expected):
    assert law.value(code, on=date(2026, 11, 22)).value == expected


def test_every_parameter_has_a_label_a_text_and_days_in_order():
    for code, values in law.parameters().items():
        days = [value.valid_from for value in values]
        assert days == sorted(set(days)), code
        assert all(value.label and value.source and value.code == code for value in values)
        assert len({type(value.value) for value in values}) == 1, code


def test_a_delay_of_the_law_is_read_at_the_day_it_starts(monkeypatch):
    values = (
        law.LawValue("D", "Essai", Delay(months=2), date(2010, 1, 1), "ancien"),
        law.LawValue("D", "Essai", Delay(months=1), date(2025, 1, 1), "nouveau"),
    )
    monkeypatch.setattr(law, "parameters", lambda: {"D": values})
    clock = Clock("d", frozenset({"a"}), frozenset({"b"}), law.LawDelay("D"))

    before = clock.state([Event("a", date(2024, 12, 31))], date(2025, 2, 28))
    after = clock.state([Event("a", date(2025, 1, 31))], date(2025, 2, 28))

    assert before.run.due_on == date(2025, 2, 28)
    assert after.run.due_on == date(2025, 2, 28)
    assert after.phase is Phase.RUNNING
    assert law.LawDelay("D").before(date(2025, 3, 31)) == date(2025, 2, 28)
