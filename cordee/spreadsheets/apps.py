from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SpreadsheetsConfig(AppConfig):
    name = "cordee.spreadsheets"

    def ready(self) -> None:
        from cordee.spreadsheets.access import IMPORTERS
        from cordee.ui.navigation import NavEntry, register

        register(
            NavEntry(
                _("Tableaux"),
                "imports",
                roles=IMPORTERS,
                order=80,
                icon="file-earmark-spreadsheet",
                prefix="/tableaux/",
            )
        )
