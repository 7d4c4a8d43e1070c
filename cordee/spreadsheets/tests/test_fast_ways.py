"""What is done ten thousand times takes a short way where it can: the long one would say the same."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cordee.kernel.names import search_key
from cordee.plumbing.ids import new_id
from cordee.spreadsheets import finding, values
from cordee.spreadsheets.writers import Origin, OutColumn, as_csv

CELLS = st.none() | st.integers(0, 99) | st.floats(0, 99) | st.booleans() | st.text(max_size=6) | st.sampled_from(
    ("Total", "TOTAL : 4", " total", "\u200btotal", "Sous-total", "  ", "Somme 12", "Touré")
)  # fmt: skip


@given(st.text(max_size=40))
def test_a_text_is_tidied_the_same_whether_or_not_it_holds_invisible_signs(typed):
    longer = " ".join(values.INVISIBLE.sub("", typed.replace("\u00ad", "")).split())

    assert values.text(typed) == longer


@given(st.lists(CELLS, max_size=9))
def test_a_line_of_total_is_told_the_same_by_looking_at_every_cell(cells):
    assert finding._is_total(cells) == looked_at_whole(cells)


def looked_at_whole(cells):
    filled = [cell for cell in cells if cell is not None and (not isinstance(cell, str) or values.text(cell))]
    first = search_key(values.text(filled[0])[:80]) if filled else ""
    if first.startswith(finding.TOTALS) and len(filled) <= max(3, len(cells) // 2):
        return any(
            isinstance(cell, int | float) or values.text(cell).strip().isdigit() for cell in filled[1:]
        ) or any(sign.isdigit() for sign in first)
    return len(filled) == 1 and isinstance(filled[0], int | float) and len(cells) > 1


def test_identifiers_sort_as_they_are_made_and_are_those_of_python():
    made = [new_id() for _number in range(500)]

    assert made == sorted(made)
    assert len({hash(one) for one in made}) == 500
    assert {one.version for one in made} == {7}


def test_the_same_day_a_thousand_times_an_empty_text_and_a_formula():
    rows = [(date(2026, 2, 3), "", "Léa"), (date(2026, 2, 3), None, "=1+1"), (date(26, 12, 31), "-", " @x")]

    written = as_csv(Origin("Essai", []), [OutColumn("a"), OutColumn("b"), OutColumn("c")], rows).decode()

    assert written.splitlines()[-3:] == ["03/02/2026;;Léa", "03/02/2026;;'=1+1", "31/12/0026;'-;' @x"]
