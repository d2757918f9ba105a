"""Keep the content that is sold, and which product each piece of it belongs to.

No operation lists content, so an id is all that a caller has.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count

from .products import Item, Piece
from .stock import Stock
from .texts import RefusedError

FIRST_CONTENT = 6_403_227
FIRST_PREVIEW = 123_456


@dataclass(frozen=True, kw_only=True)
class ContentReference:
    """Which content is meant: by its own id, or by a product that has only this one."""

    content_id: int | None
    product_id: int | None


@dataclass
class ContentStore:
    """New ids of content and previews, and their products."""

    stock: Stock
    content_ids: "count[int]" = field(default_factory=lambda: count(FIRST_CONTENT))
    preview_ids: "count[int]" = field(default_factory=lambda: count(FIRST_PREVIEW))
    owners: dict[int, int] = field(default_factory=dict[int, int])
    galleries: dict[int, int] = field(default_factory=dict[int, int])
    deletions: int = 0
    additions: int = 0

    def add(self, item: Item, pieces: Iterable[Piece]) -> list[Piece]:
        """Give the *pieces* to the *item*, and return them."""
        added = list(pieces)
        item.content.extend(added)
        self.owners.update((piece.content_id, item.id) for piece in added)
        return added

    def replace(
        self, reference: ContentReference, new: Piece, *, update_old: bool
    ) -> tuple[int, int]:
        """Sell the *new* piece in place of the one that is meant; return both ids.

        Content that is named by its own id keeps it, as in the pages' samples. Universal content
        that was sold stays as it is under its id, unless the old is to be updated, too.
        """
        item, old = self._find(reference)
        if (old.filename is None) != (new.filename is None):
            raise RefusedError("content_id", f"Content {old.content_id} is of another type")
        if update_old:
            universal_content(item)
        if reference.content_id is not None or update_old:
            new.content_id = old.content_id
        new.variant_id = old.variant_id
        item.content[item.content.index(old)] = new
        del self.owners[old.content_id]
        self.owners[new.content_id] = item.id
        return old.content_id, new.content_id

    def delete(self, reference: ContentReference) -> None:
        """Delete one piece of content; its own id and its product's are needed."""
        if reference.content_id is None or reference.product_id is None:
            raise RefusedError("content_id", "content_id and product_id are required")
        item, piece = self._find(reference)
        item.content.remove(piece)
        del self.owners[piece.content_id]

    def delete_all(self, item: Item, variant_id: int | None) -> int:
        """Delete the content of the *item*, or of one of its variants; return how much it was."""
        deleted = [one for one in item.content if variant_id in {None, one.variant_id}]
        for piece in deleted:
            item.content.remove(piece)
            del self.owners[piece.content_id]
        return len(deleted)

    def _find(self, reference: ContentReference) -> tuple[Item, Piece]:
        """Return the content that is meant, and its product."""
        content_id, product_id = reference.content_id, reference.product_id
        if content_id is None:
            item = self.stock.find(product_id)
            return item, universal_content(item)
        owner_id = self.owners.get(content_id)
        if owner_id is None or product_id not in {None, owner_id}:
            raise RefusedError("content_id", f"There is no content {content_id}")
        item = self.stock.find(owner_id)
        return item, next(one for one in item.content if one.content_id == content_id)


def universal_content(item: Item) -> Piece:
    """Return the only content of the *item*, which all its buyers get."""
    if len(item.content) != 1:
        message = f"Product {item.id} has no universal content: name a content_id"
        raise RefusedError("product_id", message)
    return item.content[0]
