"""Files as people send them, and as nobody should: what is read, what is refused in a sentence."""

import io
import zipfile
from datetime import date, datetime

import pytest

from cordee.people.importing.columns import COLUMNS
from cordee.spreadsheets import limits
from cordee.spreadsheets.finding import recognise, table_in
from cordee.spreadsheets.limits import Unreadable, address_of
from cordee.spreadsheets.reading import read
from cordee.spreadsheets.tests.tables import PEOPLE, csv, xlsx
from cordee.spreadsheets.writers import Origin, OutColumn, as_csv, as_ods, as_xlsx

TODAY = date(2026, 11, 28)


def zipped(**entries) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in entries.items():
            package.writestr(name.replace("__", "/"), content)
    return kept.getvalue()


def far_corner() -> bytes:
    rows = xlsx([["Nom"]])
    kept, source = io.BytesIO(), zipfile.ZipFile(io.BytesIO(rows))
    with zipfile.ZipFile(kept, "w") as package:
        for entry in source.namelist():
            text = source.read(entry)
            if entry == "xl/worksheets/sheet1.xml":
                stray = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                text = text.replace(b"</sheetData>", stray)
            package.writestr(entry, text)
    return kept.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "iso8859-15", "utf-16", "utf-16-le", "mac_roman"]
)
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_a_text_in_any_french_encoding_and_separator(encoding, separator):
    rows = [["Prénom", "Élève", "Où"], ["Noé", "François", "Besançon"], ["Zoé", "Anaïs", "Nîmes"]]

    assert read(csv(rows, separator=separator, encoding=encoding)).rows == rows


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "vide"), (b" \n ", "vide"), (b"%PDF-1.7", "pas un tableau"), (b"\x89PNG\r\n", "pas un tableau"),
        (b"<!DOCTYPE html><table>", "page web"), (b"a;b\n\0\0\0", "invisibles"), (b"PK\x03\x04 coupe", "abîmé"),
        (zipped(**{"word__document.xml": "<w/>"}), "pas un tableau"),
        (zipped(**{"xl__workbook.xml": "<a/>", "xl__worksheets__sheet1.xml": b"0" * 200_000_000}), "démesuré"),
        (far_corner(), "XFD1048576"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "mot de passe"),
        (b"a;b\n" + b"x" * 40_000 + b";c", "A2"), (b"\n" * 50 + b"a\n" * 25_000, "plus que les"),
    ],
)  # fmt: skip
def test_what_is_refused_says_why(content, sentence):
    with pytest.raises(Unreadable, match=sentence):
        table_in(read(content), COLUMNS)


def test_unclosed_quotes_lose_no_line():
    workbook = read('Nom;Prénom\n"Dupont;Jean\nMartin;Léa\n'.encode())

    assert workbook.rows == [["Nom", "Prénom"], ["Dupont", "Jean"], ["Martin", "Léa"]]
    assert "guillemets" in workbook.said[0]


def test_a_table_under_a_letterhead_with_groups_totals_and_hidden_rows():
    rows = [
        ["Association exemple"], [], ["Identité", None, "Coordonnées", None], ["Nom", "Prénom", "Portable", "Mail"],
        ["Dupont", "Jean", "0639980101", ""], [None], ["Martin", "Léa", "", "lea@exemple.invalid"], ["Total", 2],
    ]  # fmt: skip
    table = table_in(read(xlsx(rows, hidden=[6])), COLUMNS)

    assert (table.header, [number for number, _cells in table.lines]) == (3, [4, 6])
    assert table.titles[0] == "Identité — Nom"
    found = recognise(table, COLUMNS, on=TODAY)
    assert [found[place].code for place in range(4)] == ["usage_name", "first_names", "phones", "emails"]
    assert any("total" in one for one in table.said) and any("masquée" in one for one in table.said)


def test_columns_are_told_by_their_content_when_no_title_says():
    rows = [["Nom", "Prénom", "?", "??", "???"]]
    rows += [
        ["A", "B", f"0{639980100 + n}", f"p{n}@exemple.invalid", f"{n + 1:02}/03/1985"] for n in range(9)
    ]

    found = recognise(table_in(read(csv(rows)), COLUMNS), COLUMNS, on=TODAY)

    assert [(found[place].code, found[place].how) for place in (2, 3, 4)] == [
        ("phones", "content"), ("emails", "content"), ("birth", "content"),
    ]  # fmt: skip


def test_trailing_columns_by_the_thousand_are_no_column():
    rows = [["Nom", "Prénom", *[" "] * 4000], ["Dupont", "Jean"]]

    assert len(table_in(read(xlsx(rows)), COLUMNS).titles) == 2


def test_formulas_give_their_value_and_days_are_days():
    workbook = read(xlsx([["Nom", "Né le"], ["=1+1", datetime(1985, 1, 3)]]))

    assert workbook.rows[1][1] == date(1985, 1, 3)


def test_the_system_of_1904_is_known():
    assert read(xlsx(PEOPLE, options={"date_1904": True})).epoch == 1904


@pytest.mark.parametrize(
    ("place", "address"),
    [((0, 0), "A1"), ((16, 3), "D17"), ((0, 25), "Z1"), ((0, 26), "AA1"), ((1048575, 16383), "XFD1048576")],
)
def test_addresses(place, address):
    assert address_of(*place) == address
    assert limits.column_number(address.rstrip("0123456789")) == place[1]


# Tables taken out, read again

ORIGIN = Origin("Personnes accompagnées", ["La Passerelle", "Filtres\u202f: aucun"])
OUT = [OutColumn("Nom"), OutColumn("Naissance", "day"), OutColumn("Nombre", "number")]
HOSTILE = ["=1+1", "+33 6", "-2", "@SUM(A1)", "\t=1", "\r=1", " =cmd", "a;b", 'a"b', "<b>&", "é\u202f!"]


@pytest.mark.parametrize("write", [as_csv, as_xlsx, as_ods])
def test_what_goes_out_is_what_comes_in_again(write):
    rows = [["Dupont", date(1985, 1, 3), 12], ["Le Goff", None, None]]

    workbook = read(write(ORIGIN, OUT, rows))

    assert workbook.rows[0][0] == "Personnes accompagnées"
    titles = next(place for place, row in enumerate(workbook.rows) if row[:1] == ["Nom"])
    name, day, number = workbook.rows[titles + 1]
    assert (name, int(float(number))) == ("Dupont", 12)
    assert day in (date(1985, 1, 3), "03/01/1985")
    assert workbook.rows[titles + 2] == ["Le Goff"]  # empty stays empty


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_taken_out_is_ever_a_formula(text):
    rows = [[text, None, None]]

    csv_line = as_csv(ORIGIN, OUT, rows).decode("utf-8-sig").split("\r\n")[-2]
    assert not csv_line.lstrip('"').startswith(("=", "+", "-", "@", "\t", "\r", " ="))
    with zipfile.ZipFile(io.BytesIO(as_xlsx(ORIGIN, OUT, rows))) as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")
    with zipfile.ZipFile(io.BytesIO(as_ods(ORIGIN, OUT, rows))) as package:
        assert b"table:formula" not in package.read("content.xml")
        assert package.namelist()[0] == "mimetype"
        assert package.getinfo("mimetype").compress_type == zipfile.ZIP_STORED


@pytest.mark.parametrize("write", [as_csv, as_xlsx, as_ods])
def test_signs_no_file_may_hold_do_not_break_it(write):
    rows = [["a\x00b\x0b\x1f", None, None], ["x" * 40_000, None, None]]

    content = write(ORIGIN, OUT, rows)

    assert content
