"""What must hold before anything leaves the house. Plain values in, verdicts out; each says which text it comes from.

A refusal of the person blocks nothing but this sending: nothing else here reads it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from cordee.kernel.partitions import RESTRICTED_PARTITIONS, Partition
from cordee.kernel.verdict import Severity, Verdict
from cordee.kernel.words import french_day
from cordee.kernel.words import sentence as _
from cordee.programmes.law import LawDelay

SECRECY = "Code de la santé publique, L1110-4 et R1110-1"
KEPT_IN = "Annexe d’accompagnement en ACI, note (f)"
EXCHANGE = "Arrêté du 25 novembre 2016 : un échange a un destinataire identifié"
USAGE = "Usage professionnel courant"
DEFAULT, LONGEST = LawDelay("REL-01.default"), LawDelay("REL-01.longest")
REMINDER, NEWS = LawDelay("REL-03.reminder"), LawDelay("REL-03.news")
SOON = timedelta(days=7)


@dataclass(frozen=True)
class Consent:
    """What the person agreed to. until: its last day. named: the restricted parts they named, and no other."""

    on: date | None = None
    until: date | None = None
    means: str = ""
    informed_by: str = ""
    named: Partition = Partition(0)
    withdrawn_on: date | None = None


def agreed(consent: Consent, *, today: date) -> Verdict:
    """Outside the team, nothing is shared without the person's prior consent, given by any means (DPO-03)."""
    if consent.withdrawn_on is not None:
        said = _(
            "La personne a retiré son accord le {day}\u202f: plus rien ne part.",
            day=french_day(consent.withdrawn_on),
        )
        return Verdict(False, "DPO-03", Severity.REFUSE, said, SECRECY)
    if consent.on is None or not consent.means:
        said = _(
            "Rien ne sort de l’équipe sans l’accord préalable de la personne\u202f: notez le jour"
            " et comment elle l’a dit."
        )
        return Verdict(False, "DPO-03", Severity.REFUSE, said, SECRECY)
    if consent.on > today:
        said = _("Cet accord est daté dans l’avenir\u202f: il doit avoir été donné avant l’envoi.")
        return Verdict(False, "DPO-03", Severity.REFUSE, said, SECRECY)
    if consent.until is not None and consent.until < today:
        said = _(
            "Cet accord a pris fin le {day}\u202f: redemandez-le à la personne.",
            day=french_day(consent.until),
        )
        return Verdict(False, "DPO-03", Severity.REFUSE, said, SECRECY)
    return Verdict(True, "DPO-03", source=SECRECY)


def default_end(on: date) -> date:
    """The last day of a consent when nobody says otherwise: ninety days."""
    return DEFAULT.after(on)


def longest_end(on: date) -> date:
    return LONGEST.after(on)


def end_within(on: date, until: date) -> Verdict:
    """A consent ends on a day: after it was given, twelve months at most; the last day included."""
    if until < on:
        said = _("La fin de l’accord vient avant le jour où il est donné ({day}).", day=french_day(on))
        return Verdict(False, "REL-01", Severity.REFUSE, said, SECRECY)
    if until > longest_end(on):
        said = _(
            "Un accord vaut douze mois au plus\u202f: jusqu’au {day}. Il pourra être redonné.",
            day=french_day(longest_end(on)),
        )
        return Verdict(False, "REL-01", Severity.REFUSE, said, SECRECY)
    return Verdict(True, "REL-01", source=SECRECY)


def recipient_named(name: str, email: str, *, by_mail: bool) -> Verdict:
    """One sends to somebody, not to an organisation: a name, and an address when it goes by mail (DPO-04)."""
    if not name.strip():
        said = _("Dites à qui\u202f: une personne nommée lit ce qui est envoyé, pas toute une structure.")
        return Verdict(False, "DPO-04", Severity.REFUSE, said, EXCHANGE)
    if by_mail and not email.strip():
        said = _("Sans adresse électronique de cette personne, l’envoi se fait sur papier.")
        return Verdict(False, "DPO-04", Severity.REFUSE, said, EXCHANGE)
    return Verdict(True, "DPO-04", source=EXCHANGE)


def stays_in(chosen: Iterable[Partition], named: Partition) -> Verdict:
    """Health, violence and justice never leave unless the person named that part in what they agreed to (DIA-07).

    chosen: the part of each thing chosen. Nothing sent ever says that something was left out.
    """
    closed = Partition(0)
    for part in chosen:
        closed |= part & RESTRICTED_PARTITIONS & ~named
    if closed:
        what = "la santé" if closed & Partition.HEALTH else "la justice, les violences ou la protection"
        said = _(
            "L’accord de la personne ne nomme pas {what}\u202f: ce qui en relève ne peut pas partir.",
            what=what,
        )
        return Verdict(False, "DIA-07", Severity.REFUSE, said, KEPT_IN)
    return Verdict(True, "DIA-07", source=KEPT_IN)


def address_stays(is_protected: bool, kinds: Iterable[str]) -> Verdict:
    """A protected address never leaves; while there is one, no address does (REL-02)."""
    if is_protected and "address" in set(kinds):
        said = _("Les coordonnées de cette personne sont protégées\u202f: aucune adresse ne part.")
        return Verdict(False, "REL-02", Severity.REFUSE, said, "Code civil, article 515-11")
    return Verdict(True, "REL-02", source="Code civil, article 515-11")


def partner_open(closed_on: date | None, today: date) -> Verdict:
    """Nobody is sent to a structure that has closed."""
    if closed_on is not None and closed_on <= today:
        said = _(
            "Ce partenaire est fermé depuis le {day}\u202f: choisissez-en un autre.",
            day=french_day(closed_on),
        )
        return Verdict(False, "REL-04", Severity.REFUSE, said, USAGE)
    return Verdict(True, "REL-04", source=USAGE)


def next_look(state: str, since: date, sent_on: date, until: date | None) -> date | None:
    """The day one looks at a relay again; none when nothing is awaited. Never after the end of the agreement.

    since: of the state. A question or a refusal waits a week; an answer, or what came of it, thirty days (usage).
    """
    if state in ("sent", "read"):
        day = REMINDER.after(sent_on)
    elif state == "accepted":
        day = NEWS.after(since)
    elif state in ("needs_more", "refused"):
        day = since + SOON
    else:
        return None
    return min(day, until) if until is not None and until >= since else day


def is_late(state: str, since: date, sent_on: date, until: date | None, *, today: date) -> bool:
    """Is the day to look again past?"""
    day = next_look(state, since, sent_on, until)
    return day is not None and day < today
