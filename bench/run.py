"""A whole run: the set, the three servers, the visitors, the measures, the report."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen
from typing import TYPE_CHECKING, Any

from bench import base, report
from bench.server import memory_mb, serving
from bench.sets import SETS, DataSet
from gestures import assets
from gestures.cluster import Cluster
from gestures.console import GestureError, done, fail, say, step
from gestures.processes import postmaster_pid
from gestures.state import State

if TYPE_CHECKING:
    from bench.measure import Servers
    from bench.pages import Operation
    from bench.visits import Visit


@dataclass
class Stage:
    """Where the measures are taken. web: the process of the server measured."""

    visits: list[Visit]
    servers: Servers
    web: Popen[bytes]
    wanted: DataSet


def run(options: argparse.Namespace) -> int:
    """Measure and tell. 1 when a bar is not held."""
    wanted = SETS[options.set]
    with (
        base.running(wanted, seed=options.seed, again=options.again) as (state, cluster, kept),
        _stage(wanted, state, cluster, kept, seed=options.seed) as stage,
    ):
        figures = _measured(stage, options)
    earlier = [*_read(options.compare), *_read(options.json)]
    report.add_growth(figures, earlier)
    if options.json:
        report.write(options.json, figures, _read(options.json))
    print("\n" + report.table(figures) + "\n")
    _tell_whole(figures)
    return _verdict(figures)


def _read(path: Path | None) -> list[report.Figure]:
    return report.read(path) if path else []


# The stage


@contextmanager
def _stage(wanted: DataSet, state: State, cluster: Cluster, kept: base.Kept, *, seed: int) -> Iterator[Stage]:
    """The server as it is served, and the two floors; this process joins the same database."""
    given = base.variables(state, cluster, seed=seed, owner=False)
    assets.refresh(given | {"CORDEE_NO_POOL": "1"}, state)
    _join(given)
    from bench import visits
    from bench.bare import CONTEXTS
    from bench.measure import Servers

    contexts = state.folder / "contexts.json"
    logs = state.log_folder
    with ExitStack() as stack:
        port, web = stack.enter_context(serving(given, logs / "web.log"))
        everybody = visits.visits(kept.visitors, kept.planted, port)
        told = {one.role: context_of(one) for one in everybody}
        contexts.write_text(json.dumps(told), encoding="utf-8")
        behind = given | {"DJANGO_SETTINGS_MODULE": "bench.floor_settings"}
        floor, _ = stack.enter_context(serving(behind, logs / "floor.log"))
        alone = given | {CONTEXTS: str(contexts)}
        bare, _ = stack.enter_context(serving(alone, logs / "bare.log", "bench.bare:application"))
        servers = Servers(bare=bare, behind=floor, web=web.pid, base=postmaster_pid(cluster.data) or 0)
        yield Stage(everybody, servers, web, wanted)


def context_of(visit: Visit) -> dict[str, str]:
    """What PostgreSQL is told of a visitor: the settings every policy reads."""
    return {f"cordee.{name}": value for name, value in visit.actor.context().settings().items()}


def _join(given: dict[str, str]) -> None:
    """From here on, this process is one more Django process of the instance."""
    import django

    os.environ.update(given | {"CORDEE_NO_POOL": "1"})
    django.setup()
    from cordee.plumbing.memory import settle

    settle()  # as the processes that serve do


# The measures


def _measured(stage: Stage, options: argparse.Namespace) -> list[report.Figure]:
    from bench import agendas, pages, tables

    known = {operation.code: operation for operation in (*pages.OPERATIONS, *agendas.OPERATIONS)}
    every = [*known, *tables.OPERATIONS]
    if unknown := set(options.only or []) - set(every):
        raise GestureError(f"Opération inconnue : {', '.join(sorted(unknown))}. Il y a : {', '.join(every)}.")
    asked = options.only or every
    chosen = [known[code] for code in asked if code in known]
    figures = []
    for operation in chosen:
        for visit in filter(operation.open_to, stage.visits):
            with step(f"{operation.label}, {visit.role}"):
                figures.append(_figure(stage, operation, visit, options))
    if in_tables := set(asked) & set(tables.OPERATIONS):
        with step("Dix mille personnes importées, puis exportées"):
            actor = tables.coordinator_of(stage.visits[0].actor.organisation)
            figures += tables.figures(actor, stage.wanted.code, in_tables)
    _whole(stage, figures)
    return figures


def _figure(stage: Stage, operation: Operation, visit: Visit, options: argparse.Namespace) -> report.Figure:
    from bench import measure

    asks = operation.asks(visit) if operation.asks else []
    one = measure.alone(visit, operation, asks, stage.servers, options.requests)
    figure = report.Figure(
        operation=operation.code, role=visit.role, set=stage.wanted.code, label=operation.label,
        p50_ms=round(one.page.p50, 2), p95_ms=round(one.page.p95, 2), bar_ms=operation.bar, aim_ms=list(operation.aim),
        bar_rps=operation.bar_rps or None, most_queries=operation.most_queries or None,
        most_html_kb=operation.most_kb or None, html_kb=round(one.kb, 1) if one.kb else None,
        web_cpu_ms=round(one.web_cpu, 2), base_cpu_ms=round(one.base_cpu, 2),
    )  # fmt: skip
    if one.floor.seconds:
        figure.floor_p50_ms, figure.bare_p50_ms = round(one.floor.p50, 2), round(one.bare.p50, 2)
        figure.floor_ratio = round(one.page.p50 / one.floor.p50, 2)
    if asks and operation.bar_rps:
        crowd = measure.together(visit, asks)
        figure.rps, figure.p95_8_clients_ms = round(crowd.rps, 1), round(crowd.p95, 2)
    if asks:
        _count(visit, asks, figure, explain=options.explain)
    return figure


def _count(visit: Visit, asks: list[Any], figure: report.Figure, *, explain: bool) -> None:
    """The most statements any of the addresses takes."""
    from bench import statements

    counted = max((statements.statements_of(visit, ask) for ask in asks[:4]), key=lambda one: one.count)
    figure.queries, figure.log_queries = counted.count, counted.logged
    if explain:
        for scan in statements.far_scans(visit, counted.statements):
            say(f"      {scan.rows} lignes lues ({scan.milliseconds:.1f} ms), {scan.node} : {scan.statement}")


def _whole(stage: Stage, figures: list[report.Figure]) -> None:
    """What is told once: the weight of a first visit, the memory of the web processes."""
    from bench import weight

    files = weight.first_visit(stage.visits[0])
    figures[0].first_visit_kb = round(sum(files.values()), 1)
    figures[0].web_mb = round(memory_mb(stage.web), 1)


# The end


def _tell_whole(figures: list[report.Figure]) -> None:
    first = figures[0]
    print(
        f"première visite {first.first_visit_kb} Ko (150 au plus) · processus web {first.web_mb} Mo (350 au plus)"
    )
    for one in figures:
        if one.floor_p50_ms is not None:
            print(
                f"plancher de « {one.label} », {one.role} : {one.bare_p50_ms} ms nu, {one.floor_p50_ms} ms derrière"
                f" Cordée ; la page y ajoute {one.p50_ms - one.floor_p50_ms:.1f} ms (8 visées)"
            )


def _verdict(figures: list[report.Figure]) -> int:
    faults = report.broken(figures)
    for fault in faults:
        fail(fault)
    if not faults:
        done("Toutes les barres sont tenues.")
    return 1 if faults else 0
