"""Where one canned reply is enough: respx stands in for the service."""

from __future__ import annotations

import httpx
import pytest
import respx

from digiseller_async import Digiseller, RejectedError, Retry

ORIGIN = "https://api.digiseller.com"

pytestmark = pytest.mark.anyio


async def test_a_call_to_the_real_address() -> None:
    """Without a base URL a call goes to the service's own host, with its token and an Accept.

    The URL does not show the token, though the request has it.
    """
    with respx.mock(base_url=ORIGIN) as service:
        route = service.get("/api/sellers/account/balance/info")
        route.respond(json={"retval": 0, "content": {"amount_z_free": 1.10}})
        async with Digiseller(token="T0KEN") as ds:
            balance = await ds.account.balance()

    assert balance.amount_z_free is not None
    request: httpx.Request = route.calls.last.request
    assert request.headers["accept"] == "application/json"
    assert request.url == ORIGIN + "/api/sellers/account/balance/info"
    assert bytes(request.extensions["target"]).endswith(b"/info?token=T0KEN")
    assert "T0KEN" not in repr((request.url, request.extensions))


async def test_a_body_to_the_real_address() -> None:
    """A body goes out as JSON with its length; a refusal comes back in the service's words."""
    with respx.mock(base_url=ORIGIN) as service:
        route = service.post("/api/templates")
        route.respond(json={"retval": 1, "retdesc": "no such name", "content": None})
        async with Digiseller(token="T0KEN") as ds:
            with pytest.raises(RejectedError, match="no such name"):
                await ds.templates.create(name="Партнёры")

    request: httpx.Request = route.calls.last.request
    assert request.headers["content-type"] == "application/json"
    assert request.headers["content-length"] == str(len(request.content))
    assert request.content == '{"name":"Партнёры"}'.encode()


async def test_a_reply_that_comes_the_second_time() -> None:
    """A read that meets an unavailable service asks again."""
    with respx.mock(base_url=ORIGIN) as service:
        route = service.get("/api/sellers/account/balance/info")
        route.side_effect = [
            httpx.Response(503),
            httpx.Response(200, json={"retval": 0, "content": {}}),
        ]
        retry = Retry(base=0.001, cap=0.001)
        async with Digiseller(token="T0KEN", retry=retry) as ds:
            await ds.account.balance()

    assert route.call_count == 2
