"""What is known of a person's life, item by item, on a day: the situation every conversation touches.

Words: situation (ce que chacun doit savoir avant de parler), theme (foyer, ressources, séjour…), item (one thing one
may know: the housing, the permit), answer (what was said of it on a day: known, no, unknown; not broached when there
is none). Nothing is compulsory, nothing is a score, nothing closes a door.

The catalogue (`catalogue`) says which items there are and in which part of the dossier; health, violence and justice
stand in tables of their own, sealed. An answer is never rewritten: a newer one takes its place, so that one can say
what has changed, and since when.
"""
