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
        declare_sent()


def declare_sent() -> None:
    """Where the orientations sent are found: beside those received, and in the menu of who only prescribes."""
    from cordee.doors import sending
    from cordee.referrals.hooks import ANSWERED
    from cordee.referrals.panels import VIEWS
    from cordee.ui.navigation import NavEntry, register

    ANSWERED.register("doors_houses", sending.on_answer)
    VIEWS.register("sent_referrals", _("Envoyées"))
    register(
        NavEntry(
            _("Orientations envoyées"),
            "sent_referrals",
            roles=frozenset({"prescriber"}),
            order=30,
            icon="send",
            prefix="/orientations/envoyees",
        )
    )
