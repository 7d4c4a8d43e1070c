from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PlumbingConfig(AppConfig):
    name = "cordee.plumbing"

    def ready(self) -> None:
        autodiscover_modules("jobs")  # those of each domain
