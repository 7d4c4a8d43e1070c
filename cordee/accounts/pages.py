"""Who may come to allauth's views: those kept, each under the name the library looks for.

Nobody signs up alone and nothing is mailed, so the library's other pages have no address at all.
"""

from cordee.plumbing.access import SAFE, PagePolicy, declare_foreign

WRITING = SAFE | {"POST"}
OPEN = PagePolicy(public=True, methods=WRITING)
SIGNED_IN = PagePolicy(signed_in_only=True, methods=WRITING)
CODES = PagePolicy(
    signed_in_only=True, writes_on_get="the library notes the first time recovery codes are shown"
)

FOREIGN_PAGES = {
    "account_login": OPEN,
    "account_inactive": PagePolicy(public=True),
    "mfa_authenticate": OPEN,
    "account_reauthenticate": SIGNED_IN,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": CODES,
    "mfa_generate_recovery_codes": SIGNED_IN,
}


def declare() -> None:
    for name, policy in FOREIGN_PAGES.items():
        declare_foreign(name, policy)
