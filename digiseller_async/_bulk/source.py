"""Read the calls to make one by one, each with a key of its own."""

from __future__ import annotations

from collections.abc import (
    AsyncIterable,
    AsyncIterator,
    Callable,
    Iterable,
    Iterator,
    Mapping,
    Sized,
)
from inspect import iscoroutinefunction
from typing import Any, TypeAlias, cast

import anyio
from attrs import field, frozen

from .._request.scalar_checks import short_repr
from ..errors import ArgumentError

Calls: TypeAlias = Iterable[Mapping[str, Any]] | AsyncIterable[Mapping[str, Any]]
Key: TypeAlias = str | Callable[[Mapping[str, Any]], str | int]


@frozen
class GivenCall:
    """One of the calls to make: its number, from 1, and what was given for it."""

    number: int
    given: object = field(repr=False)

    def arguments(self) -> dict[str, Any]:
        """Return a copy of its arguments, or refuse it."""
        given = self.given
        if not isinstance(given, Mapping):
            what = short_repr(given)
            raise ArgumentError(
                f"call {self.number} must be a mapping of arguments, not {what}", parameter="calls"
            )
        return dict(cast("Mapping[str, Any]", given))


class CallSource:
    """Reads calls on demand, and reads no further once it is closed."""

    def __init__(self, calls: Calls) -> None:
        self._iterator = _iterator(calls)
        self.total = len(calls) if isinstance(calls, Sized) else None
        """How many there are, if they have a length."""
        self.count = 0
        """How many were read."""
        self._is_closed = False
        self._reading = anyio.Lock(fast_acquire=True)
        self._scope: anyio.CancelScope | None = None

    async def next(self) -> GivenCall | None:
        """Return the next call, or ``None`` if there is none or the source is closed."""
        async with self._reading:
            if self._is_closed:
                return None
            found = await self._next()
            if found is not None:
                self.count += 1
            return found

    async def _next(self) -> GivenCall | None:
        number, iterator = self.count + 1, self._iterator
        if isinstance(iterator, Iterator):
            for given in iterator:
                return GivenCall(number, given)
        else:
            with anyio.CancelScope() as scope:
                self._scope = scope
                async for given in iterator:
                    return GivenCall(number, given)
        self._is_closed = True
        return None

    def close(self) -> None:
        """Read no further, and stop waiting for a call that is being read."""
        self._is_closed = True
        if self._scope is not None:
            self._scope.cancel()


class KeyReader:
    """Returns the key of each call, and refuses one that was given before."""

    def __init__(self, key: Key, parameters: tuple[str, ...]) -> None:
        _check_key(key, parameters)
        self._key = key
        self._numbers: dict[str | int, int] = {}

    def read(self, number: int, arguments: Mapping[str, Any]) -> str | int:
        """Return the key of call *number*, or refuse it."""
        key: object = None
        try:
            key = arguments[self._key] if isinstance(self._key, str) else self._key(arguments)
        except Exception as error:  # of the user's function
            what = f"{self._key!r}" if isinstance(self._key, str) else type(error).__name__
            raise _refused(f"of call {number} cannot be read: {what}") from error
        if isinstance(key, bool) or not isinstance(key, str | int):
            raise _refused(f"of call {number} must be a str or an int, not {short_repr(key)}")
        return str.__str__(key) if isinstance(key, str) else int(key)

    def check_new(self, number: int, key: str | int) -> None:
        """Refuse the *key* of call *number* if another call has had it."""
        first = self._numbers.setdefault(key, number)
        if first != number:
            raise _refused(
                f"{short_repr(key)} of call {number} is that of call {first}, too; "
                "each call needs a key of its own"
            )


def _check_key(key: object, parameters: tuple[str, ...]) -> None:
    if isinstance(key, str) and key not in parameters:
        raise _refused(f"must name an argument, one of {', '.join(parameters)}, not {key!r}")
    if not (isinstance(key, str) or callable(key)) or iscoroutinefunction(key):
        raise _refused(
            f"must name an argument, or be a function of the arguments, not {short_repr(key)}"
        )


def _iterator(calls: object) -> Iterator[object] | AsyncIterator[object]:
    if isinstance(calls, AsyncIterable):
        return aiter(cast("AsyncIterable[object]", calls))
    if isinstance(calls, Iterable) and not isinstance(calls, str | bytes | Mapping):
        return iter(cast("Iterable[object]", calls))
    what = short_repr(calls)
    raise ArgumentError(
        f"calls must be an iterable or an async iterable of mappings, not {what}",
        parameter="calls",
    )


def _refused(why: str) -> ArgumentError:
    return ArgumentError(f"key {why}", parameter="key")
