"""The sentences of papers' facts; declared when the domain starts."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from cordee.dossier.sentences import FACTS, Saying
from cordee.kernel.partitions import RESTRICTED_PARTITIONS
from cordee.papers.enums import kind_label


def told(sentence: str) -> Callable[[Any], str]:
    """« Document ajouté : titre de séjour »; what a restricted one is stays unsaid."""

    def say(fact: Any) -> str:
        if fact.partition & int(RESTRICTED_PARTITIONS):
            return _(sentence)
        return _("%(what)s\u202f: %(kind)s") % {
            "what": _(sentence),
            "kind": kind_label(fact.codes.get("kind", "")),
        }

    return say


def declare() -> None:
    FACTS.register("paper_added", Saying(told(noop("Document ajouté")), icon="paperclip"))
    FACTS.register("paper_removed", Saying(told(noop("Document retiré")), icon="paperclip"))
    FACTS.register("paper_restored", Saying(told(noop("Document remis")), icon="paperclip"))
