"""Round trips: one client after the other, interleaved with the floors; then eight clients at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bench.pages import Ask, Operation
from bench.server import processor_ms
from bench.visits import Visit
from bench.wire import Wire

CLIENTS = 8
ALONE_AT_WORK = 40  # requests over which processor time is counted
LOAD_SECONDS = 6.0
WARM = 8


@dataclass
class Times:
    """Round trips in seconds."""

    seconds: list[float] = field(default_factory=list)

    def share(self, part: float) -> float:
        """The time under which that share of the requests was answered, in milliseconds."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * part))] * 1000 if ordered else 0.0

    @property
    def p50(self) -> float:
        return self.share(0.50)

    @property
    def p95(self) -> float:
        return self.share(0.95)


@dataclass(frozen=True)
class Servers:
    """The ports of the two floors: the bare program, and the one behind Cordée's middleware.

    web, base: the processes of the server measured and of PostgreSQL.
    """

    bare: int
    behind: int
    web: int
    base: int

    def spent(self) -> tuple[float, float]:
        """Processor time used up to now, in milliseconds: the web server's, PostgreSQL's."""
        return processor_ms(self.web), processor_ms(self.base)


@dataclass
class Alone:
    """What one client measured. floor, bare: empty where an operation has none. kb: of HTML, as it travelled.

    web_cpu, base_cpu: processor time of a request, in milliseconds, in the web server and in PostgreSQL.
    """

    page: Times = field(default_factory=Times)
    web_cpu: float = 0.0
    base_cpu: float = 0.0
    floor: Times = field(default_factory=Times)
    bare: Times = field(default_factory=Times)
    kb: float = 0.0


def alone(visit: Visit, operation: Operation, asks: Sequence[Ask], servers: Servers, requests: int) -> Alone:
    """One client, one request at a time. The page and its floors take turns: noise falls on them alike."""
    found = Alone()
    wire = visit.wire()
    turns: list[tuple[Times, Callable[[int], float]]] = [(found.page, _page(visit, operation, asks, wire))]
    if asks and asks[0].floor:
        turns.append((found.floor, _floor(visit.wire(servers.behind), visit, asks)))
        turns.append((found.bare, _floor(visit.wire(servers.bare), visit, asks)))
    # A paper printed again comes from what the printer remembers: the first one, cold, must count.
    warm, at_work = (0, operation.few) if operation.few else (WARM, ALONE_AT_WORK)
    requests = min(requests, operation.few or requests)
    for number in range(warm + requests):
        for times, sample in turns:
            seconds = sample(number)
            if number >= warm:
                times.seconds.append(seconds)
    sample = turns[0][1]
    before = servers.spent()
    for number in range(at_work):
        sample(warm + requests + number)
    found.web_cpu, found.base_cpu = (
        (after - start) / at_work for start, after in zip(before, servers.spent(), strict=True)
    )
    if asks:
        found.kb = max(len(wire.get(ask.path, fragment=ask.fragment).body) for ask in asks) / 1024
    wire.close()
    return found


def _page(visit: Visit, operation: Operation, asks: Sequence[Ask], wire: Wire) -> Callable[[int], float]:
    act = operation.act
    if act is not None:
        return lambda number: act(visit, wire, number)
    sent = [wire.request("GET", ask.path, fragment=ask.fragment) for ask in asks]
    return lambda number: wire.ask(sent[number % len(sent)], path=asks[number % len(asks)].path).seconds


def _floor(wire: Wire, visit: Visit, asks: Sequence[Ask]) -> Callable[[int], float]:
    sent = [wire.request("GET", f"/plancher/{ask.floor}&role={visit.role}") for ask in asks]
    return lambda number: wire.ask(sent[number % len(sent)], path=asks[number % len(asks)].floor).seconds


@dataclass(frozen=True)
class Together:
    """What eight clients got. rps: pages answered each second, all clients together."""

    p95: float
    rps: float


def together(visit: Visit, asks: Sequence[Ask], seconds: float = LOAD_SECONDS) -> Together:
    """Eight clients who do not wait between two pages."""
    times = [Times() for _ in range(CLIENTS)]
    failures: list[BaseException] = []
    began = time.perf_counter()
    threads = [
        threading.Thread(target=_client, args=(visit, asks, mine, number, began + seconds, failures))
        for number, mine in enumerate(times)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    if failures:
        raise failures[0]
    every = Times([second for mine in times for second in mine.seconds])
    return Together(every.p95, len(every.seconds) / took)


def _client(
    visit: Visit, asks: Sequence[Ask], mine: Times, number: int, until: float, failures: list[BaseException]
) -> None:
    try:
        wire = visit.wire()
        sent = [wire.request("GET", ask.path, fragment=ask.fragment) for ask in asks]
        while time.perf_counter() < until and not failures:
            mine.seconds.append(wire.ask(sent[number % len(sent)]).seconds)
            number += 1
        wire.close()
    except BaseException as error:  # told by the thread that waits
        failures.append(error)
