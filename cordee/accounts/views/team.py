"""The team: who is here, inviting, roles, departures."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.accounts import access, team
from cordee.accounts.actions import joining
from cordee.accounts.actions import team as gestures
from cordee.accounts.forms.team import InviteForm, MemberForm, RolesForm
from cordee.accounts.models import Invitation
from cordee.accounts.proof import proof_required
from cordee.accounts.views import done, posted
from cordee.accounts.words import role_list
from cordee.plumbing.access import page
from cordee.ui.shapes import Crumb

LINK_KEY = "invitation_link"


def crumbs(*last: Crumb) -> list[Crumb]:
    return [Crumb(_("Réglages"), reverse("settings")), Crumb(_("Équipe"), reverse("team")), *last]


@page(roles=access.MANAGERS)
def members(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    context = {
        "team": team.team_of(actor),
        "invitations": [(one, role_list(one.roles)) for one in team.invitations_waiting(actor)],
        "now": timezone.now(),
        "today": actor.today,
        "crumbs": [Crumb(_("Réglages"), reverse("settings")), Crumb(_("Équipe"))],
    }
    return render(request, "accounts/team.html", context)


@page(roles=access.MANAGERS, writes=True)
@proof_required
def invite(request: HttpRequest) -> HttpResponse:
    """A colleague, their roles; the link comes next, once."""
    actor = request.actor  # type: ignore[attr-defined]
    form = InviteForm(posted(request), may_give=access.may_give(actor))
    if request.method == "POST" and form.is_valid():
        made: list[tuple[Invitation, str]] = []
        if done(form, lambda: made.append(make_invitation(request, form))):
            return to_link(request, *made[0])
    return render(request, "accounts/invite.html", {"form": form, "crumbs": crumbs(Crumb(_("Inviter")))})


def make_invitation(request: HttpRequest, form: InviteForm) -> tuple[Invitation, str]:
    actor = request.actor  # type: ignore[attr-defined]
    return joining.invite(organisation=actor.organisation, by=actor, now=timezone.now(), **form.cleaned_data)


def to_link(request: HttpRequest, made: Invitation, token: str) -> HttpResponse:
    """The token waits in the session for the next page, which shows it and forgets it."""
    request.session[LINK_KEY] = {"invitation": str(made.pk), "token": token}
    return redirect("invitation_link", made.pk)


@page(roles=access.MANAGERS)
def invitation_link(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """The link, this once; afterwards, what became of the invitation."""
    made = team.invitation_or_404(request.actor, invitation_id)  # type: ignore[attr-defined]
    kept = request.session.get(LINK_KEY) or {}
    address = ""
    if kept.get("invitation") == str(made.pk):
        del request.session[LINK_KEY]
        address = request.build_absolute_uri(reverse("invitation", args=[kept["token"]]))
    context = {
        "invitation": made,
        "address": address,
        "is_open": made.is_open_at(timezone.now()),
        "roles": role_list(made.roles),
        "crumbs": crumbs(Crumb(made.full_name)),
    }
    return render(request, "accounts/invitation_link.html", context)


@page(roles=access.MANAGERS, only_writes=True)
def withdraw(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    made = team.invitation_or_404(actor, invitation_id)
    joining.withdraw_invitation(made, by=actor, now=timezone.now())
    messages.success(request, _("L’invitation pour %s est retirée : son lien ne sert plus.") % made.full_name)
    return redirect("team")


@page(roles=access.MANAGERS)
def member(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """One colleague: roles and their dates, what may be done."""
    actor = request.actor  # type: ignore[attr-defined]
    found = team.colleague_or_404(actor, member_id)
    person = found.member
    context = {
        "colleague": found,
        "periods": [
            role for role in person.roles.all() if role.until_on is None or role.until_on >= role.from_on
        ],
        "today": actor.today,
        "is_gone": person.until_on is not None and person.until_on < actor.today,
        "against": {
            name: access.reason_against_managing(actor, f"team:{name}", person, found.codes)
            for name in ("roles", "depart", "renew")
        },
        "crumbs": crumbs(Crumb(person.display_name)),
    }
    return render(request, "accounts/member.html", context)


@page(roles=access.MANAGERS, writes=True)
def describe(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Job title and site of a colleague, or of oneself."""
    actor = request.actor  # type: ignore[attr-defined]
    found = team.colleague_or_404(actor, member_id)
    initial = {"job_title": found.member.job_title, "site": found.member.site_id}
    form = MemberForm(posted(request), initial=initial, organisation=actor.organisation)
    if request.method == "POST" and form.is_valid():
        gestures.describe_member(found.member, by=actor, **form.cleaned_data)
        messages.success(request, _("C’est enregistré."))
        return redirect("member", found.member.pk)
    context = {"form": form, "colleague": found, "crumbs": crumbs(crumb_of(found), Crumb(_("Fiche")))}
    return render(request, "accounts/member_form.html", context)


@page(roles=access.MANAGERS, writes=True)
@proof_required
def roles(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """The roles from a day on. One's own can only be fewer."""
    actor = request.actor  # type: ignore[attr-defined]
    found = team.colleague_or_404(actor, member_id)
    offered = found.codes if found.is_self else access.may_give(actor)
    initial = {"roles": sorted(found.codes), "on": actor.today}
    form = RolesForm(posted(request), initial=initial, may_give=offered, today=actor.today)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        if done(
            form,
            lambda: gestures.change_roles(found.member, by=actor, roles=chosen["roles"], on=chosen["on"]),
        ):
            messages.success(request, _("%s : rôles enregistrés.") % found.member)
            return redirect("member", found.member.pk)
    context = {"form": form, "colleague": found, "crumbs": crumbs(crumb_of(found), Crumb(_("Rôles")))}
    return render(request, "accounts/roles.html", context)


def crumb_of(found: team.Colleague) -> Crumb:
    return Crumb(found.member.display_name, reverse("member", args=[found.member.pk]))


@page(roles=access.MANAGERS, writes=True)
@proof_required
def renew(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """A lost password, or a lost telephone: a new link for a colleague."""
    actor = request.actor  # type: ignore[attr-defined]
    found = team.colleague_or_404(actor, member_id)
    if request.method == "POST":
        lost = request.POST.get("telephone") == "lost"
        return to_link(
            request,
            *joining.renew_access(found.member, by=actor, now=timezone.now(), resets_second_factor=lost),
        )
    context = {
        "colleague": found,
        "against": access.reason_against_managing(actor, "team:renew", found.member, found.codes),
        "against_reset": joining.reset_reason() if joining.works_elsewhere(found.member) else "",
        "crumbs": crumbs(crumb_of(found), Crumb(_("Nouvel accès"))),
    }
    return render(request, "accounts/renew.html", context)
