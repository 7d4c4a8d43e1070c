"""The texts a message may start from: those of Cordée, under the words of the house when it has its own.

A dated setting, as the names of lanes are. What is kept is neutral: `rules.betrays` is asked each time.
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cordee.accounts.access import LEADERS
from cordee.accounts.actor import Actor
from cordee.accounts.models import OrganisationSetting, Site
from cordee.dossier.access import can, reason_against
from cordee.dossier.messages import NEUTRAL_TEXTS
from cordee.dossier.rules import LONGEST_TEXT, PHONE, betrays
from cordee.kernel.errors import BadInput, NotAllowed
from cordee.plumbing import access_log
from cordee.plumbing.access import page
from cordee.ui.forms import CordeeForm
from cordee.ui.shapes import Crumb

SETTING = "messages"  # of OrganisationSetting: {code: {"subject": …, "text": …}}
LONGEST_SUBJECT = 60


@dataclass(frozen=True)
class Text:
    """A text to start from. is_own: the house wrote it."""

    code: str
    label: str
    subject: str
    text: str
    is_own: bool = False


def texts_of(organisation: Any, on: Any) -> list[Text]:
    """Every text, under the house's words where it has some. One query."""
    rows = OrganisationSetting.objects.filter(organisation=organisation, key=SETTING, valid_from__lte=on)
    kept = rows.order_by("-valid_from", "-set_at").values_list("value", flat=True).first()
    own = kept if isinstance(kept, dict) else {}
    return [_text(own.get(code), code, label, subject, text) for code, label, subject, text in NEUTRAL_TEXTS]


def _text(own: Any, code: str, label: Any, subject: Any, text: Any) -> Text:
    if isinstance(own, dict) and own.get("text"):
        return Text(code, str(label), str(own.get("subject", "")), str(own["text"]), is_own=True)
    return Text(code, str(label), str(subject), str(text).replace("%(phone)s", PHONE))


def filled(text: Text, house: Any) -> dict[str, str]:
    """What a message starts with: the house's own telephone in its place."""
    return {"subject": text.subject, "text": text.text.replace(PHONE, house.phone or "…")}


@transaction.atomic
def word_texts(*, by: Actor, said: dict[str, tuple[str, str]]) -> OrganisationSetting:
    """Give the house's own words, from today on. said: (subject, text) by code; an empty text is Cordée's again.

    Raises NotAllowed, BadInput (its field: « text_call_back », « subject_call_back »).
    """
    if not can(by, "message:word"):
        raise NotAllowed(reason_against(by, "message:word"))
    places = Site.objects.filter(organisation=by.organisation, closed_on=None).values_list("name", flat=True)
    names = (by.organisation.name, *places)
    value = {}
    for code, (subject, text) in said.items():
        for field, words in (("subject", subject), ("text", text)):
            if reason := betrays(words, names=names):
                raise BadInput(f"{field}_{code}", reason)
        if text:
            value[code] = {"subject": subject, "text": text}
    access_log.record(by, what=f"house.{SETTING}", detail=", ".join(value))
    return OrganisationSetting.objects.create(
        organisation=by.organisation, key=SETTING, value=value, valid_from=by.today, set_by=by.member
    )


class TextsForm(CordeeForm):
    """A subject and a text for each; emptied, Cordée's come back."""

    CODES = tuple(code for code, *_rest in NEUTRAL_TEXTS if code)

    def __init__(self, *args: Any, texts: list[Text], **kwargs: Any) -> None:
        initial: dict[str, str] = {}
        for text in texts:
            initial |= {f"subject_{text.code}": text.subject, f"text_{text.code}": text.text}
        super().__init__(*args, initial=initial, **kwargs)
        self.labels = {text.code: text.label for text in texts}

    @property
    def lines(self) -> list[tuple[str, Any, Any]]:
        """(what for, subject, text) as fields."""
        return [(self.labels[code], self[f"subject_{code}"], self[f"text_{code}"]) for code in self.CODES]

    @property
    def said(self) -> dict[str, tuple[str, str]]:
        kept = self.cleaned_data
        return {code: (kept[f"subject_{code}"].strip(), kept[f"text_{code}"].strip()) for code in self.CODES}


for _code in TextsForm.CODES:
    TextsForm.base_fields[f"subject_{_code}"] = forms.CharField(
        label=gettext_lazy("Objet du courriel"), required=False, max_length=LONGEST_SUBJECT
    )
    TextsForm.base_fields[f"text_{_code}"] = forms.CharField(
        label=gettext_lazy("Texte"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 3}),
    )


@page(roles=LEADERS, writes=True)
def house_texts(request: HttpRequest) -> HttpResponse:
    """The words of the house."""
    actor = request.actor  # type: ignore[attr-defined]
    sent = request.POST if request.method == "POST" else None
    form = TextsForm(sent, texts=texts_of(actor.organisation, actor.today))
    if form.is_valid() and _worded(form, actor):
        messages.success(request, _("Les textes de la maison sont enregistrés."))
        return HttpResponseRedirect(reverse("house_texts"))
    context = {
        "form": form,
        "phone": actor.organisation.phone,
        "crumbs": [Crumb(_("Réglages"), reverse("settings")), Crumb(_("Textes des messages"))],
    }
    return render(request, "dossier/house_texts.html", context, status=422 if form.is_bound else 200)


def _worded(form: TextsForm, actor: Any) -> bool:
    try:
        word_texts(by=actor, said=form.said)
    except BadInput as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True
