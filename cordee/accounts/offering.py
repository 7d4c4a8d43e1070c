"""What accounts put around every page: the menu's last line, the user's menu, the other organisations."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cordee.accounts import access, team
from cordee.accounts.hooks import SETTINGS, SettingsPage
from cordee.accounts.words import role_list
from cordee.ui.navigation import (
    AccountLink,
    Membership,
    NavEntry,
    memberships_from,
    register,
    register_account_link,
)

PAGES = (
    SettingsPage(
        _("Équipe"), _("Qui travaille ici, avec quels rôles ; inviter, enregistrer un départ."),
        "team", access.MANAGERS, order=10, icon="people",
    ),
    SettingsPage(
        _("Partage des dossiers"), _("Équipe ouverte ou par personnes suivies ; ce que voit chaque rôle."),
        "sharing", access.LEADERS, order=20, icon="lock",
    ),
    SettingsPage(
        _("Sites et lieux"), _("Établissements, antennes, salles, ateliers, parcelles."),
        "places", access.MANAGERS, order=30, icon="geo-alt",
    ),
    SettingsPage(
        _("Organisation"), _("Nom, adresse, téléphone, et comment venir."),
        "settings_organisation", access.LEADERS, order=40, icon="house",
    ),
)  # fmt: skip


def declare() -> None:
    """Once, when the application starts."""
    for page in PAGES:
        SETTINGS.register(page.url_name, page)
    register(
        NavEntry(_("Réglages"), "settings", roles=access.MANAGERS, order=90, icon="gear", prefix="/reglages")
    )
    register_account_link(AccountLink(_("Mon compte"), "profile", order=10, icon="person"))
    memberships_from(memberships, switch_url_name="switch_organisation")


def memberships(request: HttpRequest) -> Sequence[Membership]:
    """The organisations of the user; no query for the many who have one."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return ()
    return [
        Membership(
            label=member.organisation.name,
            value=str(member.pk),
            is_current=member.pk == actor.member.pk,
            detail=role_list(list(getattr(member, "current_roles", ()))),
        )
        for member in team.houses_of(actor)
    ]
