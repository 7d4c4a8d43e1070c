"""What left, on paper, for who has no mail: the same words as behind the link."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from cordee.kernel.words import french_day
from cordee.plumbing.printing import pdf
from cordee.relays.contents import Sent
from cordee.relays.panels import more_lines, sent_lines

TEMPLATE = Path(__file__).parent / "printed" / "relay.typ"


def printed(row: Any, sent: Sent) -> bytes:
    return pdf(TEMPLATE, paper_of(row, sent))


def paper_of(row: Any, sent: Sent) -> dict[str, Any]:
    """What the template shows."""
    until = _("Avec l’accord de la personne, jusqu’au %(day)s. À ne pas transmettre.")
    return {
        "title": sent.title,
        "house": sent.house,
        "mark": _("Personnel et confidentiel"),
        "footer": until % {"day": french_day(row.consent_until)},
        "facts": [
            {"label": _("Pour"), "value": sent.recipient},
            {"label": _("De la part de"), "value": sent.sender},
            {"label": _("Le"), "value": french_day(row.sent_on)},
            *({"label": str(one.term), "value": str(one.value)} for one in sent_lines(sent)),
        ],
        "parts": [
            {"label": label, "text": text}
            for label, text in (
                (_("Dans ses mots"), sent.own_words),
                (_("Ce qu’il est utile de savoir"), sent.words),
                *(
                    (_("Complément du %(day)s") % {"day": french_day(day)}, said)
                    for day, said in more_lines(sent)
                ),
                (_("Documents joints"), ", ".join(one.label for one in sent.papers)),
                (_("Pour répondre"), _answer_to(sent)),
            )
            if text
        ],
    }


def _answer_to(sent: Sent) -> str:
    said = _(
        "Nous acceptons, il nous manque quelque chose, nous ne pouvons pas, c’est fait\u202f: un mot suffit. %(where)s"
    )
    return said % {"where": sent.sender_contact}
