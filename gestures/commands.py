"""The table of gestures: what bare `./do` lists, and what each one's options are.

A gesture that leans on a command or a module Cordée does not have yet is not listed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gestures import backups, checks, environment, instance, postgres, prepared, roles, serving
from gestures.console import GestureError, bold, done, fail, faint, make_tolerant, say
from gestures.state import ROOT, State, every_state, state_of

LOOPBACK = "127.0.0.1"
PORT = 8000


@dataclass(frozen=True)
class Gesture:
    """A word after ./do. group: the heading it is listed under; needs: a Django command or a module."""

    name: str
    help: str
    group: str
    run: Callable[[list[str]], int]
    command: str = ""
    module: str = ""

    @property
    def is_available(self) -> bool:
        has_command = not self.command or instance.has_command(self.command)
        return has_command and (not self.module or instance.has_module(self.module))


def main(arguments: list[str]) -> int:
    """Run the gesture named by the first argument. Returns the exit status."""
    make_tolerant()
    _speak_french()
    available = {gesture.name: gesture for gesture in GESTURES if gesture.is_available}
    if not arguments or arguments[0] in {"-h", "--help", "help", "aide"}:
        _list(available)
        return 0
    gesture = available.get(arguments[0])
    if gesture is None:
        fail(f"« {arguments[0]} » n’est pas un geste connu. ./do, sans rien d’autre, les montre tous.")
        return 2
    try:
        return gesture.run(arguments[1:])
    except GestureError as error:
        say()
        fail(str(error))
        return 1
    except KeyboardInterrupt:
        say()
        fail("Interrompu.")
        return 130


def _list(available: dict[str, Gesture]) -> None:
    print(f"\n  {bold('./do')} suivi d’un geste :")
    group = ""
    for gesture in available.values():
        if gesture.group != group:
            group = gesture.group
            print(f"\n  {faint(group)}")
        print(f"    {bold(gesture.name.ljust(13))}{gesture.help}")
    print()


# Serving


def _demo(arguments: list[str]) -> int:
    parser = _parser(
        "demo", "Une démonstration sur un territoire fictif, servie sur cette machine seulement."
    )
    _add_port(parser)
    parser.add_argument(
        "--again", action="store_true", help="effacer la démonstration et en charger une nouvelle"
    )
    options = parser.parse_args(arguments)
    instance.refuse_remote_mail()
    if options.again:
        serving.stop(state_of(demo=True))
        instance.erase_demo()
    return serving.serve(demo=True, host=LOOPBACK, port=options.port)


def _serve(arguments: list[str]) -> int:
    parser = _parser("serve", "Servir la vraie instance, créée par ./do init.")
    _add_port(parser)
    parser.add_argument(
        "--host", default=LOOPBACK, metavar="ADRESSE", help="adresse écoutée (défaut : cette machine)"
    )
    options = parser.parse_args(arguments)
    _require_instance()
    return serving.serve(demo=False, host=options.host, port=options.port)


def _stop(arguments: list[str]) -> int:
    _parser("stop", "Arrêter tout ce que ce dépôt fait tourner.").parse_args(arguments)
    for state in every_state():
        serving.stop(state)
        with state.lock("start"):
            postgres.cluster_of(state).stop()
    done("Tout est arrêté.")
    return 0


def _init(arguments: list[str]) -> int:
    environment.ensure("runtime")
    if {"-h", "--help"} & set(arguments):
        command = [environment.python(), "-m", "django", "init_instance", "--help"]
        return _in_front(command, checks.variables())
    with instance.running(demo=False) as served:
        served.prepare()
        status = _in_front(served.django("init_instance", *arguments), served.variables())
        if status == 0:
            served.state.found()
        return status


# The database


def _migrate(arguments: list[str]) -> int:
    state, _ = _state_option(_parser("migrate", "Mettre la base de données à jour."), arguments)
    environment.ensure("runtime")
    with instance.running(demo=state.is_demo) as served:
        served.prepare()
    return 0


def _manage(arguments: list[str]) -> int:
    return _django(*_split_demo(arguments))


def _shell(arguments: list[str]) -> int:
    demo, rest = _split_demo(arguments)
    return _django(demo, ["shell", *rest])


def _django(demo: bool, arguments: list[str]) -> int:
    environment.ensure("runtime")
    with instance.running(demo=demo) as served:
        prepared.forget(served.state)
        return _in_front(served.django(*arguments), served.variables())


def _sql(arguments: list[str]) -> int:
    parser = _parser("sql", "psql sur la base, sous le rôle de l’application.")
    parser.add_argument(
        "--role", default="app", choices=["app", "owner", "admin", "backup"], help="un autre rôle"
    )
    parser.add_argument("-c", dest="statement", metavar="SQL", help="exécuter cette requête et sortir")
    state, options = _state_option(parser, arguments)
    _refuse_given_database("sql")
    environment.ensure("runtime", front=False)
    if options.role != "app":
        prepared.forget(state)
    with postgres.session(state) as cluster:
        psql = [
            cluster.binaries.program("psql"),
            "-X",
            *(["-c", options.statement] if options.statement else []),
        ]
        return _in_front(psql, cluster.client_environment(options.role))


def _backup(arguments: list[str]) -> int:
    parser = _parser("backup", "Tout sauvegarder dans un seul fichier.")
    parser.add_argument("file", metavar="FICHIER")
    state, options = _state_option(parser, arguments)
    _refuse_given_database("backup")
    if not state.exists:
        raise GestureError("Il n’y a encore rien à sauvegarder : aucune instance n’a été créée.")
    environment.ensure("runtime", front=False)
    backups.back_up(state, Path(options.file).absolute())
    return 0


def _restore(arguments: list[str]) -> int:
    parser = _parser("restore", "Remettre une sauvegarde dans une instance vide.")
    parser.add_argument("file", metavar="FICHIER")
    parser.add_argument(
        "--demo", action="store_true", help="dans la démonstration, et non dans la vraie instance"
    )
    options = parser.parse_args(arguments)
    _refuse_given_database("restore")
    environment.ensure("runtime", front=False)
    backups.restore(state_of(demo=options.demo), Path(options.file).absolute())
    return 0


def _roles_sql(arguments: list[str]) -> int:
    _parser("roles-sql", "Le SQL à donner à l’administrateur d’un PostgreSQL hébergé.").parse_args(arguments)
    print(roles.for_an_administrator())
    return 0


# Checks and measures


def _bench(arguments: list[str]) -> int:
    environment.ensure("runtime")
    return _in_front([environment.python(), "-m", "bench", *arguments], checks.variables())


def _campaign(arguments: list[str]) -> int:
    environment.ensure("dev")
    return _in_front(
        [environment.python(), "-m", "tests.campaigns", *arguments], checks.variables(CORDEE_TEST="1")
    )


def _requirements(arguments: list[str]) -> int:
    _parser("requirements", "Fixer de nouveau les versions, après un changement.").parse_args(arguments)
    return checks.pin_requirements()


USE, DATA, WORK = "Utiliser", "Base de données", "Travailler sur Cordée"

GESTURES = (
    Gesture("demo", "une démonstration complète, sur cette machine (--port N)", USE, _demo),
    Gesture("init", "créer une vraie instance, vide", USE, _init, command="init_instance"),
    Gesture("serve", "servir la vraie instance (--host, --port)", USE, _serve, command="init_instance"),
    Gesture("stop", "arrêter tout ce qui tourne", USE, _stop),
    Gesture("backup", "tout sauvegarder dans un fichier", DATA, _backup),
    Gesture("restore", "remettre une sauvegarde dans une instance vide", DATA, _restore),
    Gesture("migrate", "mettre la base à jour", DATA, _migrate, command="prepare_database"),
    Gesture("sql", "psql, sous le rôle de l’application", DATA, _sql),
    Gesture("roles-sql", "le SQL des rôles, pour un PostgreSQL hébergé", DATA, _roles_sql),
    Gesture("test", "les essais (suivi de ce que pytest comprend)", WORK, checks.run_tests),
    Gesture("lint", "l’écriture du code et des gabarits (--fix la corrige)", WORK, checks.lint),
    Gesture("types", "les types", WORK, checks.types),
    Gesture("contracts", "l’ordre des couches", WORK, checks.contracts),
    Gesture("bench", "les mesures de vitesse", WORK, _bench, module="bench"),
    Gesture("campaign", "une campagne de gestes au hasard", WORK, _campaign, module="tests.campaigns"),
    Gesture("shell", "Python, avec Cordée chargé", WORK, _shell, module="config.settings"),
    Gesture("manage", "une commande de Django", WORK, _manage, module="config.settings"),
    Gesture("requirements", "fixer de nouveau les versions des bibliothèques", WORK, _requirements),
)


# Options


def _parser(name: str, description: str) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(prog=f"./do {name}", description=description)


def _add_port(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--port", type=_port, default=PORT, metavar="N", help=f"port écouté (défaut : {PORT})"
    )


def _port(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if not 0 < number < 65536:
        raise argparse.ArgumentTypeError(f"« {text} » n’est pas un numéro de port (1 à 65535)")
    return number


def _state_option(parser: argparse.ArgumentParser, arguments: list[str]) -> tuple[State, argparse.Namespace]:
    """The instance a gesture concerns: the real one once there is one, else the demo; always said."""
    parser.add_argument(
        "--demo", action="store_true", help="la démonstration, même s’il y a une vraie instance"
    )
    options = parser.parse_args(arguments)
    return state_of(demo=_tell_choice(options.demo or instance.default_is_demo())), options


def _split_demo(arguments: list[str]) -> tuple[bool, list[str]]:
    """For gestures that hand all their arguments over: a leading --demo is ours."""
    asked = arguments[:1] == ["--demo"]
    return _tell_choice(asked or instance.default_is_demo()), arguments[1:] if asked else arguments


def _tell_choice(is_demo: bool) -> bool:
    say(faint("  Sur la démonstration." if is_demo else "  Sur la vraie instance."))
    return is_demo


def _require_instance() -> None:
    if not state_of(demo=False).is_founded:
        raise GestureError("Aucune instance n’a encore été créée. Commencez par : ./do init")


def _refuse_given_database(name: str) -> None:
    if os.environ.get("DATABASE_URL"):
        raise GestureError(
            f"./do {name} ne concerne que le PostgreSQL de Cordée, or DATABASE_URL en désigne un autre.\n"
            "Servez-vous des outils de celui qui l’héberge."
        )


def _in_front(command: list[str], variables: dict[str, str]) -> int:
    """Run a program that has the terminal; Ctrl-C is for it, we only wait for its end."""
    process = subprocess.Popen(command, env=variables, cwd=ROOT)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


def _speak_french() -> None:
    """argparse asks gettext for its sentences: give it these."""
    french = {
        "usage: ": "emploi : ",
        "options": "options",
        "positional arguments": "arguments",
        "show this help message and exit": "montrer cette aide",
        "%(prog)s: error: %(message)s\n": "%(prog)s : %(message)s\n",
        "unrecognized arguments: %s": "option inconnue : %s",
        "the following arguments are required: %s": "il manque : %s",
        "expected one argument": "attend une valeur",
        "argument %(argument_name)s: %(message)s": "%(argument_name)s : %(message)s",
        "invalid choice: %(value)r (choose from %(choices)s)": "« %(value)s » n’en est pas un : %(choices)s",
    }
    argparse._ = lambda text: french.get(text, text)  # type: ignore[attr-defined]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
