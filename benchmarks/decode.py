"""Measure decoding 1,000 receipts from bytes to models against orjson.loads of the same bytes.

The models have exact decimals, aware datetimes and open enums; orjson's dictionaries have floats
and text. The lenient way, for pages of another shape, is shown for information.
"""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from statistics import median
from time import process_time
from typing import Any

import orjson

from digiseller_async._response import decode, structure
from digiseller_async._response import documents as documents_module
from digiseller_async._response import lenient as lenient_module
from digiseller_async.models import OpenStrEnum
from digiseller_async.spec import account as rows

from ._result import Bound, Effort, Result, micro, ratios
from ._servers import opened, page
from ._worker import Measured, Worker, run_to_end, serve_requests

ITEMS = 1000
REPEATS = 5  # a turn
WAYS = ("orjson", "fast", "planned", "lenient")


def measure(effort: Effort) -> tuple[Result, ...]:
    """Measure both ways in, and orjson, on a page of the sandbox."""
    turns = effort.pick(7, 3)
    sandbox, url = opened(2 * ITEMS)
    with sandbox, Worker("decode:ways", url) as worker:
        rounds = [one_round(worker, turns) for _ in range(effort.rounds)]
    times = {way: [one[way] for one in rounds] for way in WAYS}
    against = {way: ratios(times[way], times["orjson"]) for way in WAYS[1:]}
    notes = {way: f"{micro(times[way])} / {micro(times['orjson'])} a page" for way in against}
    return (
        Result.of_median(
            "decode",
            f"{ITEMS:,} receipts, bytes to models / orjson.loads",
            against["fast"],
            bound=Bound(value=2.2),
            notes=(notes["fast"],),
        ),
        Result.of_median(
            "decode, by the plan",
            "the same page, names and scalars one by one / orjson.loads",
            against["planned"],
            notes=(notes["planned"],),
        ),
        Result.of_median(
            "decode, the lenient way",
            "the same page through cattrs / orjson.loads",
            against["lenient"],
            notes=(notes["lenient"],),
        ),
    )


def one_round(worker: Worker, turns: int) -> Measured:
    """Return the seconds of each way: the median of short turns, for the machine's pace changes."""
    spent: list[list[float]] = [
        [worker.ask(way=number)["cpu"] for number in range(len(WAYS))] for _ in range(turns)
    ]
    return dict(zip(WAYS, map(median, zip(*spent, strict=True)), strict=True))


async def ways(url: str) -> None:
    """Decode a page in each way."""
    body = page(url, ITEMS).content
    found = decode.fast(body, rows.RECEIPTS)
    if found is None or planned(body) != found or lenient(body) != list(found.items):
        raise RuntimeError("the ways do not give the same page")
    refuse_others(found.items)
    each: dict[str, Callable[[], object]] = {
        "orjson": partial(orjson.loads, body),
        "fast": partial(decode.fast, body, rows.RECEIPTS),
        "planned": partial(planned, body),
        "lenient": partial(lenient, body),
    }

    async def measure(way: int) -> Measured:
        return {"cpu": cost(each[WAYS[way]])}

    await serve_requests(measure)


def overlook(_path: str, _what: str) -> None:
    """Be told of what is strange, and do nothing."""


def planned(body: bytes) -> object:
    """Decode a page by its plan, as one that is not ordinary."""
    return run_to_end(structure.read_payload(documents_module.read(body), rows.RECEIPTS, overlook))


def lenient(body: bytes) -> object:
    """Decode a page's items in the lenient way."""
    items = documents_module.parse(body)["content"]["items"]
    return [lenient_module.structure(one, rows.RECEIPTS.returns) for one in items]


def refuse_others(items: tuple[Any, ...]) -> None:
    """Raise unless the *items* are what the figure says."""
    operations = [item.operation for item in items]
    if len(items) != ITEMS or not all(
        isinstance(one.price, Decimal)
        and isinstance(one.datetime, dt.datetime)
        and one.datetime.tzinfo is not None
        and isinstance(one.type, OpenStrEnum)
        for one in operations
    ):
        raise RuntimeError("the page was not decoded to whole models")


def cost(decode: Callable[[], object]) -> float:
    """Return the CPU seconds of one *decode*, on average; the garbage collector stays on."""
    decode()
    began = process_time()
    for _ in range(REPEATS):
        decode()
    return (process_time() - began) / REPEATS
