"""How fast the pages answer, measured and never asserted: `./do bench`, or `python -m bench`.

- sets          the sizes S, M and L, and what a set is recognised by
- names         French names by frequency: homonyms, compounds, accents, particles
- houses        organisations, members, programmes, sites of a set, and the cast who will visit the pages
- lives         the lives of people: pathways, facts, notes, deadlines, grounds, orientations
- meetings      the appointments of a pathway; agreements: its contract; aims: its goals
- rows          rows as COPY wants them
- generate      all of it, in several processes, into files
- load          those files into the tables, in one transaction
- base          the cluster of the bench, kept between runs
- server        the web server, exactly as `./do serve` starts it
- wire          a small client that measures round trips, alone or eight at once
- pages         operations 1 to 7 of the performance specification, as addresses
- floors        the bare thing beside them: one statement, a minimal template
- statements    statements per page, and the plans PostgreSQL chose for them
- weight        what a first visit downloads, what the processes hold in memory
- report        the table, the file of figures, the bars
"""
