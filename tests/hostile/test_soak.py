"""A short run of the soak: everything but what depends on how busy the machine is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from functools import partial

import pytest

from hostile.faults import FAULTS
from hostile.means import CLASSES, ENDS, Means
from hostile.process import Hostile
from hostile.soak import cancels, crowds, strays, traffic
from hostile.soak.figures import Figure, most, none_of, table

Measure = Callable[[Hostile, int], Awaitable[list[Figure]]]
PARTS: list[tuple[Measure, int]] = [
    (traffic.run, 600),
    (cancels.run, 400),
    (crowds.crowd, 200),
    (partial(crowds.outage, behaviour=""), 300),
    (partial(crowds.outage, behaviour="503_before"), 300),
    (crowds.dead_token, 100),
    (strays.run, 300),
]


@pytest.fixture(scope="module")
def service() -> Iterator[Hostile]:
    """Start the hostile service."""
    with Hostile() as running:
        yield running


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize(("measure", "amount"), PARTS)
async def test_soak(service: Hostile, measure: Measure, amount: int) -> None:
    """Under steady trouble nothing is lost, nothing is done twice, and nothing leaks."""
    figures = [one for one in await measure(service, amount) if not one.timed]

    assert all(one.holds for one in figures), "\n" + table(figures)


def test_kinds() -> None:
    """There are more than a hundred kinds of trouble, and each says how every call must end."""
    carriers = {"aiohttp", *CLASSES, *(f"aiohttp {kind}" for kind in CLASSES)}

    assert len(FAULTS) > 100
    assert all(carriers.issuperset(fault.but) for fault in FAULTS.values())
    assert all(ENDS[means].keys() == {*CLASSES} for means in Means)


def test_table() -> None:
    """The table says which figure was missed, and shows some of what should not be."""
    shown = table([none_of("lost", ["a call"]), most("time", 2, 1, " s")])

    assert "lost  0       1; a call  MISSED" in shown
    assert "time  <= 2 s  1.00 s" in shown
