"""A secret text in; one that does everything a text does, except to show itself, out.

What others say may hold a secret all the same, in the spelling of a URL, of JSON or of XML:
`without` takes it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, cast
from urllib.parse import unquote

import attrs

_GONE = "…"
_SHORTEST = 4
"""What is shorter hides nothing, and would tear holes into every sentence."""
_LONGEST = 4096
_SPELLED = re.compile(
    r"((?:%[0-9a-f]{2})+)|((?:\\u[0-9a-f]{4})+)|\\x([0-9a-f]{2})|(&#?\w{1,8};)|\\(.)",
    re.IGNORECASE | re.DOTALL,
)
_CUT_SPELLING = re.compile(
    r"(?:(?:%[89a-f][0-9a-f])*(?:%[0-9a-f]?)?|\\(?:u[0-9a-f]{0,3}|x[0-9a-f]?)?|&#?\w{0,8})\ufffd{0,3}\Z",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"[\w.!#$%&'*+/=?^`{|}~;\\-]{1,64}(?:@|%40|\\u0040|&#64;)[\w-]{0,63}(?:\.[\w-]{0,63}){0,9}",
    re.IGNORECASE,
)
_CUT_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~;\\-]{1,64}\Z")


class SecretStr(str):
    """A text that no `repr` shows: not a traceback's locals, not an object that holds it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"'{_GONE}'"


class _Unfit:
    """Stands for what was given where a secret text should be, and shows only of what kind."""

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def __repr__(self) -> str:
        return f"<{self._kind}>"


def secret_str(value: Any) -> Any:
    """Return *value* hidden, if there is one; what is no text will be refused further in."""
    if isinstance(value, str):
        return SecretStr(str.__str__(value))
    return None if value is None else _Unfit(type(value).__name__)


def redact_all(thing: Any, secrets: Iterable[str]) -> Any:
    """Return *thing*, a text or a model with texts, without *secrets* and without addresses."""
    if type(thing) is str:
        return redact_addresses(redact(thing, secrets))
    if isinstance(thing, tuple):
        return tuple(redact_all(one, secrets) for one in cast("tuple[object, ...]", thing))
    kind: Any = type(cast("object", thing))
    if attrs.has(kind):
        parts = {one.name: getattr(thing, one.name) for one in attrs.fields(kind)}
        return attrs.evolve(
            thing, **{name: redact_all(one, secrets) for name, one in parts.items()}
        )
    return thing


def redact(text: str, secrets: Iterable[str], *, cut: bool = False) -> str:
    """Return *text* without *secrets*, however they are spelled; *cut*: it may end within one.

    What is too long for anybody to read loses its end.
    """
    known = [secret for secret in secrets if len(secret) >= _SHORTEST]
    if len(text) > _LONGEST:
        text, cut = text[:_LONGEST], True
    if cut and known:
        text = _CUT_SPELLING.sub("", text)
    for first, end in _last_first(_places(text, known, cut=cut)):
        text = text[:first] + _GONE + text[end:]
    return text


def redact_addresses(text: str, *, cut: bool = False) -> str:
    """Return *text* without what looks like an e-mail address: it may be a buyer's."""
    text = _ADDRESS.sub(_GONE, text[:_LONGEST])
    return _CUT_ADDRESS.sub(_GONE, text) if cut else text


def _places(text: str, secrets: list[str], *, cut: bool) -> Iterator[tuple[int, int]]:
    """Yield from where to where *text* spells one of *secrets*."""
    letters = list(_letters(text)) if _SPELLED.search(text) else []
    plain = "".join(letter for letter, _, _ in letters)
    for secret in secrets:
        pattern = re.compile(re.escape(secret), re.IGNORECASE)
        yield from (found.span() for found in pattern.finditer(text))
        for found in pattern.finditer(plain):
            yield letters[found.start()][1], letters[found.end() - 1][2]
        if cut and (length := _begun(text, secret)):
            yield len(text) - length, len(text)
        if cut and (length := _begun(plain, secret)):
            yield letters[-length][1], len(text)


def _last_first(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return *places* from the last to the first, those that overlap as one."""
    joined: list[tuple[int, int]] = []
    for first, end in sorted(places):
        if joined and first < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((first, end))
    return joined[::-1]


def _letters(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the letters that *text* spells, and from where to where each is spelled."""
    place = 0
    for found in _SPELLED.finditer(text):
        yield from ((text[at], at, at + 1) for at in range(place, found.start()))
        place = found.end()
        yield from ((letter, found.start(), place) for letter in _spelled(found))
    yield from ((text[at], at, at + 1) for at in range(place, len(text)))


def _spelled(found: re.Match[str]) -> str:
    quoted, wide, narrow, entity, escaped = found.groups()
    if quoted:
        return unquote(quoted)
    if wide:  # beyond the first 65,536 a letter is a pair of these
        pairs = bytes.fromhex(wide.lower().replace("\\u", ""))
        return pairs.decode("utf-16-be", "replace")
    if narrow:
        return chr(int(narrow, 16))
    if entity is None:
        return str(escaped)
    from html import unescape  # noqa: PLC0415  (its list of names takes long to load)

    return unescape(entity)


def _begun(text: str, secret: str) -> int:
    """Return how many letters of *secret* are at the end of *text*."""
    most = min(len(secret) - 1, len(text))
    sizes = range(most, _SHORTEST - 1, -1)
    end, start = text[-most:].lower(), secret.lower()
    return next((size for size in sizes if end.endswith(start[:size])), 0)
