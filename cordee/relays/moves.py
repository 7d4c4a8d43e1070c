"""The moves of a relay: one table, read by the pages, the partner’s door and the one function that writes a state."""

from cordee.kernel.words import sentence as _
from cordee.kernel.workflow import Move, Workflow
from cordee.relays.access import SENDERS
from cordee.relays.enums import OUT, State

PREPARED, DECLINED, SENT, READ, ACCEPTED, NEEDS_MORE, REFUSED, DONE, WITHDRAWN, EXPIRED = (
    state.value for state in State
)
PARTNER = frozenset({"partner"})  # who answers by a link has no role here
BOTH = SENDERS | PARTNER
GONE = (*OUT, REFUSED, DONE)  # what was sent may still be read
OVER = (DECLINED, REFUSED, DONE, WITHDRAWN, EXPIRED)

RELAYS = Workflow(
    PREPARED,
    tuple(State.values),
    (
        Move("send", _("Envoyer"), (PREPARED,), SENT, SENDERS),
        Move("decline", _("La personne ne le souhaite pas"), (PREPARED,), DECLINED, SENDERS),
        Move("prepare", _("Reprendre"), (DECLINED,), PREPARED, SENDERS, back=True),
        Move("read", _("Lire"), (SENT,), READ, PARTNER),
        Move("accepted", _("Acceptée"), GONE, ACCEPTED, BOTH),
        Move("needs_more", _("Complément demandé"), GONE, NEEDS_MORE, BOTH),
        Move("refused", _("Refusée"), GONE, REFUSED, BOTH),
        Move("done", _("Aboutie"), GONE, DONE, BOTH),
        Move("complete", _("Envoyer le complément"), (NEEDS_MORE,), SENT, SENDERS, back=True),
        Move("withdraw", _("Retirer"), (PREPARED, *GONE), WITHDRAWN, SENDERS),
        Move("expire", _("Clore sans suite"), (*OUT, REFUSED), EXPIRED, SENDERS),
    ),
)
