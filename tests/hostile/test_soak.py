"""A short run of the soak, without the times and rates that depend on the machine's load."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from functools import partial

import pytest

from hostile.expectations import EFFECT_CLASSES, EXPECTED, Meaning
from hostile.faults import FAULTS
from hostile.process import HostileService
from hostile.soak import (
    bulk,
    cancellations,
    crowds,
    heavy,
    odd_places,
    secrets,
    stray_bytes,
    traffic,
    unread_bytes,
)
from hostile.soak.figures import Figure, least, most, none_of, table

Measure = Callable[[HostileService, int], Awaitable[list[Figure]]]
over_users = partial(stray_bytes.run, transport_name="user's httpx")
PARTS: list[tuple[Measure, int, str]] = [
    (traffic.run, 600, "http"),
    (traffic.run, 600, "https"),
    (cancellations.run, 400, "http"),
    (cancellations.run, 400, "https"),
    (crowds.crowd, 200, "http"),
    (partial(crowds.outage, behaviour=""), 300, "http"),
    (partial(crowds.outage, behaviour="503_before"), 300, "http"),
    (crowds.dead_token, 100, "http"),
    (stray_bytes.run, 300, "http"),
    (stray_bytes.run, 300, "https"),
    (over_users, 300, "http"),
    (over_users, 300, "https"),
    (unread_bytes.run, 240, "http"),
    (odd_places.run, 4, "http"),
    (secrets.in_answers, 4, "http"),
    (secrets.on_the_wire, 4, "http"),
    (heavy.run, 4, "http"),
    (partial(bulk.run, kills=4), 200, "http"),
]


@pytest.fixture(scope="module")
def service() -> Iterator[HostileService]:
    """Start the hostile service."""
    with HostileService() as running:
        yield running


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize(("measure", "amount", "scheme"), PARTS)
async def test_soak(service: HostileService, measure: Measure, amount: int, scheme: str) -> None:
    """Under steady faults no call is lost, none takes effect twice, and no connection leaks."""
    found = await measure(service.over(scheme), amount)
    figures = [one for one in found if not one.depends_on_load]

    assert all(one.holds for one in figures), "\n" + table(figures)


def test_faults() -> None:
    """There are more than a hundred faults, and each defines how every call must end."""
    keys = {"aiohttp", *EFFECT_CLASSES, *(f"aiohttp {kind}" for kind in EFFECT_CLASSES)}

    assert len(FAULTS) > 150
    assert all(keys.issuperset(fault.overrides) for fault in FAULTS.values())
    assert all(EXPECTED[meaning].keys() == {*EFFECT_CLASSES} for meaning in Meaning)


def test_table() -> None:
    """The table marks a missed figure, and shows some of what should not have been found."""
    figures = [none_of("lost", ["a\ncall"]), most("time", 2, 1, " s"), least("served", 9, 8, " %")]
    shown = table(figures)

    assert "lost    0         1; a call  MISSED" in shown
    assert "time    <= 2 s    1.00 s" in shown
    assert "served  >= 9 %    8.00 %     MISSED" in shown
