"""A seller's id and a query's arguments come in; a page of individual offers goes out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

import msgspec

from .._http.answers import Page, RefusedError, Text
from .._http.dates import milliseconds
from .._http.query import Arguments
from .indexes import Indexes, cut
from .product_seeds import FIRST_ID, numbered, product, select
from .seeded import mix
from .stock import Stock

MOST_ROWS = 100


class Offer(msgspec.Struct, frozen=True):
    """One row."""

    product_id: int
    name: tuple[Text, ...]
    price: Decimal
    currency: str
    in_affiliate: bool
    global_percent: int
    individual_percent: int | None
    last_change: str | None


@dataclass
class Offers:
    """What each partner gets for each product; only changes are stored."""

    seed: int
    size: int
    clock: Callable[[], float]
    stock: Stock
    _changed: dict[tuple[int, int], tuple[int, str]] = field(
        default_factory=dict[tuple[int, int], tuple[int, str]]
    )

    def page(self, arguments: Arguments) -> Page:
        """Return the page that the *arguments* ask for."""
        seller_id = arguments.integer("sellerId")
        if seller_id is None:
            raise RefusedError("sellerId", "sellerId is required")
        rows: Indexes = select(
            self.seed,
            numbered(arguments.integer("productId"), self.size),
            in_stock=arguments.flag("onlyInStock", default=False),
        )
        name = arguments.text("productName")
        if arguments.flag("onlyIndividual", default=False):
            rows = [
                row for row in each(rows) if self.row(seller_id, row).individual_percent is not None
            ]
        if name is not None:
            rows = [row for row in each(rows) if _is_named(self.row(seller_id, row), name)]
        return cut(rows, lambda index: self.row(seller_id, index), arguments, MOST_ROWS)

    def row(self, seller_id: int, index: int) -> Offer:
        """Return the offer of the product number *index* to this seller."""
        bits = mix(self.seed + seller_id, index)
        offered = self.stock.get(FIRST_ID + index) or product(self.seed, index)
        seeded = (1 + (bits >> 4) % 40, None) if bits % 3 == 0 else (None, None)
        percent, moment = self._changed.get((seller_id, offered.id), seeded)
        return Offer(
            product_id=offered.id,
            name=offered.name,
            price=offered.price,
            currency=offered.currency,
            in_affiliate=offered.in_affiliate,
            global_percent=offered.global_percent,
            individual_percent=percent,
            last_change=moment,
        )

    def set_percents(self, seller_id: int, percents: dict[int, int]) -> None:
        """Set individual percents by product id; a product that is not offered is passed over."""
        moment = milliseconds(self.clock())
        for product_id, percent in percents.items():
            if product_id - FIRST_ID < self.size:
                self._changed[seller_id, product_id] = (percent, moment)


def each(rows: Indexes) -> list[int]:
    """Return the indexes of all the *rows*."""
    return [rows[place] for place in range(len(rows))]


def _is_named(offer: Offer, name: str) -> bool:
    """Tell if the *name* is a part of the product's name in any language."""
    return any(name.lower() in text.value.lower() for text in offer.name)
