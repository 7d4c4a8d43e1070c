from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "cordee.partners"

    def ready(self) -> None:
        from cordee.partners.access import READERS
        from cordee.partners.exporting import NETWORK_COUNTS, PARTNERS_LIST
        from cordee.partners.importing.kind import PARTNERS, SERVICES
        from cordee.spreadsheets.outgoing import EXPORTS
        from cordee.spreadsheets.registry import IMPORTS
        from cordee.ui.navigation import NavEntry, register

        IMPORTS.register(PARTNERS.code, PARTNERS)
        IMPORTS.register(SERVICES.code, SERVICES)
        EXPORTS.register(PARTNERS_LIST.code, PARTNERS_LIST)
        EXPORTS.register(NETWORK_COUNTS.code, NETWORK_COUNTS)
        register(
            NavEntry(
                _("Partenaires"),
                "partners",
                roles=READERS,
                order=50,
                icon="diagram-3",
                prefix="/partenaires/",
            )
        )
