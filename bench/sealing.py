"""Sealing as `cordee.plumbing.crypto` does, with a drawn nonce: the same seed gives the same bytes.

Only for invented texts: a nonce that can be drawn again protects nothing.
"""

from __future__ import annotations

import random

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cordee.plumbing.crypto import NONCE_BYTES, VERSION


def seal(key: bytes, plain: bytes, bound_to: str, chance: random.Random) -> bytes:
    return seal_with(AESGCM(key), plain, bound_to, chance)


def seal_with(cipher: AESGCM, plain: bytes, bound_to: str, chance: random.Random) -> bytes:
    """The same with a cipher already made: all the notes of one person share it."""
    nonce = chance.randbytes(NONCE_BYTES)
    return VERSION + nonce + cipher.encrypt(nonce, plain, bound_to.encode())
