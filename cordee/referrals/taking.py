"""Taking an orientation down on one page: its form, who looks alike, the dossier opened at once if wished.

One request to see the page, one to save; a third only when somebody looks like the person described, or when
a condition of entry asks for a reason.
"""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.kernel.verdict import Examination
from cordee.pathways.fetch import Choices
from cordee.pathways.forms import OpeningForm
from cordee.pathways.gestures import attempt
from cordee.pathways.opening import examine_opening
from cordee.people import drafts
from cordee.referrals import actions, fetch
from cordee.referrals.access import can, reason_against
from cordee.referrals.actions import Opening
from cordee.referrals.fetch import Alike
from cordee.referrals.forms import AlikeForm, ReferralForm
from cordee.referrals.models import Referral
from cordee.ui.shapes import Crumb

DRAFT = "orientation"


class Taking:
    """What the page holds between what was sent and what it shows."""

    def __init__(self, request: HttpRequest) -> None:
        self.request, self.actor = request, request.actor  # type: ignore[attr-defined]
        data = request.POST if request.method == "POST" else None
        self.choices = Choices(self.actor)
        self.resumed = drafts.NOTHING if data is not None or "vide" in request.GET else self._draft()
        start = {"programme": request.GET.get("dispositif", ""), **self.resumed.typed}
        start = {name: value for name, value in start.items() if value}
        options = {"choices": self.choices, "today": self.actor.today}
        self.form = ReferralForm(data, initial=dict(start), **options)
        self.opening = OpeningForm(data, initial=dict(start), **options)
        self.alike_form = AlikeForm(data)
        self.alike = Alike()
        self.must_choose = False
        if data is None:
            self.opening.examination = self.examination()

    def _draft(self) -> drafts.Resumed:
        return drafts.resumed(self.actor, DRAFT, None)

    @cached_property
    def wants_to_open(self) -> bool:
        return "ouvrir" in self.request.POST

    def adapt(self) -> None:
        """Show what was typed with the parts of another programme; say nothing yet of what is missing."""
        self.opening.examination = self.examination()
        self.form.leave_unjudged()
        self.opening.leave_unjudged()

    def examination(self) -> Examination:
        typed = self.typed()
        return examine_opening(self.opening, typed, referral=typed)

    def typed(self) -> Referral:
        """The orientation as it stands so far, in memory: what the conditions of entry look at."""
        kept = self.form.so_far
        words = {name: kept.get(name) or "" for name in ("birth", "channel", "referrer_name", "structure")}
        return Referral(received_on=kept.get("received_on") or self.actor.today, **words)

    def look_alike(self) -> None:
        """Who may be the person described so far."""
        self.form.is_valid()
        self.alike = fetch.alike(self.actor, self.form.cleaned_data)

    def save(self) -> str:
        """Where to go once saved; empty when something prevents it, which the page then says."""
        is_valid = self.form.is_valid()
        if self.wants_to_open:
            is_valid = self.opening.is_valid() and is_valid
        self.look_alike()
        person, answered = self.alike_form.chosen(self.alike)
        self.must_choose = not answered
        if is_valid and answered:
            url = self._open(person) if self.wants_to_open else self._keep(person)
            if url:
                drafts.drop_draft(self.actor, DRAFT, None)
                return url
        if self.wants_to_open and not self.opening.examination.verdicts:
            self.opening.examination = self.examination()
        return ""

    def _keep(self, person: Any) -> str:
        taken = attempt(
            self.form, lambda kept: actions.take_referral(by=self.actor, person=person, **self.form.described)
        )
        if taken is None:
            return ""
        messages.success(self.request, _("Orientation enregistrée."))
        return reverse("referral", args=[taken.pk])

    def _open(self, person: Any) -> str:
        opened = attempt(
            self.opening,
            lambda kept: actions.take_and_convert(
                by=self.actor, opening=opening_from(self.opening), person=person, **self.form.described
            ),
        )
        if opened is None:
            return ""
        messages.success(self.request, _("Orientation enregistrée, dossier ouvert, parcours commencé."))
        return reverse("person", args=[opened.person_id])

    def context(self) -> dict[str, Any]:
        may_open = can(self.actor, "referral:convert")
        return {
            "form": self.form,
            "opening": self.opening if may_open else None,
            "why_not_open": reason_against(self.actor, "referral:convert"),
            "opening_is_shown": self.wants_to_open,
            "alike": self.alike,
            "alike_form": self.alike_form,
            "must_choose": self.must_choose,
            "resumed": self.resumed,
            "today": self.actor.today,
            "crumbs": [Crumb(_("Orientations"), reverse("referrals")), Crumb(_("Nouvelle orientation"))],
            "page_url": reverse("new_referral"),
            "opening_url": reverse("new_referral"),
            "draft_url": reverse("draft", args=[DRAFT]),
        }


def opening_from(form: OpeningForm) -> Opening:
    """What a valid form says of the pathway to open."""
    kept = form.cleaned_data
    return Opening(
        version=kept["programme"],
        on=kept["opened_on"],
        referent=kept["referent"],
        site=kept.get("site"),
        carried_out_by=kept.get("carried_out_by"),
        answers=form.answers,
        words=kept["words"],
        reason=kept["pass_reason"],
    )
