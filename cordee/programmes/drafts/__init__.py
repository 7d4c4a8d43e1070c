"""Drafts: a definition prepared in forms, section by section, until the day it is put in force.

- document     changes made in the text itself: what a form did not touch stays as it was written
- naming       codes made from labels, in which nobody should have to take an interest
- fields       the fields of the forms, and what each writes in the document
- sheets       a form for each kind of table
- conditions   the form of a rule, made from its parameters
- parts        the sections as pages: where each stands, its form, its words
- faults       what the loader complains of, brought back beside its field
- comparing    two versions, and in words what changes between them
- actions      begin, change, discard, take up again, put in force
- views        their pages

A draft may be wrong for a while: it is kept at each step and says what is left to mend. Only a sound one is
put in force, by the same loader as any file.
"""
