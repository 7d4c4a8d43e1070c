from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "cordee.accounts"

    def ready(self) -> None:
        from cordee.accounts import offering

        offering.declare()
