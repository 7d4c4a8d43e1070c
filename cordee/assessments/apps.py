from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    name = "cordee.assessments"

    def ready(self) -> None:
        from cordee.assessments import expiring, telling, twice_said
        from cordee.assessments.diagnosis import helping, said, section
        from cordee.assessments.diagnosis.hooks import BARRIER_GESTURES
        from cordee.dossier import hooks
        from cordee.papers.hooks import ENDS_TOLD
        from cordee.people.tabs import TABS, FileTab
        from cordee.programmes.describe import SAID
        from cordee.programmes.sections import SECTION_CLOCKS, register_section

        telling.declare()
        hooks.AFTER_FACT.register("assessments", expiring.after_fact)
        ENDS_TOLD.register("assessments", twice_said.after_paper)
        register_section(section.SECTION, section.read_section)
        SECTION_CLOCKS.register(section.SECTION, section.rhythm)
        SAID.register(section.SECTION, said.say)
        BARRIER_GESTURES.register("partners", helping.gesture)
        TABS.register("diagnostic", FileTab("person_diagnosis", _("Diagnostic"), 13))
        TABS.register("situation", FileTab("person_situation", _("Situation"), 12))
