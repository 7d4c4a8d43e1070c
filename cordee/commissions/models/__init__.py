"""Tables of the commission room: boards and who sits, sittings, situations before them, decisions, minutes."""

from cordee.commissions.models.boards import Board, BoardSeat, SeatHolder
from cordee.commissions.models.items import ItemDecision, ItemGuest, SittingItem, Withdrawal
from cordee.commissions.models.minutes import Minutes, MinutesCorrection, MinutesEntry
from cordee.commissions.models.news import ItemNews
from cordee.commissions.models.sittings import Convocation, Presence, Sitting

__all__ = [
    "Board",
    "BoardSeat",
    "Convocation",
    "ItemDecision",
    "ItemGuest",
    "ItemNews",
    "Minutes",
    "MinutesCorrection",
    "MinutesEntry",
    "Presence",
    "SeatHolder",
    "Sitting",
    "SittingItem",
    "Withdrawal",
]
