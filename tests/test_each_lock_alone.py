"""On the pages themselves: either lock asleep, the other still keeps every word from whom it is not for.

- both: as every day
- the code alone: the pages asked of a database whose policies sleep (a superuser's connection)
- the database alone: the pages asked of a code that forgets `visible_to` and the partitions

Words only some may read are written in a dossier, and looked for on every page anybody may ask.
"""

from contextlib import ExitStack, contextmanager, nullcontext
from unittest import mock

import pytest
from django.db import connections, transaction

from cordee.appointments.models import MatterQuerySet
from cordee.dossier.models import DeadlineQuerySet, FactQuerySet, NoteQuerySet, WorkingNoteQuerySet
from cordee.kernel.partitions import ALL_PARTITIONS
from cordee.people.models import Person, PersonQuerySet, PersonScopedQuerySet
from cordee.referrals.models import ReferralPaperQuerySet, ReferralQuerySet
from tests.matrix import TABLE
from tests.page_world import CANARY, body_of, build
from tests.worlds import unguarded_url

PAGES = [
    "", "personnes/", "personnes/<uuid:pk>", "personnes/<uuid:pk>/fil", "personnes/<uuid:pk>/identite",
    "personnes/<uuid:pk>/acces", "personnes/<uuid:pk>/contact", "personnes/<uuid:pk>/notes/<slug:sector>/<uuid:note_id>",
    "personnes/<uuid:pk>/documents", "personnes/<uuid:pk>/documents/<slug:sector>/<uuid:paper_id>",
    "agenda/", "personnes/<uuid:pk>/rendez-vous", "rendez-vous/<uuid:pk>", "rendez-vous/<uuid:pk>/changer",
    "personnes/<uuid:pk>/diagnostic", "personnes/<uuid:pk>/diagnostic/<uuid:diagnosis_id>",
    "personnes/<uuid:pk>/projet", "personnes/<uuid:pk>/mon-projet", "personnes/<uuid:pk>/projet/<slug:part>/<uuid:goal_id>",
    "personnes/<uuid:pk>/situation", "personnes/<uuid:pk>/situation/<slug:theme>",
    "personnes/<uuid:pk>/situation/<slug:theme>/modifier",
    "commissions/seances/<uuid:pk>/compte-rendu",
    "personnes/<uuid:pk>/entourage", "parcours/<uuid:pk>", "orientations/", "orientations/<uuid:pk>",
    "orientations/<uuid:pk>/accueillir", "orientations/<uuid:pk>/documents/<uuid:paper_id>", "personnes/echeances/<uuid:pk>/reporter",
]  # fmt: skip
ASKED = ["recherche?q=Nadia", "personnes/ressemblances?first_names=Nadia&usage_name=Exemple"]
ACTORS = [
    "secretary", "coordinator", "counsellor", "job_coach", "workshop_leader", "health_professional",
    "prescriber", "director", "referent", "around", "carer", "stranger",
]  # fmt: skip
SOCIAL = {"coordinator", "counsellor", "referent"}
# Words of the dossier, and who may read them.
WORDS = {
    "Note sur Nadia": SOCIAL,
    "Les mots de Nadia": SOCIAL,
    "Tuteur Nadia": SOCIAL,
    "Santé de Nadia": {"carer"},
    "Papier de Nadia": {"secretary", "job_coach", "around", "carer", *SOCIAL},
    "Ordonnance de Nadia": {"carer"},
    "Logement de Nadia": SOCIAL,
    "Travail de Nadia": {"job_coach", "around", *SOCIAL},
    "Soins de Nadia": {"carer"},
    "Sujet de Nadia": SOCIAL,
    "Séance de Nadia": {"secretary", "job_coach", *SOCIAL},
    "Près de Nadia": {"secretary", "job_coach", "around", "carer", *SOCIAL},
    "Mobilité de Nadia": {"job_coach", "around", *SOCIAL},
    "Argent de Nadia": SOCIAL,
    "Trajet de Nadia": {"job_coach", "around", *SOCIAL},
    "Étape de Nadia": {"job_coach", "around", *SOCIAL},
    "Métier de Nadia": {"job_coach", "around", *SOCIAL},
    "Sortie de Nadia": SOCIAL,
    "0199000042": {"secretary", "job_coach", "carer", *SOCIAL},
    "Parce que Nadia": {"secretary", *SOCIAL},
    "Pièce 1 de Nadia": {"secretary", *SOCIAL},
    CANARY: {"stranger"},
}
EVERYTHING = {
    PersonScopedQuerySet: ("visible_to",),
    PersonQuerySet: ("in_house", "followed_by"),
    FactQuerySet: ("visible_to",),
    DeadlineQuerySet: ("visible_to",),
    NoteQuerySet: ("visible_to",),
    WorkingNoteQuerySet: ("visible_to",),
    MatterQuerySet: ("visible_to",),
    ReferralQuerySet: ("visible_to",),
    ReferralPaperQuerySet: ("visible_to",),
}


def forget_queries():
    """Queries already written (plumbing.prepared) would go on asking what they asked."""
    connections["default"].__dict__.pop("cordee_prepared", None)


@contextmanager
def policies_asleep():
    """The requests of this block are served by a superuser: no policy filters anything."""
    default = connections["default"]
    kept = dict(default.settings_dict)
    default.close()
    default.settings_dict.update({key: unguarded_url()[key] for key in ("USER", "PASSWORD", "HOST", "PORT")})
    try:
        yield
    finally:
        default.close()
        default.settings_dict.update(kept)


@contextmanager
def code_asleep():
    """The code of this block asks for everything, and thinks every partition open."""
    with ExitStack() as patches:
        patches.callback(forget_queries)
        forget_queries()
        for queryset, names in EVERYTHING.items():
            for name in names:
                patches.enter_context(mock.patch.object(queryset, name, lambda rows, actor: rows.all()))
        patches.enter_context(
            mock.patch.object(Person, "opened_to", lambda person, actor, **options: ALL_PARTITIONS)
        )
        yield


MODES = {
    "both": (nullcontext, nullcontext),
    "code": (policies_asleep, nullcontext),
    "database": (nullcontext, code_asleep),
}


@pytest.fixture(scope="module", params=MODES)
def mode(request, django_db_setup, django_db_blocker):
    """(which locks are awake, the world). The world is made with both."""
    database, code = MODES[request.param]
    with django_db_blocker.unblock(), database(), transaction.atomic():
        world = build()
        with code():
            yield request.param, world
        transaction.set_rollback(True)


def answer_to(world, who, path):
    with transaction.atomic():
        answer = world.client(who).get(path)
        text = body_of(answer)
        transaction.set_rollback(True)
    return answer.status_code, text


def paths(world):
    return [TABLE[address].path(world.ours) for address in PAGES] + [f"/{asked}" for asked in ASKED]


@pytest.mark.parametrize("who", ACTORS)
def test_no_word_reaches_whom_it_is_not_for(mode, who):
    _awake, world = mode
    read = []
    for path in paths(world):
        _status, text = answer_to(world, who, path)
        read += [
            f"{path}: “{words}”" for words, allowed in WORDS.items() if who not in allowed and words in text
        ]

    assert read == []


def test_the_words_can_be_read_by_those_they_are_for(mode):
    """Or the test above would prove nothing: each is on one of these pages for somebody."""
    _awake, world = mode
    referent = "".join(answer_to(world, "referent", path)[1] for path in paths(world))
    secretary = "".join(answer_to(world, "secretary", path)[1] for path in paths(world))

    for words in (
        "Note sur Nadia",
        "Les mots de Nadia",
        "Tuteur Nadia",
        "0199000042",
        "Parce que Nadia",
        "Pièce 1 de Nadia",
    ):
        assert words in referent, words
    assert "0199000042" in secretary


@pytest.mark.parametrize("who", ["director", "workshop_leader", "prescriber", "stranger"])
def test_a_dossier_is_not_found_by_those_it_is_closed_to(mode, who):
    _awake, world = mode

    for address in (
        "personnes/<uuid:pk>",
        "personnes/<uuid:pk>/fil",
        "parcours/<uuid:pk>",
        "personnes/<uuid:pk>/entourage",
    ):
        assert answer_to(world, who, TABLE[address].path(world.ours))[0] == 404, address
