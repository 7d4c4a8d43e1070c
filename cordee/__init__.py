"""Cordée: one dossier per person, from the first welcome to years after hiring.

Read docs/architecture.md for the map of the folders below.
"""
