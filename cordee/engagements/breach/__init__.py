"""When a contract could not be kept: facts, legitimate reasons, what the law asks of a sanction somebody else decides.

Words: facts (faits, dated, in sealed words), legitimate reason (motif légitime: there is no breach), conciliation,
information and answer (contradictoire), opinion of the board, decision (the sanction, as it was decided elsewhere),
remobilisation (the person keeps the contract again: a suspension ends).

Nothing is ever proposed: no rate, no length, no step (RSA-29). What is recorded is checked (RSA-17, RSA-21 to RSA-27).
It stands in the social part: benefits are nobody's business in a workshop.
"""
