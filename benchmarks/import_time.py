"""Measure the CPU of ``import digiseller_async`` against ``import httpx``.

Each statement runs in a fresh interpreter. Importing the package loads next to nothing, because
each name loads its module when it is first used. So the import of the client is shown too, and what
a client that is ready to call costs, next to httpx's own.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence

from ._result import Bound, Effort, Result, ratios
from ._worker import ROOT

LAZY = (
    "digiseller_async.endpoints",
    "digiseller_async.models",
    "digiseller_async.spec",
    "digiseller_async._codecs",
    "digiseller_async._response",
    "cattrs",
    "msgspec",
)
PACKAGE = "import digiseller_async"
HTTPX = "import httpx"
CLIENT = "from digiseller_async import Digiseller"
READY = f"{CLIENT}; Digiseller(token='A1').account"
HTTPX_READY = f"{HTTPX}; httpx.AsyncClient()"
PROGRAM = """
import json, sys, time
began = time.process_time()
{statement}
spent = time.process_time() - began
print(json.dumps([spent, sorted(sys.modules)]))
"""


def measure(effort: Effort) -> tuple[Result, ...]:
    """Measure each statement in an interpreter of its own, in turns."""
    statements = (PACKAGE, HTTPX, CLIENT, READY, HTTPX_READY)
    for statement in statements:
        spent(statement)  # writes the bytecode, and warms the disk's cache
    rounds = [{one: spent(one) for one in statements} for _ in range(effort.rounds)]
    times = {one: [found[one] for found in rounds] for one in statements}
    return (
        figure(PACKAGE, times, bound=Bound(value=1.15), notes=(loaded(PACKAGE),)),
        figure(CLIENT, times, notes=(loaded(CLIENT),)),
        figure(READY, times, against=HTTPX_READY),
    )


def figure(
    statement: str,
    times: Mapping[str, Sequence[float]],
    *,
    against: str = HTTPX,
    bound: Bound | None = None,
    notes: tuple[str, ...] = (),
) -> Result:
    """Compare *statement* with what httpx needs for the same."""
    ours, theirs = (sorted(times[one])[len(times[one]) // 2] for one in (statement, against))
    return Result.of_median(
        "import_time" if bound else "import_time, more",
        f"{shown(statement)} / {shown(against)}",
        ratios(times[statement], times[against]),
        bound=bound,
        notes=(f"{ours * 1000:.1f} ms / {theirs * 1000:.1f} ms", *notes),
    )


def shown(statement: str) -> str:
    """Return *statement*, or, if it is several, what they come to."""
    return statement.rpartition("; ")[2]


def spent(statement: str) -> float:
    """Return the CPU seconds of *statement* in a fresh interpreter."""
    return run(statement)[0]


def loaded(statement: str) -> str:
    """Say which modules that ought to wait for their first use *statement* loads."""
    early = [name for name in run(statement)[1] if name.startswith(LAZY)]
    return f"loaded early: {', '.join(early)}" if early else "nothing loaded before its first use"


def run(statement: str) -> tuple[float, list[str]]:
    """Return the CPU seconds of *statement* in a fresh interpreter, and the modules it has then."""
    program = PROGRAM.format(statement=statement)
    done = subprocess.run(  # noqa: S603 (our own interpreter and program)
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True, text=True
    )
    seconds, modules = json.loads(done.stdout)
    return float(seconds), list(modules)
