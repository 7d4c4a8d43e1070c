"""A sitting, a situation, ours until the end of the transaction, as the page that sent the form had shown them."""

from django.utils.translation import gettext as _

from cordee.commissions.models import Sitting, SittingItem
from cordee.kernel.errors import StaleState


def locked(sitting: Sitting, version: int | None = None) -> Sitting:
    """The sitting, with its board. Raises StaleState when it changed meanwhile."""
    rows = Sitting.objects.select_for_update(of=("self",)).select_related("board")
    fresh: Sitting = rows.get(pk=sitting.pk)
    if version is not None and fresh.version != version:
        raise StaleState(_("Un collègue a modifié cette séance pendant que vous étiez sur cette page."))
    return fresh


def locked_item(item: SittingItem, version: int | None = None) -> SittingItem:
    """The situation, with its sitting, its board, its person. Raises StaleState when it changed meanwhile."""
    rows = SittingItem.objects.select_for_update(of=("self",)).select_related("sitting__board", "person")
    fresh: SittingItem = rows.get(pk=item.pk)
    if version is not None and fresh.version != version:
        raise StaleState(_("Un collègue a modifié cette situation pendant que vous étiez sur cette page."))
    return fresh
