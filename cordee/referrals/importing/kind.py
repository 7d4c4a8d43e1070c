"""Orientations, as something a table may hold."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cordee.referrals.access import can, reason_against
from cordee.referrals.importing.columns import COLUMNS, example, needs
from cordee.referrals.importing.examining import WORDS, examine, told
from cordee.referrals.importing.undoing import undo
from cordee.referrals.importing.writing import apply
from cordee.spreadsheets.registry import ImportKind
from cordee.ui.wording import number_words

ORIENTATIONS = ImportKind(
    code="orientations",
    label=_("Orientations reçues"),
    lead=_(
        "Une ligne par orientation\u202f: le prénom de la personne et le jour d’arrivée suffisent. Personne "
        "n’est prévenu, et celles qui attendent encore gardent leur ancienneté."
    ),
    columns=COLUMNS,
    may=lambda actor: can(actor, "referral:take"),
    why_not=lambda actor: reason_against(actor, "referral:take"),
    examine=examine,
    apply=apply,
    undo=undo,
    needs=needs,
    example=example,
    told=told,
    made_words=lambda count: (
        ngettext("%s orientation notée", "%s orientations notées", count) % number_words(count)
    ),
    to_make_words=lambda count: (
        ngettext("%s orientation à noter", "%s orientations à noter", count) % number_words(count)
    ),
    done_url="referrals",
    words=WORDS,
)
