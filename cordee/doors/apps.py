from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DoorsConfig(AppConfig):
    name = "cordee.doors"

    def ready(self) -> None:
        from cordee.accounts.access import LEADERS
        from cordee.accounts.hooks import SETTINGS, SettingsPage

        SETTINGS.register(
            "public_page",
            SettingsPage(
                _("Page publique"),
                _("Ce que l’organisation dit d’elle à tout le monde, et comment on vient à elle."),
                "public_page",
                LEADERS,
                order=15,
                icon="megaphone",
            ),
        )
