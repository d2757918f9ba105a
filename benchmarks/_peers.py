"""Read a page of receipts with the package, and as a user would who writes it all by hand.

Models are made in both of the ways that pydantic's documentation shows: of a dictionary, as it does
with httpx, and of the bytes.
"""

import datetime as dt
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from decimal import Decimal
from functools import partial
from typing import Literal

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport
from pydantic import BaseModel

from digiseller_async import Digiseller

from ._servers import RECEIPTS
from .page_cost import QUERY, TOKEN, Call, typed_page

SIZE = 100
PARAMETERS = QUERY | {"count": str(SIZE)}


class Localized(BaseModel):
    """A text in one language."""

    locale: str
    value: str


class Operation(BaseModel):
    """An operation on the account."""

    id: int
    type: str
    datetime: dt.datetime
    percent: Decimal
    price: Decimal
    currency: str
    on_account: Decimal


class Product(BaseModel):
    """The product that was sold."""

    id: int
    name: list[Localized]
    deleted: bool


class Response(BaseModel):
    """A buyer's review."""

    id: int
    type: Literal["positive", "negative"]
    viewed: bool


class Receipt(BaseModel):
    """One operation on the personal account."""

    account_operation_id: int
    operation: Operation
    owner_id: int | None
    product: Product | None
    response: Response | None
    condition: int | None
    code_check_datetime: dt.datetime | None
    date_free: dt.datetime | None
    free_description: str | None


class Content(BaseModel):
    """A page of receipts."""

    page: int
    count: int
    has_next_page: bool
    has_previous_page: bool
    total_count: int
    total_pages: int
    items: list[Receipt]


class Reply(BaseModel):
    """The envelope around a page."""

    retval: int
    retdesc: str | None
    content: Content


@asynccontextmanager
async def package(url: str, most: int) -> AsyncGenerator[Call]:
    """Read pages by the package."""
    async with Digiseller(token=TOKEN, base_url=url, rate=None, max_connections=most) as client:
        yield partial(typed_page, client, SIZE)


@asynccontextmanager
async def package_aiohttp(url: str, most: int) -> AsyncGenerator[Call]:
    """Read pages by the package over aiohttp's connections."""
    limits = httpx.Limits(max_connections=most)
    async with (
        AiohttpTransport(trust_env=False, limits=limits) as transport,
        Digiseller(
            token=TOKEN, base_url=url, rate=None, max_connections=most, transport=transport
        ) as client,
    ):
        yield partial(typed_page, client, SIZE)


@asynccontextmanager
async def httpx_pydantic(url: str, most: int) -> AsyncGenerator[Call]:
    """Read pages by httpx, and make pydantic's models of the dictionaries."""
    async with httpx_client(url, most) as client:

        async def call() -> object:
            reply = await client.get(RECEIPTS, params=PARAMETERS)
            return Reply.model_validate(reply.raise_for_status().json())

        yield call


@asynccontextmanager
async def httpx_pydantic_json(url: str, most: int) -> AsyncGenerator[Call]:
    """Read pages by httpx, and make pydantic's models of the bytes."""
    async with httpx_client(url, most) as client:

        async def call() -> object:
            reply = await client.get(RECEIPTS, params=PARAMETERS)
            return Reply.model_validate_json(reply.raise_for_status().content)

        yield call


@asynccontextmanager
async def httpx_dicts(url: str, most: int) -> AsyncGenerator[Call]:
    """Read pages by httpx, as they come."""
    async with httpx_client(url, most) as client:

        async def call() -> object:
            reply = await client.get(RECEIPTS, params=PARAMETERS)
            return reply.raise_for_status().json()

        yield call


@asynccontextmanager
async def aiohttp_dicts(url: str, most: int) -> AsyncGenerator[Call]:
    """Read pages by aiohttp, as they come."""
    connector = aiohttp.TCPConnector(limit=most)
    async with aiohttp.ClientSession(url, connector=connector) as session:

        async def call() -> object:
            async with session.get(RECEIPTS, params=PARAMETERS, raise_for_status=True) as reply:
                return await reply.json()

        yield call


def httpx_client(url: str, most: int) -> httpx.AsyncClient:
    """Return a client with at most so many connections."""
    limits = httpx.Limits(max_connections=most, max_keepalive_connections=most)
    return httpx.AsyncClient(base_url=url, limits=limits, trust_env=False)
