"""A sheet on paper: one page whatever was typed, cut with a mark, read aloud; and the same without a name."""

from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cordee.commissions.papers.anonymising import NAME, age_band, anonymous, masked, names_in
from cordee.commissions.papers.printing import printed
from cordee.commissions.papers.sheets import Block, Line, Shape, Sheet, cut
from cordee.commissions.papers.shortening import LEVELS, MARK, fewer, shortened
from cordee.kernel.names import search_key
from cordee.plumbing.printing.tests.read_pdf import read_pdf, text_of

SITTING = SimpleNamespace(board=SimpleNamespace(label="Commission insertion"), day=date(2026, 12, 4))
WIDE, NARROW, LONG_WORD, USUAL = "W " * 2000, "i" * 3000, "WWWWWWWWWWWW " * 300, "Un mot assez court, "


def sheet(text=USUAL, *, number=1, lists=3):
    blocks = [
        Block("words", "Ses mots", Shape.QUOTE, (text,), 700),
        Block("path", "Le chemin fait", Shape.LINES, (text,) * 12, 120, 7),
        *[Block(f"w{one}", f"Bloc {one}", Shape.WORDS, (text,), 450) for one in range(5)],
        *[Block(f"l{one}", f"Liste {one}", Shape.LINES, (text,) * 20, 130, 8) for one in range(lists)],
    ]
    lines = [Line("Demande", "Admission"), Line("Qui oriente", text), Line("Référent", "Nora")]
    return Sheet(number, f"Personne {number}", "42 ans", lines, blocks, "La santé ne figure pas.")


# Shortening


def test_a_short_text_is_left_as_it_is():
    assert shortened("Deux mots", 9) == "Deux mots"


def test_one_sign_too_many_is_cut_between_two_words_with_a_mark():
    cut_text = shortened("Deux mots", 8)

    assert cut_text == "De […]" or cut_text.endswith(MARK)
    assert len(cut_text) <= 8


@given(st.text(max_size=400), st.integers(min_value=len(MARK), max_value=300))
def test_what_is_cut_holds_and_says_so(text, most):
    kept = shortened(text, most)

    assert len(kept) <= most
    whole = " ".join(text.split())
    assert kept == whole or kept.endswith(MARK)


def test_lines_left_out_are_said_by_the_mark():
    assert fewer(["a", "b"], most=2, signs=9) == ["a", "b"]
    assert fewer(["a", "b", "c"], most=2, signs=9) == ["a", "b", MARK]


def test_a_block_is_never_cut_to_nothing():
    least = cut(sheet(), LEVELS[-1])

    assert all(block.texts for block in least.blocks)


# One page


@pytest.mark.parametrize("text", [WIDE, NARROW, LONG_WORD, USUAL * 200, USUAL, "a"])
def test_a_sheet_is_exactly_one_page(text):
    content = printed([sheet(text)], SITTING, house="La Passerelle", together=False)

    told = read_pdf(content)
    assert told.pages == 1
    assert told.is_tagged and told.standard == "1" and told.lang.startswith("fr")


def test_long_words_are_marked_as_cut_and_short_ones_are_whole():
    long = text_of(printed([sheet(USUAL * 200)], SITTING, house="", together=False))
    short = text_of(printed([sheet("Un mot", lists=1)], SITTING, house="", together=False))

    assert MARK in long
    # The lists of this sheet have more lines than a page keeps; its texts are whole.
    assert short.count("Un mot") > 15


def test_a_whole_sitting_is_a_page_of_contents_then_a_page_each():
    sheets = [sheet(WIDE, number=1), sheet("court", number=2), sheet(USUAL * 50, number=3)]

    content = printed(sheets, SITTING, house="La Passerelle", together=True)

    told, words = read_pdf(content), text_of(content)
    assert told.pages == 4
    assert told.standard == "1" and "TOC" in told.tags
    assert all(words.count(f"Personne {number}") == 2 for number in (1, 2, 3))  # contents, then the sheet
    assert bookmarks(content) == [
        "Commission insertion, séance du 4 décembre 2026",
        "1. Personne 1",
        "2. Personne 2",
        "3. Personne 3",
    ]


def test_a_sitting_without_a_situation_is_still_a_paper():
    content = printed([], SITTING, house="La Passerelle", together=True)

    assert read_pdf(content).pages == 1


def bookmarks(content):
    from io import BytesIO

    import pikepdf

    with pikepdf.open(BytesIO(content)) as document, document.open_outline() as outline:
        return [item.title for root in outline.root for item in (root, *root.children)]


# Without a name

NAMES = names_in(
    ["Zélie Exemplaire", "Paul Vent-d’Est", "Bully-les-Mines", "Mme Nora d’Arc", "Le Cheval Bleu"]
)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Zélie va mieux", "Zélie"),
        ("ZELIE va mieux", "ZELIE"),
        ("[Zélie va mieux", "Zélie"),
        ("avec Zélie] et [zélie]", "zélie"),
        ("avec zélie exemplaire", "exemplaire"),
        ("elle habite Bully-les-Mines", "Bully"),
        ("elle habite Vimy depuis juin", "Vimy"),
        ("son frère Karim l’aide", "Karim"),
        ("chez l’Étoile", "Étoile"),
        ("appeler le 06 12 34 56 78", "12 34"),
        ("appeler le +33.6.12.34.56.78", "12.34"),
        ("écrire à zoe@exemple.invalid", "exemple"),
        ("au 12 bis rue des Fleurs", "Fleurs"),
        ("dossier 1234567", "1234567"),
        ("à 62160 Bully", "62160"),
        ("le 3 mars 2026", "3 mars"),
        ("orientée par le Cheval bleu", "heval"),
        ("elle salue M. Cassoret pour le secteur", "Cassoret"),
        ("M. Cassoret est venu", "Cassoret"),
        ("vu par le Dr. Cassoret", "Cassoret"),
        ("avec J. Cassoret", "Cassoret"),
    ],
)
def test_what_says_who_is_masked(text, hidden):
    assert hidden.lower() not in masked(text, NAMES).lower()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Accueil, le 3 mars 2026", "Accueil, en mars 2026"),
        ("pour le 1er janvier 2027", "pour janvier 2027"),
        ("depuis le 12 mai", "depuis mai"),
        ("du 3 mars au lundi", "de mars au lundi"),
        ("jusqu’au 4 août", "jusqu’en août"),
        ("3 mars", "mars"),
    ],
)
def test_a_day_becomes_its_month(text, said):
    assert masked(text, NAMES) == said


@pytest.mark.parametrize(
    "text",
    [
        "Je veux travailler dehors, le matin.",
        "Elle prend le bus. Le RSA est ouvert depuis mars.",
        "Des horaires : lundi et jeudi.",
        "Se fatigue vite\nAime le dessin",
        "Un point à trois est prévu. Il dira oui.",
    ],
)
def test_what_says_nobody_is_left_as_it_is(text):
    assert masked(text, NAMES) == text


WORD = st.text(alphabet="abcdefghijklmnopqrstuvwxyzéèçêï", min_size=3, max_size=12)


@settings(deadline=None)  # a machine under load takes its time
@given(
    first=WORD,
    family=WORD,
    town=WORD,
    before=st.text(max_size=30),
    after=st.text(max_size=30),
    style=st.sampled_from([str.lower, str.upper, str.capitalize]),
    number=st.from_regex(r"0[1-9]([ .\-]?[0-9]{2}){4}", fullmatch=True),
)
def test_no_name_no_town_no_telephone_appears(first, family, town, before, after, style, number):
    names = names_in([f"{first} {family}", town])
    text = f"{before} {style(first)} {style(family)} de {style(town)}, {number} {after}"

    left = masked(text, names)

    words = search_key(left).split()
    assert not set(words) & names
    assert number not in left


def test_an_anonymous_sheet_says_no_name_and_asks_to_be_read_again():
    told = Sheet(
        number=3,
        name="Zélie Exemplaire",
        who="34 ans",
        lines=[
            Line("Demande", "Admission, Le Cheval Bleu", apart="Admission"),
            Line("Référent", "Nora d’Arc"),
        ],
        blocks=[Block("words", "Ses mots", Shape.QUOTE, ("Moi, Zélie, je veux avancer",), 700)],
    )

    hidden = anonymous(told, NAMES, ages=(34, 34), number=3)

    assert hidden.heading == "Situation 3" and hidden.who == "de 30 à 39 ans"
    assert [line.value for line in hidden.lines] == ["Admission"]
    assert hidden.blocks[0].texts == (f"Moi, {NAME}, je veux avancer",)
    assert "relisez" in hidden.closed and hidden.mark


@pytest.mark.parametrize(
    ("ages", "said"),
    [
        (None, ""),
        ((17, 17), "moins de 18 ans"),
        ((18, 18), "de 18 à 25 ans"),
        ((25, 26), "de 18 à 25 ans"),
        ((26, 26), "de 26 à 29 ans"),
        ((59, 59), "de 50 à 59 ans"),
        ((60, 61), "60 ans ou plus"),
    ],
)
def test_an_age_is_said_wide(ages, said):
    assert age_band(ages) == said
