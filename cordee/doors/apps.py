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
        declare_letters()
        declare_sent()


def declare_sent() -> None:
    """Where the orientations sent are found: beside those received, and in the menu of who only prescribes."""
    from cordee.doors import sending, shared
    from cordee.doors.sent import shared_words
    from cordee.dossier.hooks import AFTER_FACT
    from cordee.referrals.hooks import ANSWERED, SHARED
    from cordee.referrals.panels import VIEWS
    from cordee.ui.navigation import NavEntry, register

    ANSWERED.register("doors_houses", sending.on_answer)
    AFTER_FACT.register("doors_shared", shared.after_fact)
    SHARED.register("doors", shared_words)
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


def declare_letters() -> None:
    """Why the doors write, and when: at each answer of the house."""
    from cordee.doors import following, letters
    from cordee.plumbing.outbox.hooks import PURPOSES, Purpose
    from cordee.referrals.hooks import ANSWERED

    for code, label in (
        (letters.CONFIRM, _("Confirmation d’une orientation envoyée par la page publique")),
        (letters.RECEIVED, _("Accusé de réception d’une orientation")),
        (letters.ANSWERED, _("Réponse à une orientation")),
        (letters.LINK, _("Nouveau lien de suivi")),
        (letters.CODE, _("Code de suivi")),
    ):
        PURPOSES.register(code, Purpose(label))
    ANSWERED.register("doors", following.on_answer)
