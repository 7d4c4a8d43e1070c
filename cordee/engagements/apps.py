from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EngagementsConfig(AppConfig):
    name = "cordee.engagements"

    def ready(self) -> None:
        from cordee.dossier import hooks
        from cordee.engagements import said, section, telling, timekeeping
        from cordee.people import hooks as people_hooks
        from cordee.people.tabs import TABS, FileTab
        from cordee.programmes.describe import SAID
        from cordee.programmes.sections import register_section

        telling.declare()
        register_section(section.SECTION, section.read_section)
        SAID.register(section.SECTION, said.say)
        hooks.AFTER_FACT.register("engagements", timekeeping.after_fact)
        people_hooks.RENAMED.register("engagements", timekeeping.after_rename)
        TABS.register("contrat", FileTab("person_contracts", _("Contrat"), 17))
