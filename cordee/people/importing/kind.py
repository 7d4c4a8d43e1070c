"""People, as something a table may hold."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cordee.people.access import can, reason_against
from cordee.people.importing.columns import COLUMNS, example, needs
from cordee.people.importing.examining import WORDS, examine, told
from cordee.people.importing.undoing import undo
from cordee.people.importing.writing import apply
from cordee.spreadsheets.registry import ImportKind
from cordee.ui.wording import number_words

PEOPLE = ImportKind(
    code="personnes",
    label=_("Personnes accompagnées"),
    lead=_(
        "Une ligne par personne\u202f: son prénom suffit. Les titres de vos colonnes sont reconnus, et rien n’est "
        "écrit avant que vous ayez vu ce qui changerait."
    ),
    columns=COLUMNS,
    may=lambda actor: can(actor, "person:create"),
    why_not=lambda actor: reason_against(actor, "person:create"),
    examine=examine,
    apply=apply,
    undo=undo,
    needs=needs,
    example=example,
    told=told,
    made_words=lambda count: ngettext("%s dossier créé", "%s dossiers créés", count) % number_words(count),
    to_make_words=lambda count: (
        ngettext("%s dossier à créer", "%s dossiers à créer", count) % number_words(count)
    ),
    done_url="people",
    words=WORDS,
)
