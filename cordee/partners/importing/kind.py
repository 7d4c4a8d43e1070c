"""Partners and services, as something a table may hold."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cordee.partners.access import can, reason_against
from cordee.partners.importing import columns, examining, writing
from cordee.spreadsheets.registry import ImportKind
from cordee.ui.wording import number_words

PARTNERS = ImportKind(
    code="partenaires",
    label=_("Partenaires"),
    lead=_(
        "Une ligne par structure\u202f: son nom suffit. Celles du répertoire sont reconnues par leur SIRET, ou par "
        "leur nom et leur commune\u202f; une case vide n’efface rien."
    ),
    columns=columns.PARTNERS,
    may=lambda actor: can(actor, "partner:write"),
    why_not=lambda actor: reason_against(actor, "partner:write"),
    examine=examining.examine_partners,
    apply=writing.apply_partners,
    undo=writing.undo_partners,
    needs=columns.needs_partner,
    example=columns.example_of_partners,
    told=examining.told,
    made_words=lambda count: (
        ngettext("%s partenaire ajouté", "%s partenaires ajoutés", count) % number_words(count)
    ),
    to_make_words=lambda count: (
        ngettext("%s partenaire à ajouter", "%s partenaires à ajouter", count) % number_words(count)
    ),
    done_url="partners",
    thing=_("Structure"),
    others=_("Ce sont d’autres structures"),
    words=examining.WORDS,
)
SERVICES = ImportKind(
    code="services",
    label=_("Services des partenaires"),
    lead=_(
        "Une ligne par service, avec la structure qui le propose\u202f: elle doit déjà être au répertoire."
    ),
    columns=columns.SERVICES,
    may=lambda actor: can(actor, "partner:write"),
    why_not=lambda actor: reason_against(actor, "partner:write"),
    examine=examining.examine_services,
    apply=writing.apply_services,
    undo=writing.undo_services,
    needs=columns.needs_service,
    example=columns.example_of_services,
    told=examining.told,
    made_words=lambda count: (
        ngettext("%s service ajouté", "%s services ajoutés", count) % number_words(count)
    ),
    to_make_words=lambda count: (
        ngettext("%s service à ajouter", "%s services à ajouter", count) % number_words(count)
    ),
    done_url="partners",
    thing=_("Service"),
    others=_("Ce sont d’autres services"),
)
