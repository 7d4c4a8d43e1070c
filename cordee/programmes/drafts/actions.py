"""What is done with drafts: begun, changed form after form, set aside, taken up again, put in force.

Several people may work on one draft. A change says what it saw (`seen`): when a colleague wrote at the very
same place meanwhile, nothing is written and both versions are shown; elsewhere, the two changes simply add.
"""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.kernel.errors import BadInput, NotAllowed, StaleState
from cordee.programmes.access import can, reason_against
from cordee.programmes.actions import BY_ORGANISATION, keep
from cordee.programmes.drafts.document import Change, at, changed, plain, setting
from cordee.programmes.drafts.naming import code_for
from cordee.programmes.loader import LARGEST, parse
from cordee.programmes.locator import Path
from cordee.programmes.models import Programme, ProgrammeVersion, VersionDraft


class DraftConflict(StaleState):
    """A colleague wrote at the same place meanwhile. theirs: what stands there now."""

    def __init__(self, theirs: Any) -> None:
        super().__init__(_("Un collègue a modifié ce brouillon pendant que vous étiez sur cette page."))
        self.theirs = theirs


def seen_at(text: str, path: Path) -> str:
    """A short mark of what stands at a place of a draft."""
    return hashlib.sha256(repr(at(plain(text), path)).encode()).hexdigest()[:16]


def check(by: Actor) -> None:
    """Raises NotAllowed with the sentence of the table."""
    if not can(by, "programme:prepare"):
        raise NotAllowed(reason_against(by, "programme:prepare"))


@transaction.atomic
def begin_copy(*, by: Actor, text: str, label: str) -> VersionDraft:
    """A draft of a new programme, from the text of another, under a name of its own.

    Raises NotAllowed; BadInput when the house already has a programme of that name.
    """
    check(by)
    taken = Programme.objects.filter(organisation=by.organisation)
    if taken.filter(label__iexact=label).exists():
        raise BadInput("label", _("Un programme de la maison porte déjà ce nom."))
    code = code_for(label, set(taken.values_list("code", flat=True)), otherwise="programme")
    header = {"code": code, "label": label, "short_label": label[:60].strip(), "valid_from": by.today}
    text = changed(straightened(text), setting(("programme",), header))
    return _begin(by, label, text)


@transaction.atomic
def begin_version(programme: Programme, *, by: Actor, based_on: ProgrammeVersion) -> VersionDraft:
    """The draft of the next version of a programme: the one already begun, when there is one."""
    check(by)
    Programme.objects.select_for_update().get(pk=programme.pk)
    found = VersionDraft.objects.standing().filter(programme=programme).first()
    if found is not None:
        return found
    text = straightened(based_on.text)
    return _begin(by, based_on.definition.label, text, programme=programme, based_on=based_on)


def _begin(by: Actor, label: str, text: str, **about: Any) -> VersionDraft:
    draft = VersionDraft(
        organisation=by.organisation,
        label=label,
        text=text,
        started_by=by.member,
        changed_by=by.member,
        **about,
    )
    draft.save(force_insert=True)
    return draft


def straightened(text: str) -> str:
    """Stages numbered by hand, put in the order of their numbers: afterwards their place says it."""
    stages = plain(text).get("stages")
    if not isinstance(stages, list) or not any("order" in stage for stage in stages):
        return text
    ordered = sorted(enumerate(stages, start=1), key=lambda pair: pair[1].get("order") or pair[0])
    lines = [{key: value for key, value in stage.items() if key != "order"} for _rank, stage in ordered]

    def change(document: Any) -> None:
        for position, values in enumerate(lines):
            table = document["stages"][position]
            for key in list(table):
                del table[key]
            setting((), values)(table)

    return changed(text, change)


@transaction.atomic
def change_draft(
    draft: VersionDraft, *, by: Actor, change: Change, at: Path = (), seen: str | None = None
) -> VersionDraft:
    """Change the text, and keep it. seen: the mark of what stood at `at` when the page was shown.

    Raises NotAllowed, DraftConflict, StaleState when it is no longer a draft, BadInput when it grows too long.
    """
    check(by)
    fresh = _locked(draft)
    if seen is not None and seen_at(fresh.text, at) != seen:
        raise DraftConflict(_standing_at(fresh.text, at))
    text = changed(fresh.text, change)
    if len(text) > LARGEST:
        raise BadInput("", _("Ce programme est devenu trop long\u202f: au plus un million de signes."))
    fresh.text = text
    fresh.label = _label_of(text) or fresh.label
    _touch(fresh, by, "text", "label")
    return fresh


def _standing_at(text: str, path: Path) -> Any:
    return at(plain(text), path)


def _label_of(text: str) -> str:
    said = at(plain(text), ("programme", "label"))
    return said.strip()[:200] if isinstance(said, str) else ""


def _locked(draft: VersionDraft) -> VersionDraft:
    fresh = VersionDraft.objects.select_for_update().get(pk=draft.pk)
    if not fresh.is_standing:
        raise StaleState(_("Ce brouillon n’est plus en cours\u202f: il a été mis de côté ou mis en vigueur."))
    return fresh


def _touch(draft: VersionDraft, by: Actor, *fields: str) -> None:
    draft.changed_by, draft.changed_at = by.member, timezone.now()
    draft.save(update_fields=[*fields, "changed_by", "changed_at"])


@transaction.atomic
def discard_draft(draft: VersionDraft, *, by: Actor) -> None:
    """Set it aside; `take_up_again` brings it back as it was."""
    check(by)
    fresh = _locked(draft)
    fresh.discarded_at = timezone.now()
    _touch(fresh, by, "discarded_at")


@transaction.atomic
def take_up_again(draft: VersionDraft, *, by: Actor) -> None:
    """Go on with a draft set aside. Raises BadInput when another one was begun meanwhile."""
    check(by)
    fresh = VersionDraft.objects.select_for_update().get(pk=draft.pk)
    if fresh.became_id is not None:
        raise StaleState(_("Ce brouillon a déjà été mis en vigueur."))
    if fresh.discarded_at is None:
        return
    if fresh.programme_id and VersionDraft.objects.standing().filter(programme=fresh.programme_id).exists():
        raise BadInput("", _("Un autre brouillon est déjà en cours pour ce programme."))
    fresh.discarded_at = None
    _touch(fresh, by, "discarded_at")


@transaction.atomic
def put_in_force(draft: VersionDraft, *, by: Actor, on: date, seen: str) -> ProgrammeVersion:
    """Date the draft and keep it as a version. Pathways already open stay pinned to theirs.

    seen: the mark of the whole text that was previewed. Raises NotAllowed, DraftConflict, BadInput (a day
    already past), DefinitionError with what is left to mend.
    """
    check(by)
    fresh = _locked(draft)
    if seen_at(fresh.text, ()) != seen:
        raise DraftConflict(None)
    has_versions = (
        fresh.programme_id and ProgrammeVersion.objects.filter(programme=fresh.programme_id).exists()
    )
    if has_versions and on < by.today:
        raise BadInput("on", _("Une nouvelle version s’applique à partir d’aujourd’hui, ou plus tard."))
    definition = parse(changed(fresh.text, setting(("programme",), {"valid_from": on})))
    taken = Programme.objects.filter(organisation=by.organisation, code=definition.code)
    if not fresh.programme_id and taken.exists():
        raise BadInput("on", _("Un programme de la maison a déjà ce code."))
    version = keep(definition, organisation=by.organisation, by=by, source_kind=BY_ORGANISATION)
    fresh.programme, fresh.became = version.programme, version
    _touch(fresh, by, "programme", "became")
    return version


@transaction.atomic
def withdraw_version(version: ProgrammeVersion, *, by: Actor) -> VersionDraft:
    """Take back a version that has not begun: its text is a draft again, so that nothing is lost.

    Raises NotAllowed, StaleState once it has begun, BadInput while another draft is being prepared.
    """
    check(by)
    programme = Programme.objects.select_for_update().get(pk=version.programme_id)
    found = ProgrammeVersion.objects.filter(pk=version.pk, valid_from__gt=by.today).first()
    if found is None:
        raise StaleState(_("Cette version a commencé\u202f: elle ne peut plus être retirée."))
    if VersionDraft.objects.standing().filter(programme=programme).exists():
        raise BadInput("", _("Un brouillon est déjà en cours\u202f: mettez-le d’abord de côté."))
    text, label = found.text, found.definition.label
    VersionDraft.objects.filter(became=found).update(discarded_at=timezone.now(), became=None)
    VersionDraft.objects.filter(based_on=found).update(based_on=None)
    found.delete()
    return _begin(by, label, text, programme=programme)


@transaction.atomic
def change_activity(programme: Programme, *, by: Actor, is_active: bool) -> None:
    """Stop opening pathways in a programme, or begin again. Those already open go on."""
    check(by)
    Programme.objects.filter(pk=programme.pk).update(is_active=is_active)
