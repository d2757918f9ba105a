"""Find the reason that an answer gives for a refusal, in whatever shape it is.

The service's own ``errors`` and ``retdesc``, ASP.NET's ``Message`` and ``ModelState``, problem
details (RFC 9457), ``error`` and ``message``, plain text, the title of a web page; in JSON and XML.
What is read, and what is kept of it, has a bound.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import islice
from reprlib import Repr
from typing import Any, cast

from attrs import frozen

from ..._redaction import cut
from ...errors import ServiceMessage
from .reason_fields import (
    CODE,
    GENERAL,
    LONGEST_TEXT,
    MOST_KEPT,
    OWN,
    SEVERAL,
    TEXT,
    Plain,
    fields_of,
    lowered,
    several,
)

_MOST_TEXTS = 20
_SHOWN, _LONGEST_SHOWN = 5, 200
_DEEPEST = 3

_OF_AN_ENTRY = frozenset({"message", "code", "detail", "locale"})
"""One of these is in an entry; without any, the names are those of fields."""
_WRAPPERS = frozenset({"error", "errors", "item", "string", "servicemessage"})
_shortened = Repr()
_shortened.maxlevel, _shortened.maxstring, _shortened.maxother = 3, 100, 100


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
        general = [*_first(fields, OWN), *general]
    elif any(name in fields for name in ("retval", *OWN)):
        general = []  # of an envelope, errors say more than its description
    return Reasons(
        errors=tuple(errors),
        left_out=left_out,
        shown=(*general, *shown),
        has_errors=bool(entries),
    )


def _general(fields: Plain) -> list[str]:
    for group in GENERAL:
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
    for name in SEVERAL:
        value = fields.get(name)
        if not value or (name == "error" and isinstance(value, str)):
            continue
        first, left_out = several(value)
        if found := [one for each in first for one in _entry(each)]:
            return found[:MOST_KEPT], left_out + max(0, len(found) - MOST_KEPT)
    return [], 0


def _entry(value: object) -> Iterator[tuple[ServiceMessage, str]]:
    """Yield what one entry of ``errors`` says, if it says anything."""
    if not isinstance(value, Mapping):
        if text := _scalar(value):
            yield ServiceMessage("", {"": text}), text
        return
    given = cast("Plain", value)
    fields = lowered(given)
    if len(fields) == 1 and fields.keys() <= _WRAPPERS:  # in XML, a list is in an element
        for one in several(next(iter(fields.values())))[0]:
            yield from _entry(one)
    elif fields.keys() & _OF_AN_ENTRY:
        message = _by_locale(next((fields[one] for one in TEXT if fields.get(one)), None))
        error = ServiceMessage(next(iter(_first(fields, CODE)), ""), message)
        if error.text:
            yield error, error.text
    else:
        for name, one in islice(given.items(), MOST_KEPT + 1):
            if text := _words(one):
                code = cut(name, _LONGEST_SHOWN)
                yield ServiceMessage(code, {"": text}), f"{code}: {text}" if code else text


def _by_locale(message: object) -> dict[str, str]:
    """Return the texts of *message* by locale; several of one locale are joined."""
    texts: dict[str, list[str]] = {}
    for one in several(message)[0][:_MOST_TEXTS]:
        locale, text = "", _text(one)
        if isinstance(one, Mapping):
            locale = _scalar(lowered(cast("Plain", one)).get("locale"))
        if text:
            texts.setdefault(locale, []).append(text)
    return {locale: cut("; ".join(found), LONGEST_TEXT) for locale, found in texts.items()}


def _text(value: object, depth: int = 0) -> str:
    """Return what *value* says, be it in an object."""
    if not isinstance(value, Mapping):
        return _scalar(value)
    fields = lowered(cast("Plain", value))
    inner = next((fields[one] for one in TEXT if fields.get(one)), None)
    return _text(inner, depth + 1) if depth < _DEEPEST else ""


def _scalar(value: object) -> str:
    """Return *value* as a text on one line, cut to a bearable length."""
    if not value:
        return ""
    is_exact = isinstance(value, str | Decimal)
    text = str(value) if is_exact else _shortened.repr(value)
    return cut(" ".join(text[: LONGEST_TEXT + 1].split()), LONGEST_TEXT)


def find_reasons(body: bytes) -> Reasons:
    """Return the reasons that *body* gives; whatever is in it, this does not fail."""
    return reasons_in(lambda: fields_of(body))


def reasons_in(read_fields: Callable[[], Plain]) -> Reasons:
    """Return the reasons in the fields that *read_fields* returns; this does not fail."""
    try:
        return reasons_of(read_fields())
    except Exception:  # noqa: BLE001  (that there is no reason changes nothing about the refusal)
        return NO_REASONS
