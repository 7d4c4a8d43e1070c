"""The guard of imports: what the nightly job of a house may see of them. See planted."""

from django.utils import timezone

from cordee.spreadsheets.models import ImportRow, ImportRun
from tests.worlds import World


def sweeping_guard(world: World) -> list[str]:
    """The nightly job of a house, which is nobody, sees the lines of its old tables only."""
    found = []
    for house, _sharing, _version in world.houses:
        shown = world.as_house(house, ImportRow)
        young = ImportRow.objects.using(world.using).filter(
            pk__in=shown, run__created_at__gte=timezone.now() - ImportRun.KEPT
        )
        if young.exists():
            found.append(f"{house}: its nightly job sees lines it must not remove yet")
    return found
