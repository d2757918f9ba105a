"""Add, replace and delete content: files, texts and links, codes."""

from collections.abc import Iterable
from typing import Annotated, Literal

from msgspec import Meta, Struct, to_builtins

from .._http.answers import Answer, changed, found
from .._http.bodies import read_body
from .._http.call import Arguments, Call, Handlers
from .._http.uploads import Upload
from .._state.content import ContentReference, ContentStore
from .._state.products import Item, Piece
from .._state.seller import Seller
from .._state.texts import RefusedError
from .zip_files import list_files

NonEmpty = Annotated[str, Meta(min_length=1)]
ROOT = "result"
# wire-notes: deleting answers nothing, and sometimes an envelope.
STATUS_EACH = 3
UNLIMITED_CODES = -1


class NewContentText(Struct, frozen=True):
    """One text or link to sell."""

    value: NonEmpty
    serial: str | None = None
    id_v: int | None = None


class AddTextsRequest(Struct, frozen=True):
    """The body that adds texts."""

    product_id: int
    content: Annotated[tuple[NewContentText, ...], Meta(min_length=1)]


class UpdateTextRequest(Struct, frozen=True):
    """The body that replaces a text."""

    value: NonEmpty
    serial: str | None = None
    update_old: bool = False
    content_id: int | None = None
    product_id: int | None = None


class UpdateFormRequest(Struct, frozen=True):
    """The body that says where the seller's own server is asked for what is sold."""

    product_id: int
    address: NonEmpty
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


SUCCESS = Status("Success")


def sent_files(call: Call) -> tuple[Upload, ...]:
    """Return the files that were sent, at least one."""
    if call.received.problem is not None:
        raise RefusedError("body", f"The request is invalid: {call.received.problem}")
    if not call.received.files:
        raise RefusedError("file", "There is no file in a multipart/form-data request")
    return call.received.files


def file_piece(store: ContentStore, upload: Upload) -> Piece:
    """Return a file to sell."""
    return Piece(
        content_id=next(store.content_ids),
        filename=upload.name,
        size=upload.size,
        sha256=upload.sha256,
    )


def added_files(seller: Seller, item: Item, pieces: Iterable[Piece]) -> Answer:
    """Add files to the *item*, and return their ids."""
    added = seller.content.add(item, pieces)
    return changed([AddedFile(one.content_id, one.filename or "") for one in added], root=ROOT)


def add_file(seller: Seller, call: Call) -> Answer:
    """Sell the files that were sent."""
    item = seller.stock.find(call.id_in_path("product_id"))
    return added_files(seller, item, [file_piece(seller.content, one) for one in sent_files(call)])


def add_files(seller: Seller, call: Call) -> Answer:
    """Sell the files of an archive."""
    item = seller.stock.find(call.id_in_path("product_id"))
    packed = list_files(sent_files(call)[0], call.id_in_path("count"))
    ids = seller.content.content_ids
    pieces = [Piece(content_id=next(ids), filename=one.name, size=one.size) for one in packed]
    return added_files(seller, item, pieces)


def add_text(seller: Seller, call: Call) -> Answer:
    """Sell texts or links."""
    request = read_body(call.body, call.content_type, AddTextsRequest, root="text_content")
    item, ids = seller.stock.find(request.product_id), seller.content.content_ids
    pieces = [
        Piece(content_id=next(ids), value=one.value, serial=one.serial, variant_id=one.id_v)
        for one in request.content
    ]
    added = seller.content.add(item, pieces)
    return changed([AddedText(one.content_id, one.serial) for one in added], root=ROOT)


def set_code_count(seller: Seller, call: Call) -> Answer:
    """Say how many codes there are to make, -1 for any number."""
    item, count = seller.stock.find(call.id_in_path("product_id")), call.id_in_path("count")
    if count is None or count < UNLIMITED_CODES:
        raise RefusedError("count", f"count is less than {UNLIMITED_CODES}: {count}")
    # What a product has at first are such codes; their number is set, and not raised.
    item.code_count, item.rest = count, 0
    return changed(SUCCESS, root=ROOT)


def update_file(seller: Seller, call: Call) -> Answer:
    """Replace a file."""
    reference = reference_in(call.arguments)
    update_old = call.arguments.flag("updateOld", default=False)
    new = file_piece(seller.content, sent_files(call)[0])
    ids = seller.content.replace(reference, new, update_old=update_old)
    return changed([UpdatedFile(*ids, new.filename or "")], root=ROOT)


def update_text(seller: Seller, call: Call) -> Answer:
    """Replace a text or link."""
    request = read_body(call.body, call.content_type, UpdateTextRequest, root="request")
    reference = ContentReference(content_id=request.content_id, product_id=request.product_id)
    content_id = next(seller.content.content_ids)
    new = Piece(content_id=content_id, value=request.value, serial=request.serial)
    ids = seller.content.replace(reference, new, update_old=request.update_old)
    return changed(UpdatedText(*ids, new.serial), root=ROOT)


def reference_in(query: Arguments) -> ContentReference:
    """Return which content a *query* means."""
    return ContentReference(
        content_id=query.integer("contentId"), product_id=query.integer("productId")
    )


def delete_content(seller: Seller, call: Call) -> Answer:
    """Delete one piece of content, and answer with a body only now and then."""
    store = seller.content
    store.delete(reference_in(call.arguments))
    store.deletions += 1
    has_body = store.deletions % STATUS_EACH == 0
    return changed(SUCCESS, root=ROOT) if has_body else Answer(effect=True)


def delete_all(seller: Seller, call: Call) -> Answer:
    """Delete all content of a product, or of one of its variants."""
    item = seller.stock.find(call.arguments.integer("productId"))
    count = seller.content.delete_all(item, call.arguments.integer("variantId"))
    answer = changed if count else found
    return answer(DeletedContent(count), root=ROOT)


def update_form(seller: Seller, call: Call) -> Answer:
    """Say which server is asked for what is sold."""
    request = read_body(call.body, call.content_type, UpdateFormRequest, root="request")
    item = seller.stock.find(request.product_id)
    item.form = to_builtins(request)
    return changed(SUCCESS, root="response")


HANDLERS: Handlers = {
    "content.add_file": add_file,
    "content.add_files": add_files,
    "content.add_text": add_text,
    "content.set_code_count": set_code_count,
    "content.update_file": update_file,
    "content.update_text": update_text,
    "content.delete": delete_content,
    "content.delete_all": delete_all,
    "content.update_form": update_form,
}
