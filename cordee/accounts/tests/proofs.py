"""What the tests of sign-in share: a professional with a password and a telephone, the codes it shows."""

import time
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client

from cordee.accounts.models import User

PASSWORD = "une phrase assez longue"


def with_password(user: User) -> User:
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    return user


def with_telephone(user: User) -> str:
    """Pair a telephone; returns the secret it keeps."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def code_of(secret: str, *, later: int = 0) -> str:
    """What the telephone shows now, or some seconds later."""
    return format_hotp_value(hotp_value(secret, (int(time.time()) + later) // 30))


def sign_in(client: Client, user: User, password: str = PASSWORD, **options: Any) -> Any:
    return client.post("/connexion", {"login": user.email, "password": password}, **options)


def signed_in(user: User, secret: str, **headers: str) -> Client:
    """A browser where both proofs were just given."""
    client = Client(headers=headers or None)
    sign_in(client, user)
    client.post("/connexion/code", {"code": code_of(secret)})
    return client
