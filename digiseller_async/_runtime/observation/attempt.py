"""Define what is told of an attempt."""

from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class Attempt:
    """One attempt of a call: a request that was sent, or that could not be sent.

    The client's own sign-ins are attempts of ``sign_in``.
    """

    operation: str
    """The call's public name, such as ``account.receipts``."""
    attempt: int
    """Its number within the call, from 1 on."""
    status: int | None
    """The HTTP status of the answer; None if no whole answer came."""
    seconds: float
    """From its start to the last byte of the answer, or to its failure."""
    sent_bytes: int
    """How many bytes of a body were sent."""
    received_bytes: int
    """How many bytes of a body came, before they were unpacked."""
    error: str | None
    """The class of the error that it ended with; ``CancelledError`` if its caller gave up."""
    will_retry: bool
    """Whether there is another attempt."""
