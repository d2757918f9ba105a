"""Make stdin, stdout and stderr fit to be used, and write to them."""

from __future__ import annotations

import io
import os
import select
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO

import click

STDOUT = Path("-")
"""What stands for standard output."""


class UnwritableError(Exception):
    """A file or its folder cannot be written."""

    def __init__(self, path: Path, reason: OSError | str) -> None:
        name = "standard output" if path == STDOUT else path
        why = reason if isinstance(reason, str) else reason.strerror or reason
        super().__init__(f"cannot write {name}: {why}")


class UnreadError(UnwritableError):
    """The reader of standard output has closed the pipe: it wants no more, as ``head`` does."""


def print_error(message: object) -> None:
    """Write *message* to stderr as one line, without control characters.

    What the service said may be part of it, and must not move the cursor.
    """
    print_note(f"digiseller: {printable(str(message))}")


def printable(text: str) -> str:
    """Return *text* as one line, without control characters."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def print_note(text: str) -> None:
    """Write *text* to stderr; there is nowhere to tell that this is not possible."""
    with suppress(OSError):
        click.echo(text, err=True)


def print_text(text: str) -> bool:
    """Write *text* to stdout; return whether that was possible, or nobody reads it.

    A reader that has closed the pipe wants no more.
    """
    try:
        click.echo(text)
    except BrokenPipeError:
        drop_stdout()
    except OSError as error:
        drop_stdout()
        print_error(f"error: cannot write standard output: {error.strerror or error}")
        return False
    return True


def write_stdout(data: bytes) -> None:
    """Write *data* to stdout at once.

    Raises `UnreadError` or `UnwritableError`.
    """
    rest = memoryview(data)
    try:
        while rest:
            rest = rest[_write_some(1, rest) :]
    except BrokenPipeError as error:
        raise UnreadError(STDOUT, error) from error
    except OSError as error:
        raise UnwritableError(STDOUT, error) from error


def _write_some(number: int, data: memoryview) -> int:
    """Write some of *data*; wait for a reader, also if the descriptor itself does not wait."""
    while True:
        try:
            return os.write(number, data)
        except BlockingIOError:
            select.select((), (number,), ())


def prepare_streams() -> None:
    """Open streams that are closed, and let none refuse a character.

    A closed descriptor would be given to the next file or socket that is opened.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            # Not for writing: what an export writes to stdout must not get lost unseen.
            os.open(os.devnull, os.O_RDONLY)
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def drop_stdout() -> None:
    """Drop what is written to stdout from now on.

    At exit Python would try to write the rest again, and print a traceback.
    """
    _drop(sys.stdout)


def settle_stderr() -> None:
    """Write what stderr still holds, or drop it.

    At exit Python would try to write the rest again, and end with 120.
    """
    try:
        sys.stderr.flush()
    except OSError:
        _drop(sys.stderr)


def _drop(stream: TextIO) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


class ForgivingStream:
    """Another text stream, which drops what it cannot write."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Write *text*, if that is possible."""
        with suppress(OSError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Write what is buffered, if that is possible."""
        with suppress(OSError):
            self._stream.flush()


def is_unicode(stream: TextIO) -> bool:
    """Return whether *stream* can show every character."""
    return (stream.encoding or "").lower().startswith("utf")
