"""Build the service's answers: its envelope, and the refusals in it.

Retval 0 is success; a refusal is HTTP 200 with retval 1, and a missing permission has retval -1.
"""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from .._state.texts import RefusedError, Text, in_both_languages


class Problem(msgspec.Struct, frozen=True):
    """One element of ``errors``."""

    code: str
    message: tuple[Text, ...]


class Envelope(msgspec.Struct, frozen=True):
    """What is around every answer of these operations."""

    retval: int = 0
    retdesc: str | None = None
    errors: tuple[Problem, ...] | None = None
    content: object = None


@dataclass(frozen=True)
class Picture:
    """A payload that is a file of its own type."""

    content: bytes
    media_type: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer before it is encoded; without a payload its body is empty.

    ``root`` is the name of the XML document; ``xml`` makes what stands in it where that is not
    the payload itself; ``emptied`` makes a list's answer without rows that promises a next page.
    """

    payload: object = None
    status: int = 200
    effect: bool = False
    root: str = "response"
    xml: Callable[[], object] | None = None
    emptied: "Callable[[], Answer] | None" = None


class UnauthorizedError(Exception):
    """The token is not valid."""


NO_CONTENT = Answer(status=204, effect=True)

UNAUTHORIZED = Answer(
    payload={"Message": "Authorization has been denied for this request."},
    status=401,
    root="Error",
)


def found(content: object, root: str = "response") -> Answer:
    """Return a success without an effect."""
    return Answer(payload=Envelope(content=content), root=root)


def changed(content: object, root: str = "response") -> Answer:
    """Return a success that changed something."""
    return Answer(payload=Envelope(content=content), root=root, effect=True)


def refused(refusal: RefusedError) -> Answer:
    """Return the answer that tells of the *refusal*."""
    problem = Problem(refusal.code, in_both_languages(refusal.russian, refusal.english))
    envelope = Envelope(retval=1, retdesc=refusal.english, errors=(problem,))
    return Answer(payload=envelope, status=refusal.status)


def denied(permission: str, status: int) -> Answer:
    """Return the answer to a token that lacks the *permission*."""
    texts = in_both_languages(
        f"Недостаточно прав доступа: {permission}",
        f"Access denied, permission needed: {permission}",
    )
    envelope = Envelope(retval=-1, retdesc="Access denied", errors=(Problem("auth-0", texts),))
    return Answer(payload=envelope, status=status)
