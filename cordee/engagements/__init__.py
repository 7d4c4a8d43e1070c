"""What a person and a house commit to, in writing: engagement contracts, drafted, signed, amended, ended.

Words: contract (contrat d’engagement, CER, convention d’accompagnement, engagement d’une association), kind (what a
programme calls it and what it asks, in its definition), version (the text as it was signed; an amendment is the next
one), signature (who, in which capacity, how, when, on what is kept), commitment (of the house, of the person, of
another), review (a day agreed to look at it again), old contract (a CER to turn into a contract before the law's day).

A text once proposed is frozen with its digest: what was signed is what is kept. Nobody signs in somebody else's place,
but a parent or who exercises a protection, where age or a judge says so. The plan of action is taken from `goals` when
the text is written; what happens to goals afterwards does not change what was signed.

- section    the section « contracts » of definitions: kinds as data
- texts      what a version says, and its digest
- signing    signatures; freezing and unfreezing
- remote     a contract signed from home, through a link
- lane       the social lane looked at again, six or twelve months on
- breach     what could not be kept, and why; what the law asks of a sanction somebody else decides
"""
