"""Find the reason that an answer gives for a refusal, in whatever shape it is.

The service's own ``errors`` and ``retdesc``, ASP.NET's ``Message`` and ``ModelState``, problem
details (RFC 9457), ``error`` and ``message``, plain text, the title of a web page; in JSON and XML.
What is read, and what is kept of it, has a bound.
"""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import islice
from reprlib import Repr
from typing import Any, cast

import msgspec
from attrs import frozen

from .._codecs import json, xml
from .._redaction import cut
from ..errors import ServiceMessage

Plain = Mapping[str, Any]

_MOST_KEPT = 100
_MOST_TEXTS = 20
_LONGEST_TEXT = 1000
_SHOWN, _LONGEST_SHOWN = 5, 200
_MOST_XML = 256 * 1024
_MOST_COMMAS = 400_000
_LONGEST_PART = 64 * 1024
_PLAIN_TEXT = 4096
_DEEPEST = 3
_BOM = b"\xef\xbb\xbf"

_OWN = ("retdesc", "endesc", "desc")
"""Where the service describes a code; each says the same in another language."""
_GENERAL = (
    ("message", "messagedetail", "exceptionmessage"),
    ("title", "detail"),
    ("error_description", "error"),
    ("errormessage", "description", "reason", "msg"),
)
"""Where frameworks and servers in front say why, each in words of its own."""
_SEVERAL = ("errors", "modelstate", "error")
"""Where each field, or each fault, has a reason of its own."""
_TEXT = ("message", "value", "text", "detail", "description", "title", "msg", "error", "reason")
_CODE = ("code", "field", "key", "name", "pointer")
_OF_AN_ENTRY = frozenset({"message", "code", "detail", "locale"})
"""One of these is in an entry; without any, the names are those of fields."""
_WRAPPERS = frozenset({"error", "errors", "item", "string", "servicemessage"})
_KEYS = frozenset({"retval", "locale", *_OWN, *_SEVERAL, *_TEXT, *_CODE, *sum(_GENERAL, ())})
_SPELLINGS = {
    "messagedetail": "MessageDetail",
    "exceptionmessage": "ExceptionMessage",
    "modelstate": "ModelState",
    "errormessage": "ErrorMessage",
}

_shortened = Repr()
_shortened.maxlevel, _shortened.maxstring, _shortened.maxother = 3, 100, 100
_list_decoder = msgspec.json.Decoder(list[msgspec.Raw])
_WHITE_SPACE = str.maketrans("\r\n\t", "   ")
_ESCAPE_AT_END = re.compile(r"\\(?:u[0-9a-fA-F]{0,3})?\Z")


@frozen(kw_only=True)
class Reasons:
    """Why a call was refused, as far as the answer says."""

    errors: tuple[ServiceMessage, ...] = ()
    left_out: int = 0
    """How many more errors the answer has."""
    shown: tuple[str, ...] = ()
    """What an error's text should tell of them."""
    has_errors: bool = False
    """Whether these are errors that the answer lists, and no mere description."""

    @property
    def facts(self) -> dict[str, Any]:
        """Return what an error has of them."""
        return {"errors": self.errors, "errors_left_out": self.left_out}

    def __str__(self) -> str:
        told = list(dict.fromkeys(cut(one, _LONGEST_SHOWN) for one in self.shown))
        left_out = max(0, len(told) - _SHOWN) + self.left_out
        more = [f"and {left_out} more"] if left_out else []
        return "; ".join([*told[:_SHOWN], *more])


NO_REASONS = Reasons()


def with_reasons(why: str, reasons: Reasons) -> str:
    """Return *why*, and what the service says to it."""
    return f"{why}: {reasons}" if reasons.shown else why


def reasons_of(fields: Plain) -> Reasons:
    """Return the reasons among the *fields* of a document, whose names are in lower case."""
    entries, left_out = _entries(fields)
    errors = [error for error, _ in entries]
    shown = [text for _, text in entries]
    general = _general(fields)
    if not entries:
        errors = [ServiceMessage("", {"": one}) for one in general]
        general = [*_first(fields, _OWN), *general]
    elif any(name in fields for name in ("retval", *_OWN)):
        general = []  # of an envelope, errors say more than its description
    return Reasons(
        errors=tuple(errors),
        left_out=left_out,
        shown=(*general, *shown),
        has_errors=bool(entries),
    )


def _general(fields: Plain) -> list[str]:
    for group in _GENERAL:
        given = {name: fields[name] for name in group if fields.get(name)}
        if not isinstance(given.get("error"), str):
            given.pop("error", None)  # it has been read as one of several
        found = [text for one in given.values() if (text := _words(one))]
        if found:
            return list(dict.fromkeys(found))
    return []


def _first(fields: Plain, names: Iterable[str]) -> list[str]:
    return list(islice(filter(None, (_words(fields.get(name)) for name in names)), 1))


def _words(value: object) -> str:
    """Return what *value* says, in whatever languages."""
    return "; ".join(_by_locale(value).values())


def _entries(fields: Plain) -> tuple[list[tuple[ServiceMessage, str]], int]:
    """Return each error with what is to be shown of it, and how many more there are."""
    for name in _SEVERAL:
        value = fields.get(name)
        if not value or (name == "error" and isinstance(value, str)):
            continue
        several, left_out = _several(value)
        if found := [one for each in several for one in _entry(each)]:
            return found[:_MOST_KEPT], left_out + max(0, len(found) - _MOST_KEPT)
    return [], 0


def _several(value: object) -> tuple[list[object], int]:
    """Return the first of several values, and how many more there are."""
    if isinstance(value, msgspec.Raw):
        value = _first_and_count(bytes(value))
    if isinstance(value, _Several):
        return value.first, value.left_out
    if isinstance(value, list):
        values = cast("list[object]", value)
        return values[:_MOST_KEPT], max(0, len(values) - _MOST_KEPT)
    return [value], 0


@frozen
class _Several:
    first: list[object]
    left_out: int


def _first_and_count(body: bytes) -> object:
    """Return the first of several undecoded values, and how many more there are.

    Only these are decoded: a list of a million would hold up the event loop.
    """
    if not body.startswith(b"["):
        return _decode(body)
    if body.count(b",") > _MOST_COMMAS:
        return body[:_LONGEST_TEXT].decode("utf-8", "replace")
    try:
        parts = _list_decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):  # a part of it has to be repaired
        return json.loads(body)
    return _Several([_decode(one) for one in parts[:_MOST_KEPT]], max(0, len(parts) - _MOST_KEPT))


def _decode(raw: bytes | msgspec.Raw) -> object:
    """Return a plain value: of a very long one what may give a reason, or the text of its start."""
    start = bytes(memoryview(raw)[: _LONGEST_PART + 1])
    if len(start) <= _LONGEST_PART:
        return json.loads(start)
    if start.startswith(b"["):
        return _several(raw if isinstance(raw, msgspec.Raw) else msgspec.Raw(raw))[0]
    if start.startswith(b"{") and (found := _known_fields(bytes(raw))):
        return found
    text = start[: 2 * _LONGEST_TEXT].decode("utf-8", "replace")
    if not text.startswith('"'):
        return text
    try:
        return json.loads((_ESCAPE_AT_END.sub("", text) + '"').encode())
    except ValueError:
        return text


def _known_fields(body: bytes) -> dict[str, object]:
    """Return the fields of an object that may give a reason, by their names in lower case."""
    found = _reason_decoder.decode(body)
    given = {name: getattr(found, f"field_{name}") for name in _NAMES}
    return {
        name.lower(): raw if bytes(memoryview(raw)[:1]) == b"[" else _decode(raw)
        for name, raw in given.items()
        if raw is not None
    }


def _entry(value: object) -> Iterator[tuple[ServiceMessage, str]]:
    """Yield what one entry of ``errors`` says, if it says anything."""
    if not isinstance(value, Mapping):
        if text := _scalar(value):
            yield ServiceMessage("", {"": text}), text
        return
    given = cast("Plain", value)
    fields = _lowered(given)
    if len(fields) == 1 and fields.keys() <= _WRAPPERS:  # in XML, a list is in an element
        for one in _several(next(iter(fields.values())))[0]:
            yield from _entry(one)
    elif fields.keys() & _OF_AN_ENTRY:
        message = _by_locale(next((fields[one] for one in _TEXT if fields.get(one)), None))
        error = ServiceMessage(next(iter(_first(fields, _CODE)), ""), message)
        if error.text:
            yield error, error.text
    else:
        for name, one in islice(given.items(), _MOST_KEPT + 1):
            if text := _words(one):
                code = cut(name, _LONGEST_SHOWN)
                yield ServiceMessage(code, {"": text}), f"{code}: {text}" if code else text


def _by_locale(message: object) -> dict[str, str]:
    """Return the texts of *message* by locale; several of one locale are joined."""
    texts: dict[str, list[str]] = {}
    for one in _several(message)[0][:_MOST_TEXTS]:
        locale, text = "", _text(one)
        if isinstance(one, Mapping):
            locale = _scalar(_lowered(cast("Plain", one)).get("locale"))
        if text:
            texts.setdefault(locale, []).append(text)
    return {locale: cut("; ".join(found), _LONGEST_TEXT) for locale, found in texts.items()}


def _text(value: object, depth: int = 0) -> str:
    """Return what *value* says, be it in an object."""
    if not isinstance(value, Mapping):
        return _scalar(value)
    fields = _lowered(cast("Plain", value))
    inner = next((fields[one] for one in _TEXT if fields.get(one)), None)
    return _text(inner, depth + 1) if depth < _DEEPEST else ""


def _scalar(value: object) -> str:
    """Return *value* as a text on one line, cut to a bearable length."""
    if not value:
        return ""
    is_exact = isinstance(value, str | Decimal)
    text = str(value) if is_exact else _shortened.repr(value)
    return cut(" ".join(text[: _LONGEST_TEXT + 1].split()), _LONGEST_TEXT)


def _lowered(fields: Plain) -> dict[str, Any]:
    return {str(name).lower(): one for name, one in islice(fields.items(), _MOST_KEPT)}


# From bytes.


def find_reasons(body: bytes) -> Reasons:
    """Return the reasons that *body* gives; whatever is in it, this does not fail."""
    try:
        return reasons_of(_fields(body))
    except Exception:  # noqa: BLE001  (that there is no reason changes nothing about the refusal)
        return NO_REASONS


def _fields(body: bytes) -> Plain:
    """Return the fields of a document that may give a reason, by their names in lower case."""
    start = body[:64].removeprefix(_BOM).lstrip()
    if start.startswith(b"{"):
        return _json_fields(body)
    if start.startswith((b"[", b'"')):
        return {"errors": msgspec.Raw(body.removeprefix(_BOM).strip())}
    if not xml.looks_like_xml(body):
        return {"message": _plain_text(body)}
    plain = xml.to_plain(xml.loads(body)) if len(body) <= _MOST_XML else {}
    return _lowered(cast("Plain", plain)) if isinstance(plain, dict) else {"message": plain}


def _json_fields(body: bytes) -> Plain:
    try:
        return _known_fields(body.removeprefix(_BOM))
    except (msgspec.DecodeError, UnicodeDecodeError):  # a part of it has to be repaired
        return _lowered(json.loads(body)) if len(body) <= _MOST_XML else {}


def _plain_text(body: bytes) -> str:
    """Return the start of *body* if it is a text."""
    start = body[:_PLAIN_TEXT].removeprefix(_BOM)
    try:
        text = getincrementaldecoder("utf-8")().decode(start)  # it may be cut within a character
    except UnicodeDecodeError:
        text = start.decode("windows-1251", "replace")
    return text if text.translate(_WHITE_SPACE).isprintable() else ""


_NAMES = sorted(
    {name for key in _KEYS for name in (key, key.capitalize(), _SPELLINGS.get(key, key))}
    | {f"{one[0].lower()}{one[1:]}" for one in _SPELLINGS.values()}
)
_reason_decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(
    msgspec.defstruct(
        "ReasonFields",
        [(f"field_{name}", msgspec.Raw, msgspec.field(name=name, default=None)) for name in _NAMES],
    )
)
