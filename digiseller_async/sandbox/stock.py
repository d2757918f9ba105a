"""A seed and a size come in; the seller's products, with all that was changed, go out.

A product is a function of the seed until somebody asks for it by ``find``, which is what changes
do; from then on it is kept. So a hundred thousand products cost nothing.
"""

from array import array
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count
from typing import Any, Literal

from .answers import RefusedError, Text, in_both_languages
from .catalog import FIRST_ID, product
from .seeded import mix
from .tree import home

# A clone's id follows the last one of the page's sample.
FIRST_CLONE = 23_387_571
COLLECTIONS = ("digi", "pins", "unit", "book", "soft")
# Above those of previews that are added.
FIRST_PREVIEW = 70_000_000
DESCRIPTION = (
    "Описание товара №{number}.<br />Ключ & инструкция придут сразу; 5 > 3.",
    "Description of product #{number}.<br />Key & manual come at once; 5 > 3.",
)
ADD_INFO = (
    "<delivery>Моментальная доставка</delivery> [товар №{number}]",
    "<delivery>Instant delivery</delivery> [product #{number}]",
)
MOST_QUERIES = 16

Key = Callable[["Item"], Any]


@dataclass(kw_only=True)
class Piece:
    """One piece of content: a text or link, or a file."""

    content_id: int
    value: str | None = None
    filename: str | None = None
    serial: str | None = None
    variant_id: int | None = None
    size: int | None = None
    sha256: str | None = None


@dataclass(kw_only=True)
class Preview:
    """One picture or video in a product's gallery."""

    preview_id: int
    kind: Literal["image", "video"]
    filename_or_url: str
    enabled: bool = True
    index: int = 0


@dataclass(kw_only=True)
class Item:
    """One product as it is now; ``number`` and ``bits`` are what its seeded figures come from."""

    id: int
    number: int
    bits: int
    name: tuple[Text, ...]
    description: tuple[Text, ...]
    add_info: tuple[Text, ...]
    price: Decimal
    currency: str
    collection: str
    categories: tuple[int, ...]
    in_affiliate: bool
    global_percent: int
    rest: int
    enabled: bool = True
    is_clone: bool = False
    content: list[Piece] = field(default_factory=list[Piece])
    code_count: int | None = None
    previews: list[Preview] = field(default_factory=list[Preview])
    edits: dict[str, object] = field(default_factory=dict[str, object])
    form: dict[str, object] = field(default_factory=dict[str, object])

    @property
    def num_in_stock(self) -> int:
        """How much can be sold: what was there at first, and what was added."""
        return self.rest + len(self.content) + max(self.code_count or 0, 0)

    @property
    def in_stock(self) -> bool:
        """Tell if the product can be paid for; -1 codes are as many as one likes."""
        return self.num_in_stock > 0 or self.code_count == -1


def text_in(texts: tuple[Text, ...], language: str) -> str:
    """Return the text in this *language*, or the first one, or none."""
    found = [text.value for text in texts if text.locale == language]
    return (found or [text.value for text in texts] or [""])[0]


def seeded_item(seed: int, index: int) -> Item:
    """Return the product number *index* as nobody has changed it."""
    sold, bits = product(seed, index), mix(seed + 1, index)
    texts = [
        in_both_languages(*(text.format(number=index + 1) for text in both))
        for both in (DESCRIPTION, ADD_INFO)
    ]
    return Item(
        id=sold.id,
        number=index,
        bits=bits,
        name=sold.name,
        description=texts[0],
        add_info=texts[1],
        price=sold.price,
        currency=sold.currency,
        # So that five products in a row have all five, and each goes with each currency.
        collection=COLLECTIONS[(index + index // 5) % 5],
        categories=(home(index),),
        in_affiliate=sold.in_affiliate,
        global_percent=sold.global_percent,
        rest=1 + bits % 40 if sold.in_stock else 0,
        previews=seeded_previews(index),
    )


def seeded_previews(index: int) -> list[Preview]:
    """Return the gallery of the product number *index*: three of four have one picture."""
    first, found = FIRST_PREVIEW + 2 * index, list[Preview]()
    if index % 4 < 3:
        name = f"{FIRST_ID + index}_{first}.png"
        found.append(Preview(preview_id=first, kind="image", filename_or_url=name))
    if index % 4 == 1:
        link = f"https://www.youtube.com/watch?v=sandbox{index}&t=1"
        found.append(Preview(preview_id=first + 1, kind="video", filename_or_url=link))
    return found


class Stock:
    """The seller's products."""

    def __init__(self, seed: int, size: int) -> None:
        """Have *size* products at first."""
        self._seed = seed
        self._rows = range(FIRST_ID, FIRST_ID + size)
        self._kept: dict[int, Item] = {}
        self._clones: list[int] = []
        self._new_ids = count(FIRST_CLONE)
        self._lists: dict[Hashable, array[int]] = {}
        self._tally: Counter[int] | None = None

    def __len__(self) -> int:
        """Return how many products there are."""
        return len(self._rows) + len(self._clones)

    def __iter__(self) -> Iterator[Item]:
        """Yield the products as they are now, the clones last; to read them only."""
        for product_id in (*self._rows, *self._clones):
            item = self.get(product_id)
            if item is not None:
                yield item

    def get(self, product_id: int | None) -> Item | None:
        """Return the product to read it, or None if it is not the seller's."""
        if product_id in self._kept:
            return self._kept[product_id]
        if product_id is None or product_id not in self._rows:
            return None
        return seeded_item(self._seed, product_id - FIRST_ID)

    def find(self, product_id: int | None) -> Item:
        """Return the product to change it, or refuse."""
        item = self.get(product_id)
        if item is None:
            raise RefusedError("product_id", f"Product not found: {product_id}")
        self._forget()
        return self._kept.setdefault(item.id, item)

    def _forget(self) -> None:
        """Forget what was listed and counted, because something changes now."""
        self._lists.clear()
        self._tally = None

    def with_preview(self, preview_id: int) -> int | None:
        """Return the id of the product whose gallery had this preview at first."""
        product_id = FIRST_ID + (preview_id - FIRST_PREVIEW) // 2
        return product_id if product_id in self._rows else None

    def clone(self, item: Item, *, categories: bool, gallery: bool) -> Item:
        """Add a copy of the *item*, without content, and return it."""
        copy = deepcopy(item)
        copy.id, copy.is_clone = next(self._new_ids), True
        copy.content, copy.code_count, copy.rest = [], None, 0
        copy.categories = item.categories if categories else ()
        copy.previews = copy.previews if gallery else []
        self._kept[copy.id] = copy
        self._clones.append(copy.id)
        self._forget()
        return copy

    def tally(self) -> Counter[int]:
        """Return how many products are shown in each category."""
        if self._tally is None:
            self._tally = Counter(one for item in self if item.enabled for one in item.categories)
        return self._tally

    def some(self, ids: Sequence[int], places: range) -> Iterator[Item]:
        """Yield the products at these *places* of a list."""
        for place in places:
            item = self.get(ids[place])
            if item is not None:
                yield item

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
