"""What the pages of orientations show: lines of the list, the sheet of one, its answers in order."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from cordee.dossier.models import Deadline
from cordee.kernel.registry import Registry
from cordee.kernel.words import capital
from cordee.papers.enums import kind_label as paper_kind
from cordee.papers.panels import PaperLine, type_words
from cordee.pathways.fetch import Choices
from cordee.programmes.definition import Definition
from cordee.referrals.enums import STANDING, Door, RefusalReason, State, StructureKind
from cordee.referrals.fetch import ANSWERED, EVERY, WAITING, Page
from cordee.referrals.models import Referral, ReferralPaper
from cordee.referrals.papers import paper_label
from cordee.ui.forms import CordeeForm
from cordee.ui.shapes import Badge, Chip, Crumb, DeadlineRow, Tab, TimelineEntry
from cordee.ui.shapes import Definition as Shown
from cordee.ui.wording import count_words

TONES = {
    State.RECEIVED: "info",
    State.PAPERS_ASKED: "soon",
    State.WAITING: "soon",
    State.TO_BOARD: "soon",
    State.ACCEPTED: "done",
}


def state_badge(state: str) -> Badge:
    return Badge(str(State(state).label), TONES.get(State(state), "neutral"))


VIEWS: Registry[Any] = Registry("vue des orientations")
VIEWS.register("referrals", _lazy("Reçues"))
VIEWS.register("waiting_list", _lazy("Liste d’attente"))
VIEWS.register("origins", _lazy("Provenance"))


def tabs_at(current: str) -> list[Tab]:
    """The pages about orientations, side by side."""
    return [Tab(str(label), reverse(name), is_current=name == current) for name, label in VIEWS.items()]


# --- The list ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A line of the list. due: by when an answer is expected, said in words."""

    pk: UUID
    name: str
    detail: str
    referrer: str
    referrer_detail: str
    programme: str
    received_on: date
    state: Badge
    answered_on: date | None
    missing: str
    due: DeadlineRow | None
    handled_by: str


def lines_of(page: Page, choices: Choices, on: date) -> list[Line]:
    labels = dict(choices.programmes)
    return [line_of(row, page.deadlines.get(row.pk), labels, on) for row in page.rows]


def line_of(row: Referral, deadline: Deadline | None, labels: dict[str, str], on: date) -> Line:
    return Line(
        pk=row.pk,
        name=row.full_name,
        detail=born(row, on),
        referrer=row.structure or kind_label(row) or row.referrer_name or _("non précisé"),
        referrer_detail=row.referrer_name if row.structure or row.structure_kind else "",
        programme=labels.get(str(row.programme_id), ""),
        received_on=row.received_on,
        state=state_badge(row.state),
        answered_on=row.answered_on,
        missing=missing_words(len(row.papers_missing)) if row.is_standing else "",
        due=deadline_shown(deadline, on),
        handled_by=row.handled_by.display_name if row.handled_by else "",
    )


def missing_words(number: int) -> str:
    return ngettext("%d pièce", "%d pièces", number) % number if number else ""


def born(row: Referral, on: date) -> str:
    """« 12 mars 1984, 42 ans », « 1984 », or nothing."""
    ages = row.birth_date.age_range(on)
    if ages is None:
        return ""
    low, high = ages
    age = _("%(age)s ans") % {
        "age": low if low == high else _("%(low)s ou %(high)s") % {"low": low, "high": high}
    }
    return f"{row.birth_date.label}, {age}"


def kind_label(row: Referral) -> str:
    return (
        capital(str(StructureKind(row.structure_kind).label))
        if row.structure_kind in StructureKind.values
        else ""
    )


def deadline_shown(deadline: Deadline | None, on: date) -> DeadlineRow | None:
    if deadline is None:
        return None
    return DeadlineRow(deadline.label, deadline.due_on, on, warn_on=deadline.warn_on, why=deadline.source)


def counted(count: int, state: str) -> str:
    """The honest count, in words."""
    kinds = {
        WAITING: ngettext("orientation attend une réponse", "orientations attendent une réponse", count),
        ANSWERED: ngettext("orientation répondue", "orientations répondues", count),
        EVERY: ngettext("orientation", "orientations", count),
    }
    kind = kinds.get(state) or ngettext("orientation", "orientations", count)
    return f"{count_words(count)} {kind}"


def address(request: HttpRequest, **changes: str) -> str:
    """The page's address with some parameters changed; an empty value removes one."""
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return f"?{query.urlencode()}"


def chips_of(request: HttpRequest, form: CordeeForm) -> list[Chip]:
    """Each filter in force, with the address without it."""
    chips = []
    for name, value in form.cleaned_data.items():
        if value:
            label = dict(getattr(form.fields[name], "choices", ())).get(value, form.fields[name].label)
            chips.append(Chip(str(label), address(request, **{name: "", "apres": ""})))
    return chips


# --- One orientation --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sheet:
    """What one page says of an orientation."""

    state: Badge
    person: list[Shown]
    referrer: list[Shown]
    needs: list[str]
    missing: list[str]
    steps: list[TimelineEntry]
    programme: str = ""


def sheet_of(row: Referral, choices: Choices, on: date) -> Sheet:
    definition = choices.definition_for(row.programme_id)
    return Sheet(
        state=state_badge(row.state),
        person=[
            Shown(_("Naissance"), born(row, on)),
            Shown(_("Téléphone"), row.phone, url=tel(row.phone)),
            Shown(_("Courriel"), row.email, url=f"mailto:{row.email}" if row.email else ""),
            *([Shown(_("Pour la joindre"), row.reach_note)] if row.reach_note else []),
            Shown(_("Accord de la personne"), _("oui") if row.person_agrees else ""),
        ],
        referrer=[
            Shown(_("Structure"), row.structure),
            Shown(_("Nature"), kind_label(row)),
            Shown(
                _("Qui oriente"),
                ", ".join(word for word in (row.referrer_name, row.referrer_function) if word),
            ),
            Shown(_("Où la joindre"), row.referrer_contact, url=reach(row.referrer_contact)),
            Shown(_("Voie"), channel_label(definition, row.channel)),
        ],
        needs=[label_of(definition.need(code) if definition else None, code) for code in row.needs],
        missing=papers_of(definition, row.papers_missing),
        steps=steps_of(row, definition),
        programme=definition.label if definition else (row.programme.label if row.programme else ""),
    )


def tel(number: str) -> str:
    digits = "".join(sign for sign in number if sign.isdigit() or sign == "+")
    return f"tel:{digits}" if len(digits) > 3 else ""


def reach(contact: str) -> str:
    """The address of a way to reach somebody, when one can be read in it."""
    if "@" in contact and " " not in contact.strip():
        return f"mailto:{contact.strip()}"
    return tel(contact) if contact[:1].isdigit() or contact[:1] == "+" else ""


def label_of(known: Any, code: str) -> str:
    """Its label in the programme; its code where the programme no longer knows it."""
    return known.label if known else code


def channel_label(definition: Definition | None, code: str) -> str:
    """In the programme's words, else in those of every house."""
    known = definition.channel(code) if definition else None
    if known is None and code in Door.values:
        return str(Door(code).label)
    return label_of(known, code)


def papers_of(definition: Definition | None, codes: list[str]) -> list[str]:
    return [label_of(definition.paper(code) if definition else None, code) for code in codes]


def steps_of(row: Referral, definition: Definition | None) -> list[TimelineEntry]:
    """What was answered, the last first, down to the arrival."""
    entries = [step_entry(step, definition) for step in reversed(row.steps)]
    taken = row.taken_by.display_name if row.taken_by else ""
    return [*entries, TimelineEntry(_("Orientation reçue"), row.received_on, icon="inbox", by=taken)]


MOVES_SAID = {
    "reopen": _lazy("Étude reprise"),
    "confirm": _lazy("La demande tient toujours"),
    "announce": _lazy("Fin annoncée, faute de nouvelles"),
    "told": _lazy("Message de qui oriente"),
}


def step_entry(step: dict[str, Any], definition: Definition | None) -> TimelineEntry:
    state, reason = step["state"], step.get("reason", "")
    label = capital(str(State(state).label)) if state in State.values else state
    label = str(MOVES_SAID.get(step["move"], label))
    if reason in RefusalReason.values:
        label = f"{label}\u202f: {RefusalReason(reason).label}"
    papers = ", ".join(papers_of(definition, step.get("papers", [])))
    text = "\n".join(part for part in (papers, step.get("words", "")) if part)
    entry = TimelineEntry(
        label, date.fromisoformat(step["on"]), icon="reply", by=step.get("by", ""), text=text
    )
    return entry if state not in STANDING else replace(entry, icon="three-dots")


def said_after(row: Referral) -> str:
    """What is said once an answer is kept."""
    return _("Réponse notée\u202f: orientation %(state)s.") % {"state": State(row.state).label}


def crumbs_of(row: Referral) -> list[Crumb]:
    return [
        Crumb(_("Orientations"), reverse("referrals")),
        Crumb(row.full_name, reverse("referral", args=[row.pk])),
    ]


def described(row: Referral) -> dict[str, str]:
    return {"first_names": row.first_names, "usage_name": row.usage_name, "birth": row.birth}


def initial_of(row: Referral, reason: str) -> dict[str, Any]:
    """An orientation as its form shows it again."""
    names = (
        "first_names",
        "usage_name",
        "phone",
        "email",
        "structure",
        "structure_kind",
        "referrer_name",
        "referrer_function",
        "referrer_contact",
        "received_on",
        "channel",
        "needs",
        "papers_missing",
        "person_agrees",
        "version",
    )
    return {
        **{name: getattr(row, name) for name in names},
        "birth": "/".join(reversed(row.birth.split("-"))) if row.birth else "",
        "programme": str(row.programme_id or ""),
        "handled_by": str(row.handled_by_id or ""),
        "reason": reason,
    }


def asked_papers(row: Referral, choices: Choices) -> list[tuple[str, str]]:
    """(code, label) of the papers still missing, as the programme asked for calls them."""
    definition = choices.definition_for(row.programme_id) if row.papers_missing else None
    return list(zip(row.papers_missing, papers_of(definition, row.papers_missing), strict=True))


def papers_shown(rows: list[ReferralPaper], *, key: bytes, can_change: bool) -> list[PaperLine]:
    """The papers that came with an orientation. key: the organisation's."""
    return [
        PaperLine(
            label=paper_label(row, key),
            kind=capital(paper_kind(row.kind)),
            detail=type_words(row),
            added_on=localtime(row.added_at).date(),
            added_by=row.added_by.display_name if row.added_by else "",
            url=reverse("referral_paper", args=[row.referral_id, row.pk]),
            remove_url=reverse("remove_referral_paper", args=[row.referral_id, row.pk]) if can_change else "",
        )
        for row in rows
    ]
