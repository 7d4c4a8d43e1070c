"""What a message to a person may say: read by whoever holds the telephone, the same for everybody.

- betrays        why a text of the house may not be kept; nothing when it may
"""

import re

from cordee.kernel.names import search_key
from cordee.kernel.words import sentence as _

PHONE = "{téléphone}"  # where the house's own number is written
LONGEST_TEXT = 300  # signs: two SMS
# Beginnings of words that tell what the house does or what the person lives. Source: security 4.11, design.
TELLING = (
    "rsa", "psych", "addict", "alcool", "drogue", "toxico", "prison", "judiciaire", "justice", "tribunal", "police",
    "violen", "handicap", "rqth", "mdph", "medic", "medec", "hopital", "hospital", "soins", "sante", "maladie", "vih",
    "insertion", "chomage", "dette", "surendet", "asile", "hebergement", "chrs", "tutelle", "curatelle", "social",
    "accompagnement", "parcours", "dossier", "referent",
)  # fmt: skip
SOMEBODY = re.compile(r"\b(?:M\.|Mme|Mlle|Monsieur|Madame)\s+[A-ZÀ-Ý]")
DAY = re.compile(
    r"\b\d{1,2}\s*(?:/\d{1,2}|\s(?:janv|fév|mars|avr|mai|juin|juil|août|sept|oct|nov|déc))", re.I
)
DIGITS = re.compile(r"(?:\d[\s.-]?){6,}")
ADDRESS = re.compile(r"\S+@\S+|https?://", re.I)
SHORTEST_NAME = 4  # letters: shorter words of a house's name are in any sentence


def betrays(text: str, *, names: tuple[str, ...] = ()) -> str:
    """Why a text that will be sent to many people may not be kept, as a sentence; empty when it may.

    names: of the house and of its places. Source: security 4.11 (neutral texts), MSG-01 of the product.
    """
    if len(text) > LONGEST_TEXT:
        return str(_("Gardez ce texte court\u202f: deux SMS au plus."))
    if "{" in text.replace(PHONE, "") or "}" in text.replace(PHONE, ""):
        return str(_("Une seule chose se remplit d’elle-même\u202f: {téléphone}."))
    found = _telling(text, names)
    if found:
        return str(
            _("«\u202f%(word)s\u202f» en dit trop\u202f: quelqu’un d’autre peut tenir le téléphone.")
        ) % {"word": found}
    if SOMEBODY.search(text):
        return str(_("Pas de nom\u202f: ce texte part à tout le monde."))
    if DAY.search(text):
        return str(_("Pas de date\u202f: laissez «\u202f…\u202f», elle s’écrit à chaque envoi."))
    if ADDRESS.search(text) or DIGITS.search(text):
        return str(
            _("Pas de numéro ni d’adresse\u202f: écrivez {téléphone}, le numéro de la maison s’y mettra.")
        )
    return ""


def _telling(text: str, names: tuple[str, ...]) -> str:
    """The first word that says too much: of a theme, or of the house's own name."""
    own = {part for name in names for part in search_key(name).split() if len(part) >= SHORTEST_NAME}
    for word in re.findall(r"[\w’'-]+", text.replace(PHONE, "")):
        for part in search_key(word.replace("’", " ").replace("'", " ")).split():
            if part in own or part.startswith(TELLING):
                return str(word)
    return ""
