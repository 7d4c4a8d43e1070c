#!/usr/bin/env python3
"""Every gesture of Cordée. Bare ./do lists them; their code is in gestures/.

This file is read by any Python 3, however old: it looks for one of at least 3.11, then hands over.
"""

import os
import shutil
import sys

OLDEST = (3, 11)
ROOT = os.path.dirname(os.path.realpath(__file__))


def find_recent_python():
    """The first Python of the machine that is recent enough, or None."""
    for minor in range(14, OLDEST[1] - 1, -1):
        found = shutil.which("python3.%d" % minor)
        if found:
            return found
    return None


def main():
    if sys.version_info < OLDEST:  # noqa: UP036 - this very line is for older ones
        other = find_recent_python()
        if other:
            os.execv(other, [other, os.path.join(ROOT, "do")] + sys.argv[1:])
        sys.stderr.write(
            "Cordée demande Python 3.11 ou plus récent ; celui-ci est le %d.%d.\n"
            "Sous Debian ou Ubuntu : apt install python3 python3-venv\n"
            "Sous macOS : brew install python@3.13\n" % sys.version_info[:2]
        )
        return 1
    sys.path.insert(0, ROOT)
    from gestures.commands import main as run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
