from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PapersConfig(AppConfig):
    name = "cordee.papers"

    def ready(self) -> None:
        from cordee.accounts.access import MANAGERS
        from cordee.accounts.hooks import SETTINGS, SettingsPage
        from cordee.dossier import hooks
        from cordee.papers import expiry, telling
        from cordee.people.tabs import TABS, FileTab

        telling.declare()
        hooks.AFTER_FACT.register("papers", expiry.after_fact)
        SETTINGS.register(
            "files",
            SettingsPage(
                _("Documents reçus"),
                _("Ce qui est accepté, et l’antivirus."),
                "files_settings",
                MANAGERS,
                order=60,
                icon="paperclip",
            ),
        )
        TABS.register("documents", FileTab("person_papers", _("Documents"), 35))
