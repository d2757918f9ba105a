"""The sandbox's chats: what it refuses, what it answers where nobody wrote, and its faults."""

from typing import Any

import httpx
import pytest

from digiseller_async.sandbox import Fault, Order, Sandbox

DEBATES, ADMIN = "/api/debates/v2", "/api/messages/v2"
PINS = 2_339_983


@pytest.fixture
def order(box: Sandbox) -> Order:
    """Return an order about which the buyer wrote."""
    sold = box.sell(product_id=PINS)
    box.write(sold, "Hello?")
    return sold


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("method", "path", "query", "code"),
    [
        ("GET", f"{DEBATES}/chats", {"pagesize": 201}, "rows"),
        ("GET", f"{DEBATES}/chats", {"page": 0}, "page"),
        ("GET", f"{DEBATES}/chats", {"filter_new": "true"}, "filter_new"),
        ("GET", f"{DEBATES}/chats", {"id_ds": "1;2"}, "id_ds"),
        ("GET", DEBATES, {}, "id_i"),
        ("GET", DEBATES, {"id_i": 5}, "id_i"),
        ("GET", f"{DEBATES}/chat-state", {"id_i": 5}, "id_i"),
        ("POST", f"{DEBATES}/seen", {"id_i": 5}, "id_i"),
        ("DELETE", f"{DEBATES}/1", {"id_i": 5}, "id_i"),
        ("POST", f"{DEBATES}/upload-preview", {}, "files"),
        ("GET", ADMIN, {"count": 0}, "count"),
        ("GET", ADMIN, {"date_from": "2026-10-01 00:00:00"}, "date_from"),
        ("GET", ADMIN, {"date_from": "31.02.2026 0:00:00"}, "date_from"),
    ],
)
async def test_refusals(
    client: httpx.AsyncClient, method: str, path: str, query: dict[str, Any], code: str
) -> None:
    """What cannot be understood is refused in the envelope, and named."""
    answer = (await client.request(method, path, params=query)).json()

    assert (answer["retval"], answer["errors"][0]["code"]) == (1, code)


@pytest.mark.asyncio
async def test_refusals_about_an_order(order: Order, client: httpx.AsyncClient) -> None:
    """Too many messages, no message, no such message, no state, and a broken body are refused."""
    number = order.invoice_id
    many = await client.get(DEBATES, params={"id_i": number, "count": 201})
    no_text = await client.post(DEBATES, params={"id_i": number}, json={"message": " "})
    no_message = await client.delete(f"{DEBATES}/1", params={"id_i": number})
    no_state = await client.post(f"{DEBATES}/chat-state", params={"id_i": number})
    broken = await client.post(
        f"{DEBATES}/upload-preview",
        content=b"x",
        headers={"content-type": "multipart/form-data; boundary=b"},
    )

    answers = (many, no_text, no_message, no_state, broken)
    assert [one.json()["retval"] for one in answers] == [1] * 5
    assert len(order.messages) == 1


@pytest.mark.asyncio
async def test_nothing_to_say(box: Sandbox, client: httpx.AsyncClient) -> None:
    """Where nobody wrote there is no body, and one message is all there is of another."""
    silent = box.sell(product_id=PINS)
    none = await client.get(DEBATES, params={"id_i": silent.invoice_id})
    no_letters = await client.get(ADMIN, params={"corr_id": 77})

    assert (none.status_code, none.content, no_letters.content) == (200, b"", b"")


@pytest.mark.asyncio
async def test_lists_meet_faults(box: Sandbox, client: httpx.AsyncClient) -> None:
    """The list of chats can repeat a page, and promise more on an empty one."""
    path = f"{DEBATES}/chats"
    first = (await client.get(path, params={"pagesize": 5})).json()
    box.inject(Fault.REPEATED_PAGE, operation="chats.list")
    repeated = (await client.get(path, params={"pagesize": 5, "page": 3})).json()
    box.inject(Fault.EMPTY_PAGE_SAYS_MORE, operation="chats.list")
    empty = (await client.get(path, params={"pagesize": 5, "page": 4})).json()

    assert (len(first["chats"]), first["pages"]) == (5, 4)
    assert repeated == first
    assert empty == {"pages": 5, "chats": []}
