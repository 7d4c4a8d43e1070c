"""Partners and their services, as something a table may hold: any list people keep, or an extract of data·inclusion.

- columns    what a column may hold, under the titles people and data·inclusion give it
- examining  what each line would do: add, complete, nothing, or ask; nothing is written
- writing    doing it, and taking it back
- kind       the two kinds of tables, for the engine of `spreadsheets`
"""
