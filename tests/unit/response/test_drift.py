"""What the documentation does not know is read leniently, counted, told; refused if so asked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from support.decoding import decode_strictly, interpreted, only_tolerantly

from digiseller_async import Digiseller, Retry
from digiseller_async._response import decode
from digiseller_async._response.drift import Deviation, DriftLog
from digiseller_async._response.payload import PageContent
from digiseller_async.errors import OutcomeUnknownError, UnexpectedReplyError
from digiseller_async.spec import rows

TABLE: dict[str, Any] = {row.operation: row for row in rows()}


UNKNOWN = "an unknown field"


def deviations(operation: str, body: str) -> list[tuple[str, str]]:
    """Return what of an answer is told as undocumented."""
    told: list[tuple[str, str]] = []
    interpreted(TABLE[operation], body, told)
    return told


OFFER = '{"product_id":1,"name":[{"locale":"ru-RU","value":"x"}],"price":1.5,"currency":"RUR"%s}'
OFFERS = '{"retval":0,"content":{"items":[%s]%s}%s}'
PLACES: list[tuple[str, str, list[tuple[str, str]]]] = [
    ("offers.list", OFFERS % (OFFER % "", "", ""), []),
    ("offers.list", OFFERS % (OFFER % ',"new":1', "", ""), [("new", UNKNOWN)]),
    ("offers.list", OFFERS % (OFFER % ', "new" : {"x":[1]}', "", ""), [("new", UNKNOWN)]),
    ("offers.list", OFFERS % ("", ',"new":1', ""), [("/new", UNKNOWN)]),
    ("offers.list", OFFERS % ("", "", ',"new":1'), [("/new", UNKNOWN)]),
    ("offers.list", OFFERS % ("", ',"has_previous_page":true', ',"queryId":"x","desc":""'), []),
    (
        "offers.list",
        OFFERS % (OFFER.replace("RUR", "GBP") % "", "", ""),
        [("currency", "the unknown word 'GBP'")],
    ),
    (
        "offers.list",
        OFFERS % (OFFER.replace("ru-RU", "uk-UA") % "", "", ""),
        [("name[].locale", "the unknown word 'uk-UA'")],
    ),
    (
        "offers.list",
        OFFERS % (OFFER.replace("1.5", '"1.5"') % "", "", ""),
        [("price", "str where Decimal is documented")],
    ),
    (
        "offers.list",
        OFFERS % (OFFER.replace("1,", '"1",', 1) % "", "", ""),
        [("product_id", "str where int is documented")],
    ),
    (
        "offers.list",
        OFFERS % (OFFER.replace('"x"', "5") % "", ',"page":"2"', ""),
        [("page", "str where int is documented"), ("name[].value", "int where str is documented")],
    ),
    (
        "products.get",
        '{"retval":0,"product":{"id":1,"new":1},"more":2}',
        [("/more", UNKNOWN), ("new", UNKNOWN)],
    ),
    (
        "products.get",
        "<response><retval>0</retval><product><id>1</id><new/></product><more/></response>",
        [("/more", UNKNOWN), ("new", UNKNOWN)],
    ),
    ("catalog.categories", '{"retval":"0","category":[{"id":"1","cnt":"2","sub":null}]}', []),
    (
        "catalog.categories",
        '{"retval":"0","category":[{"id":1,"sub":[{"id":"2","x":1}]}]}',
        [("sub[].x", UNKNOWN)],
    ),
    ("products.by_ids", '[{"id":"1"}]', [("id", "str where int is documented")]),
    ("products.by_ids", '[{"id":1,"in_stock":"1","x":2}]', [("x", UNKNOWN)]),
    (
        "products.discount",
        "<response><retval>0</retval><product><price>1</price></product><new/></response>",
        [("new", UNKNOWN)],
    ),
    (
        "account.receipts",
        "<response><content><new/></content><more/></response>",
        [("/more", UNKNOWN), ("/new", UNKNOWN)],
    ),
    (
        "products.of_seller",
        '{"retval":0,"rows":[],"id_seller":"5","new":1}',
        [("id_seller", "str where int is documented"), ("new", UNKNOWN)],
    ),
]


@pytest.mark.parametrize(("operation", "body", "seen"), PLACES)
def test_places(operation: str, body: str, seen: list[tuple[str, str]]) -> None:
    """Each thing that is strange is told once, by its path, whichever way the answer is read."""
    assert sorted(deviations(operation, body)) == sorted(seen)
    with only_tolerantly():
        assert sorted(deviations(operation, body)) == sorted(seen)


def test_long_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a long answer each item is looked at."""
    monkeypatch.setattr(decode, "_PARTS_A_TURN", 2)
    field, word = OFFER % ',"new":1', OFFER.replace("RUR", "GBP") % ""
    plain, text = OFFER % "", OFFER.replace("1.5", '"1,5"') % ""

    def seen(*items: str) -> list[tuple[str, str]]:
        return deviations("offers.list", OFFERS % (",".join(items), "", ""))

    assert seen(plain, plain, plain) == []
    assert seen(field, field, field) == [("new", UNKNOWN)] * 3
    assert seen(plain, field) == [("new", UNKNOWN)]
    assert seen(plain, word, plain, field) == [
        ("currency", "the unknown word 'GBP'"),
        ("new", UNKNOWN),
    ]
    assert seen(plain, text, plain) == [("price", "str where Decimal is documented")]


DEEP = '{"retval":"0","category":[%s]}'


@pytest.mark.parametrize("levels", [1, 2, 5, 8, 9, 10, 15])
def test_trees(levels: int) -> None:
    """A tree is looked at on each of its levels."""
    leaf = '{"id":"1","x":1}'
    for _ in range(levels - 1):
        leaf = f'{{"id":"1","sub":[{leaf}]}}'
    path = "sub[]." * (levels - 1) + "x"

    assert deviations("catalog.categories", DEEP % leaf) == [(path, UNKNOWN)]
    assert deviations("catalog.categories", DEEP % leaf.replace(',"x":1', "")) == []


class Service:
    """A service that always gives the same answer, and counts how often."""

    def __init__(self, body: str) -> None:
        self.body = body
        self.asked = 0

    def __call__(self, _: httpx.Request) -> httpx.Response:
        """Answer."""
        self.asked += 1
        return httpx.Response(200, text=self.body)


def client(service: Service, **settings: Any) -> Digiseller:
    """Return a client of the service."""
    transport = httpx.MockTransport(service)
    retry = Retry(attempts=3, base=0.001, cap=0.001)
    return Digiseller(1, token="t", transport=transport, rate=None, retry=retry, **settings)


CREATED = '{"retval":0,"content":{"id":1,"name":"n"%s}}'
CALLS: list[tuple[Callable[[Digiseller], Awaitable[Any]], str, str, str]] = [
    (lambda ds: ds.templates.create(name="n"), "templates.create", CREATED % ',"new":1', "yes"),
    (lambda ds: ds.account.balance(), "account.balance", '{"retval":0,"content":{"new":1}}', "no"),
    (
        lambda ds: ds.account.balance(),
        "account.balance",
        "<response><retval>0</retval><content><new/></content></response>",
        "no",
    ),
]


@pytest.mark.anyio
@pytest.mark.parametrize(("call", "operation", "body", "happened"), CALLS)
async def test_strict(
    call: Callable[[Digiseller], Awaitable[Any]], operation: str, body: str, happened: str
) -> None:
    """With strict=True what is strange is an error that says that the call did happen."""
    service = Service(body)
    async with client(service, strict=True) as ds:
        with pytest.raises(UnexpectedReplyError, match="an unknown field at new") as caught:
            await call(ds)
        assert dict(ds.drift) == {(operation, "new"): 1}

    assert (caught.value.happened, caught.value.operation) == (happened, operation)
    assert not isinstance(caught.value, OutcomeUnknownError)
    assert service.asked == 1  # asking once more would not help


@pytest.mark.anyio
@pytest.mark.parametrize(("call", "operation", "body", "_"), CALLS)
async def test_counts(
    call: Callable[[Digiseller], Awaitable[Any]], operation: str, body: str, _: str
) -> None:
    """What is strange is counted by operation and path, and the callback is told each time."""
    seen: list[Deviation] = []
    async with client(Service(body), on_drift=seen.append) as ds:
        await call(ds)
        await call(ds)
        assert dict(ds.drift) == {(operation, "new"): 2}
    assert seen == [Deviation(operation=operation, path="new", what=UNKNOWN)] * 2


def test_log() -> None:
    """The log is a mapping of counts; what was never seen is not in it, and counts 0."""
    log = DriftLog()
    assert (len(log), list(log), repr(log)) == (0, [], "DriftLog({})")
    for path in ("a", "b", "a"):
        log.note(Deviation(operation="o", path=path, what="w"))

    assert dict(log) == {("o", "a"): 2, ("o", "b"): 1}
    assert (log["o", "a"], log["o", "c"], len(log)) == (2, 0, 2)
    assert ("o", "a") in log
    assert ("o", "c") not in log
    assert repr(log) == "DriftLog({('o', 'a'): 2, ('o', 'b'): 1})"


def test_deviations_change_nothing() -> None:
    """What is undocumented beside a value does not change the value."""
    row = TABLE["offers.list"]
    found = interpreted(row, OFFERS % (OFFER % ',"new":1', "", ""))

    assert isinstance(found, PageContent)
    assert found == decode_strictly(row, OFFERS % (OFFER % "", "", ""))
