"""Nothing comes in; the bodies and the answers of the content's operations go out."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

Filled = Annotated[str, Meta(min_length=1)]


class AskedText(Struct, frozen=True):
    """One text or link to sell."""

    value: Filled
    serial: str | None = None
    id_v: int | None = None


class AskedTexts(Struct, frozen=True):
    """The body that adds texts."""

    product_id: int
    content: Annotated[tuple[AskedText, ...], Meta(min_length=1)]


class NewText(Struct, frozen=True):
    """The body that replaces a text."""

    value: Filled
    serial: str | None = None
    update_old: bool = False
    content_id: int | None = None
    product_id: int | None = None


class AskedForm(Struct, frozen=True):
    """The body that says where the seller's own server is asked for what is sold."""

    product_id: int
    address: Filled
    encoding: Literal["UTF8", "Windows1251"]
    method: Literal["Email", "JSON", "XML"] | None = None
    options: bool | None = None
    answer: bool | None = None
    # The page's sample has this one flag in quotation marks.
    allow_purchase_multiple_items: bool | Literal["true", "false"] | None = None
    url_for_quantity: str | None = None


class AddedFile(Struct, frozen=True):
    """A file's new id."""

    content_id: int
    filename: str


class AddedText(Struct, frozen=True):
    """A text's new id."""

    content_id: int
    serial: str | None


class UpdatedFile(Struct, frozen=True):
    """A file's ids before and after."""

    content_id: int
    new_content_id: int
    filename: str


class UpdatedText(Struct, frozen=True):
    """A text's ids before and after."""

    content_id: int
    new_content_id: int
    serial: str | None


class DeletedContent(Struct, frozen=True):
    """How much was deleted."""

    deleted_count: int


class Status(Struct, frozen=True):
    """That something was done."""

    status: str
