"""Programmes in preparation: a draft one house works on, a version that begins in a month in another."""

from datetime import timedelta

from cordee.programmes.actions import BY_ORGANISATION, keep
from cordee.programmes.drafts.document import adding, changed, plain, setting
from cordee.programmes.loader import parse
from cordee.programmes.models import VersionDraft
from demo.settling import Settled

DRAFTED, COMING = "cheval-bleu", "le-lierre"
IN_A_MONTH = timedelta(days=30)


def prepare(settled: dict[str, Settled]) -> None:
    """What coordinators are busy with."""
    if DRAFTED in settled:
        _draft(settled[DRAFTED])
    if COMING in settled:
        _version_to_come(settled[COMING])


def _draft(here: Settled) -> None:
    """A stage was just added, no move leads there yet: the summary says what is left to do."""
    version = next(iter(here.versions.values()))
    label = "Essai en milieu ordinaire"
    stage = {"code": "essai", "label": label, "admitted": True, "source": "Réunion d’équipe de novembre"}
    text = changed(version.text, adding(("stages",), stage))
    member = here.lead.member
    VersionDraft.objects.create(
        organisation=here.organisation,
        programme=version.programme,
        based_on=version,
        label=version.definition.label,
        text=text,
        started_by=member,
        changed_by=member,
    )


def _version_to_come(here: Settled) -> None:
    """The first stage gets a plainer name, and news are taken sooner."""
    version = next(iter(here.versions.values()))
    stages = plain(version.text)["stages"]
    text = changed(version.text, setting(("stages", 0), {"label": f"Premier contact ({stages[0]['label']})"}))
    text = changed(text, setting(("programme",), {"valid_from": here.today + IN_A_MONTH}))
    keep(parse(text), organisation=here.organisation, source_kind=BY_ORGANISATION)
