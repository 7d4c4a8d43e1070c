"""The sentences of the facts of breaches; declared when the domain starts."""

from django.utils.translation import gettext as _

from cordee.dossier.sentences import FACTS, Saying


def declare() -> None:
    FACTS.register(
        "breach_noted", Saying(lambda fact: _("Faits notés sur le contrat"), icon="file-earmark-text")
    )
    FACTS.register("breach_reason", Saying(lambda fact: _("Motif légitime noté"), icon="check2-circle"))
    FACTS.register(
        "breach_talked", Saying(lambda fact: _("Entretien de conciliation"), icon="chat-left-text")
    )
    FACTS.register("breach_told", Saying(lambda fact: _("Information écrite sur le contrat"), icon="send"))
    FACTS.register("breach_answered", Saying(lambda fact: _("Réponse de la personne notée"), icon="pencil"))
    FACTS.register("breach_opinion", Saying(lambda fact: _("Équipe pluridisciplinaire notée"), icon="people"))
    FACTS.register(
        "breach_decided", Saying(lambda fact: _("Décision notée, avec son recours"), icon="file-earmark-text")
    )
    FACTS.register(
        "breach_complied", Saying(lambda fact: _("Reprise du contrat notée"), icon="check2-circle")
    )
    FACTS.register(
        "breach_reopened",
        Saying(lambda fact: _("Échange sur le contrat rouvert"), icon="arrow-counterclockwise"),
    )
    FACTS.register(
        "breach_ended", Saying(lambda fact: _("Échange sur le contrat clos"), icon="check2-circle")
    )
