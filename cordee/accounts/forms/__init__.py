"""The forms of accounts: they parse and explain; the actions write.

- signing   signing in, codes, passwords, unlocking
- team      inviting, roles, departures
- house     the organisation, its sites and places, how dossiers are shared
"""
