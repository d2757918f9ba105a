"""Rows and the place of their page come in; answers whose facts stand beside ``retval`` go out."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Self, TypeVar

from .._http.answers import Answer, RefusedError
from .._http.call import Call
from .._state.seller import Seller

ROOT = "digiseller.response"
LANGUAGES = ("ru-RU", "en-US")
CURRENCIES = ("USD", "RUR", "RUB", "EUR", "UAH")

Handler = Callable[[Seller, Call], Answer]
V = TypeVar("V", bound="View")


@dataclass(frozen=True, kw_only=True)
class Part:
    """Which page of a list it is, and of how many rows each."""

    page: int
    size: int
    total: int
    pages: int

    @property
    def places(self) -> range:
        """The places of the page's rows in the list."""
        return range((self.page - 1) * self.size, min(self.page * self.size, self.total))


def part(page: int | None, size: int | None, total: int, *, usual: int, most: int) -> Part:
    """Return the page that is asked for, or refuse."""
    page, size = 1 if page is None else page, usual if size is None else size
    if page < 1:
        raise RefusedError("page", f"page is less than 1: {page}")
    if not 1 <= size <= most:
        raise RefusedError("rows", f"rows is not from 1 to {most}: {size}")
    return Part(page=page, size=size, total=total, pages=-(-total // size))


@dataclass(frozen=True, kw_only=True)
class View(ABC):
    """One page of a list in both formats, which differ in more than their syntax."""

    part: Part
    rows: tuple[dict[str, object], ...]

    @abstractmethod
    def json(self) -> object:
        """Return what the JSON document says."""

    @abstractmethod
    def xml(self) -> object:
        """Return what the XML document says."""

    def bare(self) -> Self:
        """Return the same page without rows, which promises one more page."""
        return replace(self, rows=(), part=replace(self.part, pages=self.part.page + 1))


def shown(view: View) -> Answer:
    """Return the answer that shows the *view*."""
    return Answer(payload=view.json(), root=ROOT, xml=view.xml, emptied=lambda: shown(view.bare()))


def flat(handler: Handler) -> Handler:
    """Return the *handler* with refusals that have neither ``errors`` nor ``content``."""

    @wraps(handler)
    def careful(seller: Seller, call: Call) -> Answer:
        try:
            return handler(seller, call)
        except RefusedError as refusal:
            payload = {"retval": 1, "retdesc": refusal.english}
            return Answer(payload=payload, status=refusal.status, root=ROOT)

    return careful


def own(seller: Seller, seller_id: int | None, name: str = "seller_id") -> int:
    """Return the id of the seller, whose products these are, or refuse."""
    if seller_id != seller.tokens.seller_id:
        raise RefusedError(name, f"{name} is not known: {seller_id}")
    return seller.tokens.seller_id
