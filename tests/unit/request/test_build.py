"""`build` makes a request of a row and its arguments, or refuses them before anything is sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digiseller_async import ArgumentError, ConfigurationError, Digiseller, Paginator
from digiseller_async._codecs.scalars import MOSCOW, MOSCOW_ZONE, read_moment
from digiseller_async._request.build import build
from digiseller_async._request.encode import encode
from digiseller_async.models import ReceiptType
from digiseller_async.sandbox import Sandbox
from digiseller_async.spec import rows

TABLE: dict[str, Any] = {row.operation: row for row in rows()}
ZONES = st.integers(-14 * 60, 14 * 60).map(
    lambda minutes: dt.timezone(dt.timedelta(minutes=minutes))
)
MOMENTS = st.datetimes(
    # Before, Moscow's clock showed some hours twice.
    min_value=dt.datetime(2014, 10, 28),  # noqa: DTZ001  (hypothesis adds the zone)
    max_value=dt.datetime(9999, 12, 29),  # noqa: DTZ001  (likewise)
    timezones=ZONES,
)


def query(operation: str, **arguments: Any) -> dict[str, str]:
    """Return the query of a call of *operation*, each name with its last value."""
    row = TABLE[operation]
    target = encode(build(row, arguments, seller_id=None)).target
    return dict(parse_qsl(target.partition("?")[2], keep_blank_values=True))


@pytest.mark.parametrize(
    ("value", "spelt"),
    [
        (dt.date(2021, 12, 1), "2021-12-01"),
        (dt.datetime(2021, 12, 1, tzinfo=MOSCOW), "2021-12-01T00:00"),
        (dt.datetime(2021, 12, 1, tzinfo=dt.UTC), "2021-12-01T03:00"),
        (dt.datetime(2021, 12, 31, 23, 30, tzinfo=dt.UTC), "2022-01-01T02:30"),
        (dt.datetime(2021, 12, 1, 0, 0, 5, tzinfo=MOSCOW), "2021-12-01T00:00:05.000"),
        (dt.datetime(2021, 12, 1, 0, 0, 0, 999999, MOSCOW), "2021-12-01T00:00:00.999"),
    ],
)
def test_moments(value: dt.date, spelt: str) -> None:
    """A date is sent as it is, a moment in Moscow time, with seconds only if it has some."""
    assert query("account.receipts", start=value) == {"start": spelt}


@pytest.mark.parametrize(
    ("value", "start", "finish"),
    [
        (dt.date(2021, 12, 1), "2021-12-01 00:00:00", "2021-12-01 23:59:59"),
        (dt.date(987, 6, 5), "0987-06-05 00:00:00", "0987-06-05 23:59:59"),
        (dt.datetime(2021, 12, 31, 23, 30, tzinfo=dt.UTC), *["2022-01-01 02:30:00"] * 2),
        (dt.datetime(2021, 12, 1, 0, 0, 5, 999999, MOSCOW), *["2021-12-01 00:00:05"] * 2),
    ],
)
def test_moments_in_a_format_of_their_own(value: dt.date, start: str, finish: str) -> None:
    """A moment with a format is sent in it, to the second; a date is its first or last one."""
    request = build(TABLE["sales.list"], {"date_start": value, "date_finish": value})

    assert request.body == {"date_start": start, "date_finish": finish}


@given(MOMENTS)
def test_moments_there_and_back(value: dt.datetime) -> None:
    """A moment that is sent is, to the millisecond, the moment that was meant, in any zone."""
    meant = read_moment(query("account.receipts", finish=value)["finish"])

    assert meant is not None
    assert abs(meant - value) < dt.timedelta(milliseconds=1)
    assert meant <= value


@pytest.mark.parametrize(
    ("value", "spelt"),
    [
        (dt.date(2026, 10, 31), "2026-10-31T23:59:59.999"),
        (dt.datetime(2026, 10, 31, tzinfo=MOSCOW), "2026-10-31T00:00"),
        (dt.datetime(2009, 7, 1, 12, tzinfo=dt.UTC), "2009-07-01T16:00"),
        (dt.datetime(2009, 2, 1, 12, tzinfo=dt.UTC), "2009-02-01T15:00"),
    ],
)
def test_ends(value: dt.date, spelt: str) -> None:
    """A date as an end is the last moment of its day, and a moment is on Moscow's clock of then."""
    assert query("account.receipts", finish=value) == {"finish": spelt}


@given(MOMENTS | st.dates(), MOMENTS | st.dates())
def test_order_of_moments(start: dt.date, finish: dt.date) -> None:
    """A finish before its start is refused by name; a date stands for its whole day."""
    first = whole_day(start)[0]
    last = whole_day(finish)[1]

    if first <= last:
        assert set(query("account.receipts", start=start, finish=finish)) == {"start", "finish"}
    else:
        with pytest.raises(ArgumentError, match=r"^finish must not be before start \(") as caught:
            query("account.receipts", start=start, finish=finish)
        assert caught.value.parameter == "finish"


def whole_day(value: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """Return the first and the last moment that *value* stands for."""
    if isinstance(value, dt.datetime):
        return value, value
    first = dt.datetime(value.year, value.month, value.day, tzinfo=MOSCOW_ZONE)
    return first, first.replace(hour=23, minute=59, second=59, microsecond=999999)


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from([int, str]))
def test_order_of_amounts(low: int, high: int, kind: Callable[[int], Any]) -> None:
    """A minimum above its maximum is refused, however the two are spelled."""
    arguments = {"template_id": 1, "min_comiss": kind(low), "max_comiss": high}
    if low <= high:
        assert query("templates.products", **arguments)["minComiss"] == str(low)
    else:
        with pytest.raises(ArgumentError, match=r"^max_comiss must be at least min_comiss \("):
            query("templates.products", **arguments)


@pytest.mark.parametrize(
    ("own", "arguments", "pairs"),
    [
        (12126, {}, {"sellerId": "12126"}),
        (12126, {"seller_id": None}, {"sellerId": "12126"}),
        (12126, {"seller_id": 5}, {"sellerId": "5"}),
        (None, {"seller_id": 5, "only_in_stock": False}, {"sellerId": "5", "onlyInStock": "false"}),
        (None, {"seller_id": 5, "product_id": None}, {"sellerId": "5"}),
    ],
)
def test_own_seller(own: int | None, arguments: dict[str, Any], pairs: dict[str, str]) -> None:
    """The seller is the argument, else the client's own; `None` is never sent."""
    row = TABLE["offers.list"]
    target = encode(build(row, arguments, seller_id=own)).target

    assert dict(parse_qsl(target.partition("?")[2])) == pairs


def test_no_seller() -> None:
    """A client without a seller id needs the argument."""
    with pytest.raises(ArgumentError, match=r"^seller_id is required") as caught:
        query("offers.list")

    assert caught.value.parameter == "seller_id"


def test_wire_names() -> None:
    """Each filter is sent under its name on the wire, a flag as true or false."""
    found = query(
        "templates.products",
        template_id=1,
        in_affiliate=True,
        not_in_affiliate=False,
        language="ru-RU",
    )

    assert found == {
        "templateId": "1",
        "inAffiliate": "true",
        "notInAffiliate": "false",
        "language": "ru-RU",
    }


@pytest.fixture
async def client() -> AsyncIterator[Digiseller]:
    """Give a client whose transport is never to be reached."""

    def refuse(request: httpx.Request) -> httpx.Response:
        pytest.fail(f"sent {request.method} {request.url.path}")

    transport = httpx.MockTransport(refuse)
    async with Digiseller(12126, "k", rate=None, transport=transport) as ds:
        yield ds


BAD_LISTS: list[tuple[str, dict[str, Any], str]] = [
    ("receipts", {"types": ["no such word"]}, "types"),
    ("receipts", {"page": 0}, "page"),
    ("receipts", {"page": True}, "page"),
    ("receipts", {"page": 1.0}, "page"),
    ("receipts", {"page": None}, "page"),
    ("receipts", {"page": 2**63}, "page"),
    ("receipts", {"page_size": 0}, "page_size"),
    ("receipts", {"page_size": "10"}, "page_size"),
    ("receipts", {"start": dt.datetime(2021, 1, 1)}, "start"),  # noqa: DTZ001
    ("offers", {"page_size": 101}, "page_size"),
    ("offers", {"product_id": 0}, "product_id"),
    ("templates", {"page_size": 101}, "page_size"),
    ("templates", {"page_size": -1}, "page_size"),
    ("products", {"page_size": 101}, "page_size"),
    ("products", {"price_min": 2, "price_max": 1}, "price_max"),
]


@pytest.mark.anyio
@pytest.mark.parametrize(("name", "arguments", "parameter"), BAD_LISTS)
async def test_lists_refuse_at_once(
    client: Digiseller, name: str, arguments: dict[str, Any], parameter: str
) -> None:
    """A list refuses a wrong argument at once, not when its first page is read."""
    calls: dict[str, Callable[..., object]] = {
        "receipts": client.account.receipts,
        "offers": client.offers.list,
        "templates": client.templates.list,
        "products": partial(client.templates.products, 1),
    }
    with pytest.raises(ArgumentError) as caught:
        calls[name](**arguments)

    assert caught.value.parameter == parameter


@pytest.mark.anyio
@pytest.mark.parametrize("size", [1, 100])
async def test_limits_of_pages(client: Digiseller, size: int) -> None:
    """The smallest and the largest page size that the documentation allows are accepted."""
    assert client.offers.list(page_size=size).report.pages == 0
    assert client.account.receipts(page_size=100 * size).report.pages == 0


@pytest.mark.anyio
async def test_fingerprints(client: Digiseller) -> None:
    """A checkpoint identifies its list by what is asked for, however that is spelled."""
    receipts = client.account.receipts
    day = dt.date(2021, 12, 1)
    alike = [
        receipts(types=["refund"], start=day),
        receipts(types=iter([ReceiptType.REFUND]), start=day, page=3),
    ]
    others: list[Paginator[Any]] = [
        receipts(types=["add_funds"], start=day),
        receipts(types=["refund"]),
        receipts(types=["refund"], start=day, page_size=99),
        client.account.external_operations(),
    ]
    keys: list[str] = [one.checkpoint()["list"] for one in (*alike, *others)]

    assert keys[0] == keys[1]
    assert len(set(keys)) == 1 + len(others)
    assert keys[0].startswith("account.receipts#")


@pytest.mark.anyio
async def test_calls_send_nothing_wrong(client: Digiseller) -> None:
    """A call with a wrong argument does not even sign in."""
    with pytest.raises(ArgumentError, match=r"^templates.create: name must not contain '"):
        await client.templates.create(name="\0")
    with pytest.raises(
        ArgumentError, match=r"^templates.delete: template_id must be at least 1, not 0$"
    ):
        await client.templates.delete(0)
    with pytest.raises(ArgumentError, match=r"^templates.set_products: products is empty; give"):
        await client.templates.set_products(1, products=[])


@pytest.mark.anyio
async def test_refusals_name_their_operation(client: Digiseller) -> None:
    """A refused argument says which operation refused it, as every other error does."""
    with pytest.raises(ArgumentError) as caught:
        await client.templates.create(name="\0")

    assert caught.value.operation == "templates.create"


@pytest.mark.anyio
async def test_a_server_sees_nothing_of_a_refused_call() -> None:
    """A wrong argument costs the service not even a connection, and the next call works."""
    async with (
        Sandbox(templates=3) as box,
        Digiseller(12126, "SANDBOX-KEY", base_url=box.url) as ds,
    ):
        with pytest.raises(ArgumentError):
            ds.templates.list(page_size=1000)
        with pytest.raises(ArgumentError):
            await ds.templates.update(0, name="n")
        unseen = (box.connections, dict(box.requests))
        templates = await ds.templates.list(page_size=2).all()

    assert unseen == (0, {})
    assert len(templates) == 3


@pytest.mark.anyio
async def test_calls_without_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a token or a key a call is refused before it is sent, and says what it needs."""
    for name in ("DIGISELLER_API_KEY", "DIGISELLER_TOKEN", "DIGISELLER_SELLER_ID"):
        monkeypatch.delenv(name, raising=False)
    transport = httpx.MockTransport(lambda request: pytest.fail(f"sent {request.url.path}"))
    async with Digiseller(transport=transport) as ds:
        with pytest.raises(ConfigurationError, match="DIGISELLER_API_KEY"):
            await ds.account.balance()
        with pytest.raises(ConfigurationError, match="seller_id and api_key"):
            ds.account.receipts()
        with pytest.raises(ConfigurationError, match="seller_id and api_key"):
            await ds.sign_in()
