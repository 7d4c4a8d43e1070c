"""Keys derived from the master key, one for each use: second factors, forms set aside.

The database holds only what is sealed; the master key stands outside it (design/security.md 4.8).
"""

import hashlib
import hmac

from cordee.plumbing.crypto import master_key


def key_for(use: str) -> bytes:
    """The 32 bytes of one use: knowing one says nothing of another, nor of the master key."""
    return hmac.new(master_key(), f"cordee|{use}".encode(), hashlib.sha256).digest()
