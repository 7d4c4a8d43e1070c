"""The papers of a commission: the sheet of each situation, the minutes, the letters that follow.

- sheets        what a sheet says of a situation: blocks of words, whole
- shortening    the same cut to what a page holds, with a mark where it was cut
- gathering     everything the sheets of a sitting need, in a number of queries that does not grow
- anonymising   the same without what says who, to be shared further; what was typed is still to be read again
- printing      one page each as PDF, alone or a whole sitting together

A sheet holds the open parts of the dossier only, as its reader may read them: it lies on a table, everybody present
reads it. What touches health, violence or justice is said by the person, or with their agreement by who presents.
"""
