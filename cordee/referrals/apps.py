from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferralsConfig(AppConfig):
    name = "cordee.referrals"

    def ready(self) -> None:
        from cordee.people import hooks
        from cordee.referrals import protecting, telling
        from cordee.referrals.access import WELCOME
        from cordee.ui.navigation import NavEntry, register

        telling.declare()
        hooks.HAPPENED.register("referrals", protecting.on_person)
        register(
            NavEntry(
                _("Orientations"), "referrals", roles=WELCOME, order=30, icon="inbox", prefix="/orientations/"
            )
        )
