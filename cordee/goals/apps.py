from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GoalsConfig(AppConfig):
    name = "cordee.goals"

    def ready(self) -> None:
        from cordee.assessments.diagnosis.hooks import BARRIER_GESTURES
        from cordee.dossier import hooks
        from cordee.dossier.hours import HOURS, HourSource
        from cordee.goals import counted, from_diagnosis, said, section, telling, timekeeping
        from cordee.people.tabs import TABS, FileTab
        from cordee.programmes.describe import SAID
        from cordee.programmes.sections import register_section

        telling.declare()
        hooks.AFTER_FACT.register("goals", timekeeping.after_fact)
        register_section(section.SECTION, section.read_section)
        SAID.register(section.SECTION, said.say)
        TABS.register("projet", FileTab("person_project", _("Projet"), 14))
        HOURS.register(counted.KIND, HourSource(_("étapes du projet"), counted.spells))
        BARRIER_GESTURES.register("goals", from_diagnosis.gesture)
