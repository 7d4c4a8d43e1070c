"""The tabs of a person's file: each domain adds its own when it starts, every page of the file shows the row.

`around` gives a page of the file what stands around it: the name the reader may know, the way back, the tabs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from cordee.kernel.registry import Registry
from cordee.people.access import name_of
from cordee.ui.addresses import address
from cordee.ui.shapes import Crumb, Tab


def every_house(holder: UUID) -> bool:
    return True


@dataclass(frozen=True)
class FileTab:
    """A tab. order: its place in the row. roles: who may open it; empty means whoever reads the dossier.

    houses: asked with the identifier of the house that holds the dossier; the dossiers of the others do not have it.
    """

    url_name: str
    label: Any
    order: int
    roles: frozenset[str] = frozenset()
    houses: Callable[[UUID], bool] = every_house


TABS: Registry[FileTab] = Registry("onglet du dossier")


def tabs_of(person: Any, current: str, actor: Any) -> list[Tab]:
    """The row of tabs this actor may open, with the current one marked."""
    seen = [
        (code, tab)
        for code, tab in TABS.items()
        if (not tab.roles or tab.roles & actor.roles) and tab.houses(person.organisation_id)
    ]
    seen.sort(key=lambda item: item[1].order)
    return [Tab(str(tab.label), address(tab.url_name, person.pk), code == current) for code, tab in seen]


def around(actor: Any, person: Any, tab: str, here: str = "") -> dict[str, Any]:
    """What stands around every page of a person's file. here: this page in the way back; the file's own has none."""
    name = name_of(actor, person)
    own = address("person", person.pk)
    return {
        "person": person,
        "name": name,
        "today": actor.today,
        "tabs": tabs_of(person, tab, actor),
        "crumbs": [
            Crumb(_("Personnes"), address("people")),
            *([Crumb(name, own), Crumb(here)] if here else [Crumb(name)]),
        ],
    }
