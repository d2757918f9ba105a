"""Hostile documents: each ends in this package's error or in the right value, and at once."""

from __future__ import annotations

import itertools
from decimal import Decimal
from typing import Any

import pytest
from support.decoding import interpreted

from digiseller_async._response import interpret
from digiseller_async._response.decode import parse
from digiseller_async._response.payload import UnreadableRow
from digiseller_async._wire import WireResponse
from digiseller_async.errors import (
    AuthenticationError,
    DigisellerError,
    RejectedError,
    UnavailableError,
    UnexpectedReplyError,
)
from digiseller_async.models import Balance, Receipt
from digiseller_async.spec import rows
from digiseller_async.spec.language import Effect, Format, ResponseShape

TABLE: dict[str, Any] = {row.operation: row for row in rows()}
BALANCE, CREATE, CATEGORIES = "account.balance", "templates.create", "catalog.categories"
LEVELS = 200_000


def judged(row: str, body: str | bytes, status: int = 200, kind: str = "") -> Any:
    """Return what an answer gives."""
    raw = body if isinstance(body, bytes) else body.encode()
    headers = {"content-type": kind} if kind else {}
    return interpret.interpret(
        TABLE[row], WireResponse(status=status, headers=headers, body=raw), now=0
    )


def deep(start: str, opening: str, closing: str, end: str, levels: int = LEVELS) -> str:
    """Return a document of many levels."""
    return start + opening * levels + closing * levels + end


UNDER = "<response><retval>0</retval>"
DEEP_AND_REFUSED = [
    (CATEGORIES, deep('{"retval":0,"category":[', '{"id":"1","sub":[', "]}", "]}")),
    (BALANCE, deep('{"retval":0,"content":{"new":', "[", "]", "}}")),
    (BALANCE, deep('{"retval":0,"content":', '{"a":', "}", "}").replace("{}", "{") + "}"),
    (BALANCE, deep('{"retval":1,"errors":', "[", "]", "}")),
    (BALANCE, deep(f"{UNDER}<errors>", "<a>", "</a>", "</errors><content/></response>")),
    (BALANCE, f"{UNDER}<content>" + "<a>" * LEVELS),
    (
        CATEGORIES,
        deep(
            f"{UNDER}<categories>",
            "<category><id>1</id>",
            "</category>",
            "</categories></response>",
        ),
    ),
]


@pytest.mark.parametrize("place", range(len(DEEP_AND_REFUSED)))
def test_depth(place: int) -> None:
    """Where each level would have to be read, a document of 200,000 levels is refused."""
    row, body = DEEP_AND_REFUSED[place]
    with pytest.raises(UnexpectedReplyError):
        judged(row, body)
    with pytest.raises(AuthenticationError):
        judged(row, body, 401)


def test_depth_beside_the_payload() -> None:
    """XML that is too deep is refused, also beside the payload; a path is as long as it is."""
    for tag in ("new", "content"):
        body = deep(f"{UNDER}<{tag}>", "<a>", "</a>", f"</{tag}><content/></response>", 9_000)
        with pytest.raises(UnexpectedReplyError, match="too deeply"):
            judged(BALANCE, body)
    start, link = f"{UNDER}<categories>", "<category><id>1</id>"
    body = deep(start, link, "</category>", "</categories></response>", 20)
    assert len(judged("catalog.products", body).about.bread_crumbs) == 20


def test_depth_that_is_refused_by_the_envelope() -> None:
    """A reason that is nested without sense is still a refusal."""
    for levels in (1, 50, 98):
        body = deep('{"retval":1,"errors":', '{"message":', "}", "}", levels).replace(":}", ":1}")
        with pytest.raises(RejectedError):
            judged(BALANCE, body)


FIELDS: dict[str, tuple[str, str, str]] = {
    "decimal": (BALANCE, "amount_z_free", "%s"),
    "whole": (CREATE, "id", "%s"),
    "text": (CREATE, "name", '%s,"id":1'),
    "moment": (CREATE, "created", '%s,"id":1'),
    "flag": ("products.get", "options_check", '%s,"id":1'),
    "word": ("products.get", "currency", '%s,"id":1'),
}
DIGITS = "9" * 5000
SCALARS = [
    *("NaN", "-Infinity", "nan", "inf", "sNaN", "1E999999999", "1e999999999", "1E-999999999"),
    *("0e999999999", "1e0000000002000000", DIGITS, f"-{DIGITS}", f"0.{DIGITS}", f"{DIGITS}.5"),
    *("1_000", "0x10", "1.5.5", "--1", "+", "-", ".", "e", "1e", "\u0661", "\uff11", " ", "[]"),
    *("{}", "null", "true", "1e400", "1E+1001", "1" * 400),
]
QUOTED = ['"%s"', "%s", '" %s "', "[%s]", '{"a":%s}', '["%s"]']


def in_json(field: str, scalar: str) -> tuple[str, str]:
    """Return an operation, and a JSON answer that has a scalar in a field."""
    row, name, rest = FIELDS[field]
    payload = TABLE[row].payload
    return row, f'{{"retval":0,"{payload}":{{"{name}":{rest % scalar}}}}}'


def in_xml(field: str, scalar: str) -> tuple[str, str]:
    """Return an operation, and an XML answer that has a scalar in a field."""
    row, name, _ = FIELDS[field]
    payload = TABLE[row].payload
    ident = "" if name == "id" else "<id>1</id>"
    inside = f"{ident}<{name}>{scalar}</{name}>"
    return row, f"<response><retval>0</retval><{payload}>{inside}</{payload}></response>"


def escaped(text: str) -> str:
    """Return a text with each of its signs as an escape."""
    return "".join(f"\\u{ord(sign):04x}" for sign in text)


def is_sane(value: Any) -> bool:
    """Return whether a value is one that a program can work with."""
    if isinstance(value, Decimal):
        return value.is_finite() and abs(value.adjusted()) <= 6000
    return not isinstance(value, int) or abs(value) <= 2**63


@pytest.mark.parametrize("scalar", SCALARS, ids=lambda one: repr(one[:20]))
@pytest.mark.parametrize("field", FIELDS)
def test_scalars(field: str, scalar: str) -> None:
    """Whatever stands in the place of a scalar is an error, or a value of its kind and size."""
    name = FIELDS[field][1]
    answers = [in_xml(field, scalar), in_xml(field, f"<![CDATA[{scalar}]]>")]
    answers += [in_json(field, form % scalar) for form in QUOTED]
    answers += [in_json(field, f'"{escaped(scalar)}"')]
    for row, body in answers:
        try:
            found = judged(row, body)
        except UnexpectedReplyError:
            continue
        value = getattr(found, name)
        assert is_sane(value)
        if field in ("decimal", "whole") and value is not None:
            assert value == Decimal(scalar.strip())


@pytest.mark.parametrize("scalar", ["NaN", "1E999999999", "-Infinity", DIGITS, "1.5", "x", "[]"])
def test_facts(scalar: str) -> None:
    """A retval that is no number is an error, and a count that is none is not there."""
    for form in ('"%s"', "%s"):
        with pytest.raises(DigisellerError):
            judged(BALANCE, f'{{"retval":{form % scalar},"content":{{}}}}')
    with pytest.raises(DigisellerError):
        judged("templates.list", f"<response><retval>{scalar}</retval><content/></response>")
    for body in (
        f'{{"retval":0,"content":{{"items":[],"page":"{scalar}"}}}}',
        f"<response><content><page>{scalar}</page></content></response>",
    ):
        assert judged("templates.list", body).page is None


def test_many_attributes() -> None:
    """Attributes without end are told of, and harm nobody; the same one twice is broken."""
    many = "".join(f' a{n}="{n}"' for n in range(50_000))
    assert judged(BALANCE, f"<response><retval>0</retval><content{many}/></response>") == Balance()
    with pytest.raises(UnexpectedReplyError):
        judged(BALANCE, "<response><content a='1' a='2'/></response>")
    keys = ",".join(f'"a{n}":{n}' for n in range(50_000))
    assert judged(BALANCE, f'{{"retval":0,"content":{{{keys}}}}}') == Balance()


@pytest.mark.parametrize("texts", ["1", '"1"'])
def test_keys_that_are_there_twice(texts: str) -> None:
    """Of a key that is there twice the last one counts, the fast way and the planned alike."""
    body = f'{{"retval":0,"content":{{}},"content":{{"id":1,"id":2,"seller_id":{texts}}}}}'
    assert judged(CREATE, body).id == 2
    xml = "<response><content><id>1</id><id>2</id><name/></content></response>"
    assert judged(CREATE, xml).id == 2


BESIDE = [
    b'"\xff"',
    b"9" * 5000,
    b"1e999999999",
    b'"NaN"',
]


@pytest.mark.parametrize("value", BESIDE, ids=["bytes", "digits", "exponent", "not a number"])
def test_what_is_unreadable_beside_the_payload(value: bytes) -> None:
    """What cannot be read in an unknown field beside the payload is deviation, and no more."""
    told: list[tuple[str, str]] = []
    body = b'{"retval":0,"content":{"amount_z_free":1.5},"new":' + value + b"}"

    assert interpreted(TABLE[BALANCE], body, told).amount_z_free == Decimal("1.5")
    assert told == [("/new", "an unknown field")]


@pytest.mark.parametrize(
    "body",
    [
        # How deep is too deep for Python depends on its version: up to 10,000 levels for some.
        b'{"retval":0,"content":{"amount_z_free":1.5},"new":' + b"[" * 10**5 + b"]" * 10**5 + b"}",
    ],
    ids=["depth"],
)
def test_what_is_broken(body: bytes) -> None:
    """What is broken makes the answer unreadable, and is never a crash."""
    with pytest.raises(UnexpectedReplyError):
        judged(BALANCE, body)


def test_deep_trees_with_something_strange() -> None:
    """A tree at the edge of what can be read is read or refused, strange parts or not."""
    for levels in (10, 200, 300, 400, 600, 1000):
        body = deep('{"retval":0,"new":1,"category":[', '{"id":"1","sub":[', "]}", "]}", levels)
        try:
            (found,) = judged(CATEGORIES, body)
        except UnexpectedReplyError:
            assert levels > 100
        else:
            assert found.id == 1


@pytest.mark.parametrize(
    "operation", [op for op, row in TABLE.items() if row.shape is ResponseShape.BINARY]
)
def test_bytes(operation: str) -> None:
    """A body of bytes is what its header says, if that is an image."""
    for kind in ("image/png", "Image/JPEG; charset=binary", "application/octet-stream"):
        found = judged(operation, b"\x89PNG", kind=kind)
        assert (found.content, found.content_type) == (b"\x89PNG", kind.partition(";")[0].lower())
    for kind in ("text/html", "application/json", ""):
        with pytest.raises(UnexpectedReplyError, match=kind or "no type"):
            judged(operation, b"{}", kind=kind)
        with pytest.raises(UnavailableError):
            judged(operation, b"<html>soon back</html>", kind=kind)
    with pytest.raises(RejectedError):
        judged(operation, '{"retval":1}', 400)


TASK = "7f2c9a0e-1111-2222-3333-444444444444"
STARTS = [op for op, row in TABLE.items() if row.starts_task]


@pytest.mark.parametrize("operation", STARTS)
def test_task_ids(operation: str) -> None:
    """A task's id is read bare or in an envelope; what is no id is no task."""
    for body in (TASK, f"\r\n{TASK.upper()} ", f'{{"retval":0,"content":"{TASK}"}}'):
        assert judged(operation, body).lower() == TASK
    for body in (TASK[:-1], f"{TASK}{TASK}", f"x{TASK}", f"[{TASK}]", "", '{"retval":0}'):
        with pytest.raises(UnexpectedReplyError):
            judged(operation, body)
    for body in (
        '{"retval":0,"content":""}',
        '{"retval":0,"content":null}',
        f"{UNDER}<content/></response>",
    ):
        with pytest.raises(UnexpectedReplyError):
            judged(operation, body)


def test_bare_ids_elsewhere() -> None:
    """A bare id is no answer to a call that starts no task."""
    silent = {name for name, row in TABLE.items() if row.shows_no_answer}
    for operation in TABLE.keys() - set(STARTS) - silent:
        with pytest.raises(UnexpectedReplyError):
            judged(operation, TASK)


ADDS = [
    row.operation
    for row in TABLE.values()
    if row.many and row.effect is Effect.NOT_IDEMPOTENT and not row.may_name_nothing
]


@pytest.mark.parametrize("operation", ADDS)
def test_additions_of_nothing(operation: str) -> None:
    """An answer that names nothing that was added does not tell that something was."""
    first, *others = TABLE[operation].payload.split("/")
    none = f'{{"{others[0]}":[]}}' if others else "[]"
    inside = f"<{others[0]}/>" if others else ""
    for body in (
        f'{{"retval":0,"{first}":{none}}}',
        f"{UNDER}<{first}>{inside}</{first}></response>",
        f"{UNDER}</response>",
    ):
        with pytest.raises(UnexpectedReplyError):
            judged(operation, body)


FORMATS = [(row, form) for row in TABLE.values() for form in row.formats]


@pytest.mark.parametrize(("row", "form"), FORMATS, ids=lambda one: getattr(one, "operation", None))
def test_facts_of_both_formats(row: Any, form: Format) -> None:
    """An envelope says the same of a call in both formats, and a stranger's document nothing."""
    if form is Format.JSON:
        document = parse(b'{"retval":"0","retdesc":"d","new":1}', row)
        strangers = [b"5", b'"x"', b"null"]
    else:
        document = parse(b"<result><retval>0</retval><retdesc>d</retdesc></result>", row)
        strangers = [b"<x/>", b"<html><body/></html>"]
    assert document.envelope()["retval"] == "0"
    assert document.envelope().keys() == {"retval", "retdesc"}
    for body in strangers:
        with pytest.raises(ValueError, match="it is"):
            parse(body, row).envelope()


def test_wrong_shapes() -> None:
    """A payload of another shape is refused in whatever place it is."""
    shapes = ["[]", "5", '"x"', "true", "null", '{"items":5}', '{"items":[5]}', '{"items":{"x":1}}']
    operations = ["account.receipts", BALANCE, "products.get", "products.clone", CATEGORIES]
    for operation, shape in itertools.product(operations, shapes):
        first = TABLE[operation].payload.partition("/")[0]
        try:
            found = judged(operation, f'{{"retval":0,"{first}":{shape}}}')
        except UnexpectedReplyError:
            continue
        assert found in ([], Balance()) or isinstance(found.items[0], UnreadableRow)


def test_objects_within_items() -> None:
    """What is no object within an item is deviation, and its fields are all None."""
    item = '{"account_operation_id":"1","operation":5}'
    told: list[tuple[str, str]] = []
    body = f'{{"retval":0,"content":{{"items":[{item}]}}}}'
    (found,) = interpreted(TABLE["account.receipts"], body, told).items

    assert found == Receipt(account_operation_id=1)
    assert ("operation", "int where Operation is documented") in told


def test_pages_without_their_place() -> None:
    """A page that XML does not have is another document, and an empty one has no items."""
    with pytest.raises(UnexpectedReplyError, match="it has no items"):
        judged("account.receipts", '{"retval":0,"content":{}}')
    with pytest.raises(UnexpectedReplyError, match="not an object"):
        judged(BALANCE, "<response><retval>0</retval></response>")
    with pytest.raises(UnexpectedReplyError, match="it has no content"):
        judged("account.receipts", "<response><retval>0</retval></response>")
    assert judged("catalog.search", "<response><retval>0</retval></response>").items == ()
    facts = "<response><pages cnt=''><num></num><rows>5</rows></pages></response>"
    found = judged("catalog.search", facts)
    assert (found.page, found.count, found.total_pages) == (None, 5, None)
