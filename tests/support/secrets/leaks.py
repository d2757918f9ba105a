"""Record everything in which a secret could show: logs, warnings, errors, frames, reprs."""

from __future__ import annotations

import gc
import logging
import pickle
import re
import sys
import traceback
import warnings
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

_TESTS = str(Path(__file__).parent.parent.parent)
_PACKAGE = "digiseller_async"


class Secrets:
    """The secrets of these tests: each begins and ends with letters that every spelling keeps."""

    token = 'TOKENa1b2c3/d4+e5&f6"g7é~TOKENz9y8x7'
    renewed = "RENEWEDa1b2c3/d4+e5&f6'g7~RENEWEDz9y8"
    api_key = "APIKEYa1b2c3/d4+e5&f6<g7>APIKEYz9y8x7"
    email = "maila1b2c3+o'neil@mailz9y8x7.example"

    def __init__(self) -> None:
        self.signs: list[str] = []

    def all(self) -> list[str]:
        """Return all, with the signatures of sign-ins so far."""
        return [self.token, self.renewed, self.api_key, self.email, *self.signs]

    def fragments(self) -> list[str]:
        """Return the pieces by which a secret is recognised, in whatever spelling and in part."""
        found: set[str] = set()
        for secret in self.all():
            found.update(piece.casefold()[:8] for piece in re.findall(r"[A-Za-z0-9]{6,}", secret))
        return sorted(found - {"example"})  # the address ends in it, and that is no secret

    def leaks_in(self, texts: list[str]) -> list[str]:
        """Return excerpts of *texts* around secrets."""
        fragments = self.fragments()
        found = [
            (text, text.find(fragment))
            for text in map(str.casefold, dict.fromkeys(texts))
            for fragment in fragments
            if fragment in text
        ]
        return [text[max(0, start - 150) : start + 60] for text, start in found][:5]


class Recorder(logging.Handler):
    """Records whatever is logged, warned of, or raised where nobody can catch it."""

    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Record a log record with all of its attributes."""
        self.texts += [self.format(record), repr(vars(record))]

    def add(self, *things: object) -> None:
        """Record the texts and reprs of *things*."""
        for one in things:
            self.texts += [str(one), repr(one)]

    def unraisable(self, found: Any) -> None:
        """Record what was raised where nobody could catch it."""
        self.add(found, found.object, found.err_msg)
        self.add_error(found.exc_value)

    def add_error(self, error: BaseException | None) -> None:
        """Record everything that *error*, its causes and their frames show."""
        for one in error_chain(error):
            self.add(one, one.args, vars(one), getattr(one, "__notes__", ()))
            self.texts += [pickled(one), *frames(one)]


def error_chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield *error*, its causes, its contexts, and the members of groups."""
    seen: dict[int, BaseException] = {}
    rest = [error]
    while rest:
        one = rest.pop()
        if one is None or id(one) in seen:
            continue
        seen[id(one)] = one
        rest += [one.__cause__, one.__context__]
        if isinstance(one, BaseExceptionGroup):
            rest += cast("BaseExceptionGroup[BaseException]", one).exceptions
        yield one


def pickled(error: BaseException) -> str:
    """Return *error* pickled, if it is of this package: others may not be picklable."""
    if not type(error).__module__.startswith(_PACKAGE):
        return ""
    return pickle.dumps(error).decode("utf-8", "backslashreplace")


def frames(error: BaseException) -> Iterator[str]:
    """Yield the traceback of *error* with the locals of all frames but those of these tests."""
    whole = traceback.TracebackException.from_exception(
        error, capture_locals=True, lookup_lines=False
    )
    yield from whole.format_exception_only()
    for frame in whole.stack:
        if not frame.filename.startswith(_TESTS):
            yield f"{frame.filename} {frame.name} {frame.locals}"


def object_reprs(thing: object) -> Iterator[str]:
    """Yield the reprs of *thing* and of all objects of this package that it holds."""
    seen: dict[int, object] = {}
    rest = [thing]
    while rest:
        one = rest.pop()
        if id(one) in seen or not type(one).__module__.startswith(_PACKAGE):
            continue
        seen[id(one)] = one
        inner = [*getattr(one, "__dict__", {}).items()]
        inner += [(name, getattr(one, name, None)) for name in _slots(type(one))]
        yield f"{one!r} {inner!r}"
        rest += [value for _, value in inner]


def _slots(kind: type[Any]) -> list[str]:
    names = [getattr(one, "__slots__", ()) for one in kind.__mro__]
    return [name for each in names for name in ((each,) if isinstance(each, str) else each)]


@contextmanager
def recording() -> Generator[Recorder]:
    """Record every logger at its lowest level, every warning, and what nobody catches."""
    recorder, root = Recorder(), logging.getLogger()
    loggers = [root, *(one for one in _loggers() if one.level)]
    levels = [one.level for one in loggers]
    hook = sys.unraisablehook
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        sys.unraisablehook = recorder.unraisable
        for one in loggers:
            one.setLevel(1)
        root.addHandler(recorder)
        try:
            yield recorder
            gc.collect()
        finally:
            root.removeHandler(recorder)
            for one, level in zip(loggers, levels, strict=True):
                one.setLevel(level)
            sys.unraisablehook = hook
        recorder.add(*(one.message for one in caught))


def _loggers() -> list[logging.Logger]:
    known = logging.Logger.manager.loggerDict.values()
    return [one for one in known if isinstance(one, logging.Logger)]
