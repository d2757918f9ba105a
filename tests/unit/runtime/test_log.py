"""The log says what calls meet, each at its level, with the facts beside the text."""

from __future__ import annotations

import logging
from collections.abc import Generator
from typing import Any

import httpx
import pytest
from support.answering import SIGNED_IN, client_answered, respond
from support.clocks import ManualClock

from digiseller_async import (
    DigisellerError,
    OutcomeUnknownError,
    Rate,
    RateLimitedError,
    UnavailableError,
)
from digiseller_async._logging import LOGGER
from digiseller_async._runtime.rate_limit import RateLimiter

pytestmark = pytest.mark.anyio
PREFIX = "digiseller_"
USUAL = set(vars(logging.makeLogRecord({})))


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Generator[pytest.LogCaptureFixture, None, None]:
    """Log everything."""
    with caplog.at_level(logging.DEBUG, LOGGER.name):
        yield caplog


def lines(log: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    """Return the levels and texts of the log, without the milliseconds."""
    found: list[tuple[str, str]] = []
    for record in log.records:
        text = record.getMessage()
        duration = f"{vars(record).get('digiseller_duration_ms', -1):.0f} ms"
        found.append((record.levelname, text.replace(duration, "0 ms")))
    return found


def facts(record: logging.LogRecord) -> dict[str, Any]:
    """Return the facts of a record."""
    found = {name: value for name, value in vars(record).items() if name.startswith(PREFIX)}
    assert set(vars(record)) - set(found) <= USUAL | {"message"}
    return {name.removeprefix(PREFIX): value for name, value in found.items()}


async def test_attempts(log: pytest.LogCaptureFixture) -> None:
    """A call with a sign-in and a retry."""
    signed_in, done = respond(200, SIGNED_IN), respond()
    replies = (signed_in, respond(503), done)
    settings: dict[str, Any] = {"token": None, "seller_id": 1, "api_key": "KEY-OF-A-SELLER"}
    async with client_answered(*replies, **settings) as ds:
        await ds.account.balance()

    sign_in, balance = "sign_in: attempt", "account.balance: attempt"
    sent = vars(log.records[0])["digiseller_sent_bytes"]
    size = len(done.content)
    assert lines(log) == [
        (
            "DEBUG",
            f"{sign_in} 1: 200 in 0 ms, {sent} bytes sent, {len(signed_in.content)} received",
        ),
        ("INFO", "signed in as seller 1; the token is valid until 2036-01-01 00:00:00+00:00"),
        ("DEBUG", f"{balance} 1: UnavailableError (503) in 0 ms, 0 bytes sent, {size} received"),
        ("INFO", f"{balance} 1: UnavailableError (503); the next one in 0.0005 s"),
        ("DEBUG", f"{balance} 2: 200 in 0 ms, 0 bytes sent, {size} received"),
    ]
    found = facts(log.records[3])
    assert found.pop("duration_ms") >= 0
    assert found == {
        "operation": "account.balance",
        "attempt": 1,
        "status": 503,
        "sent_bytes": 0,
        "received_bytes": size,
        "error": "UnavailableError",
        "will_retry": True,
        "wait": 0.0005,
    }


async def test_info(caplog: pytest.LogCaptureFixture) -> None:
    """At INFO there are retries, and no attempts."""
    with caplog.at_level(logging.INFO, LOGGER.name):
        async with client_answered(httpx.ReadError, respond()) as ds:
            await ds.account.balance()

    assert lines(caplog) == [
        (
            "INFO",
            "account.balance: attempt 1: UnavailableError (no answer); the next one in 0.0005 s",
        )
    ]


async def test_doubt(log: pytest.LogCaptureFixture) -> None:
    """A change that may have taken effect is a warning; an address in a path is not shown."""
    async with client_answered(httpx.ReadError) as ds:
        with pytest.raises(OutcomeUnknownError):
            await ds.request("POST", "/api/chats/buyer@example.com")

    (warning,) = [one for one in log.records if one.levelname == "WARNING"]
    assert warning.getMessage() == (
        "POST /api/chats/… may have taken effect (OutcomeUnknownError, attempt 1): "
        "read what it would have changed, and compare"
    )
    assert facts(warning) == {
        "operation": "POST /api/chats/…",
        "attempt": 1,
        "error": "OutcomeUnknownError",
    }
    assert "buyer" not in log.text


@pytest.mark.parametrize("strict", [False, True])
async def test_drift(log: pytest.LogCaptureFixture, *, strict: bool) -> None:
    """What is not as documented is a warning, the first time."""
    odd = respond(200, {"retval": 0, "content": {"new_field": 1}})
    async with client_answered(odd, strict=strict) as ds:
        for _ in range(3):
            try:
                await ds.account.balance()
            except DigisellerError:
                assert strict
        assert ds.drift["account.balance", "new_field"] == 3

    (warning,) = [one for one in log.records if one.levelname == "WARNING"]
    assert facts(warning) == {
        "operation": "account.balance",
        "path": "new_field",
        "what": "an unknown field",
    }


async def test_pacing(log: pytest.LogCaptureFixture) -> None:
    """A lower rate is said once for each step, and its end too."""
    clock = ManualClock()
    limiter = RateLimiter(Rate(), clock)
    limiter.penalize(RateLimitedError("429", status=429))
    limiter.penalize(RateLimitedError("429", status=429))
    clock.advance(2)
    limiter.penalize(UnavailableError("503", status=503))
    for _ in range(100):
        limiter.recover()

    slower = "times slower than their rate for a while, after"
    assert lines(log) == [
        ("INFO", f"calls are 2 {slower} RateLimitedError (429)"),
        ("INFO", f"calls are 4 {slower} UnavailableError (503)"),
        ("INFO", "calls have their rate again"),
    ]
    assert facts(log.records[1]) == {"slowdown": 4.0, "error": "UnavailableError", "status": 503}


async def test_filter_that_raises(log: pytest.LogCaptureFixture) -> None:
    """A filter of the log that fails loses no call, and hides no error, whatever is logged."""

    def fail(_: logging.LogRecord) -> bool:
        raise LookupError

    LOGGER.addFilter(fail)
    try:
        odd = respond(200, {"retval": 0, "content": {"new_field": 1}})
        hooks: Any = dict.fromkeys(("on_attempt", "on_drift", "on_outcome"), fail)
        async with client_answered(odd, httpx.ReadError, **hooks) as ds:
            await ds.account.balance()
            with pytest.raises(OutcomeUnknownError):
                await ds.templates.create(name="x")
    finally:
        LOGGER.removeFilter(fail)

    assert not log.records
