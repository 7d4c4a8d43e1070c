"""Writing a letter about somebody: choosing it, reading it filled in, printing it, keeping it in the dossier."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.kernel.errors import BadInput
from cordee.letters import actions, fetch
from cordee.letters.access import ROLES
from cordee.letters.actions import Written
from cordee.letters.catalogue import GROUPS, Letter
from cordee.letters.forms import LetterForm
from cordee.letters.merging import Sheet, postal_address, values_for
from cordee.letters.rules import Merged, left_to_fill, merge
from cordee.people import drafts
from cordee.people.tabs import around
from cordee.plumbing import access_log
from cordee.plumbing.access import page
from cordee.plumbing.files import giving, naming
from cordee.ui.flash import offer_undo

TAB = "documents"


@page(roles=ROLES["letter:write"])
def letters(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The letters one may write about this person, by group."""
    actor = request.actor  # type: ignore[attr-defined]
    person, stories = fetch.stories_for(actor, pk)
    sheet = fetch.sheet_for(actor, person, stories, request.GET.get("parcours", ""))
    access_log.record(actor, what="letters.opened", person=person.pk, holder=person.organisation_id)
    offered = fetch.offered(actor)
    groups = [(label, [one for one in offered if one.group == code]) for code, label in GROUPS.items()]
    context = {
        **around(actor, person, TAB, _("Lettres et attestations")),
        "groups": [(label, found) for label, found in groups if found],
        "chosen": sheet.story,
        "stories": stories if len(stories) > 1 else [],
    }
    return render(request, "letters/choose.html", context)


@page(roles=ROLES["letter:write"], writes=True)
def write(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    """One letter, filled in; corrected, seen as a PDF, kept."""
    actor = request.actor  # type: ignore[attr-defined]
    person, stories = fetch.stories_for(actor, pk)
    sheet = fetch.sheet_for(actor, person, stories, request.GET.get("parcours", ""))
    letter = fetch.letter_for(actor, code)
    draft = f"letter-{code}"
    if request.method == "POST":
        form = LetterForm(request.POST)
        if form.is_valid() and (answer := taken(request, form, sheet, letter, draft)):
            return answer
        filled, resumed = Filled(sheet, letter), drafts.NOTHING
    else:
        access_log.record(actor, what="letters.opened", person=person.pk, holder=person.organisation_id)
        filled = Filled(sheet, letter)
        resumed = drafts.NOTHING if "vide" in request.GET else drafts.resumed(actor, draft, person)
        form = LetterForm(initial=filled.initial | without_address(resumed.typed, person))
    left = left_to_fill(f"{form['title'].value()}\n{form['body'].value()}")
    context = {
        **around(actor, person, TAB, letter.label),
        "letter": letter,
        "form": form,
        "resumed": resumed,
        "missing": [one for one in filled.missing if one in left],
        "blanks": [one for one in left if one not in filled.missing],
        "is_protected": person.has_protected_contact,
        "draft_url": reverse("person_draft", args=[person.pk, draft]),
        "here": request.path,
    }
    return render(request, "letters/write.html", context, status=422 if form.is_bound else 200)


def without_address(typed: dict[str, Any], person: Any) -> dict[str, Any]:
    """A draft begun before the contacts were protected may hold the address: it is not shown again."""
    hidden = ("to",) if person.has_protected_contact else ()
    return {name: value for name, value in typed.items() if name not in hidden}


@dataclass(frozen=True)
class Filled:
    """A letter with what is known of the person in the place of its fields."""

    sheet: Sheet
    letter: Letter

    @cached_property
    def merged(self) -> tuple[Merged, Merged]:
        values = values_for(self.sheet)
        return merge(self.letter.title, values), merge(self.letter.body, values)

    @property
    def initial(self) -> dict[str, str]:
        title, body = self.merged
        address = postal_address(self.sheet).replace(", ", "\n")
        to = "\n".join(line for line in (self.sheet.person.full_name, address) if line)
        is_certificate = self.letter.group == "certificate"
        return {
            "title": title.text,
            "body": body.text,
            "to": "" if is_certificate else to,
            "place": self.sheet.house.town,
        }

    @property
    def missing(self) -> list[str]:
        return list(dict.fromkeys(name for one in self.merged for name in one.missing))


def taken(
    request: HttpRequest, form: LetterForm, sheet: Sheet, letter: Letter, draft: str
) -> HttpResponse | None:
    """The PDF to look at, or the letter kept; nothing when the form must say why not."""
    actor, person = request.actor, sheet.person  # type: ignore[attr-defined]
    written = Written(**form.cleaned_data)
    try:
        if "apercu" in request.POST:
            content = actions.print_letter(sheet, letter, written)
            return giving.attachment(content, naming.offered(written.title, "pdf"), "application/pdf")
        paper = actions.keep_letter(sheet, letter, written, by=actor)
    except BadInput as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return None
    drafts.drop_draft(actor, draft, person)
    where = [person.pk, letter.part, paper.pk]
    offer_undo(request, _("La lettre est rangée dans le dossier."), reverse("remove_paper", args=where))
    messages.info(request, _("Elle est dans «\u202fDocuments\u202f»\u202f: ouvrez-la pour l’imprimer."))
    return HttpResponseRedirect(reverse("person_papers", args=[person.pk]))
