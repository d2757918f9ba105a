"""Measure decoding 2,000 products from bytes to models against the bare parser of their format.

In JSON that is orjson.loads, in XML ``xml.etree.ElementTree.fromstring``, which makes neither
numbers nor models. What is measured is all that a call does with an answer's body: a DTD is looked
for, the envelope is interpreted, and what is not documented is looked for.
"""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from functools import partial
from statistics import median

import orjson

from digiseller_async._response.interpret import interpret
from digiseller_async._response.payload import PageContent
from digiseller_async._wire import WireResponse
from digiseller_async.spec.products import OF_SELLER

from ._result import Bound, Effort, Result, micro, ratios
from ._servers import opened, products_page
from ._worker import Measured, Worker, serve_requests
from .decode import cost

ITEMS = 2000
WAYS = ("orjson", "json", "etree", "xml")
FIGURES = (
    ("json", "orjson", "bytes to models / orjson.loads", Bound(value=2.9)),
    ("xml", "etree", "XML to models / ElementTree.fromstring", Bound(value=1.6)),
)


def measure(effort: Effort) -> tuple[Result, ...]:
    """Measure each way on the sandbox's own products."""
    turns = effort.pick(7, 3)
    sandbox, url = opened(10, products=ITEMS)
    with sandbox, Worker("decode_goods:ways", url) as worker:
        rounds = [
            [median(worker.ask(way=way)["cpu"] for _ in range(turns)) for way in range(len(WAYS))]
            for _ in range(effort.rounds)
        ]
    times = {way: [one[place] for one in rounds] for place, way in enumerate(WAYS)}
    return tuple(
        Result.of_median(
            f"decode_goods, {way}",
            f"{ITEMS:,} products, {claim}",
            ratios(times[way], times[against]),
            bound=bound,
            notes=(f"{micro(times[way])} / {micro(times[against])} a page",),
        )
        for way, against, claim, bound in FIGURES
    )


async def ways(url: str) -> None:
    """Decode a page in each way."""
    json = products_page(url, ITEMS, "application/json")
    xml = products_page(url, ITEMS, "text/xml")
    if interpreted(json).items != interpreted(xml).items:
        raise RuntimeError("the formats do not give the same products")
    each: dict[str, Callable[[], object]] = {
        "orjson": partial(orjson.loads, json),
        "json": partial(interpreted, json),
        "etree": partial(ET.fromstring, xml),
        "xml": partial(interpreted, xml),
    }

    async def measure(way: int) -> Measured:
        return {"cpu": cost(each[WAYS[way]])}

    await serve_requests(measure)


def interpreted(body: bytes) -> PageContent[object]:
    """Return what an answer of this *body* gives."""
    response = WireResponse(status=200, headers={}, body=body)
    found: PageContent[object] = interpret(OF_SELLER, response, now=0)
    return found
