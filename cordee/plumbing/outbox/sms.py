"""SMS, by the HTTP gateway named in the environment: a JSON POST, an idempotency key, a bearer token.

    POST <CORDEE_SMS_URL>   Authorization: Bearer <CORDEE_SMS_TOKEN>   Idempotency-Key: <number of the message>
    {"to": "+33612345678", "text": "…", "from": "<CORDEE_SMS_SENDER>", "reference": "<number of the message>"}

2xx: accepted, the answer's `id` (or `messageId`) is kept. 400, 404, 409, 410, 413, 422: refused. 401, 403, 429, 503:
not taken, for now. Anything else, or silence, once the request has gone: uncertain. The key is there for gateways that
honour it; we do not lean on it.
"""

import http.client
import json
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from cordee.plumbing.outbox.carriers import (
    HandOver,
    Outcome,
    Parcel,
    PutOff,
    Refused,
    Sent,
    Uncertain,
    Unreachable,
)
from cordee.plumbing.outbox.enums import Why

REFUSED = {400, 404, 409, 410, 413, 422}
NOT_TAKEN = {401, 403, 503}
TOO_MANY = 429
LONGEST_ANSWER = 64_000


def is_ready() -> bool:
    """Is a gateway named at all?"""
    return bool(settings.SMS_URL)


class SmsCarrier:
    def carry(self, parcel: Parcel, hand_over: HandOver) -> Outcome:
        connection = self._connection()
        try:
            connection.connect()
        except (OSError, http.client.HTTPException) as error:
            return Unreachable(type(error).__name__)
        try:
            hand_over()
            connection.request("POST", _path(), body=_body(parcel), headers=_headers(parcel))
            answer = connection.getresponse()
            return outcome_of(answer.status, answer.read(LONGEST_ANSWER))
        except (OSError, http.client.HTTPException) as error:
            return Uncertain(type(error).__name__)
        finally:
            connection.close()

    def close(self) -> None:
        """One connection per message: nothing to close."""

    def _connection(self) -> http.client.HTTPConnection:
        parts = urlsplit(settings.SMS_URL)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        return kind(parts.hostname or "", parts.port, timeout=settings.SMS_TIMEOUT)


def outcome_of(status: int, body: bytes) -> Outcome:
    told = str(status)
    if 200 <= status < 300:
        return Sent(_number_in(body))
    if status in REFUSED:
        return Refused(Why.REFUSED, told)
    if status == TOO_MANY:
        return PutOff(told)
    return Unreachable(told) if status in NOT_TAKEN else Uncertain(told)


def _number_in(body: bytes) -> str:
    try:
        told = json.loads(body)
    except ValueError:
        return ""
    found: Any = (told.get("id") or told.get("messageId")) if isinstance(told, dict) else ""
    return str(found or "")[:200]


def _path() -> str:
    parts = urlsplit(settings.SMS_URL)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _body(parcel: Parcel) -> bytes:
    told = {"to": parcel.letter.to, "text": parcel.letter.text, "reference": parcel.pk.hex}
    return json.dumps(told | ({"from": settings.SMS_SENDER} if settings.SMS_SENDER else {})).encode()


def _headers(parcel: Parcel) -> dict[str, str]:
    told = {"Content-Type": "application/json", "Idempotency-Key": parcel.pk.hex}
    return told | ({"Authorization": f"Bearer {settings.SMS_TOKEN}"} if settings.SMS_TOKEN else {})
