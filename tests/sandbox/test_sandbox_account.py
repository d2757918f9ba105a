"""Receipts and external operations: filters, pages, orders, and sizes that fit in no memory."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from decimal import Decimal
from itertools import product
from typing import Any

import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digiseller_async.sandbox import Sandbox
from digiseller_async.sandbox._http.call import Arguments
from digiseller_async.sandbox._operations.account import external_operations_page, receipts_page
from digiseller_async.sandbox._state.external_operations import AGGREGATORS, ExternalOperations
from digiseller_async.sandbox._state.receipts import Receipts

Visit = Callable[[Sandbox], AbstractAsyncContextManager[httpx.AsyncClient]]
Row = dict[str, Any]
RECEIPTS = "/api/sellers/account/receipts"
EXTERNAL = "/api/sellers/account/receipts/external"

# Written down from the page a second time, on purpose.
MEANT = {
    "agent_accurals": {"agent_accruals"},
    "product_sales": {"product_sale"},
    "add_funds": {"add_funds_to_account", "add_funds_to_account_with_limits"},
    "exchange_response": {"exchange_response"},
    "exchange_request": {"exchange_request"},
    "refund": {"refund", "chargeback", "bank_refund", "partial_refund"},
    "adv_goods": {"recommended_product"},
    "external_commissions": {"external_commission"},
    "hard_disk_rent": {"hard_disk_rent", "hard_disk_rent_empty"},
    "extra_partner_space": {"extra_agent_product_rent"},
    "gift_certificates": {"issue_gift_certificate"},
    "transfer_to_wallet": {"transfer_to_wallet", "error_transfer_to_wallet"},
}
DATES = ["2026-10-31", "2026-11-01T09:30", "2026-11-01T11:00:00.500", "2027-01-01", "2020-02-29"]

filters = st.fixed_dictionaries(
    {},
    optional={
        "type": st.lists(st.sampled_from(sorted(MEANT)), max_size=3),
        "currency": st.sampled_from(["WMR", "WMZ", "WME"]),
        "codeFilter": st.sampled_from(["only_waiting_check_code", "hide_waiting_code_check"]),
        "allowType": st.sampled_from(["exclude", "only"]),
        "start": st.sampled_from(DATES),
        "finish": st.sampled_from(DATES),
    },
)


def pairs(query: Row) -> list[tuple[str, str]]:
    """Return the query as names and values, lists as repeated names."""
    found: list[tuple[str, str]] = []
    for name, value in query.items():
        values: list[Any] = [value] if isinstance(value, str | int) else value
        found += [(name, str(one)) for one in values]
    return found


def page_of(rows: Receipts | ExternalOperations, arguments: Arguments) -> object:
    """Return one page of the *rows*."""
    if isinstance(rows, Receipts):
        return receipts_page(rows, arguments)
    return external_operations_page(rows, arguments)


def walk(rows: Receipts | ExternalOperations, query: Row, count: int) -> list[Row]:
    """Return the items of all pages, and check what each page says of itself."""
    seen: list[Row] = []
    page = 0
    while True:
        page += 1
        arguments = Arguments(pairs({**query, "page": page, "count": count}))
        answer: Row = msgspec.to_builtins(page_of(rows, arguments), builtin_types=(Decimal,))
        seen += answer["items"]
        assert (answer["page"], answer["count"]) == (page, count)
        assert answer["has_previous_page"] == (page > 1)
        assert answer["total_pages"] == -(-answer["total_count"] // count)
        if not answer["has_next_page"]:
            assert answer["total_count"] == len(seen)
            return seen
        assert len(answer["items"]) == count


def wanted(row: Row, query: Row) -> bool:
    """Tell by the row alone if the receipt is what the query asks for."""
    operation = row["operation"]
    moment = datetime.fromisoformat(operation["datetime"])
    kinds = {kind for word in query.get("type", ()) for kind in MEANT[word]}
    waiting = row["free_description"] == "wait_check_code"
    locked = row["date_free"] is not None
    return (
        (not kinds or operation["type"] in kinds)
        and query.get("currency", operation["currency"]) == operation["currency"]
        and ("codeFilter" not in query or waiting == query["codeFilter"].startswith("only"))
        and ("allowType" not in query or locked == (query["allowType"] == "only"))
        and ("start" not in query or datetime.fromisoformat(query["start"]) <= moment)
        and ("finish" not in query or moment <= datetime.fromisoformat(query["finish"]))
    )


@given(
    size=st.integers(0, 200),
    gone=st.integers(0, 20),
    seed=st.integers(0, 10_000),
    query=filters,
    count=st.integers(1, 60),
)
def test_pages_of_receipts_are_the_filtered_list(
    size: int, gone: int, seed: int, query: Row, count: int
) -> None:
    """Walking the pages of receipts under any filters gives what looking at each row gives."""
    receipts = Receipts(seed, range(size)[gone:])
    every = walk(receipts, {}, 50)

    assert len(every) == max(0, size - gone)
    assert walk(receipts, query, count) == [row for row in every if wanted(row, query)]


@given(
    size=st.integers(0, 200),
    seed=st.integers(0, 10_000),
    order=st.sampled_from(["ProductId", "Amount", "Date"]),
    backwards=st.booleans(),
    aggregator=st.none() | st.sampled_from(AGGREGATORS),
    count=st.integers(1, 60),
)
def test_external_operations_are_sorted_and_split(
    size: int, seed: int, order: str, *, backwards: bool, aggregator: str | None, count: int
) -> None:
    """Each order really sorts, and the two halves of a code filter are the whole together."""
    rows = ExternalOperations(seed, range(size))
    query: Row = {"order": order + (" DESC" if backwards else "")}
    query |= {} if aggregator is None else {"aggregator": aggregator}
    found = walk(rows, query, count)
    halves = [walk(rows, {**query, "code": code}, count) for code in ("only", "exclude")]

    keys: list[Any] = [
        {
            "ProductId": row["items"][0]["product_id"],
            "Amount": row["amount"],
            "Date": datetime.fromisoformat(row["date"]),
        }[order]
        for row in found
    ]
    assert keys == sorted(keys, reverse=backwards)
    assert {row["id"] for half in halves for row in half} == {row["id"] for row in found}
    assert len(halves[0]) + len(halves[1]) == len(found)


@given(size=st.integers(0, 200), seed=st.integers(0, 10_000))
def test_aggregators_divide_the_external_operations(size: int, seed: int) -> None:
    """Each external operation belongs to exactly one aggregator."""
    rows = ExternalOperations(seed, range(size))
    groups = [walk(rows, {"aggregator": one}, 50) for one in AGGREGATORS]
    ids = [row["id"] for group in groups for row in group]

    assert sorted(ids) == sorted(row["id"] for row in walk(rows, {}, 50))


@given(seed=st.integers(0, 10_000), index=st.integers(0, 10_000_000))
def test_dates_strictly_descend(seed: int, index: int) -> None:
    """A receipt is older than the one before it, and ids are never used twice."""
    receipts = Receipts(seed, range(10_000_002))
    newer, older = receipts.row(index), receipts.row(index + 1)

    assert datetime.fromisoformat(newer.operation.datetime) > datetime.fromisoformat(
        older.operation.datetime
    )
    assert newer.account_operation_id > older.account_operation_id > 2**31


@pytest.mark.asyncio
async def test_a_million_receipts_by_page(visit: Visit) -> None:
    """A page amid a million receipts follows on the one before, with or without filters."""
    async with Sandbox(receipts=1_000_000) as box, visit(box) as client:
        for query in ({}, {"type": "product_sales", "currency": "WMZ", "allowType": "exclude"}):
            ids: list[int] = []
            total = 0
            for page in (50, 51):
                asked = {**query, "page": str(page), "count": "1000"}
                content = (await client.get(RECEIPTS, params=asked)).json()["content"]
                ids += [item["account_operation_id"] for item in content["items"]]
                total = content["total_count"]
            assert ids == sorted(set(ids), reverse=True)
            assert len(ids) == 2000
            assert 80_000 < total <= 1_000_000


@pytest.mark.asyncio
async def test_the_parts_of_a_million_are_the_million(visit: Visit) -> None:
    """The counts under the two words of each filter add up to all receipts."""
    async with Sandbox(receipts=1_000_000) as box, visit(box) as client:
        counts: list[int] = []
        for code, allowed in product(
            ("only_waiting_check_code", "hide_waiting_code_check"), ("exclude", "only")
        ):
            asked = {"codeFilter": code, "allowType": allowed, "count": "1"}
            answer = (await client.get(RECEIPTS, params=asked)).json()
            counts.append(answer["content"]["total_count"])

    assert sum(counts) == 1_000_000


@pytest.mark.asyncio
async def test_a_day_of_a_million(visit: Visit) -> None:
    """The receipts from a start to a finish are those whose dates lie between."""
    day = {"start": "2021-12-01", "finish": "2021-12-02T00:00", "count": "1000"}
    async with Sandbox(receipts=1_000_000) as box, visit(box) as client:
        content = (await client.get(RECEIPTS, params=day)).json()["content"]

    dates = [item["operation"]["datetime"][:10] for item in content["items"]]
    assert set(dates) == {"2021-12-01"}
    assert 380 < content["total_count"] < 400


@pytest.mark.asyncio
async def test_names_of_parameters_are_asp_net_names(client: httpx.AsyncClient) -> None:
    """Names are read in any case and with the optional prefixes, and a list is a repeated name."""
    spellings: list[dict[str, str | list[str]]] = [
        {"type": ["refund", "add_funds"], "codeFilter": "hide_waiting_code_check"},
        {"Type": "refund", "TYPE": "add_funds", "codefilter": "hide_waiting_code_check"},
        {"request.type": "refund", "model.Type": "add_funds", "q.page": "1"},
    ]
    answers = [(await client.get(RECEIPTS, params=query)).json() for query in spellings]

    assert answers[0] == answers[1] == answers[2]
    kinds = {item["operation"]["type"] for item in answers[0]["content"]["items"]}
    assert kinds <= MEANT["refund"] | MEANT["add_funds"]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("path", "query", "code"),
    [
        (RECEIPTS, {"type": "product_sale"}, "type"),
        (RECEIPTS, {"currency": "USD"}, "currency"),
        (RECEIPTS, {"codeFilter": "only"}, "codeFilter"),
        (RECEIPTS, {"allowType": "include"}, "allowType"),
        (RECEIPTS, {"start": "01.12.2021"}, "start"),
        (RECEIPTS, {"finish": "2021-13-01"}, "finish"),
        (RECEIPTS, {"finish": "2021-12-01T00:00:00+03:00"}, "finish"),
        (RECEIPTS, {"page": "0"}, "page"),
        (RECEIPTS, {"page": "first"}, "page"),
        (RECEIPTS, {"count": "0"}, "count"),
        (EXTERNAL, {"order": "date desc"}, "order"),
        (EXTERNAL, {"code": "all"}, "code"),
        (EXTERNAL, {"aggregator": "nobody"}, "aggregator"),
    ],
)
async def test_unknown_words_are_refused(
    client: httpx.AsyncClient, path: str, query: dict[str, str], code: str
) -> None:
    """A value that the page does not know is answered with retval 1, status 200 and no content."""
    reply = await client.get(path, params=query)

    answer = reply.json()
    assert reply.status_code == 200
    assert (answer["retval"], answer["content"]) == (1, None)
    assert answer["retdesc"]
    assert answer["errors"][0]["code"] == code


@pytest.mark.asyncio
async def test_behind_the_last_page(client: httpx.AsyncClient) -> None:
    """A page behind the last one is empty and says that nothing follows."""
    answer = (await client.get(RECEIPTS, params={"page": "26"})).json()

    assert answer["content"] == {
        "page": 26,
        "count": 10,
        "has_next_page": False,
        "has_previous_page": True,
        "total_count": 250,
        "total_pages": 25,
        "items": [],
    }
