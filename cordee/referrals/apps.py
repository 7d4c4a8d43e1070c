from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "cordee.referrals"

    def ready(self) -> None:
        from cordee.referrals import telling

        telling.declare()
