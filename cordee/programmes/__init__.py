"""Programmes: how an organisation welcomes, admits, accompanies and lets go, as data.

A definition is a dated TOML document: who it is for, how one enters, who admits, the stages and the moves
between them, the delays, who stands around the person, the ways out, the words used. Data chooses and
sets parameters; the rules it names are functions.

- vocabulary   the closed lists a definition may use, and the kinds of facts its delays listen to
- locator      on which line a key of a TOML document stands
- reading      reading a table key by key, noting every fault instead of raising at the first
- definition   what a definition says once read: frozen values
- sections     from TOML tables to those values; later domains register theirs
- checks       what must hold across sections
- loader       a text in, a definition or all its faults out
- law          dated parameters of the law, read at the day of the fact
- facts        what the rules look at
- rules        the rules a definition may name
- engine       may this pathway be opened, moved, suspended, closed, and why not
- story        a fictitious person through a programme, played by one generic test
- shipped      the definitions that come with the product
- describe     a definition in sentences, for its page and for docs/programmes

All of this is plain Python. The Django side (models, actions, views) only keeps, loads and shows.
"""
