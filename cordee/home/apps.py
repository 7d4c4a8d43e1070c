from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "cordee.home"

    def ready(self) -> None:
        from cordee.accounts.hooks import SETTINGS, SettingsPage
        from cordee.accounts.rules import MATRIX, opens_dossiers
        from cordee.home.exporting import PEOPLE_LIST
        from cordee.people.tabs import TABS, FileTab
        from cordee.spreadsheets.outgoing import EXPORTS
        from cordee.ui import navigation

        readers = frozenset(role for role in MATRIX if opens_dossiers(role))

        EXPORTS.register(PEOPLE_LIST.code, PEOPLE_LIST)
        TABS.register("fil", FileTab("person", _("Le fil"), 10))
        navigation.register(navigation.NavEntry(_("Ma journée"), "my_day", order=10, icon="sun"))
        navigation.register(
            navigation.NavEntry(_("Personnes"), "people", roles=readers, order=20, icon="people")
        )
        navigation.offer_search("search", live=True)
        SETTINGS.register("background", SettingsPage(
            _("Travail de fond"), _("Ce qui se fait derrière les pages, ce qui attend, ce qui a échoué."),
            "background", frozenset({"coordinator", "tech_admin"}), order=80, icon="gear",
        ))  # fmt: skip
