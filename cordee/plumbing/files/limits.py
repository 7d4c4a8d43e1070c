"""How large a file may be. Read by the child as well: no Django here."""

MEGABYTE = 1024 * 1024
MOST_MEGABYTES = 10  # of a file, unless CORDEE_FILE_MEGABYTES says otherwise
MOST_CLEAN = 20 * MEGABYTE  # of a file once cleaned: a picture may weigh more than it did
MOST_UNPACKED = 100 * MEGABYTE  # of everything a document holds, unpacked
MOST_RATIO = 30  # unpacked for packed
RATIO_COUNTS_FROM = 2 * MEGABYTE  # below, an almost empty document may well be packed a hundred times
MOST_PARTS = 3000  # files inside a document
MOST_PIXELS = 60_000_000  # what a recent telephone takes
LONGEST_SIDE = 3508  # pixels: a sheet of A4 at 300 dots an inch
MOST_PAGES = 500
MOST_AT_ONCE = 10  # files sent together

MEMORY = 900 * MEGABYTE  # address space of the child, Python and its libraries included
PROCESSOR_SECONDS = 20
WALL_SECONDS = 60  # a machine under load is slow for everybody
