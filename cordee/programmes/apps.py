from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "cordee.programmes"

    def ready(self) -> None:
        from cordee.programmes import offering

        offering.declare()
