from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    name = "cordee.assessments"

    def ready(self) -> None:
        from cordee.assessments import expiring, telling
        from cordee.dossier import hooks
        from cordee.people.tabs import TABS, FileTab

        telling.declare()
        hooks.AFTER_FACT.register("assessments", expiring.after_fact)
        TABS.register("situation", FileTab("person_situation", _("Situation"), 12))
