"""Models of what is sold: texts and files as they are added, updated and deleted."""

from __future__ import annotations

from attrs import field, frozen

from ._base import Int64, OpenStrEnum, wire

__all__ = [
    "AddedFile",
    "AddedText",
    "DeletedContent",
    "FormEncoding",
    "FormMethod",
    "Status",
    "TextItem",
    "UpdatedFile",
    "UpdatedText",
]


class FormMethod(OpenStrEnum):
    """How a sale is announced to the seller's own address."""

    EMAIL = "Email"
    """By e-mail."""
    JSON = "JSON"
    """As JSON."""
    XML = "XML"
    """As XML."""


class FormEncoding(OpenStrEnum):
    """The encoding of what is sent there; the Swagger lists them, the page's sample has UTF8."""

    UTF8 = "UTF8"
    """UTF-8."""
    WINDOWS_1251 = "Windows1251"
    """Windows-1251."""


@frozen(kw_only=True)
class Status:
    """That something was done."""

    status: str
    """Response status, such as ``Success`` or ``success``."""


@frozen(kw_only=True)
class TextItem:
    """A text or a link to sell; a plain ``str`` stands for one with nothing but its *value*."""

    serial: str | None = None
    """Your tracking content id."""
    value: str = field(metadata=wire(alone=True))
    """Item content."""
    id_v: Int64 | None = field(default=None, metadata=wire(at_least=0))
    """Variant id, if the content is separate for each variant of a parameter."""


@frozen(kw_only=True)
class AddedFile:
    """A file that was added."""

    content_id: Int64
    """New content id. No operation lists content, so keep it."""
    filename: str | None = None
    """File name."""


@frozen(kw_only=True)
class AddedText:
    """A text or a link that was added."""

    content_id: Int64
    """New content id. No operation lists content, so keep it."""
    serial: str | None = None
    """Your tracking content id."""


@frozen(kw_only=True)
class UpdatedFile:
    """A file that was replaced."""

    content_id: Int64
    """Content id."""
    new_content_id: Int64 | None = None
    """New content id."""
    filename: str | None = None
    """File name."""


@frozen(kw_only=True)
class UpdatedText:
    """A text or a link that was replaced."""

    content_id: Int64
    """Content id."""
    new_content_id: Int64 | None = None
    """New content id; the page's sample of JSON lacks it."""
    serial: str | None = None
    """Your tracking content id."""


@frozen(kw_only=True)
class DeletedContent:
    """How much was deleted."""

    deleted_count: Int64 | None = None
    """Amount of deleted content."""
