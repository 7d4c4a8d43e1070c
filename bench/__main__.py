"""`./do bench --set S|M|L [--json FILE] [--only OPERATION] [--requests N] [--compare FILE] [--explain]`.

Makes the set if need be, serves it, measures, prints one table. Exit status 1 when a bar is not held.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from gestures.console import GestureError, fail, make_tolerant


def main(arguments: list[str]) -> int:
    make_tolerant()
    options = _options(arguments)
    from bench import run

    try:
        return run.run(options)
    except GestureError as error:
        fail(str(error))
        return 2


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./do bench", description="Mesurer la vitesse des pages.")
    parser.add_argument("--set", default="S", choices=["S", "M", "L"], help="le jeu de données (défaut : S)")
    parser.add_argument("--json", type=Path, metavar="FICHIER", help="y écrire les mesures")
    parser.add_argument(
        "--compare", type=Path, metavar="FICHIER", help="mesures d’un autre jeu, pour la croissance"
    )
    parser.add_argument(
        "--only", action="append", metavar="OPÉRATION", help="une opération seulement (répétable)"
    )
    parser.add_argument("--requests", type=_positive, default=200, metavar="N", help="demandes par opération")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="graine du hasard (défaut : 1)")
    parser.add_argument("--again", action="store_true", help="refaire le jeu de données")
    parser.add_argument(
        "--explain", action="store_true", help="montrer les plans qui lisent plus qu’ils ne montrent"
    )
    return parser.parse_args(arguments)


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"« {text} » n’est pas un nombre de demandes")
    return int(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
