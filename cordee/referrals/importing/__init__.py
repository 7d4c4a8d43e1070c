"""Orientations brought in from a table: its columns, what is known already, what is written, how it is undone."""
