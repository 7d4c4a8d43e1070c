"""The people accompanied: who they are, how to reach them, what protects them, who may read them and why.

Words: person, name as lived (usage, birth, alias), contact point, protected address, seal, ground of access
(motif d'accès: who reads this dossier, for which reason, which partitions, from when until when).
Leaves to `pathways` the programmes a person follows, to `dossier` what happened and what must.
"""
