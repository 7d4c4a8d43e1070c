"""Who will read a note, said before it is saved."""

from typing import Any

from django.utils.translation import gettext as _

from cordee.accounts.words import role_list
from cordee.dossier.enums import Audience, Sector
from cordee.kernel.partitions import CODES
from cordee.people.readers import roles_aware, roles_reading


def readers_of(sector: Sector, actor: Any) -> str:
    """The sentence shown under a sector: the team's roles that read it, the circle, those who only know of it."""
    if sector == Sector.WORKING:
        return _("Vous seul·e la lisez. Elle ne paraît pas dans le fil.")
    said = _read_by(role_list(roles_reading(actor, CODES[sector])))
    if aware := roles_aware(actor, CODES[sector]):
        said += " " + _("Savent qu’elle existe, sans la lire\u202f: %(roles)s.") % {"roles": role_list(aware)}
    return said


def _read_by(team: str) -> str:
    if not team:
        return _("Lue par vous, et autour d’elle par qui cette partie est ouverte.")
    return _(
        "Lue dans la maison par\u202f: %(roles)s\u202f; et autour d’elle par qui cette partie est ouverte."
    ) % {"roles": team}


def audience_words(audience: Audience) -> str:
    """What choosing an audience means, when that is not said already."""
    if audience == Audience.CIRCLE:
        return _("L’équipe saura que cette note existe, sans la lire.")
    return ""
