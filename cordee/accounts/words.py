"""Rights put into words: what each role sees, said as one would to a new colleague."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cordee.accounts.enums import PARTITION_WORDS, Role
from cordee.accounts.rules import Rights
from cordee.kernel.partitions import Partition, codes_of
from cordee.kernel.words import french_list

ROLE_SIGHT = {
    Role.SECRETARY: gettext_lazy("accueille, ouvre les dossiers, voit l’identité et les coordonnées"),
    Role.COORDINATOR: gettext_lazy(
        "voit tous les dossiers hors santé et protection, répond aux orientations, gère l’équipe"
    ),
    Role.COUNSELLOR: gettext_lazy(
        "accompagne, voit les dossiers de la maison ou seulement les siens, selon le partage choisi"
    ),
    Role.JOB_COACH: gettext_lazy("accompagne vers l’emploi et dans l’emploi"),
    Role.SOCIAL_WORKER: gettext_lazy("accompagne sur les droits, le logement, la santé, le budget"),
    Role.WORKSHOP_LEADER: gettext_lazy("voit les personnes de ses ateliers, note les présences"),
    Role.TECHNICAL_SUPERVISOR: gettext_lazy("encadre au travail, voit les personnes de son équipe"),
    Role.HEALTH_PROFESSIONAL: gettext_lazy("voit l’identité et la santé des personnes qu’il ou elle suit"),
    Role.COMMISSION_MEMBER: gettext_lazy("voit les situations présentées en commission"),
    Role.PRESCRIBER: gettext_lazy("suit l’avancée des personnes qu’il ou elle a orientées"),
    Role.DIRECTOR: gettext_lazy("voit les chiffres, l’équipe et les réglages, pas les dossiers"),
    Role.STATISTICIAN: gettext_lazy("voit des totaux, jamais une personne"),
    Role.TECH_ADMIN: gettext_lazy("gère les comptes et les lieux, ne voit aucun dossier"),
}


def partition_words(opened: Partition) -> str:
    """identité et coordonnées, situation sociale et santé; « rien » when nothing."""
    codes = codes_of(opened)
    return french_list([str(PARTITION_WORDS[code]) for code in codes]) if codes else _("rien")


def rights_words(rights: Rights) -> list[str]:
    """What roles open together, one sentence for each kind of access."""
    said = []
    if rights.house:
        said.append(_("Dans tous les dossiers de la maison : %s.") % partition_words(rights.house))
    if rights.titles & ~rights.house:
        said.append(
            _("Sait que cela existe, sans le lire : %s.") % partition_words(rights.titles & ~rights.house)
        )
    if rights.following:
        said.append(_("Chez les personnes suivies : %s.") % partition_words(rights.following))
    return said or [_("Aucun dossier.")]


def role_list(roles: list[str]) -> str:
    """« coordination, conseil en insertion », in the order of the list of roles."""
    return ", ".join(str(role.label) for role in Role if role in roles)
