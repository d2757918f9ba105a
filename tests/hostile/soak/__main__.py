"""Measure the parts of the soak, and print one table."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from importlib.util import find_spec
from typing import Any

import anyio
from attrs import evolve, frozen

from ..process import HostileService
from . import (
    bombs,
    bulk,
    cancellations,
    crowds,
    guards,
    heavy,
    impatience,
    odd_places,
    processes,
    secrets,
    shards,
    stray_bytes,
    sync_kills,
    traffic,
    unread_bytes,
)
from .figures import Figure, table

Measure = Callable[[HostileService, int], Awaitable[list[Figure]]]


@frozen
class Part:
    """How much of it is measured, by what, over which transport and scheme."""

    amount: int
    measure: Measure
    needs: str = ""
    scheme: str = "http"


def over_transports(amount: int, measure: Callable[..., Any], *names: str) -> list[Part]:
    """Return a part over each of these transports, with TLS and without."""
    return [
        Part(amount, partial(measure, transport_name=name), name, scheme)
        for scheme in ("http", "https")
        for name in names
    ]


def with_and_without_tls(amount: int, measure: Measure) -> list[Part]:
    """Return a part with TLS and one without."""
    return [Part(amount, measure, scheme=scheme) for scheme in ("http", "https")]


PARTS: dict[str, list[Part]] = {
    "traffic": over_transports(20_000, traffic.run, "httpx", "aiohttp"),
    "cancellations": over_transports(10_000, cancellations.run, "httpx", "aiohttp"),
    "stray bytes": over_transports(10_000, stray_bytes.run, "httpx", "user's httpx", "aiohttp"),
    "crowd": [Part(3_000, crowds.crowd)],
    "outage": with_and_without_tls(10_000, partial(crowds.outage, behaviour="")),
    "outage by 503": [Part(10_000, partial(crowds.outage, behaviour="503_before"))],
    "deadlines": with_and_without_tls(200, crowds.deadlines),
    "dead token": with_and_without_tls(100, crowds.dead_token),
    "unread bytes": [Part(10_000, unread_bytes.run)],
    "guards": [Part(1_000, guards.run)],
    "impatience": [Part(600, impatience.pacing)],
    "bulk": [Part(2_000, bulk.run)],
    "redis": [Part(20, processes.shared_rate)],
    "processes": [Part(12, processes.sign_ins)],
    "shards": [Part(20, shards.run, "Dask")],
    "dead sign-in": [Part(100, impatience.dead_sign_in)],
    "odd values": [Part(1_000, odd_places.run)],
    "heavy answers": [Part(200, heavy.run)],
    "secrets": [
        Part(200, secrets.in_answers),
        *with_and_without_tls(200, secrets.on_the_wire),
    ],
    "sync": [Part(40, sync_kills.run)],
}

MODULES = {"aiohttp": "httpx_aiohttp", "Dask": "distributed"}
"""The modules of what a part needs and may be missing."""


async def measured(service: HostileService, chosen: Sequence[str], share: float) -> list[Figure]:
    """Measure the chosen parts, or all."""
    figures: list[Figure] = []
    for name, parts in PARTS.items():
        if chosen and not any(name.startswith(one) for one in chosen):
            continue
        for part in parts:
            module = MODULES.get(part.needs)
            if module is not None and find_spec(module) is None:
                continue
            began = time.monotonic()
            found = await figures_of(part, service, share)
            seconds = time.monotonic() - began
            # A long run that is broken off has shown what it measured.
            shown = f"{name} ({part.needs} {part.scheme}): {seconds:.0f} s\n{table(found)}\n"
            print(shown, file=sys.stderr)  # noqa: T201 (a command)
            figures += found
    return figures


async def figures_of(part: Part, service: HostileService, share: float) -> list[Figure]:
    """Measure a *share* of one part; a figure over TLS says so."""
    found = await part.measure(service.over(part.scheme), max(20, int(part.amount * share)))
    if part.scheme == "http":
        return found
    return [evolve(one, name=f"TLS: {one.name}") for one in found]


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(prog="python -m hostile.soak", description="Soak the client.")
    parser.add_argument("parts", nargs="*", help=f"{', '.join(PARTS)}, bombs; without any, all")
    parser.add_argument("--share", type=float, default=1.0, help="how much of each, from 0 to 1")
    asked = parser.parse_args()
    with HostileService() as service:
        figures = anyio.run(measured, service, asked.parts, asked.share)
        if not asked.parts or "bombs" in asked.parts:
            figures += bombs.run(service)
    print(table(figures))  # noqa: T201 (a command)


if __name__ == "__main__":
    main()
