"""The application that carries the templates and the static files."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "cordee.ui"
    label = "ui"
