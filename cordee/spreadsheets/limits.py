"""What a file may weigh, and the sentences that refuse one. Read by both sides of the limited process."""

from __future__ import annotations

from cordee.kernel.words import sentence as _

MEGABYTE = 1024 * 1024
MOST_BYTES = 10 * MEGABYTE
MOST_UNPACKED = 150 * MEGABYTE
MOST_ENTRIES = 2_000
MOST_ROWS = 20_000
MOST_COLUMNS = 400
FARTHEST_ROW, FARTHEST_COLUMN = 200_000, 16_384
MOST_AREA = 8_000_000  # cells between the first and the last: they are all made, empty ones included
LONGEST_CELL = 32_767  # characters: what Excel itself can hold
MOST_MEMORY = 1_500 * MEGABYTE  # address space of the process that reads
MOST_SECONDS = 20
MOST_SHEETS = 60


class Unreadable(Exception):
    """A file that is not read, and why, in French."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


EMPTY = _("Ce fichier est vide.")
TOO_HEAVY = _("Ce fichier dépasse 10 Mo\u202f: partagez-le en plusieurs fichiers.")
PROTECTED = _(
    "Ce classeur est protégé par un mot de passe\u202f: ouvrez-le, enregistrez-en une copie sans mot de passe, "
    "puis importez la copie."
)
UNPACKS_TOO_MUCH = _(
    "Ce classeur devient démesuré une fois ouvert\u202f: copiez les lignes utiles dans un nouveau classeur."
)
TOO_SLOW = _(
    "La lecture de ce fichier prend trop de temps\u202f: copiez les lignes utiles dans un nouveau classeur."
)
DAMAGED = _(
    "Ce classeur est abîmé ou incomplet\u202f: ouvrez-le, enregistrez-le à nouveau, puis importez la copie."
)
NOT_A_TABLE = _(
    "Ce fichier n’est pas un tableau. Sont lus les classeurs xlsx, xls et ods, et les fichiers csv ou tsv."
)
WEB_PAGE = _(
    "Ce fichier est une page web sous un autre nom\u202f: ouvrez-le dans un tableur et enregistrez-le en xlsx."
)
OLD_BINARY = _("Ce format (xlsb) n’est pas lu\u202f: enregistrez le classeur en xlsx.")
INVISIBLE_SIGNS = _(
    "Ce fichier contient des signes invisibles qui ne sont pas du texte\u202f: il n’est pas lu."
)
NO_ROW = _("Ce tableau ne contient aucune ligne.")


def too_far(address: str) -> str:
    return _(
        "La feuille compte une cellule isolée en {address}, très loin des autres\u202f: copiez les lignes utiles dans "
        "un nouveau classeur.",
        address=address,
    )


def too_many_rows(found: int) -> str:
    return _(
        "Ce tableau compte {found} lignes, plus que les {most} qui se lisent en une fois\u202f: partagez-le.",
        found=found,
        most=MOST_ROWS,
    )


def too_long(address: str) -> str:
    return _("La cellule {address} contient un texte démesuré\u202f: raccourcissez-le.", address=address)


def address_of(row: int, column: int) -> str:
    """The address of a cell from its places, counted from 0: (16, 3) is D17."""
    letters, column = "", column + 1
    while column:
        column, place = divmod(column - 1, 26)
        letters = chr(65 + place) + letters
    return f"{letters}{row + 1}"


def column_number(letters: str) -> int:
    """The place of a column from its letters, counted from 0: D is 3."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
