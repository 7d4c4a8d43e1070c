"""Orientation decisions: the legal act that says which lane an RSA beneficiary follows, and with whom.

Words: lane (voie: sociale, socio-professionnelle, professionnelle), authority (who decides), notification (the
person is told, with proof), re-orientation (a new decision that replaces the one before). What is decided about
a person is its own object: nothing here decides by itself, and a correction is another decision.

`OrientationDecision` says when, by whom, in which state; `LaneChoice`, in the social part of the dossier, says
which lane and on which criteria. Two delays of the law start from them (rules.ORIENT, rules.SIGN).
"""
