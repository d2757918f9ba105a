"""An answer that cannot be read is an error that says so and shows its start, never a guess."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digiseller_async import Digiseller, Retry
from digiseller_async._response import interpret
from digiseller_async._response.payload import UnreadableRow
from digiseller_async._wire import WireResponse
from digiseller_async.errors import DigisellerError, ServiceError, UnexpectedReplyError
from digiseller_async.models import Balance, CommissionTemplate
from digiseller_async.spec import rows

TABLE: dict[str, Any] = {row.operation: row for row in rows()}
BALANCE, RECEIPTS, CREATE = "account.balance", "account.receipts", "templates.create"
APPLY, SIGN_IN = "templates.apply", "sign_in"


def judged(body: str | bytes, row: str, status: int = 200) -> Any:
    """Return what a reply gives to a call of the row."""
    raw = body if isinstance(body, bytes) else body.encode()
    return interpret.interpret(TABLE[row], WireResponse(status=status, headers={}, body=raw), now=0)


@pytest.mark.parametrize(
    ("row", "body", "why"),
    [
        (BALANCE, "", "truncated"),
        (BALANCE, '{"retval":0,"content":{"amount_z_free":1.1', "truncated"),
        (BALANCE, '{"retval":0,"content":{"amount_z_free":NaN}}', "malformed"),
        (BALANCE, "<response><retval>0</retval></response>", "not an object"),
        (BALANCE, "7f2c9a0e-1111-2222-3333-444444444444", "cannot be read"),
        (BALANCE, "[]", "it is not an object"),
        (BALANCE, "null", "it is not an object"),
        (BALANCE, '"text"', "it is not an object"),
        (BALANCE, "{}", "not an object"),
        (BALANCE, '{"retval":0,"content":null}', "not an object"),
        (BALANCE, '{"retval":0,"content":[]}', "not an object"),
        (BALANCE, '{"retval":"junk","content":{}}', "not a number"),
        (BALANCE, '{"retval":true,"content":{}}', "not a number"),
        (BALANCE, '{"retval":[0],"content":{}}', "not a number"),
        (BALANCE, '{"retval":1.5,"content":{}}', "not a whole number"),
        (APPLY, "OK", "malformed"),
        (APPLY, "null", "it is not an object"),
        (CREATE, '{"retval":0,"content":{"name":"n"}}', "required field missing @ $.id"),
        # The service answers in XML where nobody asked for that.
        ("chats.state", "<response><retval>0</retval><a/></response>", "not an object"),
        ("purchases.verify_code", "<r><retval>0</retval><content/></r>", "not an object"),
        ("products.by_ids", '[{"id":1},{"id":"x"}]', "required field missing @ $.id, item 1"),
        (SIGN_IN, '{"retval":0,"seller_id":1}', "required field missing @ $.token"),
        (SIGN_IN, '{"retval":0,"token":null}', "@ $.token"),
    ],
)
def test_unreadable(row: str, body: str | bytes, why: str) -> None:
    """What is broken or of another shape is unreadable; the sentence says where."""
    with pytest.raises(UnexpectedReplyError) as caught:
        judged(body, row)

    raw = body if isinstance(body, bytes) else body.encode()
    assert str(caught.value).startswith("the answer cannot be read: ")
    assert why in str(caught.value)
    assert caught.value.status == 200
    # A sign-in's answer holds a token, so nothing of it is shown.
    shown = None if row == "sign_in" else raw.decode("utf-8", "replace")
    assert caught.value.excerpt == shown


@pytest.mark.parametrize(
    ("row", "body", "left"),
    [
        (BALANCE, '{"retval":0,"content":{"amount_z_free":true}}', Balance()),
        (BALANCE, '{"retval":0,"content":{"amount_z_free":"much"}}', Balance()),
        (
            BALANCE,
            b'{"retval":0,"retdesc":"\xff","content":{"amount_z_free":"1,5"}}',
            Balance(amount_z_free=Decimal("1.5")),
        ),
        (CREATE, '{"retval":0,"content":{"id":1,"created":"soon"}}', CommissionTemplate(id=1)),
    ],
)
def test_left_out(row: str, body: str | bytes, left: Any) -> None:
    """What cannot be read beside an identity is left out, and the rest is read."""
    assert judged(body, row) == left


@pytest.mark.parametrize(
    ("items", "why"),
    [
        ("[5]", "not an object, item 0"),
        ('[{"operation":{}}]', "required field missing @ $.account_operation_id, item 0"),
    ],
)
def test_unreadable_rows(items: str, why: str) -> None:
    """A row without a readable identity does not make its page unreadable."""
    found = judged(f'{{"retval":0,"content":{{"items":{items},"page":1.5}}}}', RECEIPTS)

    assert found.items == (UnreadableRow(why),)
    assert found.page is None


def test_excerpt() -> None:
    """An excerpt is the start of the answer, not all of it."""
    with pytest.raises(UnexpectedReplyError) as caught:
        judged('{"retval":0,"content":"' + "x" * 10_000, BALANCE)

    assert caught.value.excerpt == '{"retval":0,"content":"' + "x" * 177


@given(st.sampled_from(sorted(TABLE)), st.integers(100, 599), st.binary(max_size=60))
def test_any_reply(row: str, status: int, body: bytes) -> None:
    """Whatever a service answers is a payload or one of the documented errors."""
    try:
        judged(body, row, status)
    except (ServiceError, UnexpectedReplyError) as error:
        assert error.status == status  # noqa: PT017  (either outcome is fine)


@pytest.mark.parametrize(
    "body",
    [
        b'{"retval":0,"content":{"new":' + b"[" * 100_000,
        b'{"new":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"content":{"new":' + b'{"a":' * 100_000,
    ],
    ids=["broken off", "whole", "objects"],
)
def test_too_deep(body: bytes) -> None:
    """A document that is nested without end is unreadable, and not a crash."""
    with pytest.raises(UnexpectedReplyError):
        judged(body, BALANCE)


@pytest.mark.parametrize(
    "value",
    ['"NaN"', '"sNaN"', '"-Infinity"', "1E+2000000", "1E-2000000", '"1E999999999"'],
    ids=lambda value: value[:14],
)
def test_numbers_that_only_python_takes(value: str) -> None:
    """What the lenient way refuses as a number is no number the fast way either."""
    body = f'{{"retval":0,"content":{{"amount_z_free":{value}}}}}'

    assert judged(body, BALANCE).amount_z_free is None


def test_ids_of_too_many_digits() -> None:
    """A number of a thousand digits is no id, the fast way as little as the lenient one."""
    with pytest.raises(UnexpectedReplyError):
        judged(f'{{"retval":0,"content":{{"id":{"9" * 1000}}}}}', CREATE)


@pytest.mark.parametrize(
    "value",
    ["2021-W48-3T00:00:00.000", "2021-12-01T000000.000000"],
)
def test_dates_that_only_python_takes(value: str) -> None:
    """What the lenient way refuses as a date is no date the fast way either."""
    body = f'{{"retval":0,"content":{{"id":1,"created":"{value}"}}}}'

    assert judged(body, CREATE).created is None


@pytest.mark.parametrize("value", ["2021-12-01T00:00:00.1", "2021-12-01T00:00:00Z", "2021-12-01"])
def test_dates_either_way(value: str) -> None:
    """A date means the same whether a number beside it is a number or a text."""
    quick, slow = (
        judged(f'{{"retval":0,"content":{{"id":{one},"created":"{value}"}}}}', CREATE)
        for one in ("1", '"1"')
    )

    assert isinstance(quick, CommissionTemplate)
    assert quick == slow


def test_operation_with_both_dates() -> None:
    """An operation that has its moment under both of its names is read the same either way."""
    item = (
        '{{"account_operation_id":1,"operation":{{"id":{0},"type":"refund","currency":"WMZ",'
        '"datetime":"2021-11-12T14:20:37.137","date":"2021-11-12","on_account":1}}}}'
    )
    quick, slow = (
        judged(f'{{"content":{{"items":[{item.format(one)}]}}}}', RECEIPTS) for one in ("1", '"1"')
    )

    assert quick == slow


@pytest.mark.parametrize("content", ["{}", '{"rows":[1,2]}', '{"error":"try later"}'])
def test_pages_without_items(content: str) -> None:
    """A page without its list is of another shape, and not an account without operations."""
    with pytest.raises(UnexpectedReplyError):
        judged(f'{{"retval":0,"content":{content}}}', RECEIPTS)


def test_errors_without_a_retval() -> None:
    """An answer that has nothing but errors is no success."""
    with pytest.raises(DigisellerError):
        judged('{"errors":[{"code":"x","message":"no such template"}]}', APPLY)


def test_missing_permission_beside_content() -> None:
    """The code auth-0 is a missing permission even if a retval of 0 stands beside it."""
    with pytest.raises(DigisellerError, match="lacks a permission"):
        judged('{"retval":0,"errors":[{"code":"auth-0"}],"content":{}}', BALANCE)


@pytest.mark.parametrize("piece", ["<!---->", "<?xml?>", " ", "\n", '"', "<string>"])
def test_is_looked_at_once(piece: str) -> None:
    """An answer is judged in time in proportion to its length; these would take hours otherwise."""
    task = next(name for name, row in TABLE.items() if row.starts_task)

    for row in (BALANCE, task):
        with pytest.raises(UnexpectedReplyError):
            judged(piece * (2**20 // len(piece)), row)


def test_sign_in_without_a_token() -> None:
    """A sign-in that gives an empty token gives none."""
    with pytest.raises(UnexpectedReplyError):
        judged('{"retval":0,"token":"","seller_id":1}', SIGN_IN)


@pytest.mark.parametrize("end", ['"', ""])
def test_excerpts_of_sign_ins(end: str) -> None:
    """An unreadable sign-in shows nothing of the token."""
    with pytest.raises(UnexpectedReplyError) as caught:
        judged(f'{{"retval":0,"token":"S3CRET{end}', SIGN_IN)

    assert "S3CRET" not in repr(vars(caught.value))


ECHOES: list[Callable[[str], httpx.Response]] = [
    lambda url: httpx.Response(200, text=f"cannot serve {url}"),
    lambda url: httpx.Response(200, json={"retval": 1, "retdesc": f"bad {url}"}),
    lambda url: httpx.Response(200, json={"retval": 1, "errors": [{"code": "x", "message": url}]}),
]


@pytest.mark.anyio
@pytest.mark.parametrize("echo", ECHOES, ids=["page", "description", "message"])
async def test_echoes(echo: Callable[[str], httpx.Response]) -> None:
    """A service that repeats the address it was asked at puts no token into an error."""
    transport = httpx.MockTransport(lambda request: echo(str(request.url)))
    once = Retry(attempts=1)
    async with Digiseller(1, token="S3CRET", transport=transport, retry=once) as ds:
        with pytest.raises(DigisellerError) as caught:
            await ds.account.balance()

    assert "S3CRET" not in repr(vars(caught.value)) + str(caught.value)
