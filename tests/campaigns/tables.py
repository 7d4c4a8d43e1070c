"""Tables as people send them and as nobody should, from a seed: sound ones, whose lines are counted, and hostile ones."""

import io
import random
import zipfile
from dataclasses import dataclass
from datetime import date

import xlsxwriter

from cordee.plumbing.files.tests import samples
from cordee.referrals.importing.columns import COLUMNS as ORIENTATIONS
from cordee.spreadsheets.writers import Origin, OutColumn, as_ods

ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "iso8859-15", "utf-16", "utf-16-le", "utf-16-be", "mac_roman")
FAMILIES = ("Dupont", "LE GOFF", "D'ESSAI", "Ünal", "Benoît", "Çelik", "de La Tour", "N’Diaye", "Léguillé")
FIRSTS = ("Jean-Marie", "Samira", "anne", "NOÉ", "Zoé", "François", "Anaïs", "Mbaye", "Loïc")
BIRTHS = ("3/1/85", "03/01/1985", "3 janvier 1990", "janv. 78", "1985", "1985-03-02", "12.05.2001", "")
PHONES = ("0639980101", "06 39 98 01 02 / 0353010101 (sa sœur)", "+33 6 39 98 01 03", "639980104", "")
TITLES = ("Nom", "Prénom", "Né(e) le", "Tél.", "Mail", "Remarques")
ORIENTED = tuple(str(column.label) for column in ORIENTATIONS if column.code != "full_name")
DAYS = ("15/09/2024", "3/1/25", "3 janvier 2025", "2024-11-02", "12.05.2024")
ENDS = (("", ""), ("en attente", ""), ("nouvelle", ""), ("refusée", "02/10/2025"), ("sans suite", "1/11/25"))
SAID = {
    "channel": ("", "fiche de liaison", "téléphone", "pigeon"), "needs": ("", "logement, mobilité", "autre chose"),
    "person_agrees": ("", "oui", "non", "X"), "structure_kind": ("", "CCAS", "mission locale", "inconnue au bataillon"),
    "structure": ("", "CCAS d’Exempleville", "Une amie"), "referrer_name": ("", "Mme Exemple", "M. D'Essai"),
    "reason": ("", "Souhaite reprendre un rythme", "Isolement ; \"à voir\""),
}  # fmt: skip
# What a cell may hold that no column expects.
ODD = (
    "=1+1", '=HYPERLINK("http://x.invalid";"x")', "@SUM(A1)", "-1", "+33", "\ud7ff", "\x07", "\u202e", "x" * 400,
    "31/02/2020", "0", "99999999999999999999", "1e308", "-0.0", "nan", "'; DROP TABLE people_person; --",
    "<script>alert(1)</script>", "{{ 7 * 7 }}", "%s %d", "٣٤", "\u2028", "a\nb", "\u00a0", "🙂" * 50, "L'", "--",
    "née", "M.", "Mme", "NÉE Martin", "()", "née née", "Dupont,", ", ", "@", "a@b", "06", "/" * 60, "12/13/14/15",
    "1900", "0/0/0", "29/02/1900", "3/1/0085", "31/12/9999", "°", "-", "1.2.3", "+" + "1" * 40, "é" * 300,
)  # fmt: skip
SPLICED = (
    b"\0", b"\xff" * 8, b'"', b'""', b";" * 400, b"\r", b"\n" * 60, b"\t", b"</c>", b'r="XFD1048576"', b"<row>", b"PK\x03\x04",
    b"999999999", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"\xef\xbb\xbf", b"\xff\xfe", b"<f>1+1</f>", b"t=\"s\"", b"sep=,\n",
)  # fmt: skip


@dataclass(frozen=True)
class Sent:
    """A file. people: how many a sound one brings, None when nothing is promised. what: for the report. kind: of import."""

    what: str
    content: bytes
    people: int | None = None
    kind: str = "personnes"


def drawn(chance: random.Random) -> Sent:
    """A file of any kind."""
    return chance.choice(MAKERS)(chance)


def lines(chance: random.Random, number: int) -> list[list[str]]:
    """People who are never the same: each has a birth and a name of their own."""
    found = []
    for place in range(number):
        birth = f"{1 + place % 28:02}/{1 + place // 28 % 12:02}/{1960 + place // 336 % 40}"
        found.append([
            f"{chance.choice(FAMILIES)} {_letters(place)}", chance.choice(FIRSTS), birth, chance.choice(PHONES),
            f"personne{place}@exemple.invalid", chance.choice(("", "à rappeler", "vu à l’accueil")),
        ])  # fmt: skip
    return found


def _letters(place: int) -> str:
    """A word for a number: four syllables that sound different."""
    syllables = ("ba", "cho", "di", "fu", "gan", "jo", "ki", "lu", "mi", "no")
    return "".join(syllables[int(figure)] for figure in f"{place:04}").capitalize()


def sound_text(chance: random.Random) -> Sent:
    encoding, separator = chance.choice(ENCODINGS), chance.choice(";,\t|")
    rows = [list(TITLES), *lines(chance, chance.randint(1, 30))]
    told = [[_written(cell, encoding) for cell in row] for row in rows]
    text = chance.choice(("\r\n", "\n", "\r")).join(
        separator.join(f'"{cell}"' if separator in cell or chance.random() < 0.1 else cell for cell in row)
        for row in told
    )
    return Sent(f"csv {encoding} {separator!r}", text.encode(encoding), len(rows) - 1)


def _written(cell: str, encoding: str) -> str:
    return cell.encode(encoding, "replace").decode(encoding).lstrip("\ufeff")


def sound_workbook(chance: random.Random) -> Sent:
    """A letterhead, two lines of titles, merged cells, columns by the thousand: all of it is usual."""
    rows = lines(chance, chance.randint(1, 30))
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True, "date_1904": chance.random() < 0.3})
    sheet = book.add_worksheet("Suivi")
    top = 0
    if chance.random() < 0.5:
        sheet.write_string(0, 0, "Association exemple")
        sheet.write_string(1, 0, "Mis à jour le 12/03/2026")
        top = chance.randint(2, 4)
    if chance.random() < 0.5:
        sheet.merge_range(top, 0, top, 2, "Identité")
        sheet.merge_range(top, 3, top, 4, "Coordonnées")
        top += 1
    for place, title in enumerate(TITLES):
        sheet.write_string(top, place, title)
    for row, cells in enumerate(rows, start=top + 1):
        for place, cell in enumerate(cells):
            sheet.write_string(row, place, cell)
    if chance.random() < 0.3:
        blank = book.add_format({"bold": True})
        for place in range(6, chance.choice((300, 3_000))):
            sheet.write_blank(top + 1, place, None, blank)
    if chance.random() < 0.3:
        sheet.write_string(top + len(rows) + 1, 0, "Total")
        sheet.write_formula(top + len(rows) + 1, 1, "=COUNTA(B2:B400)", None, len(rows))
    if chance.random() < 0.3:
        book.add_worksheet("Mode d’emploi").write_string(0, 0, "À lire")
    book.close()
    return Sent("xlsx", kept.getvalue(), len(rows))


def sound_ods(chance: random.Random) -> Sent:
    rows = lines(chance, chance.randint(1, 30))
    content = as_ods(Origin("Suivi", ["Exemple"]), [OutColumn(title) for title in TITLES], rows)
    return Sent("ods", content, len(rows))


def oriented(chance: random.Random) -> list[list[str]]:
    """Orientations of people who are never the same, each with the day it came."""
    found = []
    for family, first, birth, phone, mail, _note in lines(chance, chance.randint(1, 20)):
        state, answered = chance.choice(ENDS)
        said = {
            "usage_name": family, "first_names": first, "birth": birth, "phones": phone, "emails": mail,
            "received_on": chance.choice(DAYS), "state": state, "answered_on": answered,
            **{code: chance.choice(words) for code, words in SAID.items()},
        }  # fmt: skip
        found.append([said.get(column.code, "") for column in ORIENTATIONS if column.code != "full_name"])
    return found


def sound_orientations(chance: random.Random) -> Sent:
    rows = oriented(chance)
    way = chance.randrange(3)
    if way == 0:
        content = as_ods(Origin("Orientations", ["Exemple"]), [OutColumn(title) for title in ORIENTED], rows)
        return Sent("orientations ods", content, len(rows), "orientations")
    if way == 1:
        return Sent("orientations xlsx", _book([list(ORIENTED), *rows]), len(rows), "orientations")
    encoding = chance.choice(ENCODINGS)
    told = [[_written(cell, encoding).replace(";", ",").replace('"', "'") for cell in row] for row in rows]
    text = "\n".join(";".join(row) for row in [list(ORIENTED), *told])
    return Sent(f"orientations csv {encoding}", text.encode(encoding, "replace"), len(rows), "orientations")


def odd_orientations(chance: random.Random) -> Sent:
    """The right titles, each cell right, odd, or of another column."""
    rows = oriented(chance)
    for row in rows:
        for place in range(len(row)):
            if chance.random() < 0.4:
                row[place] = chance.choice((_odd(chance), chance.choice(row), chance.choice(DAYS)))
    titles = [title for title in ORIENTED if chance.random() < 0.9]
    return Sent("odd orientations", _book([titles, *rows]), kind="orientations")


def mutated_orientations(chance: random.Random) -> Sent:
    source = chance.choice((sound_orientations, odd_orientations))(chance)
    changed = bytearray(source.content)
    for _time in range(chance.randint(1, 6)):
        at = chance.randrange(len(changed))
        changed[at : at + chance.randrange(30)] = chance.choice(SPLICED)
    return Sent(f"mutated {source.what}", bytes(changed), kind="orientations")


def _book(rows: list[list[str]]) -> bytes:
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    sheet = book.add_worksheet("Suivi")
    for number, cells in enumerate(rows):
        for place, cell in enumerate(cells):
            sheet.write_string(number, place, cell)
    book.close()
    return kept.getvalue()


def odd_cells(chance: random.Random) -> Sent:
    """The right titles over anything at all."""
    rows = [[_odd(chance) for _title in TITLES] for _line in range(chance.randint(1, 12))]
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True, "nan_inf_to_errors": True})
    sheet = book.add_worksheet()
    for place, title in enumerate(TITLES):
        sheet.write_string(0, place, title)
    for row, cells in enumerate(rows, start=1):
        for place, cell in enumerate(cells):
            way = chance.randrange(5)
            if way == 0:
                sheet.write_number(row, place, chance.choice((0, -1, 1e300, 45_000.5, 2_958_465, 0.1, 1985)))
            elif way == 1:
                sheet.write_boolean(row, place, chance.random() < 0.5)
            elif way == 2:
                sheet.write_formula(row, place, "=1/0", None, chance.choice(("#DIV/0!", "texte", 12)))
            elif way == 3:
                day = date(chance.randint(1900, 2100), chance.randint(1, 12), chance.randint(1, 28))
                sheet.write_datetime(row, place, day, book.add_format({"num_format": "dd/mm/yyyy"}))
            else:
                sheet.write_string(row, place, cell)
    book.close()
    return Sent("odd cells", kept.getvalue())


def odd_text(chance: random.Random) -> Sent:
    rows = [TITLES, *([_odd(chance) for _title in TITLES] for _line in range(chance.randint(1, 40)))]
    text = "\n".join(chance.choice(";;;,\t").join(row) for row in rows)
    encoding = chance.choice(ENCODINGS)
    return Sent(f"odd csv {encoding}", text.encode(encoding, "replace"))


def _odd(chance: random.Random) -> str:
    return chance.choice((*ODD, *FIRSTS, *FAMILIES, *BIRTHS, *PHONES))


def quotes(chance: random.Random) -> Sent:
    """Quotes nobody closed."""
    rows = lines(chance, chance.randint(1, 60))
    rows[chance.randrange(len(rows))][chance.choice((0, 5))] += '"'
    rows[chance.randrange(len(rows))][5] = '"' + "à suivre"
    return Sent("quotes", "\n".join(";".join(row) for row in [list(TITLES), *rows]).encode())


def huge_cell(chance: random.Random) -> Sent:
    size = chance.choice((32_000, 40_000, 5_000_000))
    text = f"Nom;Prénom\nDupont;{'x' * size}\n"
    return Sent(f"cell of {size}", text.encode())


def nulls(chance: random.Random) -> Sent:
    content = bytearray(sound_text(chance).content)
    for _time in range(chance.randint(1, 5)):
        content.insert(chance.randrange(len(content)), 0)
    return Sent("nulls", bytes(content))


def bomb(chance: random.Random) -> Sent:
    """A small zip that unpacks to a lot, as a workbook; sometimes it lies about its size."""
    size = chance.choice((1_000_000, 60_000_000, 200_000_000))
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", '<workbook><sheets><sheet name="a"/></sheets></workbook>')
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as stream:
            for _block in range(size // 1_000_000):
                stream.write(b'<c r="A1"/>'.ljust(1_000_000))
    content = kept.getvalue()
    if chance.random() < 0.5:
        content = content.replace(size.to_bytes(4, "little"), (900).to_bytes(4, "little"))
    return Sent(f"bomb of {size}", content)


def renamed(chance: random.Random) -> Sent:
    """What is no table, whatever its name says."""
    content = chance.choice((
        samples.pdf(), samples.picture(), samples.picture("PNG"), samples.office("docx"), samples.office("odt"),
        samples.locked_workbook(), b"<html><table><tr><td>Nom</td></tr></table></html>", b"{}", b"\0" * 400, b"PK",
        b"PK\x05\x06" + b"\0" * 18, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"\xef\xbb\xbf", b"sep=;\n", b";" * 70_000,
    ))  # fmt: skip
    return Sent("renamed", content)


def mutated(chance: random.Random) -> Sent:
    """A few bytes of a sound file changed, cut, doubled, or replaced by what readers look for."""
    source = chance.choice((sound_text, sound_workbook, sound_ods, odd_cells))(chance)
    changed = bytearray(source.content)
    for _time in range(chance.randint(1, 8)):
        at = chance.randrange(len(changed) or 1)
        way = chance.randrange(5)
        if way == 0 and changed:
            changed[at] = chance.randrange(256)
        elif way == 1:
            del changed[at : at + chance.randrange(40)]
        elif way == 2:
            changed[at:at] = changed[at : at + chance.randrange(400)]
        elif way == 3:
            changed[at:at] = chance.choice(SPLICED)
        else:
            del changed[at:]
    return Sent(f"mutated {source.what}", bytes(changed))


def mutated_inside(chance: random.Random) -> Sent:
    """A workbook whose zip is sound and whose XML is not."""
    source = chance.choice((sound_workbook, sound_ods, odd_cells))(chance)
    package = zipfile.ZipFile(io.BytesIO(source.content))
    names = [name for name in package.namelist() if name.endswith(".xml")]
    touched = chance.choice(names)
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as rewritten:
        for entry in package.namelist():
            text = bytearray(package.read(entry))
            for _time in range(chance.randint(1, 4) if entry == touched else 0):
                at = chance.randrange(len(text) or 1)
                text[at : at + chance.randrange(12)] = chance.choice((*SPLICED, b"9", b"-", b"A", b"&", b"<"))
            rewritten.writestr(entry, bytes(text))
    return Sent(f"xml of {source.what}", kept.getvalue())


MAKERS = (
    sound_text, sound_text, sound_workbook, sound_ods, odd_cells, odd_cells, odd_text, odd_text, quotes, huge_cell, nulls,
    bomb, renamed, mutated, mutated, mutated_inside, mutated_inside, sound_orientations, sound_orientations,
    odd_orientations, odd_orientations, mutated_orientations,
)  # fmt: skip
