"""SIRET, telephones, opening hours: what people type, what is kept, what is shown; and the lists of data·inclusion."""

import pytest
from data_inclusion.schema import v1
from hypothesis import given
from hypothesis import strategies as st

from cordee.kernel.errors import BadInput
from cordee.partners import vocabulary
from cordee.partners.hours import DAYS, Rule, hours_words, read_hours
from cordee.partners.identifiers import read_phone, read_siret, shown_phone, shown_siret

SIRETS = [
    ("130 030 133 00016", "13003013300016"),
    ("13003013300016", "13003013300016"),
    ("  ", ""),
    ("35600000000048", "35600000000048"),
]


@pytest.mark.parametrize(("typed", "kept"), SIRETS)
def test_a_siret_is_read_with_its_spaces(typed, kept):
    assert read_siret(typed) == kept


@pytest.mark.parametrize(
    ("typed", "said"), [("1300301330001", "treize"), ("13003013300017", "clé"), ("abc", "quatorze")]
)
def test_a_siret_that_cannot_be_right_is_refused_kindly(typed, said):
    with pytest.raises(BadInput) as refused:
        read_siret(typed)
    assert refused.value.field == "siret"
    assert said in str(refused.value).replace("en compte 13", "en compte treize")


def test_a_siret_is_shown_by_groups():
    assert shown_siret("13003013300016") == "130\u202f030\u202f133\u202f00016"
    assert shown_siret("") == ""


PHONES = [
    ("01 99 00 00 42", "+33199000042", "01\u00a099\u00a000\u00a000\u00a042"),
    ("+33 (0)1 99 00 00 42", "+33199000042", "01\u00a099\u00a000\u00a000\u00a042"),
    ("0033199000042", "+33199000042", "01\u00a099\u00a000\u00a000\u00a042"),
    ("0692 00 00 01", "+262692000001", "06\u00a092\u00a000\u00a000\u00a001"),
    ("+352 26 00 00", "+352260000", "+352260000"),
    ("115", "115", "115"),
    ("3919", "3919", "3919"),
    ("116 117", "116117", "116117"),
    ("", "", ""),
]


@pytest.mark.parametrize(("typed", "kept", "shown"), PHONES)
def test_a_telephone_is_kept_for_machines_and_shown_to_people(typed, kept, shown):
    assert read_phone(typed) == kept
    assert shown_phone(kept) == shown


@pytest.mark.parametrize("typed", ["01 99 00 00 4", "0 99 00 42", "+33 0 12", "99", "demander"])
def test_an_incomplete_telephone_is_refused(typed):
    with pytest.raises(BadInput):
        read_phone(typed)


HOURS = [
    (
        "lundi au vendredi 9h-12h, 14h-17h ; samedi sur rendez-vous",
        'Mo-Fr 09:00-12:00,14:00-17:00; Sa "sur rendez-vous"',
    ),
    ("du lundi au jeudi de 9h à 12h30 et de 13h30 à 17h", "Mo-Th 09:00-12:30,13:30-17:00"),
    ("Mo-Fr 08:30-12:30; PH off", "Mo-Fr 08:30-12:30; PH off"),
    ("mardi et jeudi 14:00-16:00", "Tu,Th 14:00-16:00"),
    ("fermé le mercredi", "We off"),
    ("tous les jours 8h-20h", "Mo-Su 08:00-20:00"),
    ("24h/24", "24/7"),
    ("samedi au lundi 9h-12h", "Mo,Sa,Su 09:00-12:00"),
    ("Jan-Mar Mo 09:00-10:00", "Jan-Mar Mo 09:00-10:00"),
    ("", ""),
]


@pytest.mark.parametrize(("typed", "kept"), HOURS)
def test_hours_are_typed_as_one_says_them(typed, kept):
    assert read_hours(typed) == kept


@pytest.mark.parametrize("typed", ["n’importe quoi", "lundi 25h-26h", "lundi", "lundi 9h-9h", "9h"])
def test_hours_nobody_reads_are_refused_with_an_example(typed):
    with pytest.raises(BadInput, match="par exemple"):
        read_hours(typed)


def test_hours_are_read_in_words():
    assert hours_words("Mo-Fr 08:30-12:30; PH off") == [
        "Lundi au vendredi\u202f: 8\u202fh\u202f30 à 12\u202fh\u202f30",
        "Jours fériés\u202f: fermé",
    ]
    assert hours_words("24/7") == ["Nuit et jour, toute la semaine"]
    assert hours_words("Jan-Mar Mo 09:00-10:00") == ["Jan-Mar Mo 09:00-10:00"]
    assert hours_words("") == []


SPANS = st.tuples(st.integers(0, 1379), st.integers(1, 60)).map(lambda pair: (pair[0], pair[0] + pair[1]))
RULES = st.builds(
    Rule,
    days=st.sets(st.sampled_from(DAYS), min_size=1).map(
        lambda days: tuple(day for day in DAYS if day in days)
    ),
    spans=st.lists(SPANS, min_size=1, max_size=3).map(tuple),
)


@given(st.lists(RULES, min_size=1, max_size=3))
def test_hours_said_in_french_are_read_back_as_they_were(rules):
    kept = "; ".join(rule.kept for rule in rules)

    assert read_hours(kept) == kept
    assert read_hours(" ; ".join(hours_words(kept))) == kept


LISTS = {
    "categories": v1.Categorie, "themes": v1.Thematique, "publics": v1.Public, "service_types": v1.TypeService,
    "fees": v1.Frais, "reception_modes": v1.ModeAccueil, "mobilisation_modes": v1.ModeMobilisation,
    "mobilisable_by": v1.PersonneMobilisatrice, "networks": v1.ReseauPorteur,
}  # fmt: skip


@pytest.mark.parametrize(("name", "published"), LISTS.items())
def test_our_lists_are_those_of_the_package(name, published):
    assert vocabulary.listed(name) == {one.value: one.label for one in published}


def test_a_need_is_a_theme_or_a_whole_category():
    assert vocabulary.themes_of("sante--addictions") == ["sante--addictions"]
    assert len(vocabulary.themes_of("sante")) == sum(
        one.startswith("sante--") for one in vocabulary.listed("themes")
    )
    assert vocabulary.themes_of("sante--inconnue") == []
    assert vocabulary.need_label("sante") == "Santé"
    assert sum(len(themes) for _label, themes in vocabulary.themes_grouped()) == len(
        vocabulary.listed("themes")
    )
