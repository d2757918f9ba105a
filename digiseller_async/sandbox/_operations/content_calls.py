"""A call about content comes in; the seller's content is changed, and the answer goes out."""

from collections.abc import Iterable

from msgspec import to_builtins

from .._http.answers import Answer, RefusedError, changed, found
from .._http.bodies import read_body
from .._http.call import Call
from .._http.uploads import Upload
from .._state.content_ids import ContentDesk
from .._state.seller import Seller
from .._state.stock import Item, Piece
from .content import Named, delete, delete_all, put, replace
from .content_schemas import (
    AddedFile,
    AddedText,
    AskedForm,
    AskedTexts,
    DeletedContent,
    NewText,
    Status,
    UpdatedFile,
    UpdatedText,
)
from .zip_files import unpack

ROOT = "result"
SUCCESS = Status("Success")
# wire-notes: deleting answers nothing, and sometimes an envelope.
TALKS_EACH = 3
UNLIMITED = -1


def sent_files(call: Call) -> tuple[Upload, ...]:
    """Return the files that were sent, at least one."""
    if call.received.problem is not None:
        raise RefusedError("body", f"The request is invalid: {call.received.problem}")
    if not call.received.files:
        raise RefusedError("file", "There is no file in a multipart/form-data request")
    return call.received.files


def file(desk: ContentDesk, upload: Upload) -> Piece:
    """Return a file to sell."""
    return Piece(
        content_id=next(desk.content_ids),
        filename=upload.name,
        size=upload.size,
        sha256=upload.sha256,
    )


def added_files(seller: Seller, item: Item, pieces: Iterable[Piece]) -> Answer:
    """Sell files of the *item*."""
    added = put(seller.content, item, pieces)
    return changed([AddedFile(one.content_id, one.filename or "") for one in added], root=ROOT)


def add_file(seller: Seller, call: Call) -> Answer:
    """Sell the files that were sent."""
    item = seller.stock.find(call.id_in_path("product_id"))
    return added_files(seller, item, [file(seller.content, one) for one in sent_files(call)])


def add_files(seller: Seller, call: Call) -> Answer:
    """Sell the files of an archive."""
    item = seller.stock.find(call.id_in_path("product_id"))
    packed = unpack(sent_files(call)[0], call.id_in_path("count"))
    ids = seller.content.content_ids
    pieces = [Piece(content_id=next(ids), filename=one.name, size=one.size) for one in packed]
    return added_files(seller, item, pieces)


def add_text(seller: Seller, call: Call) -> Answer:
    """Sell texts or links."""
    asked = read_body(call.body, call.content_type, AskedTexts, root="text_content")
    item, ids = seller.stock.find(asked.product_id), seller.content.content_ids
    pieces = [
        Piece(content_id=next(ids), value=one.value, serial=one.serial, variant_id=one.id_v)
        for one in asked.content
    ]
    added = put(seller.content, item, pieces)
    return changed([AddedText(one.content_id, one.serial) for one in added], root=ROOT)


def set_code_count(seller: Seller, call: Call) -> Answer:
    """Say how many codes there are to make, -1 for any number."""
    item, count = seller.stock.find(call.id_in_path("product_id")), call.id_in_path("count")
    if count is None or count < UNLIMITED:
        raise RefusedError("count", f"count is less than {UNLIMITED}: {count}")
    # What a product has at first are such codes; their number is set, and not raised.
    item.code_count, item.rest = count, 0
    return changed(SUCCESS, root=ROOT)


def update_file(seller: Seller, call: Call) -> Answer:
    """Sell another file."""
    query, desk = call.arguments, seller.content
    named = Named(content_id=query.integer("contentId"), product_id=query.integer("productId"))
    update_old = query.flag("updateOld", default=False)
    new = file(desk, sent_files(call)[0])
    ids = replace(seller.stock, desk, named, new, update_old=update_old)
    return changed([UpdatedFile(*ids, new.filename or "")], root=ROOT)


def update_text(seller: Seller, call: Call) -> Answer:
    """Sell another text or link."""
    asked, desk = read_body(call.body, call.content_type, NewText, root="request"), seller.content
    named = Named(content_id=asked.content_id, product_id=asked.product_id)
    new = Piece(content_id=next(desk.content_ids), value=asked.value, serial=asked.serial)
    ids = replace(seller.stock, desk, named, new, update_old=asked.update_old)
    return changed(UpdatedText(*ids, new.serial), root=ROOT)


def delete_one(seller: Seller, call: Call) -> Answer:
    """Sell one piece no longer, and say so only now and then."""
    query, desk = call.arguments, seller.content
    named = Named(content_id=query.integer("contentId"), product_id=query.integer("productId"))
    delete(seller.stock, desk, named)
    desk.deletions += 1
    talks = desk.deletions % TALKS_EACH == 0
    return changed(SUCCESS, root=ROOT) if talks else Answer(effect=True)


def delete_everything(seller: Seller, call: Call) -> Answer:
    """Sell nothing of a product, or of one of its variants, any longer."""
    item = seller.stock.find(call.arguments.integer("productId"))
    count = delete_all(item, seller.content, call.arguments.integer("variantId"))
    answer = changed if count else found
    return answer(DeletedContent(count), root=ROOT)


def update_form(seller: Seller, call: Call) -> Answer:
    """Say which server is asked for what is sold."""
    asked = read_body(call.body, call.content_type, AskedForm, root="request")
    item = seller.stock.find(asked.product_id)
    item.form = to_builtins(asked)
    return changed(SUCCESS, root="response")
