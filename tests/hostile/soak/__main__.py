"""Measure the parts of the soak, and print one table."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from importlib.util import find_spec

import anyio

from ..process import HostileService
from . import bombs, cancellations, crowds, guards, stalls, stray_bytes, traffic
from .figures import Figure, table

Measure = Callable[[HostileService, int], Awaitable[list[Figure]]]
PARTS: dict[str, tuple[int, Measure]] = {
    "traffic": (20_000, traffic.run),
    "traffic over aiohttp": (20_000, partial(traffic.run, transport_name="aiohttp")),
    "cancellations": (10_000, cancellations.run),
    "cancellations over aiohttp": (10_000, partial(cancellations.run, transport_name="aiohttp")),
    "crowd": (3_000, crowds.crowd),
    "outage": (10_000, partial(crowds.outage, behaviour="")),
    "outage by 503": (10_000, partial(crowds.outage, behaviour="503_before")),
    "deadlines": (200, crowds.deadlines),
    "dead token": (100, crowds.dead_token),
    "stray bytes": (10_000, stray_bytes.run),
    "stray bytes over aiohttp": (10_000, partial(stray_bytes.run, transport_name="aiohttp")),
    "guards": (1_000, guards.run),
}


async def measured(service: HostileService, chosen: Sequence[str], share: float) -> list[Figure]:
    """Measure the chosen parts, or all."""
    figures: list[Figure] = []
    for name, (amount, measure) in PARTS.items():
        if chosen and not any(name.startswith(one) for one in chosen):
            continue
        if "aiohttp" in name and find_spec("httpx_aiohttp") is None:
            continue
        began = time.monotonic()
        figures += await measure(service, max(20, int(amount * share)))
        print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr)  # noqa: T201 (a command)
    return figures


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(prog="python -m hostile.soak", description="Soak the client.")
    parser.add_argument("parts", nargs="*", help=f"{', '.join(PARTS)}, bombs; without any, all")
    parser.add_argument("--share", type=float, default=1.0, help="how much of each, from 0 to 1")
    asked = parser.parse_args()
    with HostileService() as service:
        figures = anyio.run(measured, service, asked.parts, asked.share)
        if not asked.parts or "bombs" in asked.parts:
            figures += bombs.run(service) + stalls.run()
    print(table(figures))  # noqa: T201 (a command)


if __name__ == "__main__":
    main()
