"""Faults of documents and of their compression, one line each."""

from __future__ import annotations

from attrs import evolve

from .expectations import Meaning
from .fault import Fault, Faults, before_and_after
from .scripts import (
    JSON,
    Change,
    chunked,
    full,
    gzip_bomb,
    gzipped,
    gzipped_and,
    honest_answer,
    number_as,
    replacing,
    responding,
    xml,
)
from .steps import HonestAnswer

_FINE, _BROKEN, _DOWN = Meaning.HARMLESS, Meaning.UNREADABLE, Meaning.DOWN
_ROW = Meaning.UNREADABLE_ROW
_PAGE = b"<html><head><title>Digiseller UPDATING</title></head><body>Wait.</body></html>"
_HTML = "Content-Type: text/html; charset=utf-8"
# Success is said by a retval of 0, or by no body at all; nothing else is read from these answers.
_UNREAD = {"deletes": _FINE, "fragile": _FINE}
_DEEP = 200_000


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


def odd_text(text: bytes) -> Change:
    """Return the honest answer with an odd text where it names the call, and in its envelope."""

    def change(call: HonestAnswer) -> bytes:
        named = call.body.replace(b'"name":"call-', b'"name":"%b-' % text)
        return named.replace(b'"retdesc":null', b'"retdesc":"%b"' % text)

    return change


def one_of_several(call: HonestAnswer) -> bytes:
    """Return the honest answer, which names one of two things that were added."""
    return call.body.replace(b"[%d,%d]" % (call.number, call.number), b"[%d]" % call.number)


def none_of_several(call: HonestAnswer) -> bytes:
    """Return the honest answer, which names none of the things that were added."""
    return call.body.replace(b"[%d,%d]" % (call.number, call.number), b"[]")


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
    # A call that reads has its payload all the same.
    **{
        f"{name}_for_retval": Fault(
            _BROKEN,
            responding(200, replacing(b"retval", name.encode())),
            takes_effect=True,
            overrides={"reads": _FINE},
        )
        for name in ("Retval", "RETVAL", "retVal")
    },
    "part": Fault(Meaning.PART, responding(200, beside_errors), takes_effect=True),
    "fewer": Fault(Meaning.FEWER, responding(200, one_of_several), takes_effect=True),
    "none_of_several": Fault(
        _FINE,
        responding(200, none_of_several),
        takes_effect=True,
        overrides={"batches": _BROKEN},
    ),
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
    **{
        name: Fault(_ROW, responding(200, number_as(number)), takes_effect=True)
        for name, number in {
            "1e999999999": b"1E999999999",
            "19_digit_exponent": b"1e9999999999999999999",
            "5000_digits": b"9" * 5000,
            "object_for_number": b"{}",
            "null_for_number": b"null",
        }.items()
    },
    # One odd place loses nothing: what no strict parser takes is repaired, and read again.
    **{
        f"odd_text_{name}": Fault(_FINE, responding(200, odd_text(text)), takes_effect=True)
        for name, text in {
            "half_an_emoji": b"na\\ud83dme",
            "bad_utf_8": b"na\xff\xfe\xf0\x9fme",
            "control_characters": b"na\x00\x01\x1f\x0bme",
            "line_ends": b"na\r\n\tme",
        }.items()
    },
    "odd_text_in_xml": Fault(
        _BROKEN,
        xml(b"<response><retval>0</retval><retdesc>&#1;&#xD800;&#x110000;</retdesc></response>"),
        takes_effect=True,
        overrides=_UNREAD,
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
    "gzip_of_62_kB": Fault(
        _BROKEN, responding(200, gzip_bomb(60), _GZIP), takes_effect=True, is_heavy=True
    ),
    "gzip_and_more": Fault(
        _BROKEN, responding(200, gzipped_and(b"more"), _GZIP), takes_effect=True
    ),
    "deflate_junk": Fault(
        _BROKEN, responding(200, b"{}", "Content-Encoding: deflate"), takes_effect=True
    ),
    "unknown_coding": Fault(
        _BROKEN, responding(200, full, "Content-Encoding: x-nix"), takes_effect=True
    ),
}

HONEST = Fault(_FINE, honest_answer, takes_effect=True)
