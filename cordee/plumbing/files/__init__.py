"""Files people hand over: checked by what they contain, cleaned, sealed, given back as they must be.

    clean = checking.check(upload)                    # raises FileRefused, whose sentence can be shown
    name = store.keep(clean.content, key, bound_to)   # sealed on disk, under a name drawn at random
    content = store.read(name, key, bound_to)
    return giving.attachment(content, "Mon CV.pdf", clean.media)

- limits      how large a file may be, packed and unpacked
- refusals    every reason to refuse one, with its sentence
- inspecting  which type a content really is, and the cleaning of that type (pictures, pdfs, office, texts)
- child       the process all of that runs in: little memory, little time, no secret
- checking    the way in: size, antivirus, child
- antivirus   an optional command or clamd
- store       sealed blobs under MEDIA_ROOT: destroying a person's key erases their files
- naming      the name a file came with, made harmless
- giving      the answer that hands a file back: never shown by the browser, never run

It knows neither a person nor a table: `papers` and `referrals` keep the rows.
"""
