"""What the pages of programmes ask of the database: the same for a house of one programme or of eight."""

import pytest

from cordee.programmes import shipped
from cordee.programmes.actions import load_shipped_for
from cordee.programmes.drafts import actions
from cordee.programmes.drafts.parts import PARTS
from cordee.programmes.models import VersionDraft
from cordee.programmes.tests.test_loader import SIXTH
from cordee.referrals.tests.factories import MOST_QUERIES, asking

PAGES = (
    "",
    "nouveau",
    "charger",
    "{code}",
    "{code}/versions",
    "{code}?le=2024-01-01",
    "brouillons/{draft}",
    "brouillons/{draft}/mettre-en-vigueur",
    "brouillons/{draft}/etapes/ajouter",
    "brouillons/{draft}/etapes/0",
    *(f"brouillons/{{draft}}/{code}" for code in PARTS),
)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_programmes_asks_no_more_than_the_others(house, acting, page):
    acting(house.coordinator)
    load_shipped_for(house.organisation, shipped.codes())
    draft = actions.begin_copy(by=house.coordinator, text=SIXTH, label="Équipage du jeudi")
    for number in range(3):
        actions.begin_copy(by=house.coordinator, text=SIXTH, label=f"Équipage {number}")
    assert VersionDraft.objects.count() == 4
    address = "/programmes/" + page.format(code=house.version.definition.code, draft=draft.pk)

    answer, asked = asking(house.coordinator, address)

    assert answer.status_code == 200
    assert len(asked) <= MOST_QUERIES, f"{len(asked)}\n" + "\n\n".join(sql[:300] for sql in asked)
