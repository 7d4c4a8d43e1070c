from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EngagementsConfig(AppConfig):
    name = "cordee.engagements"

    def ready(self) -> None:
        from cordee.dossier import hooks
        from cordee.engagements import said, section, telling, timekeeping
        from cordee.engagements.breach import telling as breach_telling
        from cordee.engagements.breach import timekeeping as breach_timekeeping
        from cordee.engagements.remote import letters
        from cordee.people import hooks as people_hooks
        from cordee.people.tabs import TABS, FileTab
        from cordee.plumbing.outbox.hooks import PURPOSES, REFUSALS, Purpose
        from cordee.programmes.describe import SAID
        from cordee.programmes.sections import register_section
        from cordee.ui.navigation import keep

        telling.declare()
        breach_telling.declare()
        hooks.AFTER_FACT.register("breaches", breach_timekeeping.after_fact)
        PURPOSES.register(letters.LINK, Purpose(letters.LABEL, hides_links=True))
        REFUSALS.register("contract_links", letters.no_longer_serves)
        register_section(section.SECTION, section.read_section)
        SAID.register(section.SECTION, said.say)
        hooks.AFTER_FACT.register("engagements", timekeeping.after_fact)
        people_hooks.RENAMED.register("engagements", timekeeping.after_rename)
        keep("/contrats", under="people")
        TABS.register("contrat", FileTab("person_contracts", _("Contrat"), 17))
