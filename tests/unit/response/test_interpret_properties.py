"""Whatever an answer holds, a call ends with its payload or with an error of this package."""

from __future__ import annotations

import json
import traceback
from contextlib import suppress
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digiseller_async._response import interpret
from digiseller_async._wire import WireResponse
from digiseller_async.errors import DigisellerError, UnexpectedReplyError
from digiseller_async.models.sign_in import SignIn
from digiseller_async.spec import rows

TABLE: dict[str, Any] = {row.operation: row for row in rows()}
KEYS = [
    *("retval", "retdesc", "desc", "endesc", "errors", "content", "status", "code", "message"),
    *("Message", "ModelState", "title", "error", "items", "id", "products", "token", "locale"),
    *("value", "content_id", "preview_id", "created", "page", "rows", "category", "operation"),
]
NUMBERS = [
    *("0", "1", "-1", "1.5", "1e400", "1E-2000000", "1e9999999999999999999", "-0.0", "true"),
    *("9" * 30, "9" * 5000, "null", '"0"', '"1e9999999999999999999"', '"NaN"', "[]", "{}", '""'),
]
NAMES = st.sampled_from(KEYS) | st.text(max_size=3)
SCALARS = st.sampled_from(NUMBERS) | st.text(max_size=6).map(json.dumps)


def as_list(parts: list[str]) -> str:
    """Return a list in JSON."""
    return f"[{','.join(parts)}]"


def as_object(fields: list[tuple[str, str]]) -> str:
    """Return an object in JSON; a key may be in it twice."""
    inside = ",".join(f"{json.dumps(name)}:{one}" for name, one in fields)
    return f"{{{inside}}}"


JSON = st.recursive(
    SCALARS,
    lambda one: (
        st.lists(one, max_size=3).map(as_list)
        | st.lists(st.tuples(NAMES, one), max_size=5).map(as_object)
    ),
    max_leaves=15,
)
TAGS = st.sampled_from([*KEYS, "response", "result", "Error", "html", "string"])


def as_element(parts: tuple[str, list[str]]) -> str:
    """Return an element in XML."""
    tag, inside = parts
    return f"<{tag}>{''.join(inside)}</{tag}>"


TEXTS = st.sampled_from(NUMBERS).map(escape) | st.text("ab<&1,.]", max_size=5).map(escape)
XML = st.recursive(
    st.tuples(TAGS, TEXTS.map(lambda one: [one])).map(as_element),
    lambda one: st.tuples(TAGS, st.lists(one, max_size=4)).map(as_element),
    max_leaves=12,
)
STATUSES = st.sampled_from([200, 200, 200, 201, 204, 302, 400, 401, 403, 404, 422, 429, 500])


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(TABLE)), STATUSES, JSON | XML, st.none() | st.integers(1, 5))
def test_any_document(name: str, status: int, body: str, expected: int | None) -> None:
    """Any document, with any status, is a payload, or an error whose text is not empty."""
    response = WireResponse(status=status, headers={}, body=body.encode("utf-8", "replace"))
    try:
        interpret.interpret(TABLE[name], response, now=0, expected=expected)
    except DigisellerError as error:
        assert str(error).strip()  # noqa: PT017  (either outcome is fine)
        assert error.__cause__ is None  # noqa: PT017
        assert error.__context__ is None  # noqa: PT017


HUGE = "1e9999999999999999999"
ODD = [
    f'{{"retval":{HUGE},"token":"S3CRET-T0KEN"}}',
    '{"retval":0,"token":{"S3CRET-T0KEN":1}}',
    '{"retval":[],"token":"S3CRET-T0KEN"}',
    '{"retval":{},"token":"S3CRET-T0KEN"}',
    '{"retval":true,"token":"S3CRET-T0KEN"}',
    '{"retval":1e400,"token":"S3CRET-T0KEN"}',
    '{"retval":0,"token":"S3CRET-T0KEN","seller_id":' + "[" * 100_000 + "]" * 100_000 + "}",
    f"<r><retval>{HUGE}</retval><token>S3CRET-T0KEN</token></r>",
]
BESIDE_A_TOKEN = [
    f'{{"retval":0,"token":"S3CRET-T0KEN","seller_id":{HUGE}}}',
    '{"retval":0,"token":"S3CRET-T0KEN","valid_thru":{"a":1}}',
    '{"retval":0,"token":"S3CRET-T0KEN","valid_thru":[]}',
    '{"retval":0,"token":["S3CRET-T0KEN"]}',
    f"<r><retval>0</retval><token>S3CRET-T0KEN</token><seller_id>{HUGE}</seller_id></r>",
]


@pytest.mark.parametrize("body", BESIDE_A_TOKEN, ids=lambda body: body[:60])
def test_odd_values_beside_a_token(body: str) -> None:
    """A token that can be read signs in, however odd what stands beside it."""
    response = WireResponse(status=200, headers={}, body=body.encode())
    found = interpret.interpret(TABLE["sign_in"], response, now=0)

    assert found == SignIn(token="S3CRET-T0KEN")


@pytest.mark.parametrize("body", ODD, ids=lambda body: body[:60])
def test_nothing_is_left_in_a_frame(body: str) -> None:
    """What goes wrong with a sign-in's answer leaves no token in an error, its frames or causes."""
    response = WireResponse(status=200, headers={}, body=body.encode())
    with pytest.raises(UnexpectedReplyError) as caught:
        interpret.interpret(TABLE["sign_in"], response, now=0)

    error = caught.value
    assert error.__traceback__ is not None
    frames = error.__traceback__.tb_next  # without that of this test
    told = traceback.TracebackException(type(error), error, frames, capture_locals=True)
    values = [vars(error)]
    values += [frame.f_locals for frame, _ in traceback.walk_tb(frames)]
    assert "S3CRET" not in "".join([*told.format(), *map(repr, values)])
    assert not any(response in one.values() for one in values)
    assert error.__context__ is None
    assert error.excerpt is None


@pytest.mark.parametrize(
    "kind", [KeyError, AttributeError, ArithmeticError, MemoryError, TypeError]
)
def test_any_exception(kind: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a decoder raises becomes an error that names its class, and not its text."""

    def parse(*_: object) -> None:
        raise kind("S3CRET")

    monkeypatch.setattr(interpret, "parse_in_steps", parse)
    response = WireResponse(status=200, headers={}, body=b'{"retval":0}')
    with pytest.raises(UnexpectedReplyError, match=kind.__name__) as caught:
        interpret.interpret(TABLE["account.balance"], response, now=0)

    assert "S3CRET" not in str(caught.value)
    assert caught.value.__context__ is None


def test_a_value_error_without_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error without words becomes one that has some."""

    def parse(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr(interpret, "parse_in_steps", parse)
    response = WireResponse(status=200, headers={}, body=b'{"retval":0}')
    with pytest.raises(UnexpectedReplyError, match="another shape"):
        interpret.interpret(TABLE["account.balance"], response, now=0)


def test_a_root_of_a_million_letters() -> None:
    """What an error quotes of an answer is cut."""
    body = f"<{'a' * 10**6}>x</{'a' * 10**6}>".encode()
    response = WireResponse(status=200, headers={}, body=body)
    with pytest.raises(UnexpectedReplyError) as caught:
        interpret.interpret(TABLE["account.balance"], response, now=0)

    assert len(str(caught.value)) < 600


LONG = 2**21


@pytest.mark.parametrize(
    ("body", "pauses"),
    [
        (b'{"retval":1,"retdesc":"%b"}' % (b"x" * LONG), 4),
        (b'{"retval":1,"errors":[{"message":"%b"}]}' % (b"x" * LONG), 4),
        (b'{"retval":1,"errors":["%b"]}' % (b"\\n" * LONG), 6),
        (b'{"retval":0,"content":{"amount_z_free":1},"x":"%b"}' % (b"x" * LONG), 5),
        (b'{"retval":0,"content":{"amount_z_free":1,"x":%b}}' % (b"9" * LONG), 0),
    ],
    ids=lambda one: one[:30] if isinstance(one, bytes) else None,
)
def test_long_documents_pause(body: bytes, pauses: int) -> None:
    """Between two readings of a long document other tasks have their turn."""
    response = WireResponse(status=200, headers={}, body=body)
    steps = interpret.interpret_steps(TABLE["account.balance"], response, now=0)
    count = 0
    with suppress(DigisellerError):
        for _ in steps:
            count += 1

    assert count >= pauses
