from django.apps import AppConfig


class DossierConfig(AppConfig):
    name = "cordee.dossier"

    def ready(self) -> None:
        from cordee.dossier import telling
        from cordee.people import hooks

        telling.declare()
        hooks.HAPPENED.register("dossier", telling.on_person)
