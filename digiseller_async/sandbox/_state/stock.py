"""Keep the seller's products with all that was changed.

A product is a function of the seed until somebody asks for it by ``find``, which is what changes
do; from then on it is kept. So a hundred thousand products cost nothing.
"""

from array import array
from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from copy import deepcopy
from itertools import count
from typing import Any

from .products import FIRST_ID, FIRST_SEEDED_PREVIEW, Item, seeded_item
from .seeded import Backwards, Chain, Indexes
from .texts import RefusedError

# An added product's id follows the last one of the page's sample.
FIRST_ADDED = 23_387_571
MOST_QUERIES = 16
Key = Callable[[Item], Any]


class Stock:
    """The seller's products."""

    def __init__(self, seed: int, size: int) -> None:
        """Have *size* products at first."""
        self._seed = seed
        self._rows = range(FIRST_ID, FIRST_ID + size)
        self._kept: dict[int, Item] = {}
        self._added: list[int] = []
        self._new_ids = count(FIRST_ADDED)
        self._lists: dict[Hashable, array[int]] = {}
        self._counts: Counter[int] | None = None

    @property
    def rows(self) -> range:
        """The ids of the products that were there at first."""
        return self._rows

    @rows.setter
    def rows(self, ids: range) -> None:
        self._kept = {one: item for one, item in self._kept.items() if one in ids or item.is_new}
        self._rows = ids
        self._invalidate()

    def __len__(self) -> int:
        """Return how many products there are."""
        return len(self.rows) + len(self._added)

    def __iter__(self) -> Iterator[Item]:
        """Yield the products as they are now, the added ones last; to read them only."""
        for product_id in (*self.rows, *self._added):
            yield self._item(product_id)

    def newest_first(self) -> Indexes:
        """Return the ids of the products, those that were added last first."""
        return Chain([Backwards(self._added), self.rows])

    def _item(self, product_id: int) -> Item:
        """Return the product, which is the seller's."""
        return self._kept.get(product_id) or seeded_item(self._seed, product_id - FIRST_ID)

    def get(self, product_id: int | None) -> Item | None:
        """Return the product to read it, or None if it is not the seller's."""
        if product_id is None or not (product_id in self._kept or product_id in self.rows):
            return None
        return self._item(product_id)

    def find(self, product_id: int | None) -> Item:
        """Return the product to change it, or refuse."""
        item = self.get(product_id)
        if item is None:
            raise RefusedError("product_id", f"Product not found: {product_id}")
        self._invalidate()
        return self._kept.setdefault(item.id, item)

    def _invalidate(self) -> None:
        """Forget what was listed and counted, because something changes now."""
        self._lists.clear()
        self._counts = None

    def with_preview(self, preview_id: int) -> int | None:
        """Return the id of the product whose gallery had this preview at first."""
        product_id = FIRST_ID + (preview_id - FIRST_SEEDED_PREVIEW) // 2
        return product_id if product_id in self.rows else None

    def clone(self, item: Item, *, categories: bool, gallery: bool) -> Item:
        """Add a copy of the *item*, without content, and return it."""
        copy = deepcopy(item)
        copy.id = self.new_id()
        copy.content, copy.code_count, copy.rest = [], None, 0
        copy.variant_codes = {}
        copy.categories = item.categories if categories else ()
        copy.previews = copy.previews if gallery else []
        self.add(copy)
        return copy

    def new_id(self) -> int:
        """Return the id of a new product."""
        return next(self._new_ids)

    def add(self, item: Item) -> None:
        """Add a new product."""
        item.is_new = True
        self._kept[item.id] = item
        self._added.append(item.id)
        self._invalidate()

    def count_by_category(self) -> Counter[int]:
        """Return how many products are shown in each category."""
        if self._counts is None:
            self._counts = Counter(one for item in self if item.enabled for one in item.categories)
        return self._counts

    def at(self, ids: Indexes, places: range) -> Iterator[Item]:
        """Return the products at these *places* of a list."""
        return (self._item(ids[place]) for place in places)

    def ids(
        self, query: Hashable, admits: Callable[[Item], bool], key: Key, *, descending: bool = False
    ) -> "array[int]":
        """Return the ids of the products that a list has, in its order.

        Under the name *query* they are kept until something changes.
        """
        if query not in self._lists:
            if len(self._lists) >= MOST_QUERIES:
                self._lists.clear()
            found = sorted(
                ((key(item), item.id) for item in self if admits(item)),
                key=lambda pair: pair[0],
                reverse=descending,
            )
            self._lists[query] = array("q", (product_id for _, product_id in found))
        return self._lists[query]
