"""A person in a programme at an organisation: opening, stages, admission, referent, support circle, closing.

Words: pathway (parcours), stage (étape), admission decision, circle (the people around the person, la
cordée), referent, exit (sortie). The programme's definition says which stages, moves, roles and exits exist;
`programmes.engine` judges them; this domain writes what was decided.
"""
