"""Kill a process that adds texts in bulk at random moments, and run it again until it is done."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from anyio.to_thread import run_sync
from attrs import define, field

from digiseller_async import Digiseller, Token
from digiseller_async.sandbox import Sandbox

from ..process import HostileService
from .bulk_runner import CONCURRENCY
from .figures import Figure, most, none_of

KILLS = 20
LATENCY = 0.003
_TESTS = Path(__file__).parent.parent.parent


class _KeptToken:
    """Keeps the token of one sign-in for all processes."""

    def __init__(self) -> None:
        self.value = ""

    async def load(self) -> Token | None:
        """Return nothing: the client signs in."""
        return None

    async def save(self, token: Token) -> None:
        """Keep *token*."""
        self.value = token.value.encode().decode()


@define
class Told:
    """What the runs have told of the calls: each state of each call, in order."""

    states: dict[int, list[str]] = field(factory=dict[int, list[str]])
    last: dict[int, str] = field(factory=dict[int, str])

    def add(self, line: str) -> None:
        """Add one line of a run."""
        number, state, _ = line.split()
        self.states.setdefault(int(number), []).append(state)
        self.last[int(number)] = state


async def run(_: HostileService, count: int, kills: int = KILLS) -> list[Figure]:
    """Add so many texts, with *kills* of the process that adds them; compare told and done."""
    kept: Any = _KeptToken()
    async with Sandbox(latency=LATENCY) as box:
        async with Digiseller(box.seller_id, box.api_key, base_url=box.url, token_store=kept) as ds:
            products = [one.id_goods for one in await ds.products.of_seller().limit(20).all()]
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            words = (box.url, kept.value, f"{folder}/texts.jsonl", ",".join(map(str, products)))
            told = await run_sync(kill_and_repeat, [*words, str(count)], count, kills)
        seconds = time.monotonic() - began
        added = texts_of(box)
    return figures(added, told, count, kills, seconds)


def kill_and_repeat(words: list[str], count: int, kills: int) -> Told:
    """Run until nobody kills it, and return what all runs have told."""
    told, dice = Told(), random.Random(7)  # noqa: S311  (no secret)
    for _ in range(kills):
        run_once(words, told, new_ones=dice.randrange(1, 2 * count // (kills + 1)), dice=dice)
    told.last.clear()
    run_once(words, told, new_ones=None, dice=dice)
    return told


def run_once(words: list[str], told: Told, *, new_ones: int | None, dice: random.Random) -> None:
    """Run, and kill it some moment after so many *new_ones*."""
    command = [sys.executable, "-m", "hostile.soak.bulk_runner", *words]
    with subprocess.Popen(command, cwd=_TESTS, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        if process.stdout is None:
            raise RuntimeError("the runner tells through a pipe")
        for line in process.stdout:
            told.add(line)
            if new_ones is None or line.split()[2] == "earlier":
                continue
            new_ones -= 1
            if new_ones == 0:
                time.sleep(dice.random() * 3 * LATENCY)
                process.kill()
        # What it told before it was killed counts, too.
    if new_ones is None and process.returncode:
        raise RuntimeError(f"the runner ended with exit code {process.returncode}")


def texts_of(box: Sandbox) -> Counter[int]:
    """Return how often each text was added, by its number."""
    state: Any = vars(box)["_state"]
    values = (piece.value or "" for item in state.seller.stock for piece in item.content)
    found = (value.rpartition("TEXT-") for value in values)
    return Counter(int(number) for _, mark, number in found if mark)


def figures(
    added: Counter[int], told: Told, count: int, kills: int, seconds: float
) -> list[Figure]:
    """Compare what was told with what was done."""
    name = f"bulk: {count:,} add_text, {kills} kills -9"
    unknown = [number for number, state in told.last.items() if state == "unknown"]
    twice = [f"text {number}: {times} times" for number, times in added.items() if times > 1]
    wrong: list[str] = []
    for number in range(count):
        states = told.states.get(number, [])
        if number not in told.last:
            wrong.append(f"text {number}: no outcome at the end")
        elif "ok" in states and (not added[number] or told.last[number] != "ok"):
            wrong.append(f"text {number}: told {states}, added {added[number]} times")
        elif "failed" in states:
            wrong.append(f"text {number}: told {states}, and nothing was wrong with it")
    done = sum(1 for number in unknown if added[number])
    return [
        none_of(f"{name}: texts added twice", twice),
        none_of(f"{name}: contradictions", wrong),
        most(f"{name}: unknown at the end", kills * CONCURRENCY, len(unknown), digits=0),
        Figure(f"{name}: of these were added", "-", f"{done}", holds=True),
        Figure(f"{name}: time", "-", f"{seconds:.0f} s", holds=True, depends_on_load=True),
    ]
