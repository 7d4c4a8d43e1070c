"""What programmes put in the settings of the house."""

from django.utils.translation import gettext_lazy as _

from cordee.accounts.hooks import SETTINGS, SettingsPage
from cordee.programmes.access import ROLES
from cordee.ui import navigation

PAGE = SettingsPage(
    _("Programmes"),
    _("Entrée, admission, étapes, délais, sorties ; charger, exporter, dater une définition."),
    "programmes",
    ROLES["programme:load"],
    order=50,
    icon="signpost",
)


def declare() -> None:
    """Once, when the application starts."""
    SETTINGS.register(PAGE.url_name, PAGE)
    navigation.keep("/programmes", under="settings")
