from django.apps import AppConfig


class DossierConfig(AppConfig):
    name = "cordee.dossier"

    def ready(self) -> None:
        from cordee.dossier import telling
        from cordee.dossier.actions import record_facts, take_back_facts
        from cordee.people import hooks

        telling.declare()
        hooks.HAPPENED.register("dossier", telling.on_person)
        hooks.HAPPENED_TOGETHER.register("dossier", record_facts)
        hooks.TAKEN_BACK.register("dossier", take_back_facts)
