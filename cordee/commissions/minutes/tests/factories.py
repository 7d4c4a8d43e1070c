"""A sitting held, with what was decided, for the tests of its minutes."""

from typing import Any

from cordee.commissions import holding
from cordee.commissions.minutes import actions
from cordee.commissions.minutes.gathering import Gathered, gather
from cordee.commissions.models import Sitting
from cordee.commissions.tests.factories import board_of, cheval_bleu, decide, opened, sitting_of, waits
from cordee.plumbing.context import acting_in
from tests import factories

MISSING = "Un certificat de logement"


def held(house: factories.House, *, people: int = 2, close: bool = True, note: bool = True) -> Any:
    """(the sitting, its situations): the first put off, the others on the waiting list; everybody was there."""
    version = cheval_bleu(house)
    board = board_of(house, version)
    for _number in range(people):
        waits(house, version)
    sitting = opened(house, sitting_of(house, board))
    items = list(sitting.items.order_by("position"))
    if note:
        presences(house, sitting)
    for number, item in enumerate(items):
        if number:
            decide(house, item, "waiting", rank=number)
        else:
            decide(house, item, "adjourned", missing=MISSING)
    if close:
        closed(house, sitting)
    return sitting, items


def presences(house: factories.House, sitting: Sitting) -> None:
    who = house.secretary
    with acting_in(who.context()):
        for seat in holding.seats_on(sitting):
            holder = seat.holders.first()
            holding.note_presence(sitting, seat, by=who, attendance="present", holder=holder)


def closed(house: factories.House, sitting: Sitting) -> None:
    who = house.secretary
    with acting_in(who.context()):
        sitting.refresh_from_db()
        holding.close_sitting(sitting, by=who, version=sitting.version)
        sitting.refresh_from_db()


def read(who: Any, sitting: Sitting) -> Gathered:
    with acting_in(who.context()):
        return gather(who, Sitting.objects.select_related("board").get(pk=sitting.pk))


def approved(house: factories.House, sitting: Sitting, *, by: Any = None) -> Any:
    who = by or house.coordinator
    with acting_in(who.context()):
        sitting.refresh_from_db()
        mark = gather(who, sitting).print
        made = actions.approve(sitting, by=who, version=sitting.version, read=mark)
        sitting.refresh_from_db()
        return made


def write_entry(who: Any, item: Any, words: str, *, version: int = 0) -> Any:
    with acting_in(who.context()):
        return actions.write_entry(item, by=who, words=words, version=version)
