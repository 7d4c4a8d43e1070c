from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LettersConfig(AppConfig):
    name = "cordee.letters"

    def ready(self) -> None:
        from cordee.accounts.hooks import SETTINGS, SettingsPage
        from cordee.letters import merging
        from cordee.letters.access import ROLES
        from cordee.papers.hooks import MAKERS, Maker

        merging.declare()
        MAKERS.register(
            "letters",
            Maker(_("Écrire une lettre ou une attestation"), "person_letters", ROLES["letter:write"]),
        )
        SETTINGS.register(
            "letters",
            SettingsPage(
                _("Lettres et attestations"),
                _("Les textes de la maison, avec des champs qui se remplissent d’eux-mêmes."),
                "house_letters",
                ROLES["letter:word"],
                order=36,
                icon="pencil",
            ),
        )
