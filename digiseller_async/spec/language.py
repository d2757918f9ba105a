"""Define the language of the table: what a row says about an operation and its parameters."""

from __future__ import annotations

import datetime as dt
from enum import Enum
from typing import Any, Generic, TypeVar

from attrs import evolve, field, frozen

T = TypeVar("T")


class Effect(Enum):
    """What a call does to the account, and so whether it may be retried."""

    SAFE = "safe"  # only reads
    IDEMPOTENT = "idempotent"  # sets: twice has the same effect as once
    DELETES = "deletes"  # deletes a named thing: idempotent too
    NOT_IDEMPOTENT = "not idempotent"  # adds: twice is wrong, or unclear


class Format(Enum):
    """The format of a request body or of a response."""

    JSON = "json"
    XML = "xml"


class Location(Enum):
    """Where in the request a parameter is sent."""

    PATH = "path"
    QUERY = "query"
    BODY = "body"
    FILES = "files"  # a part of a multipart body


class Host(Enum):
    """The origins of the service; the client's ``base_url`` replaces all of them."""

    API = "https://api.digiseller.com"
    SHOP = "https://shop.digiseller.ru"
    GRAPH = "https://graph.digiseller.ru"


class ResponseShape(Enum):
    """Where in a response the payload is."""

    ENVELOPE = "envelope"  # in one field of an envelope, beside retval and errors
    FLAT = "flat"  # its fields stand beside retval, desc and endesc
    BARE = "bare"  # the whole document is the payload: no envelope
    EMPTY = "empty"  # there is none: a 204, or a document without a payload
    BINARY = "binary"  # the body itself is the payload, and no document
    RAW = "raw"  # the response itself is the payload, whatever its body is


class ScalarStyle(Enum):
    """How an operation's JSON writes numbers and flags when it keeps to its documentation."""

    NATIVE = "native"  # as JSON numbers, true and false
    INT_FLAGS = "int flags"  # as JSON numbers; flags as 0 and 1
    STRINGS = "strings"  # numbers and flags as strings


SUCCESS = ("success", "ok")
"""The words of a confirmation."""


class Token(Enum):
    """Whether a call sends the access token."""

    REQUIRED = "required"
    OPTIONAL = "optional"  # sent if there is one: the owner sees more
    NEVER = "never"


REFERENCES = {
    "category_id": "category",
    "content_id": "content",
    "id_i": "order",
    "invoice_id": "order",
    "message_id": "message",
    "option_id": "option",
    "preview_id": "preview",
    "product_id": "product",
    "product_ids": "product",
    "template_id": "template",
    "unique_code": "code",
    "variant_id": "variant",
}
"""Parameters that name one thing, with what it is: a refusal may say that there is none."""


class File:
    """The kind of a parameter that takes a file: a path, bytes, an open file, or a stream."""


class Archive(File):
    """The kind of a parameter that takes a ZIP archive.

    If the row also has a parameter *count*, that is the number of files in the archive.
    """


@frozen(eq=False)
class Param:
    """A parameter of an operation: its name and kind in Python, how it is sent, and its limits."""

    name: str
    """Its name in Python."""
    kind: type[Any]
    """``int``, ``str``, ``bool``, ``Decimal``, ``datetime``, an open enum, `File`, or a model."""
    doc: str
    """Its entry in the docstring of the generated method."""
    wire: str = ""
    """Its name in the query or in a JSON body, if not *name*."""
    xml: str = ""
    """Its path below the root of an XML body, if not *wire*."""
    location: Location = Location.QUERY
    """Where in the request it is sent."""
    required: bool = False
    """Whether a call without it is refused."""
    positional: bool = False
    """Whether it may be passed by position."""
    comes_first: bool = False
    """Whether it is the first in the signature, wherever it is in the row."""
    many: bool = False
    """Whether it takes several values of its kind."""
    max_items: int | None = None
    """How many values one request may have."""
    split: bool = False
    """Whether more than *max_items* values are sent in several requests."""
    all_value: str = ""
    """The word that stands for "all of them".

    It is for a parameter that nobody should leave out unawares: the word is the default, nothing
    is sent for it, and None is refused.
    """
    at_least: int | None = None
    """The smallest number that is allowed."""
    at_most: int | None = None
    """The largest number that is allowed."""
    choices: tuple[int, ...] = ()
    """The only numbers that are allowed."""
    is_end: bool = False
    """Whether a date stands for the last moment of its day, and not for the first."""
    moment_format: str = ""
    """The format of `strftime` in which a moment is sent, if not ISO 8601."""
    as_number: bool = False
    """Whether a flag is sent as 0 or 1, and not as a word."""
    one_or_many: bool = False
    """Whether one file may stand for a list of it."""
    joined: bool = False
    """Whether several values are sent as one, with commas between them."""
    is_body: bool = False
    """Whether its list is the JSON body itself, and no field of an object."""
    in_camel_case: bool = False
    """Whether the fields of its objects are sent in camelCase."""
    instead_of: str = ""
    """Of a model's field: another one, of which at least one of the two must be given."""
    implicit: bool = False
    """Whether the client alone fills it in, so that the method does not take it."""
    allow_empty: bool = False
    """Whether ``""`` is allowed as well; it is sent as such."""
    not_blank: bool = False
    """Whether a text without a visible character is refused."""
    pattern: str = ""
    """The regular expression that a text must match."""
    pattern_doc: str = ""
    """The same in words, for the error message: "must be <pattern_doc>"."""
    defaults_to_own_seller: bool = False
    """Whether the client's own seller id is sent if none is given."""
    secret: bool = False
    """Whether its value must not appear in errors."""
    checks_absence: bool = field(init=False)
    """Whether a call without it may have to be refused (computed)."""

    def __attrs_post_init__(self) -> None:
        checks_absence = self.required or self.defaults_to_own_seller or bool(self.all_value)
        object.__setattr__(self, "checks_absence", checks_absence)
        if not self.wire:
            object.__setattr__(self, "wire", self.name)
        if not self.xml:
            object.__setattr__(self, "xml", self.wire)


@frozen(kw_only=True, eq=False)
class Alternative:
    """A second route to the same operation, taken if the argument *flag* is true."""

    flag: str
    method: str
    path: str
    doc: str


@frozen(kw_only=True, eq=False)
class Endpoint(Generic[T]):
    """A row of the table: one operation that returns a ``T``, or with *many* a list of them."""

    group: str
    """The group that the method is in, such as ``account``."""
    name: str
    """The method's name, such as ``receipts``."""
    method: str
    """The HTTP method."""
    path: str
    """The path; a ``{name}`` in it is the parameter of that name."""
    effect: Effect
    """What a call does to the account."""
    params: tuple[Param, ...] = ()
    """The parameters, in the order in which they are sent."""
    changes_with: str = ""
    """The parameter with which a call that else reads sets something, and so is idempotent."""
    ascending: tuple[tuple[str, str], ...] = ()
    """Pairs of parameters of which the first must not be above the second."""
    at_least_one_of: tuple[str, ...] = ()
    """Parameters of which at least one must be given."""
    exclusive: tuple[tuple[str, str], ...] = ()
    """Pairs of parameters that must not be given together; a flag that is false is not given."""
    dependent: tuple[tuple[str, str], ...] = ()
    """Pairs of parameters of which the first must not be given without the second."""
    only_with: tuple[tuple[str, str, str], ...] = ()
    """Parameters that are required if another one has a certain word, and refused if not."""
    returns: type[T]
    """The kind of the payload, or with *many* of each of its items."""
    many: bool = False
    """Whether the payload is a list."""
    shape: ResponseShape = ResponseShape.ENVELOPE
    """Where in the response the payload is."""
    payload: str = "content"
    """The payload's key in a JSON envelope, or its path there, as in ``content/products``."""
    envelope_names: tuple[tuple[str, str], ...] = ()
    """Names that a JSON answer has in place of the envelope's, each with the one it replaces."""
    may_be_bare: bool = False
    """Whether a list, or an object, without an envelope is the payload, too."""
    xml: str = ""
    """The payload's path below the root of an XML response; ``.`` is the root itself."""
    fallbacks: tuple[str, ...] = ()
    """Other paths that a scalar payload may be at, in both formats, in the order of trust."""
    id_keys: tuple[str, ...] = ()
    """Keys of which the first stands for an object where the payload is an id."""
    asked_id: str = ""
    """The parameter that is the payload's *id* if the answer does not repeat it."""
    may_name_nothing: bool = False
    """Whether a success that names nothing of what was added is one; then the list is empty."""
    names_added: bool = False
    """Whether the payload names the one thing that was added.

    A success that does not is an `UnexpectedReplyError`, and the thing was added all the same.
    """
    scalars: ScalarStyle = ScalarStyle.NATIVE
    """How its JSON writes numbers and flags."""
    formats: tuple[Format, ...] = (Format.JSON,)
    """The formats that it can respond in, the default first."""
    body_formats: tuple[Format, ...] = (Format.JSON, Format.XML)
    """The formats that its request body may have, the default first."""
    form_body: bool = False
    """Whether its request body is a form, whatever format is preferred."""
    xml_root: str = "request"
    """The root element of an XML request body."""
    xml_media_type: str = "text/xml"
    """The media type that it knows XML by."""
    alternative: Alternative | None = None
    """A second route to the same operation."""
    empty_is_none: bool = False
    """Whether ``null``, or no body at all, stands for an empty list."""
    starts_task: bool = False
    """Whether the payload is the id of a task that goes on after the response."""
    shows_no_answer: bool = False
    """Whether no documentation shows an answer: then any success counts that is no refusal."""
    confirmations: tuple[str, ...] = ()
    """The words, in lower case, by which the payload's *status* says that the call was done."""
    counted: str = ""
    """The parameter that says how many results there are: its number, or how many it has."""
    retries_when_lost: bool = True
    """Whether a deletion is retried if its response was lost (``Retry.lost_deletes`` overrules)."""
    host: Host = Host.API
    """The origin that serves it."""
    token: Token = Token.REQUIRED
    """Whether a call sends the access token."""
    permission: str = ""
    """The permission that the API key needs, in the documentation's words."""
    docs: str
    """The page of the service's documentation that describes it."""
    summary: str
    """The first line of the method's docstring."""
    returns_doc: str
    """What the method returns, in words: the docstring's section ``Returns``."""
    notes: str = ""
    """Further paragraphs of the docstring."""
    refers_to: tuple[str, ...] = field(init=False)
    """What its parameters name: a refusal that says there is none is `NotFoundError` (computed)."""
    has_body: bool = field(init=False)
    """Whether a parameter may be sent in the body; then there is one, even if empty (computed)."""

    def __attrs_post_init__(self) -> None:
        has_body = any(one.location is Location.BODY for one in self.params)
        object.__setattr__(self, "has_body", has_body)
        things = (REFERENCES.get(one.name) for one in self.params)
        object.__setattr__(self, "refers_to", tuple(dict.fromkeys(filter(None, things))))
        if not self.xml:
            path = self.payload if self.shape is ResponseShape.ENVELOPE else "."
            object.__setattr__(self, "xml", path)

    @property
    def operation(self) -> str:
        """The public name, such as ``account.receipts``."""
        return f"{self.group}.{self.name}" if self.group else self.name


def in_signature_order(row: Endpoint[Any]) -> list[Param]:
    """Return the parameters of *row* in the order in which its method takes them."""
    return sorted(
        (one for one in row.params if not one.implicit),
        key=lambda one: (not one.positional, not one.required, not one.comes_first),
    )


@frozen(kw_only=True)
class PageLayout:
    """Where a page of a list has its items and counts: keys in JSON, paths in XML.

    ``""`` means that the page does not have it.
    """

    items: str = "items"
    """The items; in JSON perhaps one of several keys, as in ``"review|reviews"``."""
    page: str = "page"
    """The number of the page."""
    count: str = "count"
    """The page size."""
    has_next_page: str = "has_next_page"
    """Whether another page follows."""
    total_count: str = "total_count"
    """How many items there are on all pages."""
    total_pages: str = "total_pages"
    """How many pages there are; in JSON perhaps one of several keys."""
    is_plain: bool = False
    """Whether a page may be just the list of its items; such a list ends with an empty page."""
    items_optional: bool = False
    """Whether a page without the key of the items is an empty page, and not an error."""


@frozen(kw_only=True)
class Window:
    """How a list, newest first, is read from one moment to another."""

    start: str
    """The parameter that says from when on, that moment included."""
    finish: str
    """The parameter that says until when, that moment included."""
    moment: str
    """The path of an item's moment."""
    step: dt.timedelta = dt.timedelta(milliseconds=1)
    """To what the service compares moments exactly."""


@frozen(kw_only=True, eq=False)
class ListEndpoint(Endpoint[T]):
    """A row whose responses are pages of ``T``."""

    row_key: tuple[str, ...]
    """The fields that identify an item in the list, on whichever page it is."""
    window: Window | None = None
    """How it is read by time, if it can be."""

    default_page_size: int = 100
    """How many items the client asks for if the caller does not say."""
    max_page_size: int | None = None
    """How many items a page may have, if the documentation says."""
    page_param: Param = Param("page", int, at_least=1, doc="The page to start from.")
    """The parameter that asks for a page by its number."""
    size_param: Param = Param("page_size", int, wire="count", at_least=1, doc="Items a page.")
    """The parameter for the page size."""
    layout: PageLayout = PageLayout()
    """Where a JSON payload has items and counts."""
    xml_layout: PageLayout = PageLayout()
    """Where an XML payload has items and counts."""
    page_extras: type[Any] | None = None
    """The model of what a page says besides its items and counts, if it says anything."""

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        size_param = evolve(self.size_param, at_most=self.max_page_size)
        object.__setattr__(self, "size_param", size_param)
