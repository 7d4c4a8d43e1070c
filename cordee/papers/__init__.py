"""The papers people hand over: identity, residence, rights, CV… kept sealed, dated, with what they are for.

Words: paper (pièce, document reçu), kind (nature), valid until (valable jusqu’au), blob (its sealed content on
disk). Papers we write ourselves (letters, certificates) are another matter, to come.

An orientation's papers hang from it (`referrals.papers.attach_paper(referral, upload=…)`, which anybody may be behind)
until it becomes a dossier. `keeping` is what both share.
"""
