"""A colleague leaves: the day, and who takes over what they followed."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.accounts import access, hooks, team
from cordee.accounts.actions import team as gestures
from cordee.accounts.actor import Actor
from cordee.accounts.forms.team import DepartureForm
from cordee.accounts.models import Member
from cordee.accounts.views import done, posted
from cordee.accounts.views.team import crumb_of, crumbs
from cordee.kernel.partitions import Partition
from cordee.plumbing.access import page
from cordee.plumbing.context import acting_in
from cordee.ui.shapes import Crumb


@page(roles=access.MANAGERS, writes=True)
def departure(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """What they follow is listed; one colleague for all, or another for some."""
    actor = request.actor  # type: ignore[attr-defined]
    found = team.colleague_or_404(actor, member_id)
    followed = what_is_followed(actor, found.member)
    colleagues = {str(one.pk): one for one in team.heirs_for(actor, found.member, actor.today)}
    form = DepartureForm(
        posted(request),
        today=actor.today,
        colleagues=[(key, str(one)) for key, one in colleagues.items()],
        followed=named(actor, followed),
    )
    if request.method == "POST" and form.is_valid():
        outcome: list[gestures.Departure] = []
        if done(form, lambda: outcome.append(leave(actor, found.member, form, colleagues))):
            say(request, found.member, outcome[0])
            return redirect("team")
    context = {
        "form": form,
        "colleague": found,
        "followed": followed,
        "against": access.reason_against_managing(actor, "team:depart", found.member, found.codes),
        "crumbs": crumbs(crumb_of(found), Crumb(_("Départ"))),
    }
    return render(request, "accounts/departure.html", context)


def what_is_followed(actor: Actor, member: Member) -> list[hooks.Followed]:
    """Counted for whoever records the departure, even when they read no dossier."""
    with acting_in(gestures.whole_house(actor)):
        return hooks.followed_by(member)


def named(actor: Actor, followed: Sequence[hooks.Followed]) -> list[tuple[str, str]]:
    """The items one by one, for those alone who read the dossiers of the house."""
    if not actor.opens(Partition.IDENTITY):
        return []
    return [(item.key, item.label) for kind in followed for item in kind.items]


def leave(
    actor: Actor, member: Member, form: DepartureForm, colleagues: dict[str, Member]
) -> gestures.Departure:
    heir, others = form.heirs()
    return gestures.record_departure(
        member,
        by=actor,
        on=form.departs_on(),
        heir=colleagues.get(heir),
        heirs={key: colleagues.get(chosen) for key, chosen in others.items()},
    )


def say(request: HttpRequest, member: Member, outcome: gestures.Departure) -> None:
    text = _("%s : départ enregistré.") % member
    if outcome.handed_over:
        text += " " + ngettext(
            "%d suivi a été confié.", "%d suivis ont été confiés.", outcome.handed_over
        ) % outcome.handed_over  # fmt: skip
    messages.success(request, text)
    if outcome.left:
        text = ngettext("%d suivi reste sans personne.", "%d suivis restent sans personne.", outcome.left)
        messages.warning(request, text % outcome.left)


@page(roles=access.MANAGERS, only_writes=True)
def cancel(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """A departure to come is called off."""
    actor = request.actor  # type: ignore[attr-defined]
    found = team.colleague_or_404(actor, member_id)
    gestures.cancel_departure(found.member, by=actor)
    messages.success(request, _("%s : départ annulé. Ce qui a été confié le reste.") % found.member)
    return redirect("member", found.member.pk)
