"""Each operation goes to the sandbox and back, in each format that it can be written in."""

from __future__ import annotations

from typing import Any

import pytest
from golden.table import TABLE, request_formats
from support.round_trips import (
    RoundTrip,
    account,
    catalog,
    chats,
    checkout,
    content,
    goods,
    marketplaces,
    options,
    products,
    purchases,
    sales,
)

from digiseller_async import Digiseller
from digiseller_async._clock import SystemClock
from digiseller_async.sandbox import Sandbox
from digiseller_async.spec.language import Effect, Format, Location, ResponseShape

TRIPS = {
    **account.ROUND_TRIPS,
    **catalog.ROUND_TRIPS,
    **chats.ROUND_TRIPS,
    **checkout.ROUND_TRIPS,
    **content.ROUND_TRIPS,
    **goods.ROUND_TRIPS,
    **marketplaces.ROUND_TRIPS,
    **options.ROUND_TRIPS,
    **products.ROUND_TRIPS,
    **purchases.ROUND_TRIPS,
    **sales.ROUND_TRIPS,
}


class Hasty(SystemClock):
    """A clock whose waits are none."""

    async def sleep(self, seconds: float) -> None:
        """Go on at once."""


def test_each_row_has_its_trip() -> None:
    """No row is without a round trip."""
    assert TRIPS.keys() == TABLE.keys()


async def walked(operation: str, form: Format) -> Sandbox:
    """Make a round trip, and return the sandbox as it is then."""
    async with (
        Sandbox(clock=lambda: 1_767_225_600.25) as box,
        Digiseller(
            box.seller_id,
            box.api_key,
            base_url=box.url,
            format=form.value,
            rate=None,
            strict=True,
            clock=Hasty(),
        ) as ds,
    ):
        await TRIPS[operation](RoundTrip(box, ds))
    return box


def spoken(row: Any, form: Format) -> set[str]:
    """Return what the headers of a call say of formats."""
    body = form if form in row.body_formats else row.body_formats[0]
    wanted = form if form in row.formats else row.formats[0]
    ends = {wanted.value} if row.shape is not ResponseShape.BINARY else set[str]()
    return ends | (
        {body.value} if any(one.location is Location.BODY for one in row.params) else set()
    )


@pytest.mark.anyio
@pytest.mark.parametrize("operation", TRIPS)
async def test_round_trip(operation: str) -> None:
    """A call does what it says, in the asked formats; the same things are changed in all."""
    row = TABLE[operation]
    states: list[Any] = []
    for form in request_formats(row):
        box = await walked(operation, form)
        states.append((list(box.stock), box.applied))
        sent = [one.headers for one in box.recorded if one.operation == operation]

        assert sent
        for headers in sent:
            types = (headers.get("accept", ""), headers.get("content-type", ""))
            said = {form.value for form in Format if any(form.value in one for one in types)}
            assert said == spoken(row, form)
        assert (row.effect is Effect.SAFE) or box.applied[operation] > 0

    assert all(state == states[0] for state in states)
