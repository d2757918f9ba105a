"""Measure a page of 100 receipts as a response model of FastAPI, against one made with pydantic.

Both applications return the same values, from the request to the bytes of the response; pydantic's
models are what a user would write by hand: exact amounts, aware moments, enums of the same words.
No socket is between: that would cost both the same.
"""

import asyncio
import datetime as dt
import json
from collections.abc import Awaitable, Callable
from decimal import Decimal
from statistics import median
from time import process_time
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel

from digiseller_async import Page, from_json, to_json
from digiseller_async._response.interpret import interpret
from digiseller_async._wire import WireResponse
from digiseller_async.models import (
    AccountCurrency,
    FreeDescription,
    Language,
    OperationType,
    Receipt,
    ResponseType,
)
from digiseller_async.spec.account import RECEIPTS

from ._result import Bound, Effort, Result, micro, ratios
from ._servers import opened, page
from ._worker import Measured, Worker, serve_requests

ITEMS = 100
REPEATS = 20  # a turn
WAYS = ("pydantic", "models")
SCOPE: dict[str, Any] = {
    "type": "http",
    "asgi": {"version": "3.0"},
    "http_version": "1.1",
    "method": "GET",
    "scheme": "http",
    "path": "/",
    "raw_path": b"/",
    "query_string": b"",
    "root_path": "",
    "headers": [],
}


class LocalizedText(BaseModel):
    """A text in one language."""

    locale: Language | None = None
    value: str | None = None


class OperationOut(BaseModel):
    """An operation."""

    id: int | None = None
    type: OperationType | None = None
    datetime: dt.datetime | None = None
    percent: Decimal | None = None
    price: Decimal | None = None
    currency: AccountCurrency | None = None
    on_account: Decimal | None = None


class ProductOut(BaseModel):
    """A product."""

    id: int | None = None
    name: tuple[LocalizedText, ...] = ()
    deleted: bool | None = None


class ReviewOut(BaseModel):
    """A review."""

    id: int | None = None
    type: ResponseType | None = None
    viewed: bool | None = None


class ReceiptOut(BaseModel):
    """A receipt."""

    account_operation_id: int
    operation: OperationOut
    owner_id: int | None = None
    product: ProductOut | None = None
    response: ReviewOut | None = None
    condition: int | None = None
    code_check_datetime: dt.datetime | None = None
    date_free: dt.datetime | None = None
    free_description: FreeDescription | None = None


class PageOut(BaseModel):
    """A page of receipts."""

    items: tuple[ReceiptOut, ...]
    number: int
    size: int
    total_items: int | None
    total_pages: int | None
    has_next: bool
    about: None = None


def measure(effort: Effort) -> tuple[Result, ...]:
    """Measure both applications on a page of the sandbox."""
    turns = effort.pick(7, 3)
    sandbox, url = opened(2 * ITEMS)
    with sandbox, Worker("fastapi_page:ways", url) as worker:
        rounds = [
            [median(worker.ask(way=way)["cpu"] for _ in range(turns)) for way in range(len(WAYS))]
            for _ in range(effort.rounds)
        ]
    pydantic, models = (list(one) for one in zip(*rounds, strict=True))
    return (
        Result.of_median(
            "fastapi_page",
            f"FastAPI: a page of {ITEMS} receipts as response model / hand-written in pydantic",
            ratios(models, pydantic),
            bound=Bound(value=1.2),
            notes=(f"{micro(models)} / {micro(pydantic)} a request",),
        ),
    )


async def ways(url: str) -> None:
    """Answer a request in each way."""
    response = WireResponse(status=200, headers={}, body=page(url, ITEMS).content)
    content = interpret(RECEIPTS, response, now=0)
    ours = Page[Receipt](
        items=content.items, number=1, size=ITEMS, total_items=ITEMS, total_pages=1, has_next=False
    )
    apps = {
        "pydantic": application(PageOut, PageOut.model_validate_json(to_json(ours))),
        "models": application(Page[Receipt], ours),
    }
    bodies = {way: await body_of(app) for way, app in apps.items()}
    if json.loads(bodies["pydantic"]) != json.loads(bodies["models"]):
        raise RuntimeError("the applications do not give the same page")
    if from_json(Page[Receipt], bodies["models"]) != ours:
        raise RuntimeError("the page is not the one that was returned")

    async def measure(way: int) -> Measured:
        app = apps[WAYS[way]]
        began = process_time()
        for _ in range(REPEATS):
            await body_of(app)
        return {"cpu": (process_time() - began) / REPEATS}

    await serve_requests(measure)


def application(model: Any, value: object) -> FastAPI:
    """Return an application that answers with a *value* of the response *model*."""
    app = FastAPI()

    @app.get("/", response_model=model)
    async def answer() -> object:
        return value

    return app


async def body_of(app: Callable[..., Awaitable[None]]) -> bytes:
    """Return the body that *app* answers a request with."""
    found: list[bytes] = []

    async def receive() -> dict[str, Any]:
        await asyncio.get_running_loop().create_future()  # the request has no body
        return {}

    async def send(message: dict[str, Any]) -> None:
        found.append(message.get("body", b""))

    await app(dict(SCOPE), receive, send)
    return b"".join(found)
