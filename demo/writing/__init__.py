"""What is written in the dossiers: notes by stage, the words of the people, why they are oriented.

In French, as colleagues write to each other: facts, what the person says, what comes next; no judgement.
{p} is the first name, {il} {Il} {lui} the pronoun, {e} the agreement.
"""
