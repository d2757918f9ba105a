"""Answers of at most 64 kB on the wire, each of which is much work in another place."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Awaitable, Callable
from typing import Any

from attrs import frozen

from digiseller_async import Digiseller

WIRE = 64_000
MOST = 24 * 2**20
"""How much an answer may unpack to, and still be packed into 64 kB."""
_OK = b"HTTP/1.1 200 OK\r\n"
_JSON = b"Content-Type: application/json\r\n"
_XML = b"Content-Type: text/xml\r\n"
_GZIP = b"Content-Encoding: gzip\r\n"
_BODY = b'{"retval": 0, "content": {"amount_z_free": 1}}'

Ask = Callable[[Digiseller], Awaitable[Any]]


async def balance(ds: Digiseller) -> Any:
    """Read one object."""
    return await ds.account.balance()


async def templates(ds: Digiseller) -> Any:
    """Read a list of small rows."""
    return await ds.templates.list().first_page()


async def offers(ds: Digiseller) -> Any:
    """Read a list of rows of many fields."""
    return await ds.offers.list().first_page()


async def products(ds: Digiseller) -> Any:
    """Read a list whose page has more than rows."""
    return await ds.catalog.products(category_id=1).first_page()


async def delete(ds: Digiseller) -> Any:
    """Change something, of which an answer says no more than that it was done."""
    return await ds.templates.delete(1)


async def set_status(ds: Digiseller) -> Any:
    """Start a task, of which an answer may be no more than its id."""
    return await ds.products.set_status([1], "enabled")


@frozen
class Heavy:
    """What is asked, and what makes the answer, which may take a second."""

    ask: Ask
    answer: Callable[[], bytes]


def _sized(body: bytes, headers: bytes = _JSON, status: bytes = _OK) -> bytes:
    return status + headers + b"Content-Length: %d\r\n\r\n" % len(body) + body


def _filled(start: bytes, piece: bytes, end: bytes = b"", size: int = WIRE - 500) -> bytes:
    """Return a body of almost *size* bytes with the same piece again and again."""
    return start + piece * ((size - len(start) - len(end)) // len(piece)) + end


def _packed(body: bytes, headers: bytes = _JSON) -> bytes:
    return _sized(gzip.compress(body, mtime=0), headers + _GZIP)


def _both(name: str, ask: Ask, start: bytes, piece: bytes, end: bytes = b"", **how: Any) -> Any:
    """Return such an answer as it is, and one that unpacks to as much as is allowed."""
    return {
        name: Heavy(ask, lambda: _sized(_filled(start, piece, end), **how)),
        f"{name}, packed": Heavy(ask, lambda: _packed(_filled(start, piece, end, MOST), **how)),
    }


def _empty_blocks() -> bytes:
    engine = zlib.compressobj(wbits=16 + zlib.MAX_WBITS)
    blocks = engine.flush(zlib.Z_FULL_FLUSH) + b"\0\0\0\xff\xff" * 12_000
    return _sized(blocks, _JSON + _GZIP)


def _tiny_chunks() -> bytes:
    last = b"%x\r\n%b\r\n0\r\n\r\n" % (len(_BODY), _BODY)
    return _OK + _JSON + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\n \r\n" * 10_000 + last


def _refused(body: bytes, headers: bytes = _JSON) -> bytes:
    return _sized(body, headers, b"HTTP/1.1 400 Bad Request\r\n")


_CONTENT = b'{"retval":0,"content":'
_ITEMS = _CONTENT + b'{"items":['
_REFUSAL = b'{"retval":1,"errors":['

HARMLESS = _sized(_BODY)
HEAVY: dict[str, Heavy] = {
    "a bomb": Heavy(balance, lambda: _packed(bytes(60 * 2**20))),
    "empty blocks": Heavy(balance, _empty_blocks),
    "tiny chunks": Heavy(balance, _tiny_chunks),
    "interim answers": Heavy(balance, lambda: b"HTTP/1.1 102 \r\n\r\n" * 3_500 + _sized(_BODY)),
    "headers": Heavy(balance, lambda: _sized(_BODY, b"a:\r\n" * 15_000)),
    "a long header": Heavy(
        balance, lambda: _sized(_BODY, b"Content-Type: %b\r\n" % (b"a/" * 30_000))
    ),
    "a long wait": Heavy(
        balance,
        lambda: (
            b"HTTP/1.1 429 No\r\nRetry-After: %b\r\nContent-Length: 0\r\n\r\n" % (b"0, " * 20_000)
        ),
    ),
    **_both("spaces", balance, _BODY, b" "),
    **_both("spaces for a task", set_status, b"", b" "),
    **_both("lists in lists", balance, _CONTENT, b"["),
    **_both("objects in objects", balance, _CONTENT, b'{"a":'),
    **_both("unknown fields", balance, _CONTENT + b"{", b'"a":1,', b'"b":1}}'),
    **_both("unknown lists", balance, _CONTENT + b'{"a":[', b"[],", b"[]]}}"),
    **_both("fields beside", balance, b"{", b'"a":1,', b'"retval":0,"content":{}}'),
    **_both("a long text", balance, _CONTENT + b'{"amount_z_free":"', b"a", b'"}}'),
    **_both("digits", balance, _CONTENT + b'{"amount_z_free":', b"7", b"}}"),
    **_both("a long fraction", balance, _CONTENT + b'{"amount_z_free":0.', b"7", b"}}"),
    **_both("escapes", balance, _CONTENT + b'{"a":"', rb"\ud83d", b'"}}'),
    **_both("control characters", balance, _CONTENT + b'{"a":"', b"\x01", b'"}}'),
    **_both("bad UTF-8", balance, _CONTENT + b'{"a":"', b"\xff", b'"}}'),
    **_both("unended texts", balance, _CONTENT + b'{"a":"', rb"\"", b""),
    **_both("unended numbers", balance, _CONTENT + b'{"a":', b"1e", b""),
    **_both("rows", templates, _ITEMS, b'{"id":1},', b'{"id":1}]}}'),
    **_both("rows of nothing", templates, _ITEMS, b"{},", b"{}]}}"),
    **_both("rows of lists", templates, _ITEMS, b"[],", b"[]]}}"),
    **_both("rows of drift", templates, _ITEMS, b'{"id":1,"a":[{}]},', b'{"id":1}]}}'),
    **_both("one row of much", templates, _ITEMS + b'{"id":1,"a":[', b"{},", b"{}]}]}}"),
    **_both("offers", offers, _ITEMS, b'{"product_id":1,"x":1},', b'{"product_id":1}]}}'),
    **_both("page facts", products, b'{"retval":0,"product":[],', b'"a":[],', b'"b":1}'),
    **_both("errors", delete, _REFUSAL, b"1,", b"1]}"),
    **_both("errors with texts", delete, _REFUSAL, b'{"code":"a","message":"b"},', b"1]}"),
    **_both("errors in errors", delete, _REFUSAL, b'[{"errors":', b""),
    **_both("a long reason", delete, b'{"retval":1,"retdesc":"', b"a@b.cd &#x40; ", b'"}'),
    **_both("a reason of one word", delete, b'{"retval":1,"retdesc":"', b"a", b'"}'),
    **_both("a reason of signs", delete, b'{"retval":1,"retdesc":"', b"%2540", b'"}'),
    **_both("a page", delete, b"<html><title>", b"<title ", b"</title></html>"),
    **_both("comments", delete, b"<?xml version='1.0'?>", b"<!---->", b"<html></html>"),
    **_both(
        "elements", balance, b"<response><retval>0</retval>", b"<a/>", b"</response>", headers=_XML
    ),
    **_both("elements in elements", balance, b"<response>", b"<a>", b"", headers=_XML),
    **_both("attributes", balance, b"<response ", b'a="" ', b"></response>", headers=_XML),
    **_both("references", balance, b"<response><a>", b"&#1;", b"</a></response>", headers=_XML),
    **_both(
        "good references", balance, b"<response><a>", b"&lt;", b"</a></response>", headers=_XML
    ),
    **_both("ampersands", balance, b"<response><a>", b"&", b"</a></response>", headers=_XML),
    **_both("openings", balance, b"<response>", b"<", b"</response>", headers=_XML),
    "a long reason in words": Heavy(
        delete, lambda: _refused(b"a@b.cd " * 9_000, b"Content-Type: a/b\r\n")
    ),
    "a long reason in signs": Heavy(
        delete, lambda: _refused(b"&#x40;" * 9_000, b"Content-Type: a/b\r\n")
    ),
    "model state": Heavy(
        delete, lambda: _refused(_filled(b'{"ModelState":{', b'"a":["b"],', b'"c":1}}'))
    ),
    "addresses": Heavy(delete, lambda: _refused(_filled(b'{"Message":"', b"a@", b'"}'))),
    "one long address": Heavy(delete, lambda: _refused(_filled(b'{"Message":"', b"a.", b'@b"}'))),
}
