"""What a person can do to an organisation and its team: check, write, leave a trace.

- joining   inviting, accepting, renewing an access
- team      roles, departures, handing over
- house     the organisation, its sites and places, how dossiers are shared
- profile   one's own name, password and appearance
"""
