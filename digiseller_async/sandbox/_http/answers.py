"""What a handler found comes in; the service's envelopes and pages go out.

Retval 0 is success; a refusal is HTTP 200 with retval 1, and a missing permission has retval -1.
"""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec


class Text(msgspec.Struct, frozen=True):
    """One text in one language."""

    locale: str
    value: str


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


class Page(msgspec.Struct, frozen=True):
    """One page of a list."""

    page: int
    count: int
    has_next_page: bool
    has_previous_page: bool
    total_count: int
    total_pages: int
    items: list[object]


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


class RefusedError(Exception):
    """The service says no, with retval 1."""

    def __init__(self, code: str, english: str, russian: str = "", *, status: int = 200) -> None:
        """Keep the *code* and the texts of the refusal."""
        super().__init__(english)
        self.code = code
        self.english = english
        self.russian = russian or f"Ошибка в запросе: {code}"
        self.status = status


class UnauthorizedError(Exception):
    """The token is not valid."""


NO_CONTENT = Answer(status=204, effect=True)
UNAUTHORIZED = Answer(
    payload={"Message": "Authorization has been denied for this request."},
    status=401,
    root="Error",
)


def in_both_languages(russian: str, english: str) -> tuple[Text, ...]:
    """Return the two texts as the service writes them."""
    return (Text("ru-RU", russian), Text("en-US", english))


def found(content: object, root: str = "response") -> Answer:
    """Return a success without an effect."""
    return Answer(payload=Envelope(content=content), root=root)


def changed(content: object, root: str = "response") -> Answer:
    """Return a success that changed something."""
    return Answer(payload=Envelope(content=content), root=root, effect=True)


def listed(page: Page) -> Answer:
    """Return one *page* of a list."""
    bare = msgspec.structs.replace(page, items=[], has_next_page=True)
    return Answer(payload=Envelope(content=page), emptied=lambda: found(bare))


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
