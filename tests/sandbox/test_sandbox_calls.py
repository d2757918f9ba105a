"""Whole calls that meet injected faults: what becomes of them, and what was applied."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from itertools import product

import pytest
from support.clients import clear_faults, client_of
from support.clocks import RecordingClock

from digiseller_async import (
    DeadlineError,
    Digiseller,
    DigisellerError,
    NotFoundError,
    OutcomeUnknownError,
    RateLimitedError,
    RejectedError,
    Retry,
    UnavailableError,
    UnexpectedReplyError,
)
from digiseller_async.sandbox import Fault, Sandbox
from digiseller_async.sandbox._state.products import FIRST_ID

Operation = Callable[[Digiseller], Awaitable[object]]
pytestmark = pytest.mark.anyio

OPERATIONS: dict[str, tuple[str, Operation]] = {
    "account.balance": ("reads", lambda ds: ds.account.balance()),
    "account.receipts": ("reads", lambda ds: ds.account.receipts().first_page()),
    "templates.update": ("sets", lambda ds: ds.templates.update(1, name="new")),
    "templates.set_products": (
        "sets",
        lambda ds: ds.templates.set_products(1, products=[{"product_id": FIRST_ID, "percent": 5}]),
    ),
    "templates.delete": ("deletes", lambda ds: ds.templates.delete(1)),
    "templates.create": ("adds", lambda ds: ds.templates.create(name="one")),
    "templates.apply": ("adds", lambda ds: ds.templates.apply(1, seller_id=5)),
}
WANTED = [Fault.UNAUTHORIZED, Fault.TOO_MANY]  # the service says that it did nothing
BEFORE = [Fault.SERVER_ERROR, Fault.MAINTENANCE, Fault.DROP_BEFORE]
AFTER = [Fault.SERVER_ERROR_AFTER, Fault.DROP_AFTER, Fault.TRUNCATED, Fault.BROKEN_JSON]
HANGING = [Fault.HANG, Fault.HANG_AFTER]


def expected(kind: Fault, effect: str) -> tuple[type[DigisellerError] | None, str, int, int]:
    """Return the error, what happened, the attempts, and how often it took effect."""
    changes = 0 if effect == "reads" else 1
    if kind is Fault.LATENCY:
        return None, "", 1, changes
    if kind in HANGING:
        took = changes if kind is Fault.HANG_AFTER else 0
        return (OutcomeUnknownError, "unknown", 1, took) if changes else (DeadlineError, "no", 1, 0)
    if kind in WANTED:
        return None, "", 2, changes
    if effect == "adds":
        return OutcomeUnknownError, "unknown", 1, 1 if kind in AFTER else 0
    if effect == "deletes" and kind in AFTER:
        return NotFoundError, "unknown", 2, 1  # it is not there any more
    return None, "", 2, changes * (2 if kind in AFTER else 1)


@pytest.mark.parametrize("operation", list(OPERATIONS))
@pytest.mark.parametrize("kind", [Fault.LATENCY, *HANGING, *WANTED, *BEFORE, *AFTER])
async def test_one_fault(kind: Fault, operation: str) -> None:
    """One fault: reads and sets get over it, adds only if they surely did not happen."""
    effect, call = OPERATIONS[operation]
    error, happened, attempts, effects = expected(kind, effect)
    async with Sandbox() as box, client_of(box) as ds:
        await ds.sign_in()
        if kind is Fault.LATENCY:
            box.inject(kind, operation=operation, seconds=0.01)
        else:
            box.inject(kind, operation=operation)
        view = ds.with_options(timeout=0.2) if kind in HANGING else ds
        found: DigisellerError | None = None
        try:
            await call(view)
        except DigisellerError as failure:
            found = failure

        assert type(found) is (error or type(None))
        assert box.requests[operation] == attempts
        assert box.applied[operation] == effects
        if found is not None:
            assert (found.happened, found.attempts) == (happened, attempts)
            assert found.operation == operation
            assert str(found).startswith(f"{operation}: ")


@pytest.mark.parametrize(
    "operation", ["templates.update", "templates.delete", "templates.create", "templates.apply"]
)
async def test_two_faults(operation: str) -> None:
    """Whatever two faults meet one call: a success took effect, a "no" did not, an add once."""
    effect, call = OPERATIONS[operation]
    kinds = [*WANTED, *BEFORE, *AFTER]
    latest = 0
    # Sign-ins are paced, and by this clock nobody waits for them.
    async with Sandbox(templates=1) as box, client_of(box, clock=RecordingClock()) as ds:
        for first, second in product(kinds, kinds):
            if operation == "templates.delete":
                latest = (await ds.templates.create(name="gone soon")).id
            box.inject(first, operation=operation)
            box.inject(second, operation=operation)
            asked, took = box.requests[operation], box.applied[operation]
            happened, attempts = "yes", None
            try:
                await (ds.templates.delete(latest) if latest else call(ds))
            except DigisellerError as error:
                happened, attempts = error.happened, error.attempts
            asked, took = box.requests[operation] - asked, box.applied[operation] - took
            clear_faults(box)

            seen = f"{first}, {second}: {happened} after {asked}, {took} effects"
            assert asked <= 3, seen
            assert attempts in (None, asked), seen
            assert effect != "adds" or took <= 1, seen
            assert happened != "yes" or took >= 1, seen
            assert happened != "no" or took == 0, seen


@pytest.mark.parametrize(
    ("kind", "error", "status"),
    [
        (Fault.TOO_MANY, RateLimitedError, 429),
        (Fault.SERVER_ERROR, UnavailableError, 500),
        (Fault.MAINTENANCE, UnavailableError, 200),
        (Fault.DROP_BEFORE, UnavailableError, None),
        (Fault.DROP_AFTER, UnavailableError, None),
        (Fault.TRUNCATED, UnavailableError, None),
        (Fault.BROKEN_JSON, UnexpectedReplyError, 200),
    ],
)
@pytest.mark.parametrize("attempts", [1, 3])
async def test_endless_faults(
    kind: Fault, error: type[DigisellerError], status: int | None, attempts: int
) -> None:
    """A question that fails at every attempt ends in the error of the last."""
    async with Sandbox() as box:
        retry = Retry(attempts=attempts, base=0.001, cap=0.001)
        async with client_of(box, retry=retry) as ds:
            box.inject(kind, operation="account.balance", times=99)
            with pytest.raises(DigisellerError) as caught:
                await ds.account.balance()
        found = caught.value

        assert type(found) is error
        assert (found.attempts, found.status, found.happened) == (attempts, status, "no")
        assert box.requests["account.balance"] == attempts


async def test_changes_in_endless_faults() -> None:
    """A change that is sent again and again without an answer may have taken effect."""
    async with Sandbox() as box, client_of(box) as ds:
        box.inject("drop_after", operation="templates.update", times=99)
        with pytest.raises(OutcomeUnknownError, match="may have taken effect") as caught:
            await ds.templates.update(1, name="new")

        assert (caught.value.attempts, caught.value.happened) == (3, "unknown")
        assert box.applied["templates.update"] == 3


async def test_first_doubt_stays() -> None:
    """A change whose first reply was lost stays in doubt, whatever the last one says."""
    async with Sandbox() as box, client_of(box) as ds:
        await ds.sign_in()
        box.inject("drop_after", operation="templates.update")
        box.inject("too_many", operation="templates.update", times=2)
        with pytest.raises(RateLimitedError) as caught:
            await ds.templates.update(1, name="new")

        assert (caught.value.happened, caught.value.attempts) == ("unknown", 3)


async def test_refusal() -> None:
    """A refused call is asked once, has the service's code, and did not happen."""
    async with Sandbox() as box, client_of(box) as ds:
        with pytest.raises(RejectedError, match="Template not found") as caught:
            await ds.templates.apply(999, seller_id=5)

        assert (caught.value.retval, caught.value.happened, caught.value.attempts) == (1, "no", 1)
        assert [one.code for one in caught.value.errors] == ["template_id"]
        assert box.requests["templates.apply"] == 1


async def test_outage() -> None:
    """In an outage a client spends a hundred repetitions, and then asks once a call."""
    async with Sandbox() as box, client_of(box) as ds:
        await ds.sign_in()
        box.inject("server_error", operation="account.balance", times=9999)
        for _ in range(120):
            with pytest.raises(UnavailableError):
                await ds.account.balance()

        assert box.requests["account.balance"] == 120 + 100
