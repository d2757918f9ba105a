"""Add texts in bulk, and say of each what became of it: the process that the soak kills.

The number of each text and its outcome are written to the standard output, a line each.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence

import anyio

from digiseller_async import Digiseller, bulk

CONCURRENCY = 8


def texts(products: Sequence[int], count: int) -> Iterator[dict[str, object]]:
    """Yield the arguments of so many calls; each text tells its number."""
    for number in range(count):
        product = products[number % len(products)]
        yield {"product_id": product, "texts": [f"TEXT-{number}"]}


def number_of(arguments: object) -> int:
    """Return the number of a text from the arguments of its call."""
    return int(str(arguments).rpartition("TEXT-")[2].rstrip("']}"))


async def run(url: str, token: str, journal: str, products: Sequence[int], count: int) -> None:
    """Add all texts, but for those that an earlier run has added."""
    async with (
        Digiseller(12126, token=token, base_url=url, rate=None) as ds,
        bulk(
            ds.content.add_text,
            texts(products, count),
            key=number_of,
            concurrency=CONCURRENCY,
            journal=journal,
        ) as outcomes,
    ):
        async for outcome in outcomes:
            when = "earlier" if outcome.earlier else "now"
            os.write(1, f"{outcome.key} {outcome.state} {when}\n".encode())


if __name__ == "__main__":
    _, url, token, journal, products, count = sys.argv
    anyio.run(run, url, token, journal, [*map(int, products.split(","))], int(count))
