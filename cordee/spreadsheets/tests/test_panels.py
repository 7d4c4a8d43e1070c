"""What is told of an import: what happened, in figures one can read, and nothing of what did not."""

import pytest

from cordee.spreadsheets.models import ImportRun
from cordee.spreadsheets.panels import decided, told

APPLIED = {"state": "applied", "kind": "personnes"}


@pytest.mark.parametrize(
    ("run", "words"),
    [
        (
            APPLIED | {"counts": {"made": 10_000, "changed": 1, "aside": 2}},
            "10\u202f000 dossiers créés, 1 complété, 2 lignes laissées de côté",
        ),
        (APPLIED | {"counts": {"made": 1, "changed": 0}}, "1 dossier créé"),
        (APPLIED | {"counts": {"made": 0, "changed": 3, "aside": 1}}, "3 complétés, 1 ligne laissée de côté"),
        (APPLIED | {"counts": {"made": 0, "same": 12}}, "rien de nouveau, 12 lignes déjà à jour"),
        (
            {"state": "applied", "kind": "orientations", "counts": {"made": 2_500}},
            "2\u202f500 orientations notées",
        ),
        ({"state": "read", "kind": "personnes", "total": 1}, "1 ligne"),
        ({"state": "examined", "kind": "personnes", "total": 10_000}, "10\u202f000 lignes"),
    ],
)
def test_a_finished_import_says_what_it_did(run, words):
    assert told(ImportRun(**run)) == words


def test_the_dry_run_says_what_importing_would_do():
    run = ImportRun(kind="personnes", counts={"create": 1_200, "error": 3, "ask": 4, "same": 1})

    said = decided(run, {"same_name": {"skip": 3, "new": 1}}, {"create": 1})

    assert said.sentence == "1\u202f200 dossiers à créer, 1 ligne déjà à jour, 7 lignes laissées de côté"
    assert (said.done, said.aside) == (1_200, 7)
