"""Make thousands of calls of every kind, some cancelled, that meet every fault.

Everything random comes from one seed: what a call is, and which fault it meets, is the same in each
run; only the order of events is not.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from random import Random

import anyio
from attrs import define, field

from digiseller_async import Digiseller, Outcome

from ..behaviour import Behaviour, seeded
from ..expectations import Meaning
from ..faults import FAULTS
from ..operations import OPERATIONS, RULES, CallResult, broken_rules, call_result
from ..process import HostileService, Observed
from ..transports import client
from .figures import Figure, most, none_of

# With this seed 0.07 % of the reads meet three faults in a row, as is to be expected.
SEED = 8
SHARE = 0.12
WORKERS, MAX_CONNECTIONS = 48, 32
TIMEOUT = 2.0
CHANGES = [name for name in OPERATIONS if name != "reads"]
# Bytes that come after the next request was sent cannot be told from its answer.
INDISTINGUISHABLE = ("stray_on_idle", "408_on_idle")
FINAL = {
    Meaning.LATE,
    Meaning.TOO_BUSY,
    Meaning.REFUSED,
    Meaning.DENIED,
    Meaning.PART,
    Meaning.UNREADABLE_ROW,
    Meaning.MISSING,
}
CANCELLED = CallResult("cancelled")
NO_END = CallResult("no end")


@define
class TrafficLog:
    """How each call ended, by its number, and which unknown outcomes were reported."""

    behave: Behaviour
    results: dict[int, CallResult] = field(factory=dict[int, CallResult])
    reported: set[int] = field(factory=set[int])
    seconds: float = 0.0

    def report(self, outcome: Outcome) -> None:
        """Record an outcome that is unknown."""
        facts = outcome.arguments
        found = [facts.get(name) for name in ("template_id", "content_id", "product_id")]
        named = str(facts.get("name", "")).removeprefix("call-")
        self.reported.update(int(one) for one in (*found, named or None) if one is not None)


def random_of(number: int) -> Random:
    """Return the random generator of one call."""
    return Random(SEED * 1_000_003 + number)  # noqa: S311 (no secret)


def operation_of(number: int) -> str:
    """Return what a call does: a third change something."""
    random = random_of(number)
    return random.choice(CHANGES) if random.random() < 1 / 3 else "reads"


def cancel_after(number: int) -> float | None:
    """Return after how many seconds a call is cancelled, if it is."""
    random = random_of(-number)
    return random.random() * 0.03 if random.random() < 0.025 else None


async def one(ds: Digiseller, number: int, log: TrafficLog) -> None:
    """Make one call, and record how it ended."""
    log.results[number] = NO_END
    with anyio.move_on_after(5 * TIMEOUT):
        with anyio.move_on_after(cancel_after(number)) as scope:
            log.results[number] = await call_result(ds, operation_of(number), number)
        if scope.cancelled_caught:
            log.results[number] = CANCELLED


async def work(ds: Digiseller, numbers: Iterator[int], log: TrafficLog) -> None:
    """Make call after call."""
    for number in numbers:
        await one(ds, number, log)


def kinds_over(scheme: str) -> list[str]:
    """Return the faults that the calls meet."""
    return [
        name
        for name, fault in FAULTS.items()
        if not fault.is_heavy
        and name not in INDISTINGUISHABLE
        and (scheme == "https" or not fault.needs_tls)
    ]


async def run(service: HostileService, calls: int, transport_name: str = "httpx") -> list[Figure]:
    """Make so many calls; return how they ended."""
    kinds = kinds_over(service.scheme)
    service.behave("seeded", str(SEED), str(SHARE), *kinds)
    log, numbers = TrafficLog(seeded(SEED, SHARE, kinds)), iter(range(1, calls + 1))
    how = {"timeout": TIMEOUT, "on_outcome": log.report, "max_connections": MAX_CONNECTIONS}
    began = time.perf_counter()
    async with (
        client(service.url, transport_name, **how) as ds,
        anyio.create_task_group() as tasks,
    ):
        for _ in range(WORKERS):
            tasks.start_soon(work, ds, numbers, log)
    log.seconds = time.perf_counter() - began
    return figures(log, service.observed(), f"{calls:,} calls over {transport_name}")


def figures(log: TrafficLog, observed: Observed, name: str) -> list[Figure]:
    """Compare how the calls ended with what the service observed."""
    wrong = wrong_ends(log, observed)
    allowed = max(0.1, 200 / len(log.results))  # one in a short run is no share yet
    met = [kind for kind in observed.kinds if kind != "honest"]
    return [
        Figure(f"{name}: faults met", ">= 30", f"{len(met)}", len(met) >= 30),
        *(none_of(f"{name}: {rule}", found) for rule, found in wrong.items()),
        none_of(f"{name}: calls that never ended", unended(log)),
        none_of(f"{name}: unknown or cancelled, and not reported", unreported(log, observed)),
        most(f"{name}: reads that failed for no final reason", allowed, failed(log), " %", 3),
        most(f"{name}: time", 120, log.seconds, " s"),
    ]


def wrong_ends(log: TrafficLog, observed: Observed) -> dict[str, list[str]]:
    """Return, for each rule, the calls whose end the service's observations contradict."""
    found: dict[str, list[str]] = {rule: [] for rule in RULES}
    for number, end in log.results.items():
        for rule, is_broken in broken_rules(end, observed, operation_of(number), number).items():
            if is_broken:
                found[rule].append(f"{operation_of(number)} {number} ({end.outcome})")
    return found


def unended(log: TrafficLog) -> list[str]:
    """Return the calls that never ended."""
    return [operation_of(number) for number, end in log.results.items() if end is NO_END]


def unreported(log: TrafficLog, observed: Observed) -> list[str]:
    """Return the calls whose effect was reported neither to the caller nor to `on_outcome`."""
    doubtful = [
        number
        for number, end in log.results.items()
        if end.outcome.endswith("unknown") or (end is CANCELLED and observed.effects.get(number))
    ]
    return [f"{operation_of(one)} {one}" for one in doubtful if one not in log.reported]


def failed(log: TrafficLog) -> float:
    """Return the percentage of reads that failed although no attempt met a final fault."""
    reads = [number for number in log.results if operation_of(number) == "reads"]
    lost = [
        one
        for one in reads
        if log.results[one].error is not None and not met_final_fault(log.behave, one)
    ]
    return 100 * len(lost) / max(1, len(reads))


def met_final_fault(behave: Behaviour, number: int) -> bool:
    """Return whether an attempt of a call meets a fault against which retrying does not help."""
    names = [behave(number, attempt) for attempt in (1, 2, 3)]
    return any(FAULTS[name].meaning in FINAL for name in names if name is not None)
