from django.apps import AppConfig


class GoalsConfig(AppConfig):
    name = "cordee.goals"

    def ready(self) -> None:
        from cordee.dossier import hooks
        from cordee.goals import said, section, telling, timekeeping
        from cordee.programmes.describe import SAID
        from cordee.programmes.sections import register_section

        telling.declare()
        hooks.AFTER_FACT.register("goals", timekeeping.after_fact)
        register_section(section.SECTION, section.read_section)
        SAID.register(section.SECTION, said.say)
