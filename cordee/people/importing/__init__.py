"""People brought in from a table: what its columns mean, who is known already, what is written, how it is undone."""
