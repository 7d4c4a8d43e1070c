from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "cordee.plumbing.outbox"
