"""What a reply means: status, headers and body give the payload, or one error with its facts."""

from __future__ import annotations

from typing import Any

import pytest

from digiseller_async._response import interpret
from digiseller_async._wire import WireResponse
from digiseller_async.errors import (
    AccessDeniedError,
    AuthenticationError,
    DigisellerError,
    NotFoundError,
    RejectedError,
    ServiceMessage,
    UnavailableError,
    UnexpectedReplyError,
)
from digiseller_async.models import Balance
from digiseller_async.spec import rows

TABLE: dict[str, Any] = {row.operation: row for row in rows()}
BALANCE, APPLY, SIGN_IN = "account.balance", "templates.apply", "sign_in"
NEEDED = "[ Operations ]: Getting balance"
NOW = 1000.0


def judged(status: int, body: str | bytes, row: str = BALANCE, **headers: str) -> Any:
    """Return what a reply gives to a call of the row."""
    raw = body if isinstance(body, bytes) else body.encode()
    return interpret.interpret(
        TABLE[row], WireResponse(status=status, headers=headers, body=raw), now=NOW
    )


def refused(status: int, body: str | bytes, row: str = BALANCE) -> DigisellerError:
    """Return the error that a reply means to a call of the row."""
    with pytest.raises(DigisellerError) as caught:
        judged(status, body, row)
    assert caught.value.status == status
    return caught.value


@pytest.mark.parametrize(
    "body",
    [
        '{"retval":0,"retdesc":null,"errors":null,"content":{}}',
        '{"retval":"0","content":{}}',
        '{"retval":0.0,"content":{},"unknown":[1]}',
        '{"retval":null,"errors":[],"content":{}}',
        '{"retval":"","content":{"amount_z_free":""}}',
        '{"content":{}}',
        '\ufeff\r\n {"retval":0,"content":{}}\r\n',
        '{"retval":0,"retdesc":"server error, not really","content":{"new":"<html>"}}',
    ],
)
@pytest.mark.parametrize("status", [200, 201, 202])
def test_payloads(status: int, body: str) -> None:
    """Success is 2xx with a retval of nothing, in whatever way that is spelt."""
    assert judged(status, body) == Balance()


@pytest.mark.parametrize("status", [200, 204])
@pytest.mark.parametrize(
    "body", ["", " \r\n", "\ufeff", '{"retval":0}', '{"retval":"0","content":1}']
)
def test_nothing_of_interest(status: int, body: str) -> None:
    """A call that gives nothing succeeds with an empty answer, and with an envelope alike."""
    assert judged(status, body, APPLY) is None


LOCALES = '[{"locale":"ru-RU","value":"нет"},{"locale":"en-US","value":"no"}]'
COMPLAINTS: list[tuple[str, int, str, list[ServiceMessage]]] = [
    ('{"retval":1}', 1, "", []),
    ('{"retval":"1","retdesc":"bad"}', 1, ": bad", []),
    ('{"retval":-2,"errors":null,"content":{}}', -2, "", []),
    ('{"retval":1,"errors":"oops"}', 1, ": oops", [ServiceMessage("", {"": "oops"})]),
    ('{"retval":1,"errors":["a"],"retdesc":"b"}', 1, ": a", [ServiceMessage("", {"": "a"})]),
    (
        '{"retval":1,"errors":{"code":"c-1","message":"m"}}',
        1,
        ": m",
        [ServiceMessage("c-1", {"": "m"})],
    ),
    (
        '{"retval":1,"errors":[{"code":"c-1","message":null},{"code":7}]}',
        1,
        ": c-1; 7",
        [ServiceMessage("c-1", {}), ServiceMessage("7", {})],
    ),
    (
        f'{{"retval":1,"errors":[{{"code":"c-1","message":{LOCALES}}}]}}',
        1,
        ": no",
        [ServiceMessage("c-1", {"ru-RU": "нет", "en-US": "no"})],
    ),
    (
        '{"retval":1,"errors":[{"code":"c","message":{"locale":"ru-RU","value":"нет"}}]}',
        1,
        ": нет",
        [ServiceMessage("c", {"ru-RU": "нет"})],
    ),
    ('{"retval":-1,"desc":"плохо","endesc":"bad sign"}', -1, ": bad sign", []),
    ('{"retval":-1,"desc":"плохо","endesc":null}', -1, ": плохо", []),
]


@pytest.mark.parametrize(("body", "retval", "why", "errors"), COMPLAINTS)
@pytest.mark.parametrize(("status", "row"), [(200, BALANCE), (200, APPLY), (400, BALANCE)])
def test_complaints(  # noqa: PLR0917  (two tables)
    status: int, row: str, body: str, retval: int, why: str, errors: list[ServiceMessage]
) -> None:
    """A retval other than 0 is a refusal with all that the service says of it, in any shape."""
    error = refused(status, body, row)

    assert type(error) is RejectedError
    assert (error.retval, error.errors) == (retval, tuple(errors))
    assert str(error) == f"the service refused the request (retval {retval}){why}"


@pytest.mark.parametrize("errors", ["{}", '[{"code":"","message":""}]', '[""]'])
def test_empty_errors_hide_no_description(errors: str) -> None:
    """An error without words does not hide the description beside it."""
    error = refused(200, f'{{"retval":1,"errors":{errors},"retdesc":"Bad name"}}')

    assert str(error).endswith("(retval 1): Bad name")


def test_messages_without_a_locale() -> None:
    """Each of several messages of an error is kept."""
    error = refused(200, '{"retval":1,"errors":[{"code":"c","message":["one","two"]}]}')

    assert isinstance(error, RejectedError)
    assert all(word in str(error.errors) for word in ("one", "two"))


AUTH_0 = '{"retval":-1,"errors":[{"code":"auth-0","message":"m"}],"content":null}'


@pytest.mark.parametrize("status", [200, 400, 401, 403])
@pytest.mark.parametrize(
    "body", [AUTH_0, AUTH_0.replace("[", "").replace("]", ""), AUTH_0.replace('"m"', LOCALES)]
)
def test_missing_permission(status: int, body: str) -> None:
    """The code auth-0 is a missing permission whatever its status; signing in does not help."""
    error = refused(status, body)

    assert type(error) is AccessDeniedError
    assert (error.permission, error.retval) == (NEEDED, -1)
    assert str(error) == f"the API key lacks a permission; this call needs {NEEDED}"


def test_missing_permission_of_no_name() -> None:
    """Where the page asks for no permission, none is named."""
    error = refused(403, "", SIGN_IN)

    assert isinstance(error, AccessDeniedError)
    assert (error.permission, str(error)) == (None, "the service denied access (403)")


@pytest.mark.parametrize(
    ("status", "body", "kind", "words"),
    [
        (401, "", AuthenticationError, "the service refused the token (401)"),
        (401, "<html>401</html>", AuthenticationError, "the service refused the token (401)"),
        (401, '{"retval":-1,"errors":[{"code":"x"}]}', AuthenticationError, "(401)"),
        (401, '{"Message":"denied"}', AuthenticationError, "(401)"),
        (401, '{"retval":"junk"}', AuthenticationError, "(401)"),
        (403, "", AccessDeniedError, f"the service denied access (403); this call needs {NEEDED}"),
        (403, "[]", AccessDeniedError, "the service denied access (403)"),
        (400, "", RejectedError, "the service refused the request (400)"),
        (400, "[]", RejectedError, "the service refused the request (400)"),
        (400, '{"Message":"no","ModelState":{}}', RejectedError, "refused the request (400)"),
        (400, '{"retval":"junk"}', RejectedError, "the service refused the request (400)"),
        (400, b"[" * 100_000, RejectedError, "the service refused the request (400)"),
        (404, "", RejectedError, "there is nothing at this address (404)"),
        (404, '{"Message":"no such"}', NotFoundError, "no such thing (404): no such"),
        (404, '{"retval":1,"retdesc":"no template"}', NotFoundError, "(retval 1): no template"),
        (405, "", RejectedError, "the service does not allow this method (405)"),
        (500, '{"retval":1}', UnavailableError, "the service is unavailable (HTTP 500)"),
        (503, "<html></html>", UnavailableError, "the service is unavailable (HTTP 503)"),
        (599, "", UnavailableError, "the service is unavailable (HTTP 599)"),
        (302, "", UnexpectedReplyError, "the service answered HTTP 302"),
        (100, "", UnexpectedReplyError, "the service answered HTTP 100"),
    ],
    ids=lambda value: None if isinstance(value, str) and len(value) > 30 else repr(value)[:40],
)
def test_statuses(status: int, body: str | bytes, kind: type[DigisellerError], words: str) -> None:
    """A status that is no success is one error, which the body may only make more exact."""
    error = refused(status, body)

    assert type(error) is kind
    assert words in str(error)


def test_403_is_a_missing_permission() -> None:
    """A 403 means that the key lacks a permission, whatever its envelope says beside."""
    assert type(refused(403, '{"retval":-1,"errors":[{"code":"x"}]}')) is AccessDeniedError


def test_400_of_the_web_server() -> None:
    """A 400 with the web server's own page was refused: nobody has to wonder if it took effect."""
    page = "<!DOCTYPE HTML PUBLIC><HTML><HEAD><TITLE>Bad Request</TITLE></HEAD></HTML>"

    assert type(refused(400, page, APPLY)) is RejectedError


@pytest.mark.parametrize("row", [BALANCE, APPLY, SIGN_IN])
@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html><html><body>soon back</body></html>",
        "\ufeff \r\n<HTML><HEAD>",
        "Digiseller UPDATING",
        "<h1>Server Error</h1>",
        "404 - File or directory not found.",
        "Digiseller is experiencing an unscheduled maintenance work",
        "<p>Идут РЕГЛАМЕНТНЫЕ работы</p>",
        b"<html>\xf0\xe5\xe3\xeb\xe0\xec\xe5\xed\xf2</html>",
    ],
)
def test_maintenance(row: str, page: str | bytes) -> None:
    """A maintenance page with the status of a success is recognised whatever was called."""
    error = refused(200, page, row)

    assert type(error) is UnavailableError
    assert str(error) == "the service shows a maintenance page"
