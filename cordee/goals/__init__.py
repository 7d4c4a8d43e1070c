"""The project of a person, and what is done for it: goals in their words, steps, reviews, where one thinks of going.

Words: projet personnel, projet professionnel (two texts of the person), axe d'évolution (axis: what a goal works on; it
says in which part of the dossier the goal stands), objectif (goal: from the catalogue of the programme, or free), étape
(step: who does what, by when), bilan (review: what became of a goal, on a day), orientation envisagée (foreseen
orientation: several dimensions at once, from the entry).

Maintaining is a success. No goal opens or closes a door, no figure is made of a person. Contracts, which commit both
sides, stand above and read this.
"""
