from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "cordee.accounts"

    def ready(self) -> None:
        from cordee.accounts import offering
        from cordee.accounts.actor import actor_of_member
        from cordee.plumbing.jobs import ACTORS

        ACTORS.register("member", actor_of_member)
        offering.declare()
