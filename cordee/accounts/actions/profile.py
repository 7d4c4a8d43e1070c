"""What somebody changes of their own account."""

from django.db import transaction

from cordee.accounts import sessions
from cordee.accounts.models import Member, User


@transaction.atomic
def describe_oneself(user: User, *, first_name: str, last_name: str, theme: str) -> None:
    """Name and appearance; the name shown to colleagues follows, in each house."""
    renamed = (user.first_name, user.last_name) != (first_name, last_name)
    user.first_name, user.last_name, user.theme = first_name, last_name, theme
    user.save(update_fields=["first_name", "last_name", "theme"])
    if renamed:
        Member.objects.filter(user=user).update(display_name=user.full_name)


@transaction.atomic
def choose_password(user: User, *, password: str, here: str | None) -> None:
    """A new password; every other session is closed. here: the key of the session that asks."""
    user.set_password(password)
    user.save(update_fields=["password"])
    sessions.close_sessions(user, but=here)
