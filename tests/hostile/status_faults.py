"""Faults of statuses and of ``Retry-After``, one line each."""

from __future__ import annotations

from .expectations import Meaning
from .fault import Fault, Faults, before_and_after
from .scripts import responding, with_token

_BROKEN, _DOWN = Meaning.UNREADABLE, Meaning.DOWN
_PAGE = b"<html><head><title>Digiseller UPDATING</title></head><body>Wait.</body></html>"
_HTML = "Content-Type: text/html; charset=utf-8"
_TEXT = "Content-Type: text/plain"
_NOT_CARRIED_OUT = (404, 405, 408, 411, 413, 414, 431, 451)
"""What a server in front of the service says; the service has never seen the request."""
_FRONT = b"<html><head><title>Not here</title></head><body>nginx</body></html>"


def later(*lines: str, meaning: Meaning = Meaning.BUSY) -> Fault:
    """Return a 429 with such ``Retry-After`` lines."""
    return Fault(meaning, responding(429, b"", *(f"Retry-After: {line}" for line in lines)))


def redirect(status: int, where: str, body: bytes = b"") -> Fault:
    """Return a redirection, which nobody should follow."""
    return Fault(_BROKEN, responding(status, body, f"Location: {where}"))


def no(code: int, body: bytes, meaning: Meaning) -> Fault:
    """Return a refusal."""
    return Fault(meaning, responding(code, body))


STATUSES: Faults = {
    "429": later(),
    "429_seconds": later("1"),
    "429_date": later("{soon}"),
    "429_zero": later("0"),
    "429_below_zero": later("-5"),
    "429_milliard": later("1000000000", meaning=Meaning.TOO_BUSY),
    "429_5000_digits": later("9" * 5000, meaning=Meaning.TOO_BUSY),
    "429_junk": later("soon, perhaps"),
    "429_bad_date": later("Mon, 99 Foo 2026 99:99:99 GMT"),
    "429_two": later("0", "1000000000", meaning=Meaning.TOO_BUSY),
    "429_fraction": later("0.503"),
    "429_several": later("0, 0.503"),
    "429_two_fractions": later("0.25", "0.5"),
    "429_page": Fault(Meaning.BUSY, responding(429, _FRONT, kind=_HTML)),
    "429_words": no(429, b'{"Message":"too many"}', Meaning.BUSY),
    **before_and_after("500", Fault(_DOWN, responding(500, b"oops"))),
    **before_and_after("502", Fault(_DOWN, responding(502, _PAGE, kind=_HTML))),
    **before_and_after("503", Fault(_DOWN, responding(503, b"", "Retry-After: 1"))),
    **before_and_after("504", Fault(_DOWN, responding(504, b""))),
    "503_fraction": Fault(_DOWN, responding(503, b"", "Retry-After: 0.5, 0")),
    "503_challenge": Fault(_DOWN, responding(503, _FRONT, "Server: cloudflare", kind=_HTML)),
    "520": Fault(_DOWN, responding(520, b"error code: 520", kind=_TEXT)),
    "599": Fault(_DOWN, responding(599, b"{}")),
    "401": no(401, b"", Meaning.TOKEN),
    "401_page": Fault(Meaning.TOKEN, responding(401, _PAGE, kind=_HTML)),
    "403": no(403, b"", Meaning.DENIED),
    "400": no(400, b"", Meaning.REFUSED),
    "404": no(404, b"", Meaning.REFUSED),
    "404_words": no(404, b'{"retval":1,"retdesc":"no such thing"}', Meaning.MISSING),
    "404_no_route": no(404, b'{"Message":"No HTTP resource was found"}', Meaning.REFUSED),
    **{
        f"{status}_page": Fault(Meaning.REFUSED, responding(status, _FRONT, kind=_HTML))
        for status in (400, 403, *_NOT_CARRIED_OUT)
    },
    **{f"{status}_empty": no(status, b"", Meaning.REFUSED) for status in _NOT_CARRIED_OUT[1:]},
    "408_closing": Fault(Meaning.REFUSED, responding(408, b"", "Connection: close", kind=None)),
    "413_words": Fault(Meaning.REFUSED, responding(413, b"too large", kind=_TEXT)),
    "403_words": Fault(Meaning.DENIED, responding(403, b"error code: 1020", kind=_TEXT)),
    "403_page_without_type": Fault(Meaning.REFUSED, responding(403, _FRONT, kind=None)),
    "403_challenge": Fault(
        Meaning.REFUSED, responding(403, _FRONT, "Server: cloudflare", "Retry-After: 1", kind=_HTML)
    ),
    **{
        f"400_{shape}": no(400, body, Meaning.REFUSED)
        for shape, body in {
            "model_state": b'{"Message":"no","ModelState":{"id":["{}","not an Int32"]}}',
            "problem": b'{"title":"no","status":400,"errors":{"price":["must be positive"]}}',
            "text": b"Field ProductId is required",
            "xml": b"<Error><Message>no</Message></Error>",
            "odd_errors": b'{"errors":5,"error":[[]],"Message":{"a":1},"title":null}',
        }.items()
    },
    "retval_1": no(200, b'{"retval":1,"retdesc":"no","errors":null}', Meaning.REFUSED),
    "auth_0": no(200, b'{"retval":-1,"errors":[{"code":"auth-0","message":"no"}]}', Meaning.DENIED),
    "retval_1_errors": no(
        200, b'{"retval":1,"errors":[' + b'"no",' * 10**5 + b'"no"]}', Meaning.REFUSED
    ),
    "redirect_other_host": redirect(302, "{trap}/elsewhere"),
    "redirect_to_http": redirect(301, "http://localhost/elsewhere"),
    "redirect_here": redirect(303, "/api/templates"),
    "redirect_307_body": redirect(307, "{trap}/elsewhere", b"<html>moved</html>"),
    "redirect_308": redirect(308, "{trap}/elsewhere"),
    "token_in_refusal": Fault(
        Meaning.REFUSED,
        responding(400, with_token(b'{"retval":1,"retdesc":"no, {}"}'), "X-Token: {token}"),
    ),
    "token_in_page": Fault(
        _BROKEN, responding(200, with_token(b"{} is what you sent")), takes_effect=True
    ),
    "token_in_redirect": redirect(302, "{trap}/?token={token}"),
    "304": Fault(_BROKEN, responding(304, b"", kind=None), takes_effect=True),
}
