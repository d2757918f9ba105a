"""Measure the chosen figures, and print them as a table.

A figure that misses its bound is printed as MISSED, and is no error: the machine may have been
busy.
"""

import argparse
import platform
import sys
import time
from collections.abc import Callable, Mapping, Sequence

from . import (
    bulk,
    callbacks,
    concurrency,
    decode,
    decode_goods,
    fastapi_page,
    import_time,
    loop_lag,
    memory,
    page_cost,
    peers,
    prefetch,
    sync_cost,
    upload_memory,
)
from ._report import markdown, table
from ._result import ROUNDS, Effort, Result

FIGURES: Mapping[str, Callable[[Effort], tuple[Result, ...]]] = {
    "page_cost": page_cost.measure,
    "decode": decode.measure,
    "decode_goods": decode_goods.measure,
    "fastapi_page": fastapi_page.measure,
    "import_time": import_time.measure,
    "memory": memory.measure,
    "upload_memory": upload_memory.measure,
    "loop_lag": loop_lag.measure,
    "concurrency": concurrency.measure,
    "bulk": bulk.measure,
    "sync": sync_cost.measure,
    "prefetch": prefetch.measure,
    "callbacks": callbacks.measure,
    "peers": peers.measure,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print."""
    asked = parsed(arguments)
    effort = Effort(rounds=asked.rounds or (3 if asked.quick else ROUNDS), quick=asked.quick)
    results: list[Result] = []
    for name in asked.figures or FIGURES:
        began = time.monotonic()
        print(f"{name} ... ", end="", file=sys.stderr, flush=True)
        results += FIGURES[name](effort)
        print(f"{time.monotonic() - began:.0f} s", file=sys.stderr)
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}")
    print(markdown(results) if asked.markdown else table(results))
    if asked.quick:
        print("A quick run: too few rounds to be quoted.")


def parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure figures.")
    parser.add_argument(
        "figures",
        nargs="*",
        metavar="FIGURE",
        help=f"which to measure: {', '.join(FIGURES)}; without any, all",
    )
    parser.add_argument("--rounds", type=int, help=f"rounds a figure (default {ROUNDS})")
    parser.add_argument("--quick", action="store_true", help="3 rounds and less work in each")
    parser.add_argument("--markdown", action="store_true", help="print the table as Markdown")
    asked = parser.parse_args(arguments)
    if unknown := set(asked.figures) - set(FIGURES):
        parser.error(f"no such figure: {', '.join(sorted(unknown))}")
    if asked.rounds is not None and asked.rounds < 1:
        parser.error("--rounds must be at least 1")
    return asked


if __name__ == "__main__":
    main()
