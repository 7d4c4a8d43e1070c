"""Orientations and the waiting list, taken out: the lists of their pages, with their filters.

Why somebody is oriented stays in Cordée (it is sealed). A structure whose name says too much is never named, nor who
speaks for it; a protected person's telephone and address are in no file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from cordee.kernel.names import search_key
from cordee.pathways.fetch import Choices
from cordee.programmes.definition import Definition
from cordee.referrals import fetch, lining_up
from cordee.referrals.access import WELCOME
from cordee.referrals.enums import SENSITIVE_STRUCTURES, RefusalReason, State
from cordee.referrals.fetch import Wanted
from cordee.referrals.forms import SENSITIVE_LABEL, ReferralFilters
from cordee.referrals.importing.columns import kinds_by_name
from cordee.referrals.models import Referral, ReferralQuerySet
from cordee.referrals.panels import channel_label, kind_label, label_of, papers_of
from cordee.spreadsheets.outgoing import ExportKind, Table
from cordee.spreadsheets.writers import OutColumn

NEVER = "sealed_reason", "steps"


def may(actor: Any) -> bool:
    return bool(actor.roles & WELCOME)


# Who oriented


def tell_tale_words() -> list[str]:
    """What a structure of a sensitive kind is called, as its name may say it even where its kind is not told."""
    return [f" {key} " for key, code in kinds_by_name().items() if code in SENSITIVE_STRUCTURES]


def says_too_much(row: Referral, words: Sequence[str]) -> bool:
    """Is the structure of a sensitive kind, by what was chosen or by its very name (ECO-06)?"""
    if row.structure_kind in SENSITIVE_STRUCTURES:
        return True
    told = f" {search_key(f'{row.structure} {row.referrer_name} {row.referrer_function} {row.referrer_contact}')} "
    return any(word in told for word in words)


def referrer_of(row: Referral, words: Sequence[str]) -> list[str]:
    """[structure, its nature, who, their function, how to reach them]."""
    if says_too_much(row, words):
        return ["", str(SENSITIVE_LABEL), "", "", ""]
    return [row.structure, kind_label(row), row.referrer_name, row.referrer_function, row.referrer_contact]


REFERRER = (
    (lazy("Structure"), 28),
    (lazy("Nature de la structure"), 24),
    (lazy("Qui oriente"), 22),
    (lazy("Fonction"), 20),
    (lazy("Contact de qui oriente"), 24),
)


def _referrer_columns() -> list[OutColumn]:
    return [OutColumn(str(label), width=width) for label, width in REFERRER]


# Who is oriented


def _person_columns() -> list[OutColumn]:
    return [
        OutColumn(_("Nom d’usage"), width=22),
        OutColumn(_("Prénoms"), width=22),
        OutColumn(_("Naissance"), "day", 12),
        OutColumn(_("Téléphone"), width=18),
        OutColumn(_("Courriel"), width=28),
    ]


def person_of(row: Referral) -> list[Any]:
    hidden = row.person_id is not None and (row.person is None or row.person.has_protected_contact)
    birth = date.fromisoformat(row.birth) if len(row.birth) == 10 else row.birth_date.typed
    return [
        row.usage_name,
        row.first_names,
        birth,
        "" if hidden else row.phone,
        "" if hidden else row.email,
    ]


# All of them


def table(actor: Any, asked: QueryDict) -> Table:
    """The list of orientations as its page shows it with these filters."""
    choices = Choices(actor)
    form = ReferralFilters(asked, choices=choices, sees_all=actor.rights.intake)
    wanted = fetch.wanted_from(form)
    return Table(
        [
            OutColumn(_("Reçue le"), "day", 12),
            *_person_columns(),
            OutColumn(_("Dispositif"), width=28),
            OutColumn(_("Par quelle voie"), width=22),
            *_referrer_columns(),
            OutColumn(_("Besoins"), width=30),
            OutColumn(_("Pièces qui manquent"), width=24),
            OutColumn(_("La personne est d’accord"), width=10),
            OutColumn(_("Où elle en est"), width=20),
            OutColumn(_("Depuis le"), "day", 12),
            OutColumn(_("Répondue le"), "day", 12),
            OutColumn(_("Motif du refus"), width=26),
            OutColumn(_("Suivie par"), width=22),
        ],
        _rows(actor, wanted, choices),
        told(form, wanted),
        lambda most: fetch.every_row(actor, wanted).order_by()[:most].count(),
    )


def told(form: ReferralFilters, wanted: Wanted) -> list[str]:
    """The filters in force, in words; without a state, those who wait."""
    found = [] if wanted.state else [_("en attente d’une réponse")]
    for name, value in form.cleaned_data.items():
        if value and name in form.fields:
            label = dict(getattr(form.fields[name], "choices", ())).get(value, value)
            words = _("oui") if value is True else label
            found.append(f"{form.fields[name].label}\u202f: {words}")
    return found


def _rows(actor: Any, wanted: Wanted, choices: Choices) -> Iterator[Sequence[Any]]:
    words, definitions = tell_tale_words(), _Definitions(choices)
    rows = fetch.every_row(actor, wanted).select_related("handled_by", "person", "programme").defer(*NEVER)
    for row in rows.iterator(chunk_size=2_000):
        definition = definitions.of(row.programme_id)
        yield [
            row.received_on,
            *person_of(row),
            definition.label if definition else row.programme.label if row.programme else "",
            channel_label(definition, row.channel),
            *referrer_of(row, words),
            ", ".join(label_of(definition.need(code) if definition else None, code) for code in row.needs),
            ", ".join(papers_of(definition, row.papers_missing)) if row.is_standing else "",
            _("oui") if row.person_agrees else "",
            str(State(row.state).label),
            row.state_since,
            row.answered_on,
            str(RefusalReason(row.refusal_reason).label) if row.refusal_reason else "",
            row.handled_by.display_name if row.handled_by else "",
        ]


class _Definitions:
    """The programmes of the house, each looked for once."""

    def __init__(self, choices: Choices) -> None:
        self.known = {
            version.programme_id: choices.definition_for(version.programme_id) for version in choices.versions
        }

    def of(self, programme: UUID | None) -> Definition | None:
        return self.known.get(programme) if programme else None


# Those who wait


def waiting_table(actor: Any, asked: QueryDict) -> Table:
    """The waiting list of a programme, in the order of its page."""
    choices = Choices(actor)
    chosen, label = lining_up.chosen_of(actor, choices, asked.get("dispositif", ""))
    return Table(
        [
            OutColumn(_("Rang"), "number", 6),
            *_person_columns(),
            *_referrer_columns(),
            OutColumn(_("Demande"), "day", 12),
            OutColumn(_("Attend"), width=24),
            OutColumn(_("Depuis le"), "day", 12),
            OutColumn(_("Confirmée le"), "day", 12),
            OutColumn(_("À faire"), width=30),
            OutColumn(_("Suivie par"), width=22),
        ],
        _waiting_rows(actor, chosen, choices.definition_for(chosen)),
        [label],
        lambda most: _in_line(actor, chosen).order_by()[:most].count(),
    )


def _in_line(actor: Any, chosen: UUID | None) -> ReferralQuerySet:
    return Referral.objects.visible_to(actor).in_line().filter(programme=chosen)


def _waiting_rows(actor: Any, chosen: UUID | None, definition: Definition | None) -> Iterator[Sequence[Any]]:
    words = tell_tale_words()
    every = (
        _in_line(actor, chosen)
        .select_related("handled_by", "person")
        .defer(*NEVER)
        .iterator(chunk_size=2_000)
    )
    for rank, row in enumerate(every, start=1):
        line = lining_up.line_of(row, rank, definition, actor.today)
        yield [
            rank,
            *person_of(row),
            *referrer_of(row, words),
            row.received_on,
            str(State(row.state).label),
            row.state_since,
            row.confirmed_on,
            line.asks.label if line.asks else "",
            line.handled_by,
        ]


REFERRALS_LIST = ExportKind("orientations", lazy("Orientations"), may, table)
WAITING_LIST = ExportKind("attente", lazy("Liste d’attente"), may, waiting_table)
