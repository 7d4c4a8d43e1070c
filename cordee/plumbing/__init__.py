"""What every domain stands on: who is asking, what the database lets them see, what is remembered of it.

- context     who asks, told to PostgreSQL once per transaction
- policies    row-level security: one declaration per table, one function that writes them all
- access      `@page`: a view without a declared policy does not start
- middleware  the transaction around each request, refusals, read-only GET
- crypto      one key per person; free text and restricted partitions are sealed with it
- access_log  readings of a person's file, through one door
- printing    papers printed by typst: tagged PDFs, data never read as code
- files       files handed over: checked, cleaned in a process apart, sealed on disk
- drafts      what is being typed, kept on the server until it is sent
- once        a form sent twice has one effect
- history     what pghistory must know
"""
