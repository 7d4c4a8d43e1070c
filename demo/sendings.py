"""People oriented from one house of the territory to another, by whoever follows them there, today."""

from dataclasses import dataclass

from cordee.accounts.actor import actor_for
from cordee.doors.sending import Destination, send_referral
from cordee.plumbing.context import acting_in
from demo.settling import Settled


@dataclass(frozen=True)
class Sent:
    """whose: the house that sends, by the hand of the first of its team who may; towards: the house and programme."""

    whose: str
    towards: tuple[str, str]
    first_names: str
    usage_name: str
    reason: str
    told: str = "Que vous liriez ceci, et que rien ne l’oblige à venir."


SENT = (
    Sent(
        "ccas-de-caen", ("departement-du-calvados", "calvados-sajd"), "Ninon", "Libellule-Roseau",
        "Dort chez des amis depuis l’été. Voudrait reprendre une formation et avoir un endroit à elle.",
    ),
    Sent(
        "esat-les-rainettes", ("gcms-pdip-71", "pdip71-adultes"), "Léandre", "Silex",
        "Envie d’essayer la logistique dans une entreprise, sans perdre sa place à l’ESAT.",
    ),
)  # fmt: skip


def send(settled: dict[str, Settled]) -> None:
    for one in SENT:
        here, (there, code) = settled[one.whose], one.towards
        version = settled[there].versions[code]
        label = f"{settled[there].organisation.name}, {version.definition.label}"
        member = here.lead.member
        by = actor_for(member.user_id, member.pk, here.organisation.today)
        if by is None:
            raise LookupError(one.whose)
        with acting_in(by.context()):
            send_referral(
                by=by,
                to=Destination(settled[there].organisation, version.programme_id, label),
                first_names=one.first_names,
                usage_name=one.usage_name,
                reason=one.reason,
                told=one.told,
                person_agrees=True,
            )
