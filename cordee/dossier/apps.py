from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DossierConfig(AppConfig):
    name = "cordee.dossier"

    def ready(self) -> None:
        from cordee.accounts.access import LEADERS
        from cordee.accounts.hooks import SETTINGS, SettingsPage
        from cordee.dossier import telling, unreached
        from cordee.dossier.access import SENDINGS, WRITE_TO_PERSON
        from cordee.dossier.actions import record_facts, take_back_facts
        from cordee.dossier.messages import PURPOSE_WORDS, no_longer_wanted
        from cordee.people import hooks
        from cordee.people.tabs import TABS, FileTab
        from cordee.plumbing.outbox.hooks import PURPOSES, REFUSALS, SETTLED, TROUBLED, Purpose
        from cordee.ui.navigation import NavEntry, keep, register

        telling.declare()
        TABS.register("messages", FileTab("person_messages", _("Messages"), 50, WRITE_TO_PERSON))
        for code, words in PURPOSE_WORDS.items():
            PURPOSES.register(code, Purpose(words))
        REFUSALS.register("wishes", no_longer_wanted)
        TROUBLED.register("dossier", unreached.on_trouble)
        SETTLED.register("dossier", unreached.on_settled)
        SETTINGS.register(
            "messages",
            SettingsPage(
                _("Textes des messages"),
                _("Les mots de la maison pour écrire aux personnes, sans rien dire d’elles."),
                "house_texts",
                LEADERS,
                order=35,
                icon="send",
            ),
        )
        register(NavEntry(_("Envois"), "sendings", roles=SENDINGS, order=70, icon="send", prefix="/envois"))
        keep("/envois/textes", under="settings")
        hooks.HAPPENED.register("dossier", telling.on_person)
        hooks.HAPPENED_TOGETHER.register("dossier", record_facts)
        hooks.TAKEN_BACK.register("dossier", take_back_facts)
