"""Kill syncs at random moments, and compare what they leave with what undisturbed ones do.

Both synchronize the same shop, which changes from step to step. One is killed with SIGKILL at a
random moment of some steps, up to three times in a row, and then runs to its end.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio.to_thread
import pytest
import sqlalchemy as sa
from support import servers
from support.sync_targets import OWN, Target

from digiseller_async.sync import ALL

from ..process import HostileService
from .figures import Figure, most, none_of

_ROOT = Path(__file__).parents[3]


async def run(service: HostileService, amount: int) -> list[Figure]:
    """Kill so many syncs into SQLite, and as many into PostgreSQL if there is a server."""
    del service
    return await anyio.to_thread.run_sync(_both, amount)


def _both(amount: int) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        targets = Target(f"{folder}/killed.db"), Target(f"{folder}/clean.db")
        figures = compare("SQLite", *targets, amount)
    try:
        for server in servers.postgresql_server():
            for database in servers.postgresql_database(server):
                targets = Target(database, "killed"), Target(database, "clean")
                figures += compare("PostgreSQL", *targets, amount)
    except pytest.skip.Exception as reason:
        figures.append(Figure("sync into PostgreSQL", "a server", str(reason), holds=False))
    return figures


def compare(name: str, killed: Target, clean: Target, amount: int) -> list[Figure]:
    """Synchronize step after step until *amount* syncs have been killed."""
    dice = random.Random(amount)  # noqa: S311  (no secret)
    kills = step = 0
    late = 0
    differing: list[str] = []
    while kills < amount:
        seconds = _run_to_end(clean, step)
        for _ in range(dice.randint(1, min(3, amount - kills))):
            late += not _kill(killed, step, dice.uniform(0, seconds))
            kills += 1
        _run_to_end(killed, step)
        differing += _differences(killed, clean, step)
        step += 1
    return [
        none_of(f"sync into {name}, {kills} kills: rows that differ from clean runs", differing),
        most(f"sync into {name}: kills that came after its end", kills / 2, late, digits=0),
    ]


def _start(target: Target, step: int) -> subprocess.Popen[str]:
    words = (target.url, target.schema or "", str(step))
    process = subprocess.Popen(  # noqa: S603  (our own program)
        [sys.executable, "-m", "hostile.soak.sync_program", *words],
        cwd=_ROOT / "tests",
        env={"PYTHONPATH": f"{_ROOT}:{_ROOT / 'tests'}"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "started\n"
    return process


def _run_to_end(target: Target, step: int) -> float:
    """Return how long the sync took."""
    out, _ = _start(target, step).communicate(timeout=300)
    return float(out)


def _kill(target: Target, step: int, delay: float) -> bool:
    """Kill a sync after a *delay*; return whether it was not at its end before."""
    with _start(target, step) as process:
        time.sleep(delay)
        process.kill()
        return process.wait() != 0


def _differences(one: Target, other: Target, step: int) -> list[str]:
    """Return the rows, and how far the kinds are, that are not the same in both."""
    found: list[str] = []
    for kind in (*ALL, "sync_state"):
        ours, theirs = set(_rows(one, kind)), set(_rows(other, kind))
        found += [f"step {step}, {kind}: {row}" for row in sorted(ours ^ theirs, key=repr)]
    return found


def _rows(target: Target, kind: str) -> Iterator[tuple[Any, ...]]:
    """Give the rows of a table without what depends on when they were written."""
    engine = target.engine()
    with engine.connect() as connection:
        table = sa.Table(kind.replace("-", "_"), sa.MetaData(), autoload_with=connection)
        for row in connection.execute(sa.select(table)).mappings():
            values = {name: value for name, value in row.items() if name not in OWN}
            if "gone" in values:
                values["gone"] = values["gone"] is not None
            yield tuple(map(str, values.values()))
    engine.dispose()
