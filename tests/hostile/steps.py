"""Define the steps of a script: bytes, pauses, endless bytes, and ends of the connection."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum

from attrs import frozen


class End(Enum):
    """How a connection ends."""

    RESET = "the other side is told that something broke"
    CLOSE = "as if all had been said; over TLS with its close_notify"
    CUT = "likewise, but over TLS without its close_notify"
    ALERT = "by a fatal alert of TLS, encrypted as it should be"
    HANG = "not at all: nothing is said any more until the client gives up"


@frozen
class Pause:
    """Nothing for so many seconds."""

    seconds: float


@frozen
class Endless:
    """The same bytes again and again, until the client gives up."""

    piece: bytes
    pause: float = 0.0


@frozen
class CloseNotify:
    """The close_notify of TLS, by which nothing more will come; the connection stays open."""


@frozen
class Raw:
    """Bytes that go past TLS, as if somebody on the way had put them there."""

    content: bytes


@frozen
class Flight:
    """A share of what a server says to a client's hello, with the certificate."""

    share: float


Step = bytes | Pause | Endless | End | Raw | CloseNotify | Flight
"""Bytes go out together with what follows them, in one packet; over TLS each in its own record."""
Steps = Sequence[Step]


@frozen(kw_only=True)
class HonestAnswer:
    """A call as the server understood it, and what an honest answer to it would be."""

    number: int
    kind: str
    status: int
    body: bytes
    token: str
    trap: str
    """Another origin, to which the client must never connect."""

    @property
    def number_bytes(self) -> bytes:
        """Return the number as it stands in the body."""
        return b"%d" % self.number


Script = Callable[[HonestAnswer], Steps]
