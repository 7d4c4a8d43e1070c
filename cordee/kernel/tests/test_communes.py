"""What two communes share, and the commune somebody names: on a small table made as the real one is."""

import gzip

import pytest

from cordee.kernel import communes
from cordee.kernel.communes import (
    Nearness,
    departement_of,
    find,
    group_name,
    lines_of,
    name_of,
    nearness,
    of_address,
    read,
)

ACTUAL = {"type": "commune-actuelle", "region": "44"}
TOLD = [
    {"code": "57672", "nom": "Thionville", "departement": "57", "codesPostaux": ["57100"], "anciensCodes": ["57243"]} | ACTUAL,
    {"code": "57757", "nom": "Yutz", "departement": "57", "codesPostaux": ["57970"]} | ACTUAL,
    {"code": "57463", "nom": "Metz", "departement": "57", "codesPostaux": ["57000", "57050"]} | ACTUAL,
    {"code": "54395", "nom": "Nancy", "departement": "54", "codesPostaux": ["54000"]} | ACTUAL,
    {"code": "54001", "nom": "Yutz", "departement": "54", "codesPostaux": ["54999"]} | ACTUAL,
    {"code": "57900", "nom": "Autrefois", "type": "commune-deleguee", "chefLieu": "57463", "departement": "57"},
    {"code": "75056", "nom": "Paris", "departement": "75", "codesPostaux": ["75001", "75013"]} | ACTUAL | {"region": "11"},
    {"code": "75113", "nom": "Paris 13e Arrondissement", "type": "arrondissement-municipal", "commune": "75056",
     "departement": "75", "region": "11", "codesPostaux": ["75013"]},
]  # fmt: skip
GROUPS = [
    {"code": "245701362", "nom": "CA Portes de France-Thionville", "membres": [{"code": "57672"}, {"code": "57757"}]},
]  # fmt: skip


@pytest.fixture(autouse=True)
def table(tmp_path, monkeypatch):
    path = tmp_path / "communes.txt.gz"
    path.write_bytes(gzip.compress("".join(f"{line}\n" for line in lines_of(TOLD, GROUPS)).encode()))
    made = read(path)
    monkeypatch.setattr(communes, "communes", lambda: made)


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("57672", "57672", Nearness.SAME),
        ("57672", "57243", Nearness.SAME),  # joined Thionville long ago
        ("57463", "57900", Nearness.SAME),
        ("75113", "75056", Nearness.SAME),
        ("57672", "57757", Nearness.GROUP),
        ("57672", "57463", Nearness.DEPARTEMENT),
        ("57463", "54395", Nearness.REGION),
        ("57672", "75113", Nearness.FAR),
        ("57672", "57999", Nearness.DEPARTEMENT),  # in no table: its own figures still say the département
        ("57672", "13999", Nearness.UNKNOWN),
        ("57672", "", Nearness.UNKNOWN),
        ("", "", Nearness.UNKNOWN),
    ],
)
def test_what_two_communes_share(one, other, found):
    assert nearness(one, other) == nearness(other, one) == found


def test_the_nearest_come_first():
    told = ["", "75113", "54395", "57463", "57757", "57672"]

    assert sorted(told, key=lambda code: nearness("57672", code)) == told[::-1]


def test_without_the_table_a_code_says_its_departement_and_no_more(tmp_path, monkeypatch):
    empty = read(tmp_path / "absent.gz")
    monkeypatch.setattr(communes, "communes", lambda: empty)

    assert nearness("57672", "57672") == Nearness.SAME
    assert nearness("57672", "57757") == Nearness.DEPARTEMENT
    assert nearness("57672", "54395") == Nearness.UNKNOWN
    assert find("Thionville") is None
    assert group_name("57672") == ""


@pytest.mark.parametrize(
    ("words", "near", "code"),
    [
        ("thionville", (), "57672"),
        ("57100", (), "57672"),
        ("Metz (57050)", (), "57463"),
        ("Paris 13e arrondissement", (), "75113"),
        ("Yutz", (), None),  # two bear the name
        ("Yutz 57970", (), "57757"),
        ("Yutz", ("57463",), "57757"),
        ("Yutz", ("57463", "54395"), None),
        ("75013", (), None),  # Paris, and its 13th
        ("Nulle-Part", (), None),
        ("", (), None),
    ],
)
def test_the_commune_somebody_names(words, near, code):
    found = find(words, near=near)

    assert (found.code if found else None) == code


def test_the_group_and_the_departement_of_a_commune():
    assert group_name("57757") == "CA Portes de France-Thionville"
    assert group_name("57463") == ""
    assert [departement_of(code) for code in ("57672", "2A004", "97105")] == ["57", "2A", "971"]


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("3 rue du Pont, 57970 Yutz", "57757"),
        ("Résidence des Pins\n57100 THIONVILLE CEDEX", "57672"),
        ("12 rue de Metz, 75013 Paris", "75056"),
        (
            "12345 route haute, 57050 Metz (Sablon)",
            "57463",
        ),  # the words are not its name: its postcode says enough
        ("57100", "57672"),
        ("3 rue du Pont, Yutz", ""),
        ("Boîte 99999, nulle part", ""),
        ("", ""),
    ],
)
def test_the_commune_of_an_address(address, code):
    found = of_address(address)

    assert (found.code if found else "") == code


def test_the_name_of_a_commune():
    assert (name_of("57757"), name_of("00000")) == ("Yutz", "")
