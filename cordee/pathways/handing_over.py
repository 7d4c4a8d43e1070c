"""A colleague leaves: the places they hold around people pass to another, or end.

`accounts` records the departure and calls these, in a context that sees the whole house (accounts.hooks).
Whoever takes over begins at once, so that nobody waits; the leaver reads until their last day.
"""

from datetime import date, datetime, time, timedelta

from django.contrib.postgres.functions import TransactionNow
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.accounts.hooks import Followed, FollowedItem
from cordee.accounts.models import Member, zone
from cordee.pathways import circle, timekeeping
from cordee.pathways.models import CirclePlace
from cordee.people.models import Ground
from cordee.programmes.cached import definition_of

A_DAY = timedelta(days=1)


def held_by(member: Member) -> list[CirclePlace]:
    """Every place a member holds now, by the name of the person."""
    places = CirclePlace.objects.filter(member=member, until_on=None).select_related("pathway__person")
    return list(places.order_by("pathway__sort_key", "pk"))


def is_referent(place: CirclePlace) -> bool:
    return place.pathway.referent_id == place.member_id and place.role == role_of(place)


def role_of(place: CirclePlace) -> str:
    return definition_of(place.pathway.programme_version_id).referent_role.code


def followed(member: Member) -> list[Followed]:
    """What the departure page offers to hand over, one by one."""
    places = held_by(member)
    referent = [item_of(place) for place in places if is_referent(place)]
    others = [item_of(place) for place in places if not is_referent(place)]
    return [
        Followed(_("parcours comme référent"), len(referent), referent),
        Followed(_("places dans un entourage"), len(others), others),
    ]


def item_of(place: CirclePlace) -> FollowedItem:
    programme = definition_of(place.pathway.programme_version_id).header.short_label
    return FollowedItem(str(place.pk), f"{place.pathway.person.full_name}, {programme}")


def hand_over(
    leaving: Member, heir: Member, by: Actor, on: date, *, only: frozenset[str] | None = None
) -> int:
    """Give the places of `leaving` to `heir`. on: the first day without the leaver. Returns how many."""
    given = 0
    for place in held_by(leaving):
        if only is None or str(place.pk) in only:
            _pass_on(place, heir, by=by, on=on)
            given += 1
    return given


def _pass_on(place: CirclePlace, heir: Member, *, by: Actor, on: date) -> None:
    pathway = place.pathway
    definition = definition_of(pathway.programme_version_id)
    role = definition.role(place.role)
    was_referent = is_referent(place)
    circle.leave(place, on=on - A_DAY)
    if was_referent:
        pathway.referent = heir
        pathway.save(update_fields=["referent"])
    if role is not None and not circle.standing(pathway).filter(role=place.role, member=heir).exists():
        circle.join(pathway, role, by=by, on=min(on, by.today), member=heir)
    _shut(place, by=by, on=on)
    timekeeping.refresh(pathway)


def _shut(place: CirclePlace, *, by: Actor, on: date) -> None:
    """The leaver reads until their last day, and no later."""
    if on <= by.today:
        circle.shut(place)
    else:
        circle.shut(place, at=first_instant(on, by))


def first_instant(on: date, by: Actor) -> datetime:
    return datetime.combine(on, time.min, tzinfo=zone(by.organisation.time_zone))


def left(leaving: Member, by: Actor, on: date) -> None:
    """What was handed to nobody ends with the leaver, and so does every reason they had to read a dossier."""
    for place in held_by(leaving):
        pathway = place.pathway
        was_referent = is_referent(place)
        circle.leave(place, on=on - A_DAY)
        if was_referent:
            pathway.referent = None
            pathway.save(update_fields=["referent"])
        _shut(place, by=by, on=on)
        timekeeping.refresh(pathway)
    ends_at = TransactionNow() if on <= by.today else first_instant(on, by)
    Ground.objects.filter(organisation=by.organisation, member=leaving, ends_at=None).update(ends_at=ends_at)
