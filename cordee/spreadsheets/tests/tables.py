"""Tables made on the spot, as people make them."""

import io
from datetime import datetime

import xlsxwriter


def xlsx(rows, *, sheets=(), hidden=(), options=None) -> bytes:
    """A workbook of these rows. sheets: (name, rows) of others. hidden: rows."""
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True, **(options or {})})
    for name, cells in [("Feuille", rows), *sheets]:
        sheet = book.add_worksheet(name)
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for row, line in enumerate(cells):
            for column, cell in enumerate(line):
                if isinstance(cell, datetime):
                    sheet.write_datetime(row, column, cell, day)
                elif cell is not None:
                    sheet.write(row, column, cell)
        if name == "Feuille":
            for row in hidden:
                sheet.set_row(row, None, None, {"hidden": True})
    book.close()
    return kept.getvalue()


def csv(rows, *, separator=";", encoding="utf-8") -> bytes:
    return "\r\n".join(separator.join(str(cell) for cell in row) for row in rows).encode(encoding)


PEOPLE = [
    ["Nom", "Prénom", "Né(e) le", "Tél.", "Mail"],
    ["DUPONT", "Jean-Marie", "3/1/85", "0639980101 / 0353010101 (sa sœur)", "jm@exemple.invalid"],
    ["LE GOFF", "Samira", "3 janvier 1990", 639980102, ""],
    ["D'ESSAI", "anne", "janv. 78", "", "a @ exemple.invalid"],
]
