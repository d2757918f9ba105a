"""Set up clients: credentials, settings, hooks, stores, errors, calls of one's own."""

from __future__ import annotations

import logging
import ssl
from pathlib import Path
from typing import assert_type

from digiseller_async import (
    ArgumentError,
    Deviation,
    Digiseller,
    DigisellerError,
    Fleet,
    NotFoundError,
    Outcome,
    OutcomeUnknownError,
    PartialSuccessError,
    PausingRateStore,
    Rate,
    RateLimitedError,
    RenewingTokenStore,
    Response,
    Retry,
    Token,
    TokenStore,
)
from digiseller_async.models import Balance
from digiseller_async.redis import RedisRateStore, RedisTokenStore
from digiseller_async.stores import FileTokenStore

LOGGER = logging.getLogger(__name__)


def told_of_drift(deviation: Deviation) -> None:
    """Log what is not as documented."""
    LOGGER.warning("%s: %s: %s", deviation.operation, deviation.path, deviation.what)


async def told_of_outcome(outcome: Outcome) -> None:
    """Log a call that may have taken effect."""
    LOGGER.error("%s", outcome.operation)


class MemoryStore:
    """Keeps a token in memory; it renews none for others."""

    def __init__(self) -> None:
        self.token: Token | None = None

    async def load(self) -> Token | None:
        """Return the token."""
        return self.token

    async def save(self, token: Token) -> None:
        """Keep the token."""
        self.token = token


class PlainStore(TokenStore):
    """Keeps a token in a variable, by plain functions."""

    token: Token | None = None

    def load(self) -> Token | None:
        """Return the token."""
        return self.token

    def save(self, token: Token) -> None:
        """Keep the token."""
        self.token = token


class Pacer:
    """Lets calls go at once."""

    def book(self, rate: Rate, *, within: float, burst: float) -> float:
        """Reserve a call."""
        print(rate, within, burst)
        return 0.0


def stores(folder: Path) -> list[Digiseller]:
    """Share tokens and a rate by stores of every kind."""
    tokens: list[TokenStore] = [MemoryStore(), PlainStore(), FileTokenStore(folder / "tokens")]
    renewing: list[RenewingTokenStore] = [
        FileTokenStore(folder / "tokens.json"),
        RedisTokenStore("redis://localhost", name="tokens"),
    ]
    pausing: PausingRateStore = RedisRateStore("redis://localhost", name="seller")
    return [
        *(Digiseller(1, "key", token_store=one, rate_store=Pacer()) for one in tokens),
        *(Digiseller(1, "key", token_store=one, rate_store=pausing) for one in renewing),
    ]


async def settings(folder: Path) -> Balance:
    """Use all settings at once."""
    async with Digiseller(
        seller_id=1,
        api_key="key",
        base_url="https://example.com/api",
        format="xml",
        timeout=5,
        queue_timeout=None,
        retry=Retry(attempts=5, lost_deletes=True),
        rate=Rate(calls=5, per=1),
        verify=ssl.create_default_context(),
        max_connections=4,
        token_store=FileTokenStore(folder / "tokens.json"),
        rate_store=RedisRateStore("redis://localhost", name="seller"),
        strict=True,
        on_drift=told_of_drift,
        on_outcome=told_of_outcome,
    ) as ds:
        in_json = ds.with_options(format="json", timeout=1.5)
        return await in_json.account.balance()


async def fleet() -> None:
    """Read the balances of several sellers."""
    store = RedisTokenStore("redis://localhost", name="tokens")
    async with Fleet(max_connections=8, token_store=store) as sellers:
        ds = sellers.client(1, "key", rate=None, retry=Retry(attempts=1), on_drift=told_of_drift)
        print(ds.seller_id, await ds.account.balance())


async def errors(ds: Digiseller) -> bool | None:
    """Tell errors from each other, and read what they know."""
    try:
        await ds.content.add_text(7, texts=["KEY"])
    except OutcomeUnknownError as error:
        print(error.operation, error.happened, error.attempts)
    except PartialSuccessError as error:
        print(error.result, [one.code for one in error.errors])
    except RateLimitedError as error:
        print(error.retry_after, error.status)
    except (ArgumentError, NotFoundError):
        return None
    except DigisellerError as error:
        return error.happened == "no"
    return True


async def own_call(ds: Digiseller) -> Response:
    """Make a call that no method makes."""
    answer = await ds.request("GET", "/api/token/perms", params={"id": 1}, effect="safe")
    assert_type(answer.status, int)
    return await ds.request("POST", "/xml/some.asp", xml={"request": {"id": 1}}, host="shop")
