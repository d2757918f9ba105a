"""Measure, and print the table; a number is how much of everything to do."""

from __future__ import annotations

import sys

import anyio

from ..process import Hostile
from .figures import table
from . import traffic


async def main() -> None:
    """Measure all."""
    with Hostile() as service:
        figures = await traffic.run(service, int(sys.argv[1]))
    print(table(figures))


anyio.run(main)
