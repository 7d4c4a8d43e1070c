from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferralsConfig(AppConfig):
    name = "cordee.referrals"

    def ready(self) -> None:
        from cordee.accounts import hooks as accounts_hooks
        from cordee.people import hooks
        from cordee.referrals import handing_over, protecting, telling
        from cordee.referrals.access import WELCOME
        from cordee.ui.navigation import NavEntry, register

        telling.declare()
        hooks.HAPPENED.register("referrals", protecting.on_person)
        accounts_hooks.FOLLOWED.register("referrals", handing_over.followed)
        accounts_hooks.HAND_OVER.register("referrals", handing_over.hand_over)
        accounts_hooks.LEFT.register("referrals", handing_over.left)
        register(
            NavEntry(
                _("Orientations"), "referrals", roles=WELCOME, order=30, icon="inbox", prefix="/orientations/"
            )
        )
