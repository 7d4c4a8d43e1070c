"""The network: the structures one works with, whom to call there, what was agreed, when we last spoke.

Words: partenaire (partner: a structure, never a person accompanied), lieu (site: another door of the same structure),
référent institutionnel (institutional referent: who answers for the partner, named, with their history), convention
(agreement), contact (partner contact: a day somebody of the house spoke with them), service (what a partner offers,
in the words of data·inclusion).

- enums          closed lists of ours
- vocabulary     those of data·inclusion, from data_inclusion.toml
- rules          is the link alive, is there a referent, does an agreement end; plain functions
- identifiers    SIRET and telephones, read and shown
- hours          opening hours, kept as OpenStreetMap writes them, typed and read in French
- models         partner, sites, referents, agreements, contacts, services
- access         who reads, who writes
- fetch          the list and one partner, through `visible_to`
- actions        a partner added, changed, closed
- linking        its referents, our contacts; agreeing: agreements; offering: services
- finding        for the search box and the pages above

No person accompanied is named here: this domain stands below people, and what sends somebody to a partner stands above.
"""
