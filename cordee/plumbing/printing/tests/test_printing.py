"""A printed paper reads aloud, holds hostile text as text, and needs nothing but this folder."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cordee.plumbing.printing import PrintingFault, compiler, missing_signs, pdf
from cordee.plumbing.printing.tests.read_pdf import read_pdf, text_of
from cordee.ui.assets import ROOT

PROBE = Path(__file__).with_name("probe.typ")
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><path d="M1 9L19 1" stroke="#000"/></svg>'
)
DATA = {
    "title": "Contrat d’engagement",
    "house": "Centre Le Tilleul",
    "text": "Première ligne\nDeuxième ligne\n\nAutre paragraphe",
    "lines": ["Venir aux rendez-vous", "Chercher une garde"],
    "facts": [{"label": "Référente", "value": "Nora Petit"}],
}


def test_it_says_its_language_its_title_and_marks_each_part():
    read = read_pdf(pdf(PROBE, DATA))

    assert (read.lang[:2], read.title, read.standard) == ("fr", "Contrat d’engagement", "1")
    assert read.shows_title
    assert read.is_tagged
    assert [tag for tag in read.tags if re.fullmatch(r"H\d", tag)] == ["H1", "H2", "H2"]
    assert {"Document", "P", "L", "LI", "LBody", "Table", "TD"} <= set(read.tags)


def test_it_is_printed_in_the_font_of_the_pages_and_in_no_other():
    fonts = read_pdf(pdf(PROBE, DATA)).fonts

    assert fonts
    assert all(name.startswith("AtkinsonHyperlegibleNext") for name in fonts), fonts


def test_a_picture_says_what_it_shows():
    made = pdf(PROBE, DATA | {"svg": DRAWING, "alt": "Signature de Samia Bellec"})

    assert read_pdf(made).alts == ["Signature de Samia Bellec"]


def test_a_picture_that_says_nothing_is_refused():
    with pytest.raises(PrintingFault, match="alt"):
        pdf(PROBE, DATA | {"svg": DRAWING, "alt": None})


@pytest.mark.parametrize(
    "hostile",
    [
        '#read("/etc/passwd")',
        '#import "@preview/cetz:0.3.0"',
        "*gras* _penché_ $x^2$ `code` = Titre",
        '"]) #panic("non")',
        "\\#eval \\u{41} <étiquette> @renvoi",
        "{{ data }} {% include %} <script>alert(1)</script>",
        "// tout le reste en commentaire",
    ],
)
def test_a_hostile_text_is_printed_as_it_was_typed(hostile):
    written = text_of(pdf(PROBE, DATA | {"text": hostile}))

    assert _bare(hostile) in _bare(written)


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("text", ["a\x00b\x07c", "", "\n\n\n", " ", "x" * 3_000, "a\r\nb", "\ud800"])
def test_a_strange_text_never_stops_the_printing(text):
    assert read_pdf(pdf(PROBE, DATA | {"text": text})).is_tagged


@given(st.text(max_size=60))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_is_printed(text):
    assert pdf(PROBE, DATA | {"text": text}).startswith(b"%PDF")


def test_a_sign_no_font_has_is_a_square_and_is_named():
    text = "Merci 😀 王"

    assert "Merci□□" in _bare(text_of(pdf(PROBE, DATA | {"text": text})))
    assert missing_signs(text) == {"😀", "王"}
    assert missing_signs("Élève à Łódź, 12 € par mois") == set()


def test_numbers_and_signs_stay_together_as_french_wants(tmp_path):
    """Readers are given plain spaces whatever the space drawn: so the widths are compared."""
    narrower = tmp_path / "narrower.typ"
    narrower.write_text(
        '#import "/house.typ": *\n#set document(title: "x")\n'
        "#let width(text) = measure(french[#text]).width\n"
        "#let raw(text) = measure(text).width\n"
        "#context [#for text in data.texts [#repr(width(text) < raw(text)) ]]"
    )
    texts = ["prêt ?", "Oui :", "« oui »", "12 500 €", "15 h", "50 %"]

    assert text_of(pdf(narrower, {"texts": texts})).count("true") == len(texts)


def test_an_hour_and_its_minutes_stay_together(tmp_path):
    whole = tmp_path / "whole.typ"
    whole.write_text(
        '#import "/house.typ": *\n#set document(title: "x")\n'
        "#let width(text) = measure(text).width\n"
        "#context repr(width(french[#data.typed]) == width(data.drawn))"
    )
    hour = {"typed": "14 h 30", "drawn": "14\u202fh\u202f30"}

    assert "true" in text_of(pdf(whole, hour))


def test_a_fault_of_the_template_names_it(tmp_path):
    wrong = tmp_path / "wrong.typ"
    wrong.write_text('#import "/house.typ": *\n#show: paper.with(title: data.title)\n= Un\n=== Trois\n')

    with pytest.raises(PrintingFault, match=r"wrong\.typ"):
        pdf(wrong, DATA)


def test_a_template_reads_nothing_outside_its_folder(tmp_path):
    for asked in ("/../compiler.py", "../compiler.py", "/etc/passwd"):
        reader = tmp_path / "reader.typ"
        reader.write_text(f'#import "/house.typ": *\n#show: paper.with(title: "x")\n#read("{asked}")\n')
        with pytest.raises(PrintingFault):
            pdf(reader, {})


def test_no_template_asks_the_network_for_anything():
    templates = list(ROOT.glob("cordee/**/*.typ"))

    assert templates
    assert [path.name for path in templates if "@preview" in path.read_text()] == []


def test_the_compiler_is_made_once():
    pdf(PROBE, DATA)
    made = compiler._compiler()
    pdf(PROBE, DATA)

    assert compiler._compiler() is made


LONG = "Une ligne de plus.\n" * (compiler.LONG // 19 + 1)


def test_a_long_paper_is_printed_alike_and_leaves_nothing_behind(monkeypatch):
    """The compiler of this process never sees it: what it would keep of it stays for a day."""

    def never():
        raise AssertionError("a long paper, in this process")

    monkeypatch.setattr(compiler, "_compiler", never)

    content = pdf(PROBE, DATA | {"text": f"#panic() 😀 {LONG}", "svg": DRAWING, "alt": "Un trait"})

    read = _bare(text_of(content))
    assert "#panic()□" in read
    assert read.count("Unelignedeplus.") == LONG.count("\n")
    assert read_pdf(content).is_tagged
    with pytest.raises(AssertionError, match="a long paper"):
        pdf(PROBE, DATA)


@pytest.mark.parametrize("text", ["court", LONG])
def test_a_fault_is_told_alike_of_a_short_and_of_a_long_paper(tmp_path, text):
    wrong = tmp_path / "wrong.typ"
    wrong.write_text(
        '#import "/house.typ": *\n#show: paper.with(title: data.title)\n= Un\n=== Trois\n#words(data.text)\n'
    )

    with pytest.raises(PrintingFault, match=r"wrong\.typ.*level"):
        pdf(wrong, DATA | {"text": text})


def test_a_long_paper_that_never_ends_is_a_fault(monkeypatch):
    monkeypatch.setattr(compiler, "LONGEST_WAIT", 0.01)

    with pytest.raises(PrintingFault, match="too long"):
        pdf(PROBE, DATA | {"text": LONG})
