from django.apps import AppConfig


class PathwaysConfig(AppConfig):
    name = "cordee.pathways"

    def ready(self) -> None:
        from cordee.dossier import hooks as dossier_hooks
        from cordee.pathways import telling, timekeeping
        from cordee.people import hooks as people_hooks

        telling.declare()
        dossier_hooks.AFTER_FACT.register("pathways", timekeeping.after_fact)
        dossier_hooks.AFTER_CONTACT.register("pathways", timekeeping.after_contact)
        people_hooks.RENAMED.register("pathways", timekeeping.after_rename)
