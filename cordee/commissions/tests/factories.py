"""Boards, sittings and situations for the tests: Le Cheval Bleu's programme, its six colleges."""

from datetime import timedelta
from pathlib import Path

from cordee.accounts.enums import Role
from cordee.commissions import agenda, boards, holding, planning, waiting
from cordee.commissions.boards import HolderWanted
from cordee.commissions.deciding import DecisionWanted, record_decision
from cordee.pathways.actions import move_pathway
from cordee.plumbing.context import acting_in
from cordee.programmes.cached import definition_of
from tests import factories

SHIPPED = Path(__file__).parents[2] / "programmes" / "shipped"
SITE = "http://testserver"


def cheval_bleu(house):
    """The version in force of its programme, in this house."""
    return factories.programme(house.organisation, (SHIPPED / "cheval-bleu-pre-insertion.toml").read_text())


def board_of(house, version, **changed):
    """The board its programme describes, every college held by somebody."""
    by = house.coordinator
    with acting_in(by.context()):
        wanted, seats = boards.wanted_from(definition_of(version.pk), version.programme_id)
        wanted = type(wanted)(**{**vars(wanted), **changed})
        board = boards.make_board(wanted, seats, by=by, on=by.today - timedelta(days=400))
        for number, seat in enumerate(board.seats.all()):
            holder = HolderWanted(f"Titulaire {number}", email=f"titulaire{number}@exemple.invalid")
            boards.seat_holder(seat, holder, by=by, on=by.today - timedelta(days=400))
    return board


def waits(house, version, *, words="Je voudrais jardiner"):
    """Somebody whose dossier waits for the board."""
    by = house.referent
    person = factories.person(by)
    pathway = factories.pathway(
        house, person, by=by, version=version, on=by.today - timedelta(days=40), words=words
    )
    with acting_in(by.context()):
        pathway = move_pathway(
            pathway,
            by=by,
            move="constituer-le-dossier",
            on=by.today - timedelta(days=30),
            version=pathway.version,
            reason="essai",
        )
    return person, pathway


def sitting_of(house, board, *, day=None, with_all=True):
    """A sitting of today, with everything that waits on its agenda."""
    by = house.coordinator
    with acting_in(by.context()):
        sitting = planning.plan_sitting(board, by=by, day=day or by.today)
        if with_all:
            found = waiting.candidates(by, board, on=sitting.day)
            agenda.put_on_agenda(sitting, [one for one in found if one.is_due], by=by)
        sitting.refresh_from_db()
    return sitting


def opened(house, sitting, *, by=None):
    who = by or house.coordinator
    with acting_in(who.context()):
        return holding.open_sitting(sitting, by=who, version=sitting.version)


def decide(house, item, outcome, *, by=None, **said):
    who = by or house.secretary
    with acting_in(who.context()):
        item.refresh_from_db()
        return record_decision(item, by=who, wanted=DecisionWanted(outcome, **said), version=item.version)


def member(house):
    """Somebody with an account who sits on boards, and nothing else."""
    return factories.actor(house.organisation, Role.COMMISSION_MEMBER)
