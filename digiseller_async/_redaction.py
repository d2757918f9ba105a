"""Keep secrets out of what is shown: strings without a repr, and text with secrets removed.

What the service or a library says may repeat a secret, escaped as in a URL, in JSON or in XML;
`redact` finds it in each of these spellings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import wraps
from typing import Any, cast
from urllib.parse import unquote

import attrs

_REDACTED = "…"
_CUT_OFF = "[…]"
"""Stands at the end of a text that was cut: the secret before it may lack its end."""
_SHORTEST = 4
"""A shorter secret protects nothing, and would remove parts of ordinary words."""
_LONGEST = 4096
_MOST_ESCAPINGS = 4
"""How often a text may have been escaped, one way after another."""
_ESCAPED = re.compile(
    r"((?:%[0-9a-f]{2})+)|\\(?:x|U000000)([0-9a-f]{2})|((?:\\u[0-9a-f]{4})+)"
    # In quoted-printable only where an address goes on: "count=40" is no escape.
    r"|(=40|=EF=BC=A0)(?=[\w-]{1,63}\.\w)"
    r"|(&#(?:x[0-9a-f]{1,6}|\d{1,7});?|&\w{1,8};)|\\(.)",
    re.IGNORECASE | re.DOTALL,
)
_CUT_ESCAPE = re.compile(
    r"(?:(?:%[89a-f][0-9a-f])*(?:%[0-9a-f]?)?|\\(?:u[0-9a-f]{0,3}|x[0-9a-f]?)?|&#?\w{0,8})\ufffd{0,3}\Z",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"[\w.!#$%&'*+/=?^`{|}~;\\-]{1,64}(?:[@\uff20\ufe6b]|%40|\\u0040|&#64;)"
    r"[\w-]{0,63}(?:[.\u3002\uff0e\uff61][\w-]{0,63}){0,9}",
    re.IGNORECASE,
)
_CUT_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~;\\-]{1,64}\Z")


class SecretStr(str):
    """A string that no `repr` shows: not the locals of a traceback, not an object that has it.

    What its methods return is secret as well: slices, other cases, parts, ``str()``, ``format()``.
    Python itself joins texts: an f-string with more than one part, and ``"".join()`` give plain
    ones, so that they should not be kept in a variable. `encode` gives the bytes that are sent.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return f"'{_REDACTED}'"

    def __radd__(self, other: object) -> SecretStr:
        if not isinstance(other, str):
            return NotImplemented
        return SecretStr(str.__add__(other, self))

    def __iter__(self) -> Iterator[str]:
        return map(SecretStr, str.__iter__(self))


def _secret(value: Any) -> Any:
    if isinstance(value, str):
        return SecretStr(value)
    if isinstance(value, tuple | list):
        parts = cast("tuple[str, ...] | list[str]", value)
        return type(parts)([_secret(one) for one in parts])
    return value


def _returning_secrets(name: str) -> Any:
    plain = getattr(str, name)

    @wraps(plain)
    def method(self: str, /, *args: Any, **kwargs: Any) -> Any:
        return _secret(plain(self, *args, **kwargs))

    return method


# All that return text, whichever Python has: `encode`, tests and searches do not.
for _name in (
    *(name for name in vars(str) if not name.startswith(("_", "is", "maketrans", "encode"))),
    *("__add__", "__getitem__", "__mod__", "__mul__", "__rmul__", "__str__", "__format__"),
):
    setattr(SecretStr, _name, _returning_secrets(_name))


class _NotText:
    """Replaces what was given in place of a secret string, and shows only its type."""

    def __init__(self, type_name: str) -> None:
        self._type_name = type_name

    def __repr__(self) -> str:
        return f"<{self._type_name}>"


def secret_str(value: Any) -> Any:
    """Return *value* as a `SecretStr`, or ``None``; another type is refused by a later check."""
    if isinstance(value, str):
        return SecretStr(str.__str__(value))
    return None if value is None else _NotText(type(value).__name__)


def cut(text: str, limit: int) -> str:
    """Return *text*, or its start and a mark if it is longer than *limit*.

    Whatever is redacted later knows by the mark that the text may end within a secret.
    """
    return text if len(text) <= limit else f"{text[:limit]}{_CUT_OFF}"


def redact_value(value: Any, secrets: Iterable[str]) -> Any:
    """Return *value*, a string or a model, without *secrets* and without e-mail addresses."""
    if type(value) is str:
        return redact_addresses(redact(value, secrets))
    if isinstance(value, list):
        return [redact_value(one, secrets) for one in cast("list[object]", value)]
    if isinstance(value, tuple):
        return tuple(redact_value(one, secrets) for one in cast("tuple[object, ...]", value))
    kind: Any = type(cast("object", value))
    if attrs.has(kind):
        fields = {one.name: getattr(value, one.name) for one in attrs.fields(kind)}
        return attrs.evolve(
            value, **{name: redact_value(one, secrets) for name, one in fields.items()}
        )
    return value


def redact(text: str, secrets: Iterable[str], *, is_cut: bool = False) -> str:
    """Return *text* without *secrets*, in any spelling; with *is_cut* it may end within one.

    A text that is too long to be read is cut.
    """
    known = [secret for secret in secrets if len(secret) >= _SHORTEST]
    if _CUT_OFF in text:
        *several, last = text[:_LONGEST].split(_CUT_OFF)
        is_cut = is_cut or len(text) > _LONGEST
        parts = [redact(one, known, is_cut=True) for one in several]
        return _CUT_OFF.join([*parts, redact(last, known, is_cut=is_cut)])
    if len(text) > _LONGEST:
        text, is_cut = text[:_LONGEST], True
    if is_cut and known:
        text = _CUT_ESCAPE.sub("", text)
    for start, end in _merged_from_last(_spans(text, known, is_cut=is_cut)):
        text = text[:start] + _REDACTED + text[end:]
    return text


def redact_addresses(text: str, *, is_cut: bool = False) -> str:
    """Return *text* without what looks like an e-mail address: it may be a buyer's."""
    if _CUT_OFF in text:
        *several, last = text[:_LONGEST].split(_CUT_OFF)
        parts = [redact_addresses(one, is_cut=True) for one in several]
        return _CUT_OFF.join([*parts, redact_addresses(last, is_cut=is_cut)])
    text = text[:_LONGEST]
    spans: list[tuple[int, int]] = []
    for plain, places in _readings(text):
        spans += (
            (places[found.start()][0], places[found.end() - 1][1])
            for found in _ADDRESS.finditer(plain)
        )
    for start, end in _merged_from_last(spans):
        text = text[:start] + _REDACTED + text[end:]
    return _CUT_ADDRESS.sub(_REDACTED, text) if is_cut else text


def _spans(text: str, secrets: list[str], *, is_cut: bool) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of each place where *text* has one of *secrets*."""
    for plain, places in _readings(text):
        rest = _CUT_ESCAPE.sub("", plain) if is_cut else plain
        for secret in secrets:
            for found in re.finditer(re.escape(secret), plain, re.IGNORECASE):
                yield places[found.start()][0], places[found.end() - 1][1]
            if not is_cut:
                continue
            for one in {plain, rest}:
                if length := _prefix_at_end(one, secret):
                    yield places[len(one) - length][0], len(text)


def _readings(text: str) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Yield *text*, and what it spells, and what that spells, and so on.

    With each comes, for each character, the start and the end of its spelling in *text*.
    """
    places = [(at, at + 1) for at in range(len(text))]
    yield text, places
    for _ in range(_MOST_ESCAPINGS):
        if not _ESCAPED.search(text):
            return
        chars = list(_unescaped(text))
        text = "".join(char for char, _, _ in chars)
        places = [(places[start][0], places[end - 1][1]) for _, start, end in chars]
        yield text, places


def _merged_from_last(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return *spans* from the last to the first; those that overlap are merged."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged[::-1]


def _unescaped(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each character that *text* spells, and the start and end of its spelling."""
    position = 0
    for found in _ESCAPED.finditer(text):
        yield from ((text[at], at, at + 1) for at in range(position, found.start()))
        position = found.end()
        yield from ((char, found.start(), position) for char in _unescape(found))
    yield from ((text[at], at, at + 1) for at in range(position, len(text)))


def _unescape(found: re.Match[str]) -> str:
    percent, byte, utf16, printable, entity, backslash = found.groups()
    if printable:
        return "@"
    if percent:
        return unquote(percent)
    if utf16:  # a character beyond the first 65,536 is a surrogate pair
        pairs = bytes.fromhex(utf16.lower().replace("\\u", ""))
        return pairs.decode("utf-16-be", "replace")
    if byte:
        return chr(int(byte, 16))
    if entity is None:
        return str(backslash)
    from html import unescape  # noqa: PLC0415  (its table of entities takes long to load)

    return unescape(entity)


def _prefix_at_end(text: str, secret: str) -> int:
    """Return how many characters of *secret*'s start are at the end of *text*."""
    most = min(len(secret) - 1, len(text))
    lengths = range(most, _SHORTEST - 1, -1)
    end, start = text[-most:].lower(), secret.lower()
    return next((length for length in lengths if end.endswith(start[:length])), 0)
