"""A real, empty instance: everything or nothing, and a link for its first coordinator."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from cordee.accounts.models import Invitation, Organisation
from cordee.programmes import shipped
from cordee.programmes.models import Programme

ANSWERS = {
    "organisation": "L’Atelier des Possibles",
    "kind": "association",
    "town": "Mâcon",
    "department": "71",
    "name": "Jeanne d’Arc Lebrun",
    "email": "jeanne@exemple.fr",
}


@pytest.fixture(autouse=True)
def real_instance(db, settings):
    settings.DEMO = False


def init(**changes):
    said = StringIO()
    call_command("init_instance", **(ANSWERS | changes), stdout=said)
    return said.getvalue()


def test_it_makes_the_house_its_programmes_and_a_link(db):
    code = shipped.codes()[0]

    said = init(programme=[code], address="https://cordee.exemple.fr")

    made = Organisation.objects.get()
    invitation = Invitation.objects.get()
    assert (made.code, made.kind, made.department) == ("latelier-des-possibles-macon", "association", "71")
    assert (invitation.first_name, invitation.last_name, invitation.roles) == (
        "Jeanne",
        "d’Arc Lebrun",
        ["coordinator"],
    )
    assert Programme.objects.get(organisation=made).code == code
    link = said.split("https://cordee.exemple.fr", 1)[1].strip()
    assert Client().get(link).status_code == 200


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": "empire"}, "Nature inconnue"),
        ({"email": "jeanne"}, "pas complète"),
        ({"department": "20"}, "n’existe pas"),
        ({"programme": ["inconnu"]}, "Dispositif inconnu"),
        ({"organisation": "😀", "town": "-"}, "un nom avec des lettres"),
        ({"name": "", "email": ""}, "--name, --email"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(changes, words):
    with pytest.raises(CommandError) as refusal:
        init(**changes)

    assert words in str(refusal.value)
    assert not Organisation.objects.exists()


def test_the_same_house_is_not_made_twice():
    init()

    with pytest.raises(CommandError):
        init()


def test_a_demonstration_cannot_become_a_real_instance(settings):
    settings.DEMO = True

    with pytest.raises(CommandError):
        init()
