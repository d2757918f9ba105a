"""The words that the table is written in: what an operation is called, takes, does and gives."""

from __future__ import annotations

from enum import Enum
from typing import Any, Generic, TypeVar

from attrs import evolve, frozen

T = TypeVar("T")


class Effect(Enum):
    """What a call does to the account, and so what a repetition would do."""

    READS = "reads"
    SETS = "sets"  # twice is as good as once
    DELETES = "deletes"  # a named thing
    ADDS = "adds"  # twice is wrong, or unclear


class Format(Enum):
    """What a document may be written in."""

    JSON = "json"


class Place(Enum):
    """Where an argument travels."""

    PATH = "path"
    QUERY = "query"
    BODY = "body"


class Host(Enum):
    """The service's origins; ``base_url`` takes the place of all."""

    API = "https://api.digiseller.com"


class Answer(Enum):
    """Where in a reply the payload is."""

    CONTENT = "content"  # in the field of that name, beside retval and errors
    FLAT = "flat"  # beside retval, desc and endesc
    EMPTY = "empty"  # nowhere: 204, or nothing of interest


class Token(Enum):
    """Whether a call carries the access token."""

    REQUIRED = "required"
    NEVER = "never"


@frozen(eq=False)
class Param:
    """An argument: its Python name and kind, its name on the wire, its place and its limits.

    *kind* is ``int``, ``str``, ``bool``, ``Decimal``, ``datetime``, an open enum, or a model whose
    parts *fields* describes. *many* takes several. *own_seller* falls back on the client's seller.
    """

    name: str
    kind: type[Any]
    doc: str
    wire: str = ""
    place: Place = Place.QUERY
    required: bool = False
    positional: bool = False
    many: bool = False
    at_least: int | None = None
    at_most: int | None = None
    fields: tuple[Param, ...] = ()
    own_seller: bool = False

    def __attrs_post_init__(self) -> None:
        if not self.wire:
            object.__setattr__(self, "wire", self.name)


@frozen(kw_only=True, eq=False)
class Alternative:
    """A second route to the same operation, taken when the argument *flag* is true."""

    flag: str
    method: str
    path: str
    doc: str


@frozen(kw_only=True, eq=False)
class Endpoint(Generic[T]):
    """A row: one operation that gives a ``T``. *ordered* are pairs that must not descend."""

    group: str
    name: str
    method: str
    path: str
    effect: Effect
    params: tuple[Param, ...] = ()
    ordered: tuple[tuple[str, str], ...] = ()
    returns: type[T]
    answer: Answer = Answer.CONTENT
    formats: tuple[Format, ...] = (Format.JSON,)
    alternative: Alternative | None = None
    host: Host = Host.API
    token: Token = Token.REQUIRED
    permission: str = ""
    page: str
    summary: str
    gives: str
    notes: str = ""

    @property
    def operation(self) -> str:
        """The public name, such as ``account.receipts``."""
        return f"{self.group}.{self.name}" if self.group else self.name


@frozen(kw_only=True, eq=False)
class ListEndpoint(Endpoint[T]):
    """A row whose answer comes in pages of ``T``; *number* and *size* say how to ask for one."""

    page_size: int = 100  # what a page has by default here
    largest: int | None = None  # what a page may have, if the documentation says
    number: Param = Param("page", int, at_least=1, doc="The page to start from.")
    size: Param = Param("page_size", int, wire="count", at_least=1, doc="Items a page.")

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "size", evolve(self.size, at_most=self.largest))
