from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "cordee.people"

    def ready(self) -> None:
        from cordee.accounts.hooks import LEFT
        from cordee.people.access import LOG_READERS, NAMED_IN_FULL
        from cordee.people.departures import end_grounds
        from cordee.people.importing.kind import PEOPLE
        from cordee.people.tabs import TABS, FileTab
        from cordee.spreadsheets.registry import IMPORTS

        IMPORTS.register(PEOPLE.code, PEOPLE)
        LEFT.register("grounds", end_grounds)
        TABS.register("identite", FileTab("person_identity", _("Identité et contacts"), 40, NAMED_IN_FULL))
        TABS.register("acces", FileTab("person_access", _("Accès"), 90, LOG_READERS))
