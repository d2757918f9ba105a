"""Signing in to the sandbox, tokens and permissions."""

import hashlib
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import httpx
import pytest

from digiseller_async.sandbox import ROUTES, Sandbox
from digiseller_async.sandbox._http.routes import Access

Visit = Callable[[Sandbox], AbstractAsyncContextManager[httpx.AsyncClient]]
BALANCE = "/api/sellers/account/balance/info"
RECEIPTS = "/api/sellers/account/receipts"


def signed(timestamp: int, *, seller_id: int = 12126, key: str = "SANDBOX-KEY") -> dict[str, Any]:
    """Return the body of a sign-in."""
    sign = hashlib.sha256(f"{key}{timestamp}".encode()).hexdigest()
    return {"seller_id": seller_id, "timestamp": timestamp, "sign": sign}


async def sign_in(box: Sandbox, body: object) -> dict[str, Any]:
    """Return the answer to a sign-in."""
    async with httpx.AsyncClient(base_url=box.url, trust_env=False) as client:
        reply = await client.post("/api/apilogin", json=body)
    assert reply.status_code == 200
    answer: dict[str, Any] = reply.json()
    return answer


@pytest.mark.asyncio
async def test_a_right_signature_gives_a_token(box: Sandbox) -> None:
    """A token comes with seven fractional digits and Moscow's offset in its end of validity."""
    answer = await sign_in(box, signed(1))

    assert answer.pop("token")
    assert answer == {
        "retval": 0,
        "desc": None,
        "endesc": None,
        "seller_id": 12126,
        "valid_thru": "2026-01-01T05:00:00.2500000+03:00",
    }
    assert box.applied["sign_in"] == 1


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("body", "retval"),
    [
        (signed(1, key="OTHER"), -1),
        (signed(1, seller_id=5), -1),
        ({**signed(1), "sign": signed(1)["sign"].upper()}, -1),
        ({"seller_id": 12126}, -3),
        ("nonsense", -3),
    ],
)
async def test_wrong_sign_ins_are_refused(box: Sandbox, body: object, retval: int) -> None:
    """A wrong key, id or spelling is refused with a text in two languages, and with status 200."""
    answer = await sign_in(box, body)

    assert answer["retval"] == retval
    assert answer["desc"]
    assert answer["endesc"]
    assert answer["token"] is None
    assert box.applied["sign_in"] == 0


@pytest.mark.asyncio
async def test_a_timestamp_counts_once(box: Sandbox) -> None:
    """The second sign-in with one timestamp has retval -4."""
    first, second = await sign_in(box, signed(7)), await sign_in(box, signed(7))

    assert (first["retval"], second["retval"]) == (0, -4)


@pytest.mark.asyncio
async def test_a_token_expires_by_the_clock(visit: Visit) -> None:
    """A token is good until its lifetime has passed on the sandbox's clock, then HTTP 401 comes."""
    now = [1000.0]
    async with Sandbox(token_lifetime=60, clock=lambda: now[0]) as box, visit(box) as client:
        now[0] = 1059.9
        assert (await client.get(BALANCE)).status_code == 200
        now[0] = 1060.0
        assert (await client.get(BALANCE)).status_code == 401


@pytest.mark.asyncio
async def test_all_tokens_can_be_killed(box: Sandbox, client: httpx.AsyncClient) -> None:
    """After expire_tokens the old token gets HTTP 401 with a small JSON body."""
    box.expire_tokens()
    reply = await client.get(BALANCE)

    assert reply.status_code == 401
    assert "Message" in reply.json()


@pytest.mark.asyncio
@pytest.mark.parametrize("token", ["", "made-up"])
async def test_who_needs_a_token(box: Sandbox, token: str) -> None:
    """Without a token, or with one that was never given out, an operation that needs it says 401.

    Where a token is optional a wrong one is refused all the same; public ones do not look at it.
    """
    names = {"type": "image", "template_id": 1, "product_id": 1, "count": 1, "preview_id": 1}
    names |= {"message_id": 1, "invoice_id": 1, "unique_code": 1}
    names |= {"category_id": 1, "option_id": 1, "variant_id": 1, "platform": "plati"}
    async with httpx.AsyncClient(base_url=box.url, trust_env=False) as client:
        for route in ROUTES:
            url = route.path.format_map(names)
            reply = await client.request(route.method, url, params={"token": token})
            is_asked = route.access is Access.TOKEN or (route.access is Access.OPTIONAL and token)
            assert (reply.status_code == 401) == bool(is_asked), route


@pytest.mark.asyncio
@pytest.mark.parametrize("status", [200, 403])
async def test_a_missing_permission_is_auth_0(visit: Visit, status: int) -> None:
    """A key without the page's permission gets retval -1 and auth-0, and with it the answer."""
    has = {"[ Operations ]: Getting balance"}
    async with Sandbox(permissions=has, denied_status=status) as box, visit(box) as client:
        allowed, denied = await client.get(BALANCE), await client.get(RECEIPTS)

    assert allowed.json()["retval"] == 0
    assert denied.status_code == status
    answer = denied.json()
    assert (answer["retval"], answer["content"]) == (-1, None)
    assert answer["errors"][0]["code"] == "auth-0"
    assert [text["locale"] for text in answer["errors"][0]["message"]] == ["ru-RU", "en-US"]


@pytest.mark.asyncio
async def test_a_missing_permission_changes_nothing(visit: Visit) -> None:
    """A delete without the permission leaves the template where it is."""
    has = {route.permission for route in ROUTES} - {"[ Comission templates ]: Delete", None}
    async with Sandbox(permissions={str(one) for one in has}) as box, visit(box) as client:
        await client.delete("/api/templates/1")
        answer = (await client.get("/api/templates")).json()

    assert answer["content"]["total_count"] == 3
    assert box.applied["templates.delete"] == 0
