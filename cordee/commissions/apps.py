from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommissionsConfig(AppConfig):
    name = "cordee.commissions"

    def ready(self) -> None:
        from cordee.commissions import hearing, telling
        from cordee.commissions.access import MEMBERS
        from cordee.commissions.news import fields
        from cordee.plumbing.outbox.hooks import PURPOSES, Purpose
        from cordee.referrals import hooks as referral_hooks
        from cordee.ui.navigation import NavEntry, register

        telling.declare()
        fields.declare()
        for code, words in telling.PURPOSE_WORDS.items():
            PURPOSES.register(code, Purpose(words))
        referral_hooks.ANSWERED.register("commissions", hearing.after_answer)
        register(
            NavEntry(
                _("Commissions"),
                "commissions",
                roles=MEMBERS,
                order=35,
                icon="clipboard-check",
                prefix="/commissions",
            )
        )
