"""The letters of the house, in its settings: written, tried on an invented person, withdrawn, put back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.kernel.errors import BadInput
from cordee.letters import actions, fetch
from cordee.letters.access import ROLES
from cordee.letters.catalogue import GROUPS, Letter, letters_of
from cordee.letters.forms import HouseLetterForm
from cordee.letters.merging import FIELDS
from cordee.plumbing.access import page
from cordee.ui.shapes import Crumb


def crumbs(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("Réglages"), reverse("settings")), *more]


@page(roles=ROLES["letter:word"])
def house_letters(request: HttpRequest) -> HttpResponse:
    """Every letter, the withdrawn ones last."""
    actor = request.actor  # type: ignore[attr-defined]
    every = letters_of(actor.organisation, actor.today, withdrawn=True)
    groups = [
        (label, [one for one in every if one.group == code and not one.is_withdrawn])
        for code, label in GROUPS.items()
    ]
    context = {
        "groups": [(label, found) for label, found in groups if found],
        "withdrawn": [one for one in every if one.is_withdrawn],
        "crumbs": crumbs(Crumb(_("Lettres et attestations"))),
    }
    return render(request, "letters/house.html", context)


@page(roles=ROLES["letter:word"], writes=True)
def new_letter(request: HttpRequest) -> HttpResponse:
    form = HouseLetterForm(request.POST if request.method == "POST" else None, initial={"part": "social"})
    return _answer(request, form, None)


@page(roles=ROLES["letter:word"], writes=True)
def house_letter(request: HttpRequest, code: str) -> HttpResponse:
    letter = fetch.house_letter(request.actor, code)  # type: ignore[attr-defined]
    form = HouseLetterForm(request.POST if request.method == "POST" else None, initial=letter.said)
    return _answer(request, form, letter)


def _answer(request: HttpRequest, form: HouseLetterForm, letter: Letter | None) -> HttpResponse:
    if form.is_bound and form.is_valid() and _worded(request, form, letter):
        messages.success(request, _("La lettre est enregistrée\u202f: elle est proposée à toute la maison."))
        return HttpResponseRedirect(reverse("house_letters"))
    title = letter.label if letter else _("Nouvelle lettre")
    context: dict[str, Any] = {
        "form": form,
        "letter": letter,
        "title": title,
        "fields": list(FIELDS.values()),
        "crumbs": crumbs(Crumb(_("Lettres et attestations"), reverse("house_letters")), Crumb(title)),
    }
    return render(request, "letters/house_letter.html", context, status=422 if form.is_bound else 200)


def _worded(request: HttpRequest, form: HouseLetterForm, letter: Letter | None) -> bool:
    try:
        actions.word_letter(by=request.actor, said=form.said, code=letter.code if letter else "")  # type: ignore[attr-defined]
    except BadInput as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True


@page(roles=ROLES["letter:word"], only_writes=True)
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    letter = fetch.house_letter(request.actor, code)  # type: ignore[attr-defined]
    actions.withdraw_letter(letter, by=request.actor)  # type: ignore[attr-defined]
    messages.success(
        request, _("La lettre n’est plus proposée. Celles déjà rangées dans les dossiers y restent.")
    )
    return HttpResponseRedirect(reverse("house_letters"))


@page(roles=ROLES["letter:word"], only_writes=True)
def put_back(request: HttpRequest, code: str) -> HttpResponse:
    letter = fetch.house_letter(request.actor, code)  # type: ignore[attr-defined]
    actions.put_back_letter(letter, by=request.actor)  # type: ignore[attr-defined]
    messages.success(request, _("C’est de nouveau le texte de Cordée."))
    return HttpResponseRedirect(reverse("house_letters"))
