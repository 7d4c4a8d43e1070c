from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "cordee.people"

    def ready(self) -> None:
        from cordee.people.access import LOG_READERS
        from cordee.people.tabs import TABS, FileTab

        TABS.register("identite", FileTab("person_identity", _("Identité et contacts"), 40))
        TABS.register("acces", FileTab("person_access", _("Accès"), 90, LOG_READERS))
