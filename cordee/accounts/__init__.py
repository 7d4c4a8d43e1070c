"""Organisations, their sites and places; the people who work there, their roles; who is asking.

Words: organisation (the association, the département), site (établissement, antenne), place (salle,
atelier), member (a user at work in an organisation), role (dated). An `Actor` is a member asking
something now: what every `visible_to(actor)` and `can(actor, …)` reads.
Leaves to `people` the grounds of access, to `plumbing` the database context.
"""
