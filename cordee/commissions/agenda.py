"""The agenda of a sitting: what waits put on it in one gesture, a situation added or taken off by hand, its order.

Two people may prepare at once: each row says its version, and what one typed is never written over in silence.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.accounts.models import Member
from cordee.commissions import grounds, sealing
from cordee.commissions.boards import check
from cordee.commissions.enums import ON_AGENDA, ItemKind, ItemState, SittingState
from cordee.commissions.locking import locked, locked_item
from cordee.commissions.models import Sitting, SittingItem
from cordee.commissions.states import item_becomes, touch
from cordee.commissions.waiting import Candidate
from cordee.dossier.actions import record_facts
from cordee.kernel.errors import BadInput, StaleState
from cordee.pathways.models import Pathway
from cordee.people.models import Person
from cordee.plumbing.inserting import insert
from cordee.referrals.models import Referral

LONGEST_NOTES = 4_000
USUAL_MINUTES = 10
MOST_ITEMS = 200


@transaction.atomic
def put_on_agenda(sitting: Sitting, found: Sequence[Candidate], *, by: Actor) -> list[SittingItem]:
    """Put what waits on the agenda, after what is there. found: offered to the actor, who sees each of them.

    Once the board is called, its members read them at once. Raises NotAllowed, BadInput, StaleState.
    """
    check(by, "item:propose")
    kept = locked(sitting)
    if not kept.may_be_prepared:
        raise StaleState(_("L’ordre du jour de cette séance ne change plus."))
    here = SittingItem.objects.filter(sitting=kept, state__in=ON_AGENDA)
    known = {
        (kind, one)
        for kind, person, ref in here.values_list("kind", "person_id", "referral_id")
        for one in (person, ref)
        if one
    }
    fresh = [one for one in found if not {(one.kind, one.person_id), (one.kind, one.referral_id)} & known]
    last = here.order_by("-position").values_list("position", flat=True).first() or 0
    if last + len(fresh) > MOST_ITEMS:
        raise BadInput(
            "chosen",
            _("Une séance tient %(most)s situations au plus\u202f: prévoyez-en une autre.")
            % {"most": MOST_ITEMS},
        )
    items = [_item(kept, one, last + number, by) for number, one in enumerate(fresh, start=1)]
    insert(*items)
    _tell(kept, items, by=by)
    grounds.open_items(kept, items, by=by)
    return items


def _item(sitting: Sitting, one: Candidate, position: int, by: Actor) -> SittingItem:
    return SittingItem(
        organisation_id=sitting.organisation_id,
        person_id=one.person_id,
        sitting=sitting,
        kind=one.kind,
        pathway_id=one.pathway_id,
        referral_id=one.referral_id,
        programme_id=one.programme_id,
        position=position,
        minutes=USUAL_MINUTES,
        presenter_id=one.presenter_id,
        added_by=by.member,
    )


def _tell(sitting: Sitting, items: Sequence[SittingItem], *, by: Actor) -> None:
    """One fact each in the dossiers, written together."""
    concerned = [item for item in items if item.person_id is not None]
    if not concerned:
        return
    codes = {"board": sitting.board.label, "sitting": sitting.day.isoformat()}
    told = [(item.person_id, by.today, codes) for item in concerned]
    record_facts(
        "commission_item",
        told,  # type: ignore[arg-type]
        organisation=sitting.organisation_id,
        by=by,
        things=("sittingitem", [item.pk for item in concerned]),
    )


@transaction.atomic
def add_by_hand(
    sitting: Sitting,
    *,
    by: Actor,
    kind: str,
    person: Person,
    pathway: Pathway | None = None,
    referral: Referral | None = None,
) -> SittingItem:
    """One situation that nothing put there by itself. person: seen by the actor.

    Raises NotAllowed, BadInput, StaleState.
    """
    if kind not in ItemKind.values or not sitting.board.may(kind):
        raise BadInput("kind", _("Cette commission n’est pas saisie pour cela."))
    if kind == ItemKind.ADMISSION and pathway is None and referral is None:
        raise BadInput("person", _("Ouvrez d’abord un parcours dans le dispositif, ou notez l’orientation."))
    one = Candidate(
        kind=kind,
        person_id=person.pk,
        pathway_id=pathway.pk if pathway else None,
        referral_id=referral.pk if referral else None,
        programme_id=pathway.programme_id if pathway else None,
        name="",
        since=by.today,
        presenter_id=pathway.referent_id if pathway else None,
    )
    made = put_on_agenda(sitting, [one], by=by)
    if not made:
        raise BadInput("person", _("Cette situation est déjà à l’ordre du jour."))
    return made[0]


@transaction.atomic
def take_off(item: SittingItem, *, by: Actor, version: int) -> SittingItem:
    """Off the agenda: it waits again, its members and guests read it no more. Raises NotAllowed, StaleState."""
    check(by, "item:propose")
    kept = locked_item(item, version)
    if not kept.sitting.may_be_prepared:
        raise StaleState(_("L’ordre du jour de cette séance ne change plus."))
    item_becomes(kept, ItemState.REMOVED)
    grounds.close_items([kept])
    _renumber(kept.sitting)
    return kept


@transaction.atomic
def put_back(item: SittingItem, *, by: Actor) -> SittingItem:
    """Undo `take_off`, at the end of the agenda. Raises NotAllowed, BadInput, StaleState."""
    check(by, "item:propose")
    kept = locked_item(item)
    if not kept.sitting.may_be_prepared or kept.state != ItemState.REMOVED:
        raise StaleState(_("L’ordre du jour de cette séance ne change plus."))
    others = SittingItem.objects.filter(sitting=kept.sitting, state__in=ON_AGENDA)
    if kept.person_id and others.filter(person=kept.person_id, kind=kept.kind).exists():
        raise BadInput("person", _("Cette situation est déjà à l’ordre du jour."))
    last = others.order_by("-position").values_list("position", flat=True).first() or 0
    item_becomes(kept, ItemState.WAITING, position=last + 1)
    grounds.open_items(kept.sitting, [kept], by=by)
    return kept


@transaction.atomic
def move_item(item: SittingItem, *, by: Actor, to: int) -> None:
    """Give it this place on the agenda, from 1; the others make room. Raises NotAllowed, StaleState."""
    check(by, "sitting:prepare")
    sitting = locked(item.sitting)
    if not sitting.may_be_prepared:
        raise StaleState(_("L’ordre du jour de cette séance ne change plus."))
    rows = _ordered(sitting)
    moving = next((row for row in rows if row.pk == item.pk), None)
    if moving is None:
        raise StaleState(_("Cette situation n’est plus à l’ordre du jour."))
    rows.remove(moving)
    rows.insert(max(0, min(to - 1, len(rows))), moving)
    _number(rows)


def _ordered(sitting: Sitting) -> list[SittingItem]:
    rows = SittingItem.objects.filter(sitting=sitting, state__in=ON_AGENDA).order_by("position", "pk")
    return list(rows.select_for_update(of=("self",)))


def _renumber(sitting: Sitting) -> None:
    _number(_ordered(sitting))


def _number(rows: Sequence[SittingItem]) -> None:
    """Places from 1, in order; a place alone is nobody's words, so it does not raise a version."""
    moved = []
    for position, row in enumerate(rows, start=1):
        if row.position != position:
            row.position = position
            moved.append(row)
    SittingItem.objects.bulk_update(moved, ["position"])


@transaction.atomic
def change_item(
    item: SittingItem,
    *,
    by: Actor,
    version: int,
    minutes: int,
    presenter: Member | None,
    presenter_name: str = "",
    person_heard: bool = False,
    notes: str = "",
) -> SittingItem:
    """Its time, who presents it, whether the person comes, what is to be said.

    Raises NotAllowed, BadInput, StaleState.
    """
    check(by, "item:propose")
    if len(notes) > LONGEST_NOTES:
        raise BadInput("notes", _("Gardez l’essentiel\u202f: une page se lit en séance."))
    if not 1 <= minutes <= 240:
        raise BadInput("minutes", _("Donnez entre une minute et quatre heures."))
    if presenter is not None and presenter.organisation_id != by.organisation.pk:
        raise BadInput("presenter", _("Cette personne n’est pas de la maison."))
    kept = locked_item(item, version)
    if kept.sitting.state in (SittingState.APPROVED, SittingState.CANCELLED):
        raise StaleState(_("L’ordre du jour de cette séance ne change plus."))
    sealing.write(kept, "sealed_notes", notes, key=sealing.key_for(kept))
    touch(
        kept,
        minutes=minutes,
        presenter=presenter,
        presenter_name=presenter_name.strip()[:160],
        person_heard=person_heard,
        sealed_notes=kept.sealed_notes,
    )
    return kept


def removed_since(sitting: Sitting, item_id: UUID) -> Any:
    """A situation taken off, to be put back."""
    return SittingItem.objects.filter(sitting=sitting, pk=item_id, state=ItemState.REMOVED).first()
