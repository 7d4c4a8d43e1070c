"""My day, the people list, a person's file, the search: pages that assemble what the domains offer.

Also what only the top of the stack may do: preparing the database, checking it before serving.
"""
