from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    name = "cordee.assessments"

    def ready(self) -> None:
        from cordee.assessments import expiring, telling
        from cordee.assessments.diagnosis import said, section
        from cordee.dossier import hooks
        from cordee.people.tabs import TABS, FileTab
        from cordee.programmes.describe import SAID
        from cordee.programmes.sections import SECTION_CLOCKS, register_section

        telling.declare()
        hooks.AFTER_FACT.register("assessments", expiring.after_fact)
        register_section(section.SECTION, section.read_section)
        SECTION_CLOCKS.register(section.SECTION, section.rhythm)
        SAID.register(section.SECTION, said.say)
        TABS.register("diagnostic", FileTab("person_diagnosis", _("Diagnostic"), 13))
        TABS.register("situation", FileTab("person_situation", _("Situation"), 12))
