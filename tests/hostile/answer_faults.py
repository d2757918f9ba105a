"""Faults of statuses, ``Retry-After``, documents and compression, one line each."""

from __future__ import annotations

from attrs import evolve

from .expectations import Meaning
from .fault import Fault, Faults, before_and_after
from .scripts import (
    JSON,
    chunked,
    full,
    gzip_bomb,
    gzipped,
    honest_answer,
    number_as,
    responding,
    with_token,
    xml,
)
from .steps import HonestAnswer

_FINE, _BROKEN, _DOWN = Meaning.HARMLESS, Meaning.UNREADABLE, Meaning.DOWN
_PAGE = b"<html><head><title>Digiseller UPDATING</title></head><body>Wait.</body></html>"
_HTML = "Content-Type: text/html; charset=utf-8"
_UNREAD = {"deletes": _FINE, "fragile": _FINE}  # nothing is read from an answer to these
_FRONT = b"<html><head><title>Not here</title></head><body>nginx</body></html>"
_DEEP = 200_000


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
    "429_words": no(429, b'{"Message":"too many"}', Meaning.BUSY),
    **before_and_after("500", Fault(_DOWN, responding(500, b"oops"))),
    **before_and_after("502", Fault(_DOWN, responding(502, _PAGE, kind=_HTML))),
    **before_and_after("503", Fault(_DOWN, responding(503, b"", "Retry-After: 1"))),
    **before_and_after("504", Fault(_DOWN, responding(504, b""))),
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
        for status in (400, 403, 404, 405, 408, 411, 413, 414, 431, 451)
    },
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


def xml_with(doctype: bytes, number: bytes) -> Fault:
    """Return an answer in XML with a document type."""
    root = b"<response><retval>0</retval><content><id>%b</id></content></response>" % number
    return Fault(_BROKEN, xml(b"<?xml version='1.0'?><!DOCTYPE response %b>" % doctype + root))


def entities() -> bytes:
    """Return entities of which the last stands for a milliard letters."""
    lines = [b'<!ENTITY e0 "aaaaaaaaaa">']
    lines += [b'<!ENTITY e%d "%b">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 9)]
    return b"[" + b"".join(lines) + b"]"


def said(body: bytes, kind: str = JSON) -> Fault:
    """Return a document that is none, although the effect was done."""
    return Fault(_BROKEN, responding(200, body, kind=kind), takes_effect=True)


def beside_errors(call: HonestAnswer) -> bytes:
    """Return the honest answer with an error beside what it says."""
    return call.body.replace(b'"errors":null', b'"errors":[{"code":"c","message":"too long"}]')


DOCUMENTS: Faults = {
    **before_and_after("page_with_200", Fault(_DOWN, responding(200, _PAGE, kind=_HTML))),
    "page_as_json": Fault(_DOWN, responding(200, _PAGE)),
    "empty_200": Fault(_BROKEN, responding(200, b""), takes_effect=True, overrides=_UNREAD),
    "wrong_type": Fault(_FINE, responding(kind="Content-Type: image/png"), takes_effect=True),
    "no_type": Fault(_FINE, responding(kind=None), takes_effect=True),
    "bom": Fault(
        _FINE, responding(200, lambda call: b"\xef\xbb\xbf" + call.body), takes_effect=True
    ),
    "utf_16": said(b'\xff\xfe{\0"\0r\0"\0:\x000\0}\0'),
    "broken_json": said(b'{"retval":0,"content":{'),
    "two_documents": said(b'{"retval":0} {"retval":0}'),
    "broken_utf_8": Fault(
        _BROKEN,
        responding(200, b'{"retval":0,"content":"\xff\xfe"}'),
        takes_effect=True,
        overrides=_UNREAD,
    ),
    "null": said(b"null"),
    **{
        f"unsaid_{name}": said(body)
        for name, body in {
            "error": b'{"error":"no such thing"}',
            "status": b'{"status":"ok"}',
            "retval": b'{"Retval":0}',
            "message": b'{"Message":"An error has occurred."}',
            "object": b"{}",
            "list": b"[]",
            "text": b'"Success"',
            "word": b"Success",
        }.items()
    },
    "unsaid_xml": said(b"<error>no</error>", "Content-Type: text/xml"),
    **{
        f"retval_{name}": said(b'{"retval":%b,"content":{}}' % body)
        for name, body in {
            "true": b"true",
            "list": b"[]",
            "object": b"{}",
            "1e400": b"1e400",
            "huge": b"1e9999999999999999999",
        }.items()
    },
    "part": Fault(Meaning.PART, responding(200, beside_errors), takes_effect=True),
    "deep_json": said(b'{"retval":0,"content":' + b"[" * _DEEP + b"]" * _DEEP + b"}"),
    "unclosed_deep_json": said(b"[" * _DEEP),
    "broken_xml": said(b"<response><retval>0</retval><content>", "Content-Type: text/xml"),
    "deep_xml": evolve(
        said(b"<response>" + b"<a>" * _DEEP + b"</a>" * _DEEP + b"</response>"), is_heavy=True
    ),
    "doctype": xml_with(b"SYSTEM 'http://localhost/x.dtd'", b"{}"),
    "entities": xml_with(entities(), b"&e8;"),
    "entity_of_file": xml_with(b"[<!ENTITY e SYSTEM 'file:///etc/passwd'>]", b"&e;"),
    "nan": Fault(_BROKEN, responding(200, number_as(b"NaN")), takes_effect=True),
    "infinity": Fault(_BROKEN, responding(200, number_as(b"-Infinity")), takes_effect=True),
    "1e999999999": Fault(
        _BROKEN, responding(200, number_as(b"1E999999999")), takes_effect=True, overrides=_UNREAD
    ),
    "19_digit_exponent": Fault(
        _BROKEN,
        responding(200, number_as(b"1e9999999999999999999")),
        takes_effect=True,
        overrides=_UNREAD,
    ),
    "5000_digits": Fault(
        _BROKEN, responding(200, number_as(b"9" * 5000)), takes_effect=True, overrides=_UNREAD
    ),
}

_GZIP = "Content-Encoding: gzip"

COMPRESSIONS: Faults = {
    "gzip": Fault(_FINE, responding(200, gzipped(1), _GZIP), takes_effect=True),
    "gzip_chunked": Fault(
        _FINE, chunked(gzipped(1), lines=(_GZIP,), after=(b"0\r\n\r\n",)), takes_effect=True
    ),
    "gzip_in_gzip": Fault(_BROKEN, responding(200, gzipped(2), _GZIP), takes_effect=True),
    "gzip_that_is_none": Fault(_BROKEN, responding(200, b"{}", _GZIP), takes_effect=True),
    "gzip_cut": Fault(
        _BROKEN, responding(200, gzipped(1, without_last=20), _GZIP), takes_effect=True
    ),
    "gzip_bomb": Fault(
        _BROKEN, responding(200, gzip_bomb(512), _GZIP), takes_effect=True, is_heavy=True
    ),
    "deflate_junk": Fault(
        _BROKEN, responding(200, b"{}", "Content-Encoding: deflate"), takes_effect=True
    ),
    "unknown_coding": Fault(
        _BROKEN, responding(200, full, "Content-Encoding: x-nix"), takes_effect=True
    ),
}

HONEST = Fault(_FINE, honest_answer, takes_effect=True)
