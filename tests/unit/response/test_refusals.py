"""A status that is no success says what became of the call, and whose words these are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from digiseller_async._response import interpret
from digiseller_async._response.refusal.statuses import CLIENT_ERRORS
from digiseller_async._wire import WireResponse
from digiseller_async.errors import (
    AccessDeniedError,
    AuthenticationError,
    DigisellerError,
    FailureKind,
    NotFoundError,
    RateLimitedError,
    RejectedError,
    UnavailableError,
    failure_kind,
)
from digiseller_async.spec import rows
from digiseller_async.spec.language import ResponseShape

TABLE: dict[str, Any] = {row.operation: row for row in rows()}
ANSWERS = Path(__file__).with_name("answers")
SOME = ["account.balance", "templates.apply", "content.add_text", "products.edit_base"]
NGINX = b"<html>\r\n<head><title>413 Request Entity Too Large</title></head>\r\n</html>"
IIS = (
    b'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1">\r\n'
    b"<html><head><title>404 - File or directory not found.</title></head></html>"
)
CLOUDFLARE = b"<!--[if lt IE 7]> <html> <![endif]--><html><head><title>Attention</title></head>"
LITTLE = b"<center><h1>403 Forbidden</h1></center>"


def refused(
    status: int, body: bytes, row: str = "products.edit_base", **headers: str
) -> DigisellerError:
    """Return the error that a refusal means."""
    response = WireResponse(
        status=status,
        headers={name.replace("_", "-"): one for name, one in headers.items()},
        body=body,
    )
    with pytest.raises(DigisellerError) as caught:
        interpret.interpret(TABLE[row], response, now=0)
    assert caught.value.status == status
    assert str(caught.value).strip()
    return caught.value


def recorded(name: str) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body of a recorded answer."""
    head, body = (ANSWERS / name).read_bytes().split(b"\r\n\r\n", 1)
    first, *lines = head.decode().split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines)
    return (
        int(first.split()[1]),
        {name.replace("-", "_"): one for name, one in headers.items()},
        body,
    )


@pytest.mark.parametrize("row", SOME)
@pytest.mark.parametrize("page", [NGINX, IIS, CLOUDFLARE, b"<HTML></HTML>"])
@pytest.mark.parametrize("status", sorted({*range(400, 452), 494, 499} - {401, 429}))
def test_pages_of_a_server_in_front(status: int, page: bytes, row: str) -> None:
    """A web page with a 4xx is no maintenance: nothing was carried out, and nothing is repeated."""
    error = refused(status, page, row)

    assert type(error) is RejectedError
    assert error.happened == "no"
    assert failure_kind(error) is FailureKind.PERMANENT
    assert "a web page came in place of an answer" in str(error)
    assert f"HTTP {status}" in str(error)
    assert "[ " not in str(error)  # no permission


@pytest.mark.parametrize("status", [413, 414, 431, 405, 408, 411, 451])
@pytest.mark.parametrize("body", [b"", NGINX, b"too much", b'{"Message": "no"}', b"<a>no</a>"])
def test_what_a_server_in_front_means(status: int, body: bytes) -> None:
    """What a 4xx of a server in front means is in its error, whatever its body."""
    error = refused(status, body, "content.add_text")

    assert type(error) is RejectedError
    assert error.happened == "no"
    assert CLIENT_ERRORS[status].why in str(error)


@pytest.mark.parametrize("row", SOME)
@pytest.mark.parametrize("status", [409, 410, 415, 422, 402, 418, 423, 428, 450, 499])
def test_other_refusals(status: int, row: str) -> None:
    """A 4xx that nobody expects is a refusal all the same: nothing was carried out."""
    for body in (b"", b"{}", b"no", b'{"retval":1}'):
        error = refused(status, body, row)
        assert isinstance(error, RejectedError)
        assert error.happened == "no"


@pytest.mark.parametrize("status", [403, 404])
@pytest.mark.parametrize(
    "words",
    [
        "Digiseller UPDATING",
        "Digiseller is experiencing an unscheduled maintenance work",
        "Идут регламентные работы",
    ],
)
def test_maintenance_with_a_4xx(status: int, words: str) -> None:
    """Only a page that says so is one of maintenance."""
    error = refused(status, f"<html><p>{words}</p></html>".encode())

    assert type(error) is UnavailableError
    assert str(error) == "the service shows a maintenance page"


@pytest.mark.parametrize("body", [b"", b"{}", b"no", NGINX, b'{"retval":1}', b"<a/>"])
def test_401_and_429(body: bytes) -> None:
    """A 401 is about the token and a 429 about the rate, whatever comes with it."""
    assert type(refused(401, body)) is AuthenticationError
    found = refused(429, body, retry_after="1.5")
    assert isinstance(found, RateLimitedError)
    assert found.retry_after == 1.5


NEEDED = "[ Products ]: Edit"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[]",
        b'"no"',
        b'{"Message":"Authorization has been denied for this request."}',
        b'{"retval":-1,"retdesc":"no permission"}',
        b'{"retval":-1,"errors":[{"code":"x","message":"no"}]}',
        b"<response><retval>1</retval></response>",
        b"<Error><Message>denied</Message></Error>",
    ],
)
def test_permissions(body: bytes) -> None:
    """A 403 in the service's own words names the permission that the page asks for."""
    error = refused(403, body)

    assert type(error) is AccessDeniedError
    assert error.permission == NEEDED
    assert NEEDED in str(error)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (NGINX, "text/html"),
        (CLOUDFLARE, "text/html; charset=UTF-8"),
        (LITTLE, "text/html"),
        (b"error code: 1020", "text/plain"),
        (b"RBAC: access denied", "text/plain"),
    ],
)
def test_no_permission_of_a_protection(body: bytes, kind: str) -> None:
    """A 403 of what is in front of the service names no permission of the key."""
    error = refused(403, body, content_type=kind)

    assert NEEDED not in str(error)
    assert getattr(error, "permission", None) is None
    assert error.happened == "no"


def test_blocked() -> None:
    """A page of a protection is an error that says that it is a web page, and which one."""
    status, headers, body = recorded("blocked.http")
    for row in SOME:
        error = refused(status, body, row, **headers)

        assert type(error) is RejectedError
        assert "a web page came in place of an answer" in str(error)
        assert "DDOS-GUARD" in str(error)
        assert failure_kind(error) is FailureKind.PERMANENT


REASONS = {
    "error.xml.http": ("The request is invalid.", "The value 'abc' is not valid for Int32."),
    "message.http": ("Field ProductId is required",),
    "method.http": ("does not support http method 'DELETE'",),
    "model-state.http": ("is not valid for Int32.", "model.price: Price is out of range."),
    "no-such-route.http": ("No HTTP resource was found", "No action was found"),
    "plain.http": ("Field ProductId is required",),
    "problem.http": ("One or more validation errors", "price: Price must be positive."),
}


@pytest.mark.parametrize("row", [name for name in TABLE if name != "sign_in"])
@pytest.mark.parametrize("name", REASONS)
def test_recorded_reasons(name: str, row: str) -> None:
    """The reason of a refusal is in its error, whatever its shape and whatever was called."""
    status, headers, body = recorded(name)
    error = refused(status, body, row, **headers)

    assert type(error) is RejectedError
    assert all(words in str(error) for words in REASONS[name])
    assert error.errors
    assert all(one.text.strip() for one in error.errors)


def test_recorded_answers() -> None:
    """Each recorded answer is in a test."""
    waits = {"wait-below-one.http", "wait-fraction.http", "wait-two.http"}
    assert {one.name for one in ANSWERS.iterdir()} == {"blocked.http", *REASONS, *waits}


@pytest.mark.parametrize(
    ("name", "seconds"),
    [("wait-below-one.http", 0.503), ("wait-fraction.http", 1.5), ("wait-two.http", 2.0)],
)
def test_recorded_waits(name: str, seconds: float) -> None:
    """A wait in fractions is exact, and of several it is the longest."""
    status, headers, body = recorded(name)
    error = refused(status, body, **headers)

    assert isinstance(error, RateLimitedError)
    assert error.retry_after == seconds


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"Message":"Template 5 was not found"}', NotFoundError),
        (b'{"retval":1,"retdesc":"no template"}', NotFoundError),
        (b'{"retval":1}', NotFoundError),
        (b"<response><retval>1</retval></response>", NotFoundError),
        (b"no such template", NotFoundError),
        (b'{"Message":"No HTTP resource was found that matches the URI"}', RejectedError),
        (b'{"Message":"No action was found on the controller"}', RejectedError),
        (b"{}", RejectedError),
        (b"", RejectedError),
        (IIS, RejectedError),
    ],
)
@pytest.mark.parametrize("status", [404, 410])
def test_not_found(status: int, body: bytes, kind: type[DigisellerError]) -> None:
    """There is no such thing only in the service's words: not of an address that leads nowhere."""
    assert type(refused(status, body, "templates.delete")) is kind


@pytest.mark.parametrize("status", [500, 502, 503, 599])
def test_reasons_of_failures(status: int) -> None:
    """A failure of the service tells why, if it says so; for changes it stays unknown."""
    error = refused(status, b'{"Message":"An error.","ExceptionMessage":"Timeout expired."}')

    assert type(error) is UnavailableError
    assert "An error.; Timeout expired." in str(error)
    assert failure_kind(error) is FailureKind.BAD_RESPONSE
    page = refused(status, NGINX)
    assert str(page) == f"the service is unavailable (HTTP {status})"


def test_images_that_are_refused() -> None:
    """Where the answer would be an image, a refusal is read like any other."""
    (image,) = (name for name, row in TABLE.items() if row.shape is ResponseShape.BINARY)

    assert "no such image" in str(refused(404, b'{"Message":"no such image"}', image))
