"""The sentences of the facts of contracts; declared when the domain starts."""

from typing import Any

from django.utils.translation import gettext as _

from cordee.dossier.sentences import FACTS, Saying
from cordee.engagements.enums import Capacity, Ending


def ended(fact: Any) -> str:
    """« Contrat terminé : remplacé par un autre contrat »."""
    code = fact.codes.get("ending", "")
    if code not in Ending.values:
        return _("Contrat terminé")
    return _("Contrat terminé\u202f: %(why)s") % {"why": Ending(code).label}


def signed(fact: Any) -> str:
    """An amendment is a text signed after the first one."""
    if fact.codes.get("number", 1) > 1:
        return _("Avenant signé")
    return _("Engagement signé")


def link_given(fact: Any) -> str:
    if fact.codes.get("capacity") in (Capacity.PARENT, Capacity.GUARDIAN):
        return _("Lien pour signer remis à qui signe pour la personne")
    return _("Lien pour signer remis à la personne")


def signed_by_link(fact: Any) -> str:
    if fact.codes.get("capacity") in (Capacity.PARENT, Capacity.GUARDIAN):
        return _("Contrat signé à distance par qui signe pour la personne")
    return _("Contrat signé à distance par la personne")


def declare_links() -> None:
    FACTS.register("contract_link_given", Saying(link_given, icon="send"))
    FACTS.register(
        "contract_link_withdrawn", Saying(lambda fact: _("Lien pour signer repris"), icon="x-circle")
    )
    FACTS.register("contract_signed_by_link", Saying(signed_by_link, icon="pen"))
    FACTS.register(
        "contract_talk_asked",
        Saying(lambda fact: _("La personne veut parler du contrat avant de signer"), icon="chat-left-text"),
    )


def declare() -> None:
    declare_links()
    FACTS.register(
        "lane_extended",
        Saying(lambda fact: _("Voie sociale\u202f: réexamen porté à douze mois"), icon="pencil"),
    )
    FACTS.register(
        "lane_reviewed",
        Saying(lambda fact: _("Voie sociale\u202f: situation réexaminée"), icon="calendar-check"),
    )
    FACTS.register(
        "contract_begun", Saying(lambda fact: _("Contrat en préparation"), icon="file-earmark-text")
    )
    FACTS.register("contract_proposed", Saying(lambda fact: _("Contrat proposé"), icon="file-earmark-text"))
    FACTS.register(
        "contract_taken_back", Saying(lambda fact: _("Contrat repris avant signature"), icon="pencil")
    )
    FACTS.register(
        "contract_recorded", Saying(lambda fact: _("Ancien contrat noté"), icon="file-earmark-text")
    )
    FACTS.register("contract_dropped", Saying(lambda fact: _("Contrat abandonné"), icon="x-circle"))
    FACTS.register("agreement_signed", Saying(signed, icon="pen"))
    FACTS.register("contract_ended", Saying(ended, icon="file-earmark-check"))
