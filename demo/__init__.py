"""A fictitious territory: the five organisations, their teams, about four hundred people and what they live.

Nobody here exists. The organisations are those described to us, with their real sites and programmes; every
professional and every person accompanied is invented, with family names of plants, stones, birds and winds.

- names        first names as they are borne in France, family names nobody bears
- houses/      what each organisation is: sites, team, programmes, who comes and how far they have gone
- writing/     what is written in the dossiers: the notes of each programme, the words of the people
- dossiers     the gestures of a dossier in memory, checked by the programme as the real actions check them
- histories    a believable history for a pathway: its stages, pauses, ways back, exits
- preparing    a draft of a programme in one house, a version to come in another
- rhythm       reviews and contacts, so that each professional's day has something late, due, silent
- loading      all of it, in bulk, in one transaction

`load_demo` writes it once. Everything is drawn from a seed and counted back from today.
"""
