"""`python -m tests.campaigns NAME --seconds N --seed S`: on a throwaway cluster, never on somebody's data."""

import argparse
import os
import random
import sys


def main() -> int:
    """Play a campaign; 1 when it found something."""
    options = read(sys.argv[1:])
    from tests import database  # starts the throwaway cluster, and names it to the settings

    try:
        import django

        django.setup()
        from django.test.utils import setup_test_environment

        setup_test_environment()
        from tests.campaigns.known import CAMPAIGNS

        tries, faults = CAMPAIGNS[options.name](seconds=options.seconds, chance=random.Random(options.seed))
    finally:
        if database.Databases.cluster is not None:
            database.Databases.cluster.stop()
    for fault in faults[:50]:
        print(fault)
    print(f"{options.name}: {tries} essais, {len(faults)} défauts, graine {options.seed}")
    return 1 if faults else 0


def read(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./do campaign", description="Une campagne de gestes au hasard.")
    parser.add_argument("name", choices=["attack", "days", "exports", "files", "imports", "outbox", "races"])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    sys.exit(main())
