"""A diagnosis shared with the person, in the words of their programme, begun, left, resumed, made again later.

Words: form (ce que le programme demande: its section « diagnosis »), theme, block (a question of the programme's own:
desires, skills, mobility…), entry (what was said of one of them), level (0 non abordé to 4 blocage), evolution,
barrier (frein: open until it is lifted, whatever the number of diagnoses), distance travelled (chemin parcouru).

No entry is compulsory, no figure is made of a person, nothing here opens or closes a door.
"""
