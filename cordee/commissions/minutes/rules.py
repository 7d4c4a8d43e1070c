"""What is asked of minutes before they are approved. Plain functions on plain values.

- approval        may they be approved? (COM-05)
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from cordee.kernel.verdict import Verdict, breaks, passes, unsure
from cordee.kernel.words import sentence as _

APPROVAL = "COM-05"
SOURCE = "Usage des commissions\u202f: un compte rendu approuvé ne change plus"


@dataclass(frozen=True)
class Ready:
    """A sitting about to have its minutes approved.

    is_closed: it is over. noted: it is said, for every college, who was there. undecided: how many situations still
    wait for a word, of the board or of whoever decides after it.
    """

    is_closed: bool
    noted: bool
    undecided: int = 0
    is_empty: bool = False


def approval(facts: Ready) -> Verdict:
    """May these minutes be approved?

    Refuses while the sitting is open, while a college is left unsaid, and while a situation still waits for its word:
    approved, nothing is decided any more. Warns where there is nothing to tell.
    """
    return replace(_approval(facts), rule=APPROVAL, source=SOURCE)


def _approval(facts: Ready) -> Verdict:
    if not facts.is_closed:
        return breaks(_("La séance n’est pas close\u202f: le compte rendu s’approuve ensuite."))
    if not facts.noted:
        return breaks(
            _("Les présences ne sont pas toutes notées\u202f: dites, collège par collège, qui était là.")
        )
    if facts.undecided == 1:
        return breaks(
            _(
                "Une situation attend encore sa décision\u202f: notez-la avant d’approuver, rien ne s’écrira après."
            )
        )
    if facts.undecided:
        return breaks(
            _(
                "{number} situations attendent encore leur décision\u202f: notez-les avant d’approuver, rien ne "
                "s’écrira après.",
                number=facts.undecided,
            )
        )
    if facts.is_empty:
        return unsure(_("Aucune situation n’a été examinée."))
    return passes()
