"""Measure the package beside what its user would write instead, and draw that as bars.

All read the same page of 100 receipts with the same 8 parameters, from a server that costs next to
nothing. Each has a process of its own, and they take turns.
"""

from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from functools import partial
from statistics import median

from . import _peers
from ._result import Bound, Effort, Result, ratios
from ._servers import started
from ._worker import Worker, serve_requests
from .concurrency import timed
from .page_cost import CONNECTIONS, cost

OURS = "digiseller_async"
PYDANTIC = "httpx + pydantic"
DICTS = "httpx + dicts"
PEERS = {
    OURS: "package",
    f"{OURS}[aiohttp]": "package_aiohttp",
    PYDANTIC: "httpx_pydantic",
    f"{PYDANTIC}, of bytes": "httpx_pydantic_json",
    DICTS: "httpx_dicts",
    "aiohttp + dicts": "aiohttp_dicts",
}
CALLS = 30  # a turn
LATENCY = 0.02
CALLERS = 64
WIDTH = 40  # of the longest bar
Workers = dict[str, Worker]
Values = dict[str, list[float]]

_BOUNDS = {1: 0.60, 10: 0.55}  # by the calls in flight


def measure(effort: Effort) -> tuple[Result, ...]:
    """Measure the CPU of a page with 1 and 10 calls in flight, and the pace of 64 callers."""
    with peers("spent", 0.0, CONNECTIONS) as workers:
        costs = [compared(effort, workers, at_once) for at_once in _BOUNDS]
    with peers("paced", LATENCY, CALLERS) as workers:
        return (*costs, pace(effort, workers))


@contextmanager
def peers(measurement: str, latency: float, connections: int) -> Generator[Workers]:
    """Run a server with a *latency*, and a process for each peer."""
    server, url = started(_peers.SIZE, latency)
    with server, ExitStack() as stack:
        address = f"peers:{measurement}"
        yield {
            name: stack.enter_context(Worker(address, peer, url, str(connections)))
            for name, peer in PEERS.items()
        }


def compared(effort: Effort, workers: Workers, at_once: int) -> Result:
    """Compare the CPU of a page with so many calls *at_once*."""
    turns = effort.pick(7, 3)
    spent: Values = {name: [] for name in workers}
    for _ in range(effort.rounds):
        # The median of short turns, because the machine's own pace changes from second to second.
        found = [
            {
                name: worker.ask(calls=CALLS, at_once=at_once)["cpu"]
                for name, worker in workers.items()
            }
            for _ in range(turns)
        ]
        for name in workers:
            spent[name].append(median(one[name] for one in found))
    return Result.of_median(
        f"peers, {at_once} in flight",
        f"CPU of a typed page of {_peers.SIZE} / of {PYDANTIC}",
        ratios(spent[OURS], spent[PYDANTIC]),
        bound=Bound(value=_BOUNDS[at_once]),
        notes=bars(spent, 1000, "ms"),
    )


def pace(effort: Effort, workers: Workers) -> Result:
    """Compare how many pages a second many callers read."""
    calls = effort.pick(6, 3) * CALLERS
    pages: Values = {name: [] for name in workers}
    for _ in range(min(effort.rounds, 5)):
        for name, worker in workers.items():
            pages[name].append(calls / worker.ask(calls=calls, callers=CALLERS)["seconds"])
    return Result.of_median(
        f"peers, {CALLERS} callers",
        f"pages a second of {CALLERS} callers at {LATENCY * 1000:.0f} ms / of {DICTS}",
        ratios(pages[OURS], pages[DICTS]),
        bound=Bound(value=2.0, least=True),
        notes=bars(pages, 1, "pages a second"),
    )


def bars(values: Values, scale: float, unit: str) -> tuple[str, ...]:
    """Draw the medians as bars, one below the other."""
    middles = {name: median(found) * scale for name, found in values.items()}
    most, width = max(middles.values()), max(map(len, middles))
    return tuple(
        f"{name:<{width}}  {'█' * round(WIDTH * value / most)} {value:.3g} {unit}"
        for name, value in middles.items()
    )


async def spent(peer: str, url: str, connections: str) -> None:
    """Measure the CPU of one peer's pages."""
    async with getattr(_peers, peer)(url, int(connections)) as call:
        await serve_requests(partial(cost, call))


async def paced(peer: str, url: str, connections: str) -> None:
    """Measure how long one peer's pages take."""
    async with getattr(_peers, peer)(url, int(connections)) as call:
        await serve_requests(partial(timed, call))
