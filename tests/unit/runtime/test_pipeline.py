"""The loop around an exchange: tokens that die, waits, deadlines."""

from __future__ import annotations

from email.utils import formatdate

import anyio
import httpx
import pytest
from support.clients import QUICK, client_of
from support.clocks import RecordingClock

from digiseller_async import (
    AuthenticationError,
    ConfigurationError,
    Digiseller,
    RateLimitedError,
    Retry,
    UnavailableError,
)
from digiseller_async.sandbox import Sandbox

ONCE = Retry(attempts=1)
pytestmark = pytest.mark.anyio


def answering(response: httpx.Response, sent: list[str] | None = None) -> httpx.MockTransport:
    """Return a transport that always answers so, and notes what it was sent."""

    def answer(request: httpx.Request) -> httpx.Response:
        if sent is not None:
            sent.append(request.url.path)
        return response

    return httpx.MockTransport(answer)


@pytest.mark.parametrize("retry", [ONCE, QUICK])
async def test_dead_token(retry: Retry) -> None:
    """A call that meets a dead token (401) gets a new one, also where nothing else is repeated."""
    async with Sandbox() as box, client_of(box, retry=retry) as ds:
        await ds.sign_in()
        box.expire_tokens()
        await ds.templates.create(name="one")

        assert (box.requests["templates.create"], box.requests["sign_in"]) == (2, 2)
        assert box.applied["templates.create"] == 1


async def test_dead_token_again() -> None:
    """A second 401 is not about the token's age: it is an AuthenticationError."""
    async with Sandbox() as box, client_of(box) as ds:
        box.inject("unauthorized", operation="account.balance", times=2)
        with pytest.raises(AuthenticationError, match="401") as caught:
            await ds.account.balance()

        assert (caught.value.status, caught.value.attempts) == (401, 2)
        assert (box.requests["account.balance"], box.requests["sign_in"]) == (2, 2)
        await ds.account.balance()


async def test_dead_fixed_token() -> None:
    """A token that the caller gave is not renewed: 401 is final."""
    async with Sandbox() as box:
        async with Digiseller(token="DEAD", base_url=box.url, rate=None, retry=QUICK) as ds:
            with pytest.raises(AuthenticationError, match="refused the token") as caught:
                await ds.account.balance()

        assert (caught.value.attempts, box.requests["account.balance"]) == (1, 1)
        assert box.requests["sign_in"] == 0


async def test_a_hundred_dead_tokens() -> None:
    """A hundred calls that meet a dead token sign in once, over sixteen connections."""
    async with Sandbox() as box, client_of(box) as ds:
        await ds.sign_in()
        box.expire_tokens()
        async with anyio.create_task_group() as tasks:
            for _ in range(100):
                tasks.start_soon(ds.account.balance)

        assert box.applied["sign_in"] == 2
        assert box.connections <= 16 + 1


@pytest.mark.parametrize("places", [1, 3, 16])
async def test_connections(places: int) -> None:
    """A hundred calls at once open no more connections than the client may, and one to sign in."""
    async with Sandbox(latency=0.001) as box, client_of(box, max_connections=places) as ds:
        async with anyio.create_task_group() as tasks:
            for _ in range(100):
                tasks.start_soon(ds.account.balance)

        assert box.requests["account.balance"] == 100
        assert box.connections <= places + 1


async def test_repetition_after_a_renewal() -> None:
    """A token that was renewed serves the call's further attempts, too."""
    async with Sandbox() as box, client_of(box) as ds:
        await ds.sign_in()
        box.inject("unauthorized", operation="account.balance")
        box.inject("server_error", operation="account.balance")
        await ds.account.balance()

        assert box.applied["sign_in"] == 2


async def test_waits() -> None:
    """Between attempts a call waits as the settings say, the dice thrown anew each time."""
    clock = RecordingClock()
    throws = iter([0.5, 0.25])
    retry = Retry(attempts=3, base=4.0, cap=100.0)
    transport = answering(httpx.Response(500))
    ds = Digiseller(
        token="T", rate=None, retry=retry, clock=clock, transport=transport, random=throws.__next__
    )
    async with ds:
        with pytest.raises(UnavailableError):
            await ds.account.balance()

    assert clock.slept == [4.0 * 0.5, 8.0 * 0.25]


@pytest.mark.parametrize(
    ("wish", "waited"),
    [("7", 7.0), ("", 0.0), ("soon", 0.0), ("-5", 0.0), (formatdate(1_767_225_630.0), 30.0)],
)
async def test_retry_after(wish: str, waited: float) -> None:
    """``Retry-After`` is waited for, in seconds or as a date; what is neither is no wish."""
    clock = RecordingClock(wall=1_767_225_600.0)
    transport = answering(httpx.Response(429, headers={"Retry-After": wish}))
    ds = Digiseller(
        token="T",
        rate=None,
        retry=Retry(attempts=2),
        clock=clock,
        transport=transport,
        random=lambda: 0.0,
    )
    async with ds:
        with pytest.raises(RateLimitedError) as caught:
            await ds.account.balance()

    assert clock.slept == [waited]
    assert caught.value.retry_after == (waited or None)


ODD_DATES = [
    "Mon, 01 Jan 99999999999999999999 00:00:00 GMT",
    "Mon, 01 Jan 2020 00:00:00 +99999999999999",
]


@pytest.mark.parametrize("wish", ODD_DATES)
async def test_odd_retry_after(wish: str) -> None:
    """A date beyond the calendar in ``Retry-After`` is no wish."""
    transport = answering(httpx.Response(429, headers={"Retry-After": wish}))
    async with Digiseller(token="T", rate=None, retry=ONCE, transport=transport) as ds:
        with pytest.raises(RateLimitedError):
            await ds.account.balance()


@pytest.mark.parametrize("date", ODD_DATES)
async def test_odd_date(date: str) -> None:
    """A sign-in whose reply has a date beyond the calendar is a sign-in."""
    answer = httpx.Response(200, json={"retval": 0, "token": "T"}, headers={"Date": date})
    async with Digiseller(1, "K", rate=None, transport=answering(answer)) as ds:
        await ds.sign_in()


async def test_retry_after_beyond_the_deadline() -> None:
    """A service that asks for more patience than the call has is told of at once."""
    async with Sandbox() as box, client_of(box, timeout=0.2) as ds:
        await ds.sign_in()
        box.inject("too_many", operation="account.balance", retry_after="3600")
        with pytest.raises(RateLimitedError) as caught:
            await ds.account.balance()

    assert caught.value.retry_after == 3600


async def test_sign_in_without_a_date() -> None:
    """A sign-in whose reply has no date is a sign-in: the clock is taken as right."""
    answer = httpx.Response(200, json={"retval": 0, "token": "T"})
    sent: list[str] = []
    async with Digiseller(1, "K", rate=None, transport=answering(answer, sent)) as ds:
        await ds.sign_in()
        await ds.sign_in()

    assert sent == ["/api/apilogin"]


async def test_no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a key and a token, calls and lists are refused before anything is sent."""
    for name in ("SELLER_ID", "API_KEY", "TOKEN"):
        monkeypatch.delenv(f"DIGISELLER_{name}", raising=False)
    sent: list[str] = []
    async with Digiseller(rate=None, transport=answering(httpx.Response(200), sent)) as ds:
        with pytest.raises(ConfigurationError, match="needs credentials"):
            await ds.account.balance()
        with pytest.raises(ConfigurationError, match="needs credentials"):
            ds.account.receipts()
        with pytest.raises(
            ConfigurationError, match="without credentials: pass seller_id and api_key"
        ):
            await ds.sign_in()

    assert sent == []


async def test_public_operations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without credentials an operation that shows more to the owner is called without a token."""
    for name in ("DIGISELLER_SELLER_ID", "DIGISELLER_API_KEY", "DIGISELLER_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    async with Sandbox() as box, Digiseller(base_url=box.url, rate=None) as ds:
        product = await ds.catalog.products(seller_id=box.seller_id).first()
        assert product is not None
        found = await ds.products.get(product.id)

        assert found.id == product.id
        assert box.requests["sign_in"] == 0


async def test_wrong_key() -> None:
    """A wrong key is an AuthenticationError with the service's code, after one sign-in."""
    async with Sandbox() as box, client_of(box, api_key="WRONG") as ds:
        with pytest.raises(AuthenticationError, match="sign-in was refused") as caught:
            await ds.account.balance()

        assert (caught.value.retval, caught.value.operation) == (-1, "account.balance")
        assert (box.requests["sign_in"], box.requests["account.balance"]) == (1, 0)
