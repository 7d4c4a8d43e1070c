"""Letters and certificates: texts of the house with fields to merge, printed as accessible PDFs kept in the dossier.

- catalogue   the letters there are: Cordée's (shipped.toml), under those of the house (a dated setting)
- merging     the fields a text may name, and what they become for a person; upper domains add theirs (FIELDS)
- rules       fields named rightly, blanks left to fill: pure functions on texts
- actions     a letter kept in the dossier as a paper; a letter of the house written or withdrawn

It holds no table: what is printed is a paper (papers), what the house writes is a setting (accounts).
"""
