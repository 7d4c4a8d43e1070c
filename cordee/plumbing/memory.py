"""What a process holds once loaded stays until its end: the collector need not look at it again."""

import gc


def settle() -> None:
    """Called when everything is loaded. An export of ten thousand lines made the collector go through all of Django
    several times: a quarter of its time."""
    gc.collect()
    gc.freeze()
