"""What is asked of a pathway beyond its programme: plain functions on plain values."""

# A département entrusts accompaniments to operators (CCAS, training bodies…), a grouping to its
# establishments. For any other house, naming another organisation would open dossiers for no reason.
ENTRUSTING_KINDS = frozenset({"departement", "gcms"})


def entrusts(organisation_kind: str) -> bool:
    """May an organisation of this kind have an accompaniment carried out by another?"""
    return organisation_kind in ENTRUSTING_KINDS
