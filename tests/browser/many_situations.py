"""Many people who wait for the board of Le Cheval Bleu, and a sitting of today. Run where the demonstration is served:
`prepare(60)` prints the identifier of the sitting."""

from datetime import timedelta
from itertools import product

from cordee.accounts.actor import Actor, actor_of_member
from cordee.accounts.models import Member, Organisation
from cordee.commissions import planning
from cordee.commissions.models import Board
from cordee.pathways.actions import move_pathway, open_pathway
from cordee.people.actions import create_person
from cordee.plumbing.context import acting_in
from cordee.programmes.models import ProgrammeVersion

FIRST = ("Adèle", "Basile", "Capucine-Marie", "Désiré", "Élodie", "Fulgence", "Gisèle", "Honoré")
LAST = (
    "Lavandou",
    "de la Bruyère-Montagne",
    "Oseille",
    "Sureau",
    "Tamaris",
    "Vent-Debout",
    "Yeuse",
    "Zostère",
)


def prepare(number: int) -> None:
    """They waited for weeks; the sitting is empty."""
    house = Organisation.objects.get(code="cheval-bleu")
    with acting_in(_actor(house, "Capucine").context(because="demo")):
        by = _actor(house, "Capucine")
        board = Board.objects.standing().visible_to(by).get(label="Commission insertion")
        version = ProgrammeVersion.objects.filter(programme__in=board.programmes).current_on(by.today)
        names = list(product(LAST, FIRST))
        for rank in range(number):
            last, first = names[rank % len(names)]
            person = create_person(by=by, on=by.today, first_names=first, usage_name=last)
            pathway = open_pathway(
                person,
                by=by,
                version=version,
                on=by.today - timedelta(days=90 - rank),
                referent=by.member,
                reason="essai",
                words="Je voudrais travailler dehors, le matin, sans me presser.",
            )
            move_pathway(
                pathway,
                by=by,
                move="constituer-le-dossier",
                on=by.today - timedelta(days=85 - rank),
                version=pathway.version,
                reason="essai",
            )
        print(planning.plan_sitting(board, by=by, day=by.today).pk)


def _actor(house: Organisation, name: str) -> Actor:
    member = Member.objects.get(organisation=house, display_name__startswith=name)
    found = actor_of_member(house.pk, member.pk)
    assert found is not None
    return found
