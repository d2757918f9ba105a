"""The words that the table is written in: what an operation is called, takes, does and gives."""

from __future__ import annotations

from enum import Enum
from typing import Any, Generic, TypeVar

from attrs import evolve, field, frozen

T = TypeVar("T")


class Effect(Enum):
    """What a call does to the account, and so whether it may be repeated."""

    SAFE = "safe"  # it only reads
    IDEMPOTENT = "idempotent"  # it sets: twice is as good as once
    DELETES = "deletes"  # a named thing, so idempotent too
    NOT_IDEMPOTENT = "not idempotent"  # it adds: twice is wrong, or unclear


class Format(Enum):
    """What a document may be written in."""

    JSON = "json"
    XML = "xml"


class Place(Enum):
    """Where an argument travels."""

    PATH = "path"
    QUERY = "query"
    BODY = "body"
    FILES = "files"


class Host(Enum):
    """The service's origins; ``base_url`` takes the place of all."""

    API = "https://api.digiseller.com"
    SHOP = "https://shop.digiseller.ru"
    GRAPH = "https://graph.digiseller.ru"


class Answer(Enum):
    """Where in a reply the payload is."""

    CONTENT = "content"  # in one field of an envelope, beside retval and errors
    FLAT = "flat"  # beside retval, desc and endesc
    BARE = "bare"  # it is the whole document: no envelope
    EMPTY = "empty"  # nowhere: 204, or nothing of interest
    BYTES = "bytes"  # it is the body itself, and no document


class Scalars(Enum):
    """How an operation's JSON writes numbers and flags, as far as that is a habit, no surprise."""

    PLAIN = "plain"  # numbers are numbers, flags are true and false
    FLAGS = "flags"  # flags are 0 and 1
    TEXTS = "texts"  # all of them are texts


class Token(Enum):
    """Whether a call carries the access token."""

    REQUIRED = "required"
    OPTIONAL = "optional"  # it shows more to the owner
    NEVER = "never"


class File:
    """The kind of an argument that is a file: a path, bytes, an open file, or a stream."""


class Archive(File):
    """The kind of an argument that is a ZIP archive; a parameter *count* tells how many files."""


@frozen(eq=False)
class Param:
    """An argument: its Python name and kind, its name on the wire, its place and its limits.

    *kind* is ``int``, ``str``, ``bool``, ``Decimal``, ``datetime``, an open enum, ``File``, or a
    model, whose fields are its parts. *positional*: it needs no name in a call; *leads*: it comes
    first there, wherever it is in the row. *xml* is its path in an XML body, if not its name.
    *many* takes several, at most *most_items* in one request; *split* sends more of them in several
    requests. *whole* is the word that is said for all, where leaving an argument out must not
    happen unawares: it is the default, is not sent, and None is refused. *choices* are the only
    numbers that the page allows; *blank* allows ``""``, sent as such; *pattern* is what a text must
    look like. *own_seller* falls back on the client's seller. *secret*: it appears in no error.
    """

    name: str
    kind: type[Any]
    doc: str
    wire: str = ""
    xml: str = ""
    place: Place = Place.QUERY
    required: bool = False
    positional: bool = False
    leads: bool = False
    many: bool = False
    most_items: int | None = None
    split: bool = False
    whole: str = ""
    at_least: int | None = None
    at_most: int | None = None
    choices: tuple[int, ...] = ()
    blank: bool = False
    pattern: str = ""
    own_seller: bool = False
    secret: bool = False
    needs_word: bool = field(init=False)
    """Whether leaving it out has to be looked at: it may be refused."""

    def __attrs_post_init__(self) -> None:
        needs_word = self.required or self.own_seller or bool(self.whole)
        object.__setattr__(self, "needs_word", needs_word)
        if not self.wire:
            object.__setattr__(self, "wire", self.name)
        if not self.xml:
            object.__setattr__(self, "xml", self.wire)


@frozen(kw_only=True, eq=False)
class Alternative:
    """A second route to the same operation, taken when the argument *flag* is true."""

    flag: str
    method: str
    path: str
    doc: str


@frozen(kw_only=True, eq=False)
class Endpoint(Generic[T]):
    """A row: one operation that gives a ``T``, or with *many* a list of them.

    *payload* is the field of the envelope that has it, *xml* its path from the root of an XML
    answer. *formats* are what it may be answered in, *accepts* what its body may be written in,
    *root* an XML body's outermost element, *xml_type* XML's media type there. *ordered* are pairs
    that must not descend, *one_of* arguments of which at least one must be given. *starts_task*:
    the payload is the id of a task. *repeats_when_lost* is false where a deletion whose answer was
    lost should not be repeated unasked.
    """

    group: str
    name: str
    method: str
    path: str
    effect: Effect
    params: tuple[Param, ...] = ()
    ordered: tuple[tuple[str, str], ...] = ()
    one_of: tuple[str, ...] = ()
    returns: type[T]
    many: bool = False
    answer: Answer = Answer.CONTENT
    payload: str = "content"
    xml: str = ""
    scalars: Scalars = Scalars.PLAIN
    formats: tuple[Format, ...] = (Format.JSON,)
    accepts: tuple[Format, ...] = (Format.JSON, Format.XML)
    root: str = "request"
    xml_type: str = "text/xml"
    alternative: Alternative | None = None
    starts_task: bool = False
    repeats_when_lost: bool = True
    host: Host = Host.API
    token: Token = Token.REQUIRED
    permission: str = ""
    page: str
    summary: str
    gives: str
    notes: str = ""
    has_body: bool = field(init=False)
    """Whether any argument travels in the body, so that there is one, if perhaps an empty one."""

    def __attrs_post_init__(self) -> None:
        has_body = any(one.place is Place.BODY for one in self.params)
        object.__setattr__(self, "has_body", has_body)
        if not self.xml:
            at = self.payload if self.answer is Answer.CONTENT else "."
            object.__setattr__(self, "xml", at)

    @property
    def operation(self) -> str:
        """The public name, such as ``account.receipts``."""
        return f"{self.group}.{self.name}" if self.group else self.name


@frozen(kw_only=True)
class Layout:
    """Where an answer has a page's facts: keys in JSON, or paths in XML; ``""`` is nowhere.

    *items* may be several keys, as in ``"review|reviews"``; *may_lack_items*: none means no items.
    """

    items: str = "items"
    page: str = "page"
    count: str = "count"
    has_next_page: str = "has_next_page"
    total_count: str = "total_count"
    total_pages: str = "total_pages"
    may_lack_items: bool = False


@frozen(kw_only=True, eq=False)
class ListEndpoint(Endpoint[T]):
    """A row whose answer comes in pages of ``T``; *number* and *size* say how to ask for one.

    *layout* and *xml_layout* say where the payload has the page's facts. *about* is the model of
    what it says beside the items, if it says anything.
    """

    page_size: int = 100  # what a page has by default here
    largest: int | None = None  # what a page may have, if the documentation says
    number: Param = Param("page", int, at_least=1, doc="The page to start from.")
    size: Param = Param("page_size", int, wire="count", at_least=1, doc="Items a page.")
    layout: Layout = Layout()
    xml_layout: Layout = Layout()
    about: type[Any] | None = None

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        object.__setattr__(self, "size", evolve(self.size, at_most=self.largest))
