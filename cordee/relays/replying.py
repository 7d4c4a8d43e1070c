"""What an answer must say, whoever writes it, and how it joins those before it."""

from django.utils.translation import gettext_lazy as _

from cordee.kernel.errors import BadInput
from cordee.relays.contents import ANSWERS, Told, answers_of, keep
from cordee.relays.enums import Answer
from cordee.relays.models import BaseRelay

LONGEST = 4_000
MOST_ANSWERS = 60
NEEDS_WORDS = {
    Answer.NEEDS_MORE.value: _("Dites ce qui vous manque\u202f: la suite en dépend."),
    Answer.REFUSED.value: _("Dites pourquoi, en quelques mots\u202f: cela aide à chercher ailleurs."),
}
TOO_LONG = _("Ce texte est trop long pour être lu\u202f: gardez l’essentiel.")


def checked(answer: str, words: str) -> None:
    """Raises BadInput for an answer nobody can act upon."""
    if answer not in Answer.values:
        raise BadInput("answer", str(_("Choisissez une réponse.")))
    if not words.strip() and answer in NEEDS_WORDS:
        raise BadInput("words", str(NEEDS_WORDS[answer]))
    if len(words) > LONGEST:
        raise BadInput("words", str(TOO_LONG))


def add_answer(relay: BaseRelay, told: Told, key: bytes) -> None:
    """Put an answer after those before it; saving the row is the caller's."""
    keep(relay, ANSWERS, [*answers_of(relay, key), told][-MOST_ANSWERS:], key)
