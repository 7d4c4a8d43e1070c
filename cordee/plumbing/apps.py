from django.apps import AppConfig


class PlumbingConfig(AppConfig):
    name = "cordee.plumbing"
