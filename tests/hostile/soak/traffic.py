"""Thousands of calls of every kind, some cancelled, that meet every kind of trouble.

All dice are thrown from one seed, so what a call is, and what it meets, is the same in each run;
only who comes before whom is not.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from random import Random

import anyio
from attrs import define, field

from digiseller_async import Digiseller, Outcome

from ..behaviour import seeded
from ..carriers import client
from ..faults import FAULTS
from ..means import Means
from ..operations import OPERATIONS, Ended, contradictions, ended
from ..process import Hostile, Seen
from .figures import Figure, most, none_of

# By these dice 0.07 % of the reads meet three troubles in a row, as is to be expected.
SEED = 8
SHARE = 0.12
WORKERS, PLACES = 48, 32
PATIENCE = 2.0
CHANGES = [name for name in OPERATIONS if name != "reads"]
# What comes when the next request is out already is that one's answer, as far as anybody can tell.
UNTELLABLE = "stray_on_idle"
KINDS = [name for name, fault in FAULTS.items() if not (fault.heavy or name == UNTELLABLE)]
FINAL = {Means.LATE, Means.TOO_BUSY, Means.REFUSED, Means.DENIED, Means.FAILED}
BEHAVE = seeded(SEED, SHARE, KINDS)
CANCELLED = Ended("cancelled")
NO_END = Ended("no end")


@define
class Story:
    """What happened: the end of each call by its number, and which outcomes were told."""

    ends: dict[int, Ended] = field(factory=dict[int, Ended])
    told: set[int] = field(factory=set[int])
    seconds: float = 0.0

    def tell(self, outcome: Outcome) -> None:
        """Note an outcome that is unknown."""
        facts = outcome.arguments
        found = [facts.get(name) for name in ("template_id", "content_id", "product_id")]
        named = str(facts.get("name", "")).removeprefix("call-")
        self.told.update(int(one) for one in (*found, named or None) if one is not None)


def dice_of(number: int) -> Random:
    """Return the dice of one call."""
    return Random(SEED * 1_000_003 + number)  # noqa: S311 (no secret)


def operation_of(number: int) -> str:
    """Return what a call does: a third change something."""
    dice = dice_of(number)
    return dice.choice(CHANGES) if dice.random() < 1 / 3 else "reads"


def impatience_of(number: int) -> float | None:
    """Return after how many seconds a call is cancelled, if it is."""
    dice = dice_of(-number)
    return dice.random() * 0.03 if dice.random() < 0.025 else None


async def one(ds: Digiseller, number: int, story: Story) -> None:
    """Make one call, and note how it ended."""
    story.ends[number] = NO_END
    with anyio.move_on_after(5 * PATIENCE):
        with anyio.move_on_after(impatience_of(number)) as scope:
            story.ends[number] = await ended(ds, operation_of(number), number)
        if scope.cancelled_caught:
            story.ends[number] = CANCELLED


async def work(ds: Digiseller, numbers: Iterator[int], story: Story) -> None:
    """Make call after call."""
    for number in numbers:
        await one(ds, number, story)


async def run(service: Hostile, calls: int, carrier: str = "httpx") -> list[Figure]:
    """Let so many calls meet the service; return what became of them."""
    service.behave("seeded", str(SEED), str(SHARE), *KINDS)
    story, numbers = Story(), iter(range(1, calls + 1))
    how = {"timeout": PATIENCE, "on_outcome": story.tell, "max_connections": PLACES}
    began = time.perf_counter()
    async with (
        client(service.url, carrier, **how) as ds,
        anyio.create_task_group() as tasks,
    ):
        for _ in range(WORKERS):
            tasks.start_soon(work, ds, numbers, story)
    story.seconds = time.perf_counter() - began
    return figures(story, service.seen(), f"{calls:,} calls over {carrier}")


def figures(story: Story, seen: Seen, name: str) -> list[Figure]:
    """Compare what the callers were told with what the service saw."""
    wrong = Counter[str]()
    for number, end in story.ends.items():
        for found in contradictions(end, seen, operation_of(number), number):
            wrong[found] += 1
    allowed = max(0.1, 200 / len(story.ends))  # one in a short run is no share yet
    met = [kind for kind in seen.kinds if kind != "honest"]
    return [
        Figure(f"{name}: kinds of trouble met", ">= 30", f"{len(met)}", len(met) >= 30),
        none_of(f"{name}: effects, answers or errors that are wrong", [*wrong]),
        none_of(f"{name}: calls without an end", unended(story)),
        none_of(f"{name}: unknown or cancelled, and nobody told", untold(story, seen)),
        most(f"{name}: reads that failed for no final reason", allowed, failed(story), " %", 3),
        most(f"{name}: time", 120, story.seconds, " s"),
    ]


def unended(story: Story) -> list[str]:
    """Return the calls that never ended."""
    return [operation_of(number) for number, end in story.ends.items() if end is NO_END]


def untold(story: Story, seen: Seen) -> list[str]:
    """Return the calls whose effect nobody was told of: not the caller, and not `on_outcome`."""
    doubtful = [
        number
        for number, end in story.ends.items()
        if end.words.endswith("unknown") or (end is CANCELLED and seen.effects.get(number))
    ]
    return [f"{operation_of(one)} {one}" for one in doubtful if one not in story.told]


def failed(story: Story) -> float:
    """Return how many reads of a hundred failed although none of their attempts met a final end."""
    reads = [number for number in story.ends if operation_of(number) == "reads"]
    lost = [one for one in reads if story.ends[one].error is not None and not met_final(one)]
    return 100 * len(lost) / max(1, len(reads))


def met_final(number: int) -> bool:
    """Return whether an attempt of a call meets what trying again does not help against."""
    names = [BEHAVE(number, attempt) for attempt in (1, 2, 3)]
    return any(FAULTS[name].means in FINAL for name in names if name is not None)
