"""Models of the content that products sell: texts and files, added, updated and deleted."""

from __future__ import annotations

from attrs import field, frozen

from ._base import Int64, Model, OpenStrEnum, wire

__all__ = [
    "AddedFile",
    "AddedText",
    "CodeCount",
    "DeletedContent",
    "FormEncoding",
    "FormMethod",
    "Status",
    "TextItem",
    "UpdatedFile",
    "UpdatedText",
]


class FormMethod(OpenStrEnum):
    """How the seller's own server is told of a sale."""

    EMAIL = "Email"
    """By e-mail."""
    JSON = "JSON"
    """As JSON."""
    XML = "XML"
    """As XML."""


class FormEncoding(OpenStrEnum):
    """The encoding of what the seller's server is sent (from the Swagger)."""

    UTF8 = "UTF8"
    """UTF-8."""
    WINDOWS_1251 = "Windows1251"
    """Windows-1251."""


@frozen(kw_only=True)
class Status(Model):
    """The service's confirmation of a change."""

    status: str | None = field(default=None, metadata=wire(expected=True))
    """The service's word for it, such as ``Success`` or ``success``; None if it says none."""


@frozen(kw_only=True)
class TextItem(Model):
    """A text or a link to sell; a ``str`` stands for one that has only a *value*."""

    serial: str | None = None
    """Your own id for it."""
    value: str = field(metadata=wire(shorthand=True, not_blank=True))
    """What the buyer gets."""
    id_v: Int64 | None = field(default=None, metadata=wire(at_least=0))
    """The variant that it is for, if variants of an option have content of their own."""


@frozen(kw_only=True)
class AddedFile(Model):
    """A file that was added."""

    content_id: Int64
    """New content id. No operation lists content, so keep it."""
    filename: str | None = None
    """File name."""


@frozen(kw_only=True)
class AddedText(Model):
    """A text or a link that was added."""

    content_id: Int64
    """New content id. No operation lists content, so keep it."""
    serial: str | None = None
    """Your own id for it."""


@frozen(kw_only=True)
class UpdatedFile(Model):
    """A file that was replaced."""

    content_id: Int64
    """Its former content id."""
    new_content_id: Int64 | None = None
    """Its new content id."""
    filename: str | None = None
    """File name."""


@frozen(kw_only=True)
class UpdatedText(Model):
    """A text or a link that was replaced."""

    content_id: Int64
    """Its former content id."""
    new_content_id: Int64 | None = None
    """Its new content id; the documentation's sample of JSON lacks it."""
    serial: str | None = None
    """Your own id for it."""


@frozen(kw_only=True)
class DeletedContent(Model):
    """How much content was deleted."""

    deleted_count: Int64 | None = None
    """How many pieces of content were deleted."""


@frozen(kw_only=True)
class CodeCount(Model):
    """How many codes the service generates for a product."""

    count: Int64 | None = field(default=None, metadata=wire(expected=True))
    """The number, -1 if it is unlimited; None only if an answer does not say it."""
