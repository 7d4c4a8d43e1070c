"""The Django commands of a start-up, run in one process: loading Django once instead of three times.

    python -m gestures.prepare '[["prepare_database", "--demo"], ["check_database"]]'

Prints, as its last line, what each command wrote, in JSON. This module alone of the package needs Django.
"""

from __future__ import annotations

import io
import json
import sys


def run(commands: list[list[str]]) -> list[str]:
    """Run the commands in order; what each wrote on its standard output."""
    import django
    from django.core.management import call_command

    django.setup()
    written = []
    for name, *arguments in commands:
        output = io.StringIO()
        call_command(name, *arguments, stdout=output)
        written.append(output.getvalue())
    return written


def main() -> int:
    from django.core.management.base import CommandError

    try:
        written = run(json.loads(sys.argv[1]))
    except CommandError as refusal:
        print(refusal, file=sys.stderr)
        return 2
    print(json.dumps(written))
    return 0


if __name__ == "__main__":
    sys.exit(main())
