"""What may be said of a partnership from its days: PAR-01 to PAR-05. Plain functions on plain values.

- has_referent       PAR-01, a partner has somebody who answers for it
- link_state         PAR-02, alive, dormant or unknown, from the last contact
- agreement_state    PAR-03, running, to renew, over, from its days
- days_in_order      PAR-04, nothing begins after it ends
- match_need, match_public, match_place   PAR-05, does a service answer what is looked for: met, not met, unknown

Delays are read in programmes/law on the day examined.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from cordee.kernel.clock import Delay
from cordee.kernel.verdict import Severity, Verdict
from cordee.kernel.words import sentence as _
from cordee.partners.enums import AgreementState, LinkState, Match
from cordee.programmes.law import LawDelay

DORMANT_AFTER = LawDelay("PAR-02.dormant")
RENEWAL = LawDelay("PAR-03.renewal")


def has_referent(referents: int, *, is_closed: bool = False) -> Verdict:
    """Is somebody named to answer for this partner? Warns, never stops anything.

    referents: how many are named today. Source: B0.16, « des référents institutionnels sont identifiés dans chaque
    structure ».
    """
    if referents or is_closed:
        return Verdict(True, "PAR-01", source="B0.16")
    return Verdict(
        False,
        "PAR-01",
        Severity.WARN,
        _(
            "Aucun référent n’est nommé chez ce partenaire\u202f: le jour où il faudra l’appeler, qui demander\u202f?"
        ),
        "B0.16",
    )


def dormant_before(today: date) -> date:
    """A last contact earlier than this day leaves the link dormant: a year ago, that very day still counts."""
    return DORMANT_AFTER.at(today).before(today)


def link_state(last_contact: date | None, *, today: date) -> LinkState:
    """Alive while the last contact is at most twelve months old; unknown when none was ever noted.

    The delay is usual, no text fixes it (programmes/law, PAR-02.dormant). Source: B0.17, « liens partenariaux
    fonctionnels ».
    """
    if last_contact is None:
        return LinkState.UNKNOWN
    return LinkState.DORMANT if last_contact < dormant_before(today) else LinkState.ALIVE


def notice_day(until: date, notice_months: int | None) -> date:
    """The day from which an agreement asks to be renewed: its own notice, or three months before its end."""
    notice = RENEWAL.at(until) if notice_months is None else Delay(months=notice_months)
    return notice.before(until)


def agreement_state(
    *,
    signed_on: date | None,
    until: date | None,
    ended_on: date | None,
    notice_months: int | None,
    renews_itself: bool,
    today: date,
) -> AgreementState:
    """Where an agreement stands. Its last day is still within it; one that renews itself is never over by itself.

    Source: usage (programmes/law, PAR-03.renewal).
    """
    if ended_on is not None and ended_on < today:
        return AgreementState.OVER
    if signed_on is None:
        return AgreementState.PREPARED
    if until is None or renews_itself:
        return AgreementState.RUNNING
    if until < today:
        return AgreementState.OVER
    return AgreementState.TO_RENEW if notice_day(until, notice_months) <= today else AgreementState.RUNNING


def days_in_order(first: date | None, last: date | None) -> Verdict:
    """Nothing ends before it began; the same day is in order."""
    if first is None or last is None or first <= last:
        return Verdict(True, "PAR-04")
    return Verdict(False, "PAR-04", Severity.REFUSE, _("La fin ne peut pas venir avant le début."), "usage")


EVERYBODY = "tous-publics"
COUNTRY = frozenset({"france", "99100"})


@dataclass(frozen=True)
class Reach:
    """Where a service is given and for whose inhabitants. places: codes of communes where its doors are; zones: as
    data·inclusion writes them (communes, départements, EPCI, « france »); towns, territory: the same in plain words."""

    places: Collection[str] = ()
    zones: Collection[str] = ()
    towns: Collection[str] = ()
    territory: str = ""


def match_need(themes: Collection[str], wanted: Collection[str]) -> Match:
    """PAR-05. Does it say that it answers one of these needs? One that says nothing is unknown, not refused."""
    if not themes:
        return Match.UNKNOWN
    return Match.MET if set(themes) & set(wanted) else Match.NOT_MET


def match_public(publics: Collection[str], wanted: str) -> Match:
    """PAR-05. Is it for this public? « Tous publics » is for everybody; nothing said is unknown."""
    if not publics:
        return Match.UNKNOWN
    return Match.MET if wanted in publics or EVERYBODY in publics else Match.NOT_MET


def match_place(reach: Reach, *, insee: str, town: str, group: str = "") -> Match:
    """PAR-05. Is it given there, or open to who lives there? Met by its doors, its zones or its own words.

    insee: the code of the commune, when it is known; town: its name, without accents or case, as reach.towns and
    reach.territory are. group: the code of its EPCI; without it, a zone that is one (nine figures) is unknown.
    """
    if insee and insee in reach.places or town and town in reach.towns:
        return Match.MET
    if town and f" {town} " in f" {reach.territory} ":
        return Match.MET
    if reach.zones:
        wanted = {insee, insee[:2], insee[:3], group} - {""}
        if COUNTRY & set(reach.zones) or wanted & set(reach.zones):
            return Match.MET
        groups = not group and any(len(zone) == 9 for zone in reach.zones)
        return Match.UNKNOWN if groups or not insee else Match.NOT_MET
    return Match.UNKNOWN
