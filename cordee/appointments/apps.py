from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AppointmentsConfig(AppConfig):
    name = "cordee.appointments"

    def ready(self) -> None:
        from cordee.accounts import hooks as accounts_hooks
        from cordee.accounts.access import LEADERS
        from cordee.accounts.hooks import SETTINGS, SettingsPage
        from cordee.appointments import counting, handing_over, panels, sentences, telling
        from cordee.appointments.access import SEERS
        from cordee.dossier import hooks as dossier_hooks
        from cordee.dossier.hours import HOURS, TARGETS, HourSource
        from cordee.people.tabs import TABS, FileTab
        from cordee.plumbing.outbox.hooks import PURPOSES, REFUSALS, Purpose
        from cordee.ui.navigation import AccountLink, NavEntry, keep, register, register_account_link

        sentences.declare()
        dossier_hooks.BESIDE_CONTACT.register("appointments", panels.next_step)
        TABS.register("rendez-vous", FileTab("person_appointments", _("Rendez-vous"), 15, SEERS))
        HOURS.register(counting.KIND, HourSource(_("rendez-vous"), counting.spells))
        TARGETS.register("appointments", counting.target)
        SETTINGS.register("appointments", SettingsPage(
            _("Rendez-vous et heures"), _("Le délai des rappels, ce que pèse chaque sorte d’heures."),
            "appointment_settings", LEADERS, order=36, icon="calendar-week",
        ))  # fmt: skip
        for code, words in telling.PURPOSE_WORDS.items():
            PURPOSES.register(code, Purpose(words))
        REFUSALS.register("appointments", telling.no_longer_due)
        accounts_hooks.FOLLOWED.register("appointments", handing_over.followed)
        accounts_hooks.HAND_OVER.register("appointments", handing_over.hand_over)
        accounts_hooks.LEFT.register("appointments", handing_over.left)
        register(
            NavEntry(_("Agenda"), "agenda", roles=SEERS, order=15, icon="calendar-week", prefix="/agenda")
        )
        keep("/rendez-vous", under="agenda")
        register_account_link(
            AccountLink(_("Mon agenda ailleurs"), "calendar_feed", order=30, icon="calendar-week")
        )
