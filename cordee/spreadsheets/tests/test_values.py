"""Each cleaner: a table of what people type, both sides of every bound, and any text whatsoever."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.kernel.dates import BirthDate
from cordee.kernel.errors import BadInput
from cordee.spreadsheets import values

TODAY = date(2026, 11, 28)
ANY_CELL = st.one_of(
    st.text(max_size=80), st.integers(), st.floats(), st.booleans(), st.none(), st.dates(), st.datetimes()
)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("3/1/85", "1985-01-03"), ("03-01-1985", "1985-01-03"), ("3.1.1985", "1985-01-03"),
        ("3 janvier 1985", "1985-01-03"), ("le 3 janvier 1985", "1985-01-03"), ("1er janvier 1985", "1985-01-01"),
        ("janv. 85", "1985-01"), ("janvier 1985", "1985-01"), ("nov. 26", "2026-11"), ("déc. 26", "1926-12"),
        ("01/1985", "1985-01"), ("1985", "1985"), (1985, "1985"), (1985.0, "1985"), ("vers 1985", "1985"),
        (31050, "1985-01-03"), (31050.75, "1985-01-03"), ("1985-01-03", "1985-01-03"),
        ("1985-01-03 00:00:00", "1985-01-03"), ("1985-01-03T00:00:00Z", "1985-01-03"), ("3/1/1985 00:00", "1985-01-03"),
        ("03011985", "1985-01-03"), (3011985, "1985-01-03"), ("3011985", "1985-01-03"), (12031984, "1984-03-12"),
        (date(1985, 1, 3), "1985-01-03"), (datetime(1985, 1, 3, 12), "1985-01-03"),
        ("", ""), (None, ""), ("   ", ""), ("29/02/1984", "1984-02-29"), ("28/11/26", "2026-11-28"), ("29/11/26", "1926-11-29"),
        (1896, "1896"), (1895, "1905-03-09"), (2026, "2026"), (2027, "1905-07-19"),
    ],
)  # fmt: skip
def test_births_as_people_write_them(cell, expected):
    assert values.birth(cell, on=TODAY) == expected


@pytest.mark.parametrize(
    "cell", ["29/02/1985", "31/04/1985", "13/13/1985", "hier soir", "29/11/2026", "0/1/1985", float("nan"), "1/1/1700", -4, "x" * 61]
)  # fmt: skip
def test_a_birth_that_cannot_be_is_said_in_a_sentence(cell):
    with pytest.raises(BadInput) as refused:
        values.birth(cell, on=TODAY)
    assert len(refused.value.message) > 10


@pytest.mark.parametrize(
    ("number", "epoch", "expected"),
    [
        (1, 1900, date(1900, 1, 1)), (59, 1900, date(1900, 2, 28)), (61, 1900, date(1900, 3, 1)),
        (31050, 1900, date(1985, 1, 3)), (29588, 1904, date(1985, 1, 3)), (values.LAST_SERIAL, 1900, date(2199, 12, 31)),
    ],
)  # fmt: skip
def test_serials_of_both_systems(number, epoch, expected):
    assert values.from_serial(number, epoch) == expected


@pytest.mark.parametrize("number", [0, -1, values.LAST_SERIAL + 1, float("inf"), float("nan")])
def test_a_serial_beyond_the_calendar_is_refused(number):
    with pytest.raises(BadInput):
        values.from_serial(number)


@pytest.mark.parametrize(
    ("column", "order"),
    [
        (["03/01/1985", "25/12/1990"], "dmy"), (["03/01/1985", "12/25/1990"], "mdy"), (["03/01/1985", "01/02/1990"], "dmy"),
        (["25/12/1990", "12/25/1990"], "mixed"), ([None, 31050, date(1985, 1, 3)], "dmy"), ([], "dmy"),
    ],
)  # fmt: skip
def test_the_order_of_days_is_decided_by_the_column(column, order):
    assert values.order_of(column) == order


def test_an_american_column_is_read_month_first_and_a_mixed_one_asks():
    assert values.birth("03/01/1985", on=TODAY, order="mdy") == "1985-03-01"
    assert values.birth("12/25/1990", on=TODAY, order="mixed") == "1990-12-25"
    assert values.birth("25/12/1990", on=TODAY, order="mixed") == "1990-12-25"
    assert values.birth("05/05/1990", on=TODAY, order="mixed") == "1990-05-05"
    with pytest.raises(BadInput, match="mêle"):
        values.birth("03/01/1985", on=TODAY, order="mixed")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("3/1/2026", date(2026, 1, 3)), (45000, date(2023, 3, 15)), (None, None), ("", None), ("28/11/26", TODAY), ("hier", date(2026, 11, 27))],
)  # fmt: skip
def test_days(cell, expected):
    assert values.day(cell, on=TODAY) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("0612345678", [("06 12 34 56 78", "")]), ("06.12.34.56.78", [("06 12 34 56 78", "")]),
        (612345678, [("06 12 34 56 78", "")]), (612345678.0, [("06 12 34 56 78", "")]), ("612345678", [("06 12 34 56 78", "")]),
        ("+33 6 12 34 56 78", [("06 12 34 56 78", "")]), ("0033612345678", [("06 12 34 56 78", "")]),
        ("+33 (0)6 12 34 56 78", [("06 12 34 56 78", "")]), ("33612345678", [("06 12 34 56 78", "")]),
        ("06 12 34 56 78 / 03 21 45 37 61", [("06 12 34 56 78", ""), ("03 21 45 37 61", "")]),
        ("06 12 34 56 78 ou 0321453761", [("06 12 34 56 78", ""), ("03 21 45 37 61", "")]),
        ("0612345678\n0321453761", [("06 12 34 56 78", ""), ("03 21 45 37 61", "")]),
        ("0612345678 (mère)", [("06 12 34 56 78", "mère")]), ("mère : 0612345678", [("06 12 34 56 78", "mère")]),
        ("0612345678 (elle) / 0321453761 (CHRS)", [("06 12 34 56 78", "elle"), ("03 21 45 37 61", "CHRS")]),
        ("+32 475 12 34 56", [("+32475123456", "")]), ("", []), (None, []), ("néant", []), ("0612345678 0612345678", [("06 12 34 56 78", "")]),
    ],
)  # fmt: skip
def test_phones_as_people_write_them(cell, expected):
    assert values.phones(cell) == expected


@pytest.mark.parametrize(
    "cell", ["06 12 34 56 7", "06123456789", "chez sa mère", "1234", 12, "+1", "0" * 10, "6" * 300]
)
def test_a_phone_that_cannot_ring_is_said(cell):
    with pytest.raises(BadInput):
        values.phones(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("a.b@exemple.fr", ["a.b@exemple.fr"]), (" a.b @ Exemple.FR ", ["a.b@exemple.fr"]), ("a.b@exemple. fr", ["a.b@exemple.fr"]),
        ("mailto:a@exemple.fr", ["a@exemple.fr"]), ("a@exemple.fr; b@exemple.fr", ["a@exemple.fr", "b@exemple.fr"]),
        ("a@exemple.fr / b@exemple.fr", ["a@exemple.fr", "b@exemple.fr"]), ("a@exemple,fr", ["a@exemple.fr"]),
        ("<a@exemple.fr>", ["a@exemple.fr"]), ("a@exemple.fr.", ["a@exemple.fr"]), ("", []), (None, []), ("aucun", []),
    ],
)  # fmt: skip
def test_emails(cell, expected):
    assert values.emails(cell) == expected


@pytest.mark.parametrize(
    "cell", ["a@", "@exemple.fr", "a@exemple", "a b", "a..b@exemple.fr", "a" * 65 + "@exemple.fr", "a@-e.fr"]
)
def test_an_incomplete_email_is_said(cell):
    with pytest.raises(BadInput):
        values.emails(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [(1000, "01000"), ("1000", "01000"), (62160.0, "62160"), ("62 160", "62160"), ("F-62160", "62160"), ("2A004", "2A004"), ("", ""), (None, ""), ("97400", "97400"), ("L-1234", "L-1234")],
)  # fmt: skip
def test_postcodes(cell, expected):
    assert values.postcode(cell) == expected


@pytest.mark.parametrize("cell", ["123", 99, "621600", "0000", "!"])
def test_what_is_no_postcode(cell):
    with pytest.raises(BadInput):
        values.postcode(cell)


@pytest.mark.parametrize(
    "cell", ["oui", "Oui.", "O", "x", "X", "1", 1, True, "vrai", "VRAI", "ok", "✓", "yes", "Y"]
)
def test_yes(cell):
    assert values.yes_no(cell) is True


@pytest.mark.parametrize("cell", ["non", "N", "0", 0, False, "faux", "no", "aucun", "☐"])
def test_no(cell):
    assert values.yes_no(cell) is False


@pytest.mark.parametrize("cell", ["", None, "-", "?", "NSP", "non renseigné", "/"])
def test_nothing_said(cell):
    assert values.yes_no(cell) is None


def test_neither_yes_nor_no():
    with pytest.raises(BadInput):
        values.yes_no("peut-être")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1 234,56", "1234.56"), ("1\u202f234,56", "1234.56"), ("1.234,56", "1234.56"), ("1,234.56", "1234.56"), ("12 500 €", "12500"),
        ("0,5", "0.5"), (".5", "0.5"), ("-3", "-3"), ("−3", "-3"), (12, "12"), (0.1, "0.1"), ("1.234.567", "1234567"), ("80 %", "80"),
    ],
)  # fmt: skip
def test_numbers(cell, expected):
    assert values.number(cell) == Decimal(expected)


@pytest.mark.parametrize("cell", ["douze", "1,2,3,4", "--3", float("inf")])
def test_what_is_no_number(cell):
    if cell == "1,2,3,4":
        assert values.number(cell) == 1234
        return
    with pytest.raises(BadInput):
        values.number(cell)


def test_lists_and_texts():
    assert values.several("français, arabe et berbère") == ["français", "arabe", "berbère"]
    assert values.text("  a\x00\u200b b\n c ") == "a b c"
    assert values.text(12.0) == "12"
    assert values.text("a" * 5, longest=5) == "aaaaa"
    with pytest.raises(BadInput):
        values.text("a" * 6, longest=5)


CLEANERS = [
    lambda cell: values.birth(cell, on=TODAY),
    lambda cell: values.day(cell, on=TODAY),
    values.phones, values.emails, values.postcode, values.yes_no, values.number, values.several, values.text,
    values.looks_like_phone, values.looks_like_email, lambda cell: values.looks_like_birth(cell, on=TODAY),
]  # fmt: skip


@given(cell=ANY_CELL, which=st.integers(0, len(CLEANERS) - 1))
def test_any_cell_gives_a_value_or_a_sentence(cell, which):
    try:
        CLEANERS[which](cell)
    except BadInput as refused:
        assert refused.message and "\x00" not in refused.message


@given(st.dates(min_value=date(1900, 3, 1), max_value=TODAY))
def test_a_birth_is_the_same_however_it_is_written(day):
    serial = (day - date(1899, 12, 30)).days
    written = [f"{day:%d/%m/%Y}", f"{day.day}-{day.month}-{day.year}", f"{day:%Y-%m-%d}", day]
    if not TODAY.year - 130 <= serial <= TODAY.year:
        written.append(serial)

    assert {values.birth(one, on=TODAY) for one in written} == {BirthDate.exact(day).code}


@given(st.integers(100_000_000, 799_999_999))
def test_a_phone_is_the_same_however_it_is_written(number):
    written = [number, f"0{number}", f"+33{number}", f"0033 {number}", float(number)]

    assert len({tuple(values.phones(one)) for one in written}) == 1
