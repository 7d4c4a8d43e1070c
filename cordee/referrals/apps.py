from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferralsConfig(AppConfig):
    name = "cordee.referrals"

    def ready(self) -> None:
        from cordee.accounts import hooks as accounts_hooks
        from cordee.dossier import hooks as dossier_hooks
        from cordee.people import hooks
        from cordee.people.tabs import TABS, FileTab
        from cordee.referrals import handing_over, protecting, telling
        from cordee.referrals.access import WELCOME
        from cordee.referrals.decisions import telling as decisions_telling
        from cordee.referrals.decisions import timekeeping as decisions_timekeeping
        from cordee.referrals.decisions.access import DESK
        from cordee.referrals.exporting import REFERRALS_LIST, WAITING_LIST
        from cordee.referrals.importing.kind import ORIENTATIONS
        from cordee.spreadsheets.outgoing import EXPORTS
        from cordee.spreadsheets.registry import IMPORTS
        from cordee.ui.navigation import NavEntry, register

        IMPORTS.register(ORIENTATIONS.code, ORIENTATIONS)
        EXPORTS.register(REFERRALS_LIST.code, REFERRALS_LIST)
        EXPORTS.register(WAITING_LIST.code, WAITING_LIST)
        telling.declare()
        decisions_telling.declare()
        concerned = decisions_timekeeping.holder_decides
        TABS.register("orientation", FileTab("orientation", _("Orientation"), 15, DESK, concerned))
        dossier_hooks.AFTER_FACT.register("decisions", decisions_timekeeping.after_fact)
        hooks.HAPPENED.register("referrals", protecting.on_person)
        accounts_hooks.FOLLOWED.register("referrals", handing_over.followed)
        accounts_hooks.HAND_OVER.register("referrals", handing_over.hand_over)
        accounts_hooks.LEFT.register("referrals", handing_over.left)
        register(
            NavEntry(
                _("Orientations"), "referrals", roles=WELCOME, order=30, icon="inbox", prefix="/orientations/"
            )
        )
