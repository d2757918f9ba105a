"""The stock and a request come in; content that was added, replaced or deleted goes out."""

from collections.abc import Iterable
from dataclasses import dataclass

from .._http.answers import RefusedError
from .._state.content_ids import ContentDesk
from .._state.stock import Item, Piece, Stock


@dataclass(frozen=True, kw_only=True)
class Named:
    """Which content is meant: by its own id, or by a product that has only this one."""

    content_id: int | None
    product_id: int | None


def put(desk: ContentDesk, item: Item, pieces: Iterable[Piece]) -> list[Piece]:
    """Give the *pieces* to the *item*, and return them."""
    added = list(pieces)
    item.content.extend(added)
    desk.owners.update((piece.content_id, item.id) for piece in added)
    return added


def pick(stock: Stock, desk: ContentDesk, named: Named) -> tuple[Item, Piece]:
    """Return the content that is *named*, and its product."""
    if named.content_id is None:
        return universal(stock.find(named.product_id))
    product_id = desk.owners.get(named.content_id)
    if product_id is None or named.product_id not in {None, product_id}:
        raise RefusedError("content_id", f"There is no content {named.content_id}")
    item = stock.find(product_id)
    return item, next(one for one in item.content if one.content_id == named.content_id)


def universal(item: Item) -> tuple[Item, Piece]:
    """Return the only content of the *item*, which all its buyers get."""
    if len(item.content) != 1:
        message = f"Product {item.id} has no universal content: name a content_id"
        raise RefusedError("product_id", message)
    return item, item.content[0]


def replace(
    stock: Stock, desk: ContentDesk, named: Named, new: Piece, *, update_old: bool
) -> tuple[int, int]:
    """Sell the *new* piece in place of the one that is *named*; return both ids.

    Content that is named by its own id keeps it, as in the pages' samples. Universal content
    that was sold stays as it is under its id, unless the old is to be updated, too.
    """
    item, old = pick(stock, desk, named)
    if (old.filename is None) != (new.filename is None):
        raise RefusedError("content_id", f"Content {old.content_id} is of another type")
    if update_old:
        universal(item)
    if named.content_id is not None or update_old:
        new.content_id = old.content_id
    new.variant_id = old.variant_id
    item.content[item.content.index(old)] = new
    del desk.owners[old.content_id]
    desk.owners[new.content_id] = item.id
    return old.content_id, new.content_id


def delete(stock: Stock, desk: ContentDesk, named: Named) -> None:
    """Delete one piece of content; its own id and its product's are needed."""
    if named.content_id is None or named.product_id is None:
        raise RefusedError("content_id", "content_id and product_id are required")
    item, piece = pick(stock, desk, named)
    item.content.remove(piece)
    del desk.owners[piece.content_id]


def delete_all(item: Item, desk: ContentDesk, variant_id: int | None) -> int:
    """Delete the content of the *item*, or of one of its variants; return how much it was."""
    gone = [one for one in item.content if variant_id in {None, one.variant_id}]
    for piece in gone:
        item.content.remove(piece)
        del desk.owners[piece.content_id]
    return len(gone)
