"""Defects planted in the tables brought in and taken out (see tests/planted.py), and what their jobs may see."""

from django.utils import timezone

from cordee.plumbing.policies import MEMBER, OLD_EXPORTS, OLD_IMPORTS
from cordee.spreadsheets.models import ExportRun, ExportRunQuerySet, ImportRow, ImportRowQuerySet, ImportRun
from tests.planted import Defect, locks_on, of_the_house, patched, policy_without
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


def young_files_guard(world: World) -> list[str]:
    """The job of a house, which is nobody, sees the lists taken out more than a day ago only."""
    found = []
    for house, _sharing, _version in world.houses:
        shown = world.as_house(house, ExportRun)
        young = ExportRun.objects.using(world.using).filter(
            pk__in=shown, created_at__gte=timezone.now() - ExportRun.KEPT
        )
        if young.exists():
            found.append(f"{house}: its job sees files it must not remove yet")
    return found


DEFECTS = [
    Defect(
        "the lines of an import shown to colleagues by a policy",
        policy_without("spreadsheets_importrow", f"member_id = {MEMBER} AND "),
        locks_on("spreadsheets.ImportRow"),
        "spreadsheets.ImportRow",
    ),
    Defect(
        "the lines of a recent import shown to the nightly job",
        policy_without("spreadsheets_importrow", f" AND {OLD_IMPORTS}"),
        sweeping_guard,
        "sees lines it must not remove yet",
    ),
    Defect(
        "a list taken out shown to colleagues by a policy",
        policy_without("spreadsheets_exportrun", f"member_id = {MEMBER} AND "),
        locks_on("spreadsheets.ExportRun"),
        "spreadsheets.ExportRun",
    ),
    Defect(
        "a list taken out shown to colleagues by the application",
        patched(ExportRunQuerySet, "visible_to", of_the_house),
        locks_on("spreadsheets.ExportRun"),
        "spreadsheets.ExportRun",
    ),
    Defect(
        "the files of today shown to the nightly job",
        policy_without("spreadsheets_exportrun", f" AND {OLD_EXPORTS}"),
        young_files_guard,
        "sees files it must not remove yet",
    ),
    Defect(
        "the lines of an import shown to colleagues by the application",
        patched(ImportRowQuerySet, "visible_to", of_the_house),
        locks_on("spreadsheets.ImportRow"),
        "spreadsheets.ImportRow",
    ),
]
