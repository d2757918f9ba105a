"""Measure decoding 1,000 receipts from bytes to models against orjson.loads of the same bytes.

The models have exact decimals, aware datetimes and open enums; orjson's dictionaries have floats
and text. What is measured is all that a call does with an answer's body: the envelope is
interpreted, and every part is checked against the documentation. The tolerant way, for parts that
are not as documented, is shown for information.
"""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from statistics import median
from time import process_time
from typing import Any

import orjson

from digiseller_async._response.interpret import interpret
from digiseller_async._wire import WireResponse
from digiseller_async.models import OpenStrEnum
from digiseller_async.spec.account import RECEIPTS

from ._result import Bound, Effort, Result, micro, ratios
from ._servers import opened, page
from ._worker import Measured, Worker, serve_requests

ITEMS = 1000
REPEATS = 5  # a turn
WAYS = ("orjson", "strict", "tolerant")


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
            against["strict"],
            bound=Bound(value=2.6),
            notes=(notes["strict"],),
        ),
        Result.of_median(
            "decode, tolerantly",
            "the same page, each amount a text / orjson.loads",
            against["tolerant"],
            notes=(notes["tolerant"],),
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
    with_texts = body.replace(b'"percent":0.00', b'"percent":"0.00"')
    found = interpreted(body)
    if interpreted(with_texts) != found:
        raise RuntimeError("the ways do not give the same page")
    refuse_others(found.items)
    each: dict[str, Callable[[], object]] = {
        "orjson": partial(orjson.loads, body),
        "strict": partial(interpreted, body),
        "tolerant": partial(interpreted, with_texts),
    }

    async def measure(way: int) -> Measured:
        return {"cpu": cost(each[WAYS[way]])}

    await serve_requests(measure)


def interpreted(body: bytes) -> Any:
    """Return what an answer of this *body* gives."""
    return interpret(RECEIPTS, WireResponse(status=200, headers={}, body=body), now=0)


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
