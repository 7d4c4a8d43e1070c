"""The thread of a dossier: facts (what happened), deadlines (what must happen), notes (what was said).

Everything that crosses domains reads these tables rather than ten others: the timeline, my day, the last
contact, the silence watch, later the figures. Each domain registers the sentences its facts and deadlines
are shown with (`sentences`).
"""
