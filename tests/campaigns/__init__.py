"""Long runs of gestures at random, from a seed: `./do campaign NAME --seconds N --seed S`.

- attack: a member of one house asks for anything of another's, by every address, with hostile values; nothing of
  the other house ever shows, nothing answers an error page
- days: the stories of the browser on days drawn at random, the clock of every program shifted; none fails
- exports: every list taken out in every format, hostile cells included, is opened by LibreOffice and compared cell by
  cell
- files:  mutated PDFs, pictures and documents are sent; each is kept clean or refused with a sentence, nothing dies
- imports: tables of every kind are sent, read, tried out, imported and undone; the worker is killed again and again;
  nothing answers an error page, nothing is imported in part
- outbox: messages through a real SMTP server that fails, by a worker killed again and again; none is missing, none
  arrives twice
- races:  a ground of access ends while its holder reads: no reading succeeds after the end
"""
