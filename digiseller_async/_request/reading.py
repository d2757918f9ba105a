"""Mark the time in which a file of the user's is read, and refuse calls from inside of it.

What the file raises must not be taken for an error of the call that sends it.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

from attrs import define

from ..errors import ArgumentError, DigisellerError
from .scalar_checks import argument_error


class SourceError(Exception):
    """A file of the user's raised an error of this package, such as one of another client's.

    It says what became of another call, and nothing of this one.
    """

    def __init__(self, error: DigisellerError) -> None:
        super().__init__(error)
        self.error = error


@define(eq=False)
class _Reading:
    """One step of reading the file of a call that *client* makes."""

    client: object
    argument: str
    # A task that the stream starts inherits the mark, and may go on after the step.
    is_active: bool = True
    refusal: ArgumentError | None = None


_current: ContextVar[_Reading | None] = ContextVar("digiseller_reading", default=None)


@contextmanager
def reading(client: object, argument: str) -> Generator[None, None, None]:
    """Mark that a file of the user's is being read for *client*."""
    before, step = _current.get(), _Reading(client, argument)
    _current.set(step)
    try:
        yield
    except DigisellerError as error:
        if error is step.refusal:
            raise
        raise SourceError(error) from None
    finally:
        step.is_active = False
        _current.set(before)  # not by a token: another context may end the step


def check_not_reading(client: object) -> None:
    """Raise if a file that *client* is sending asks for another call of it.

    The call would wait for a connection, and the connection for the file.
    """
    step = _current.get()
    if step is not None and step.is_active and step.client is client:
        step.refusal = argument_error(
            step.argument,
            "calls the client that is sending it, and would wait for itself; read what it needs "
            "before the call, or use a second Digiseller in it",
        )
        raise step.refusal
