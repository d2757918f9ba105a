"""What is set in the sandbox: permissions, exchange rates, numbers of codes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs
import httpx
import pytest
from support.round_trips import PINS

from digiseller_async import AccessDeniedError, Digiseller, RejectedError, UnexpectedReplyError
from digiseller_async.sandbox import Sandbox

pytestmark = pytest.mark.anyio


def client_of(box: Sandbox) -> Digiseller:
    """Return a client of the sandbox."""
    return Digiseller(box.seller_id, box.api_key, base_url=box.url, rate=None)


async def test_permissions_of_a_key() -> None:
    """A key has the flags of what it may do, and no others."""
    allowed = {"token_get_perms", "[ Content ]: Adding", "[ Operations ]: View all operations"}
    async with Sandbox(permissions=allowed) as box, client_of(box) as ds:
        found = attrs.asdict(await ds.account.permissions())

    on = {name for name, one in found.items() if one}
    assert on == {"token_get_perms", "content_upload", "view_operations"}


async def test_permission_to_read_permissions() -> None:
    """A key that may not read them is refused."""
    async with Sandbox(permissions=set()) as box, client_of(box) as ds:
        with pytest.raises(AccessDeniedError, match="token_get_perms"):
            await ds.account.permissions()


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({"base_currency": "GBP"}, "base_currency has an unknown value: GBP"),
        ({"type_currency": "UAH"}, "type_currency has an unknown value: UAH"),
        ({"bank": "ECB"}, "bank has an unknown value: ECB"),
        ({"rate": Decimal(1)}, "rate goes with the bank MR only"),
        ({"bank": "MR"}, "rate goes with the bank MR only"),
    ],
)
async def test_rates_that_are_refused(body: dict[str, Any], problem: str) -> None:
    """A rate that cannot be is refused, and nothing is set."""
    given = {"base_currency": "EUR", "type_currency": "USD", "bank": "CBR", **body}
    async with Sandbox() as box, client_of(box) as ds:
        with pytest.raises(RejectedError, match=problem):
            await ds.request("POST", "/api/sellers/currency", json=given)

        assert box.applied["account.set_currency_rate"] == 0


async def test_codes_that_are_refused() -> None:
    """Fewer codes than none are refused."""
    path, where = "/api/product/content/code/count", {"product_id": PINS}
    async with Sandbox() as box, client_of(box) as ds:
        with pytest.raises(RejectedError, match="count is less than -1: -2"):
            await ds.request("PUT", path, params=where, json={"count": -2})


async def test_no_permissions() -> None:
    """An answer that names no permission is no list of them."""
    answer = httpx.Response(200, json={"Message": "x"})
    transport = httpx.MockTransport(lambda _: answer)
    async with Digiseller(1, token="t", transport=transport, rate=None) as ds:
        with pytest.raises(UnexpectedReplyError):
            await ds.account.permissions()
