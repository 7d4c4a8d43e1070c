"""The facts of relays and exchanges, and their sentences. What a restricted part says stays unsaid."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from cordee.accounts.actor import Actor
from cordee.dossier.actions import record_fact
from cordee.dossier.sentences import DEADLINES, FACTS, Saying
from cordee.kernel.partitions import RESTRICTED_PARTITIONS, Partition
from cordee.people.models import Person
from cordee.relays.enums import Answer, Dimension, Kind
from cordee.relays.exchanges import TASK
from cordee.relays.models import BaseRelay
from cordee.relays.timekeeping import DUE

ANSWERED = {
    "accepted": lazy("acceptée"),
    "needs_more": lazy("le partenaire demande un complément"),
    "refused": lazy("le partenaire ne peut pas"),
    "done": lazy("aboutie"),
}


def tell(
    relay: BaseRelay,
    person: Person,
    kind: str,
    *,
    by: Actor | None,
    on: date,
    codes: dict[str, Any] | None = None,
) -> None:
    """That it happened, towards what and whom where the part is open; never a word."""
    known: dict[str, Any] = {"kind": relay.kind}
    if not relay.partition & RESTRICTED_PARTITIONS:
        known |= {"dimension": relay.dimension}
        if relay.partner_id and relay.partner is not None:
            known |= {"partner": relay.partner.name[:120]}
    record_fact(
        person=person,
        kind=kind,
        day=on,
        by=by,
        pathway_id=relay.pathway_id,
        partition=Partition(relay.partition),
        thing=relay,
        codes=known | (codes or {}),
    )


def named(fact: Any) -> str:
    """« Orientation vers le CCAS de Thionville (accès aux droits) »."""
    partner, dimension = fact.codes.get("partner", ""), fact.codes.get("dimension", "")
    if fact.codes.get("kind") == Kind.SHEET:
        return _("Fiche de relais pour %(who)s") % {"who": partner} if partner else _("Fiche de relais")
    towards = str(Dimension(dimension).label) if dimension in Dimension.values else ""
    if partner and towards:
        return _("Orientation vers %(who)s (%(what)s)") % {"who": partner, "what": towards}
    if partner or towards:
        return _("Orientation vers\u202f: %(what)s") % {"what": partner or towards}
    return _("Orientation vers un partenaire")


def _with(words: Any) -> Any:
    return lambda fact: _("%(what)s\u202f: %(how)s") % {"what": named(fact), "how": words}


def answered(fact: Any) -> str:
    answer = fact.codes.get("answer", "")
    how = str(ANSWERED.get(answer, "")) if answer in Answer.values else ""
    return _("%(what)s\u202f: %(how)s") % {"what": named(fact), "how": how} if how else named(fact)


def declare() -> None:
    FACTS.register("relay_sent", Saying(_with(lazy("envoyée, avec l’accord de la personne")), icon="send"))
    FACTS.register("relay_declined", Saying(_with(lazy("la personne ne le souhaite pas")), icon="send"))
    FACTS.register("relay_answered", Saying(answered, icon="reply"))
    FACTS.register("relay_completed", Saying(_with(lazy("complément envoyé")), icon="send"))
    FACTS.register("relay_withdrawn", Saying(_with(lazy("retirée")), icon="x-circle"))
    FACTS.register("relay_unagreed", Saying(_with(lazy("la personne a retiré son accord")), icon="x-circle"))
    FACTS.register("relay_expired", Saying(_with(lazy("close sans suite")), icon="x-circle"))
    FACTS.register("exchange_held", Saying(lambda fact: _("Échange autour de la situation"), icon="people"))
    DEADLINES.register(DUE, lambda row: str(row.label))
    DEADLINES.register(TASK, lambda row: str(row.label))
