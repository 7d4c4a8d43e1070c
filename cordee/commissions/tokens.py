"""The links of those who come without an account: a convocation to answer, an invitation for one situation.

Signed as every link of the doors; only a digest is kept.
"""

from cordee.doors.guarding import digest
from cordee.doors.tokens import Link, new_token, read_token

__all__ = ["CONVOCATION", "GUEST", "Link", "digest", "new_token", "read_token"]

CONVOCATION, GUEST = "convocation", "guest"
