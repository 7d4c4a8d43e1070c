"""Every reason to refuse a file: a code, and the sentence the person who sent it reads.

`Refused` is what the cleaning raises, in the child, where there is no Django; `FileRefused` what the server does.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from cordee.kernel.errors import BadInput
from cordee.plumbing.files.kinds import Refused

__all__ = ["SENTENCES", "FileRefused", "Refused"]

READ_BY_US = noop(
    "Envoyez un PDF, une photo (JPEG, PNG, WebP), un texte simple, ou un document Word, Excel ou LibreOffice."
)
SENTENCES: dict[str, str] = {
    "empty": noop("Ce fichier est vide."),
    "too_big": noop(
        "Ce fichier est trop lourd\u202f: %(most)s Mo au plus. Une photo moins précise, ou un PDF réduit, "
        "passera."
    ),
    "too_many": noop("Trop de fichiers à la fois\u202f: envoyez-les en plusieurs fois."),
    "unknown": noop("Ce type de fichier n’est pas accepté."),
    "program": noop("Ce fichier est un programme, quel que soit son nom\u202f: il n’est pas accepté."),
    "page": noop(
        "Ce fichier est une page web ou un dessin qui peut contenir un programme\u202f: il n’est pas accepté. "
        "Imprimez-le en PDF."
    ),
    "archive": noop("Ce fichier est une archive\u202f: envoyez les documents un par un."),
    "heic": noop(
        "Cette photo est au format HEIC, que peu d’ordinateurs lisent. Sur l’iPhone\u202f: Réglages, Appareil "
        "photo, Formats, «\u202fLe plus compatible\u202f»\u202f; ou envoyez une capture d’écran de la photo."
    ),
    "old_office": noop(
        "Ce document est dans un ancien format (.doc, .xls…). Enregistrez-le en .docx, en .xlsx ou en PDF, "
        "puis envoyez-le."
    ),
    "mismatch": noop(
        "Le nom de ce fichier dit une chose, son contenu une autre. Renvoyez le document d’origine, sans changer "
        "son nom."
    ),
    "locked": noop("Ce fichier est protégé par un mot de passe. Retirez le mot de passe, puis envoyez-le."),
    "damaged": noop("Ce fichier est abîmé et ne s’ouvre pas. Enregistrez-le à nouveau, puis envoyez-le."),
    "bomb": noop("Ce fichier devient démesuré quand on l’ouvre\u202f: il n’est pas accepté."),
    "slow": noop("Ce fichier est trop compliqué à vérifier. Imprimez-le en PDF, puis envoyez ce PDF."),
    "pixels": noop("Cette image est trop grande (60 millions de points au plus)."),
    "pages": noop("Ce PDF est trop long (500 pages au plus)\u202f: envoyez-le en plusieurs fois."),
    "macros": noop("Ce document contient des macros, c’est-à-dire un programme. Enregistrez-le sans elles, ou en PDF."),
    "links": noop(
        "Ce document va chercher autre chose ailleurs (image, feuille ou modèle à distance). Enregistrez-le en PDF."
    ),
    "embedded": noop("Ce document en contient un autre. Envoyez-les séparément, ou en PDF."),
    "not_a_scan": noop(
        "Un papier signé se garde en PDF ou en photo (JPEG, PNG, WebP)\u202f: ce fichier ne montre pas de signature."
    ),
    "already": noop("Ce document est déjà là, à l’identique."),
    "infected": noop("L’antivirus a reconnu un programme nuisible dans ce fichier. Il n’a pas été gardé."),
    "unchecked": noop(
        "L’antivirus ne répond pas\u202f: rien n’a été gardé. Réessayez dans quelques minutes, ou prévenez "
        "l’administration technique."
    ),
}  # fmt: skip
SAY_WHAT_IS_READ = frozenset({"unknown", "program", "mismatch"})


class FileRefused(BadInput):
    """A file that is not kept. code: why (SENTENCES); name: the file's, so that one among ten is known."""

    def __init__(self, code: str, name: str = "", *, field: str = "file", most: int = 0) -> None:
        sentence = _(SENTENCES[code]) % {"most": most} if code == "too_big" else _(SENTENCES[code])
        if code in SAY_WHAT_IS_READ:
            sentence = f"{sentence} {_(READ_BY_US)}"
        super().__init__(field, f"{name}\u202f: {sentence}" if name else sentence)
        self.code, self.name, self.sentence = code, name, sentence
