"""Keep what partners earn: commission templates, and individual offers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

import msgspec

from .moments import milliseconds, seven_digits
from .products import FIRST_ID, product_indexes, seeded_product, select_products
from .seeded import Indexes, all_of, mix
from .stock import Stock
from .texts import RefusedError, Text

HIGHEST_PERCENT = 100
FIRST_CREATED = 1_560_423_088.227  # 2019-06-13T13:51:28.227 in Moscow, from the page's sample


class Template(msgspec.Struct, frozen=True):
    """One commission template."""

    id: int
    name: str
    seller_id: int
    created: str
    modified: str


@dataclass
class Templates:
    """The seller's templates, and the percents that were set in each of them."""

    seller_id: int
    products: int
    clock: Callable[[], float]
    percents: dict[int, dict[int, tuple[int, str]]] = field(
        default_factory=dict[int, dict[int, tuple[int, str]]]
    )
    _templates: dict[int, Template] = field(default_factory=dict[int, Template])
    _last_id: int = 0

    def seed(self, count: int) -> None:
        """Create *count* templates, one a day, long ago."""
        for number in range(1, count + 1):
            self._add(f"Шаблон комиссий #{number}", FIRST_CREATED + 86_400 * (number - 1))

    def __len__(self) -> int:
        """Return how many templates there are."""
        return len(self._templates)

    def create(self, name: str | None) -> Template:
        """Create a template."""
        return self._add(_checked(name), self.clock())

    def _add(self, name: str, now: float) -> Template:
        """Keep a new template under the next id."""
        self._last_id += 1
        moment = seven_digits(now)
        made = Template(self._last_id, name, self.seller_id, moment, moment)
        self._templates[made.id] = made
        self.percents[made.id] = {}
        return made

    def rename(self, template_id: int | None, name: str | None) -> Template:
        """Give the template another name."""
        old = self.find(template_id)
        new = msgspec.structs.replace(old, name=_checked(name), modified=seven_digits(self.clock()))
        self._templates[old.id] = new
        return new

    def delete(self, template_id: int | None) -> None:
        """Delete the template and its percents."""
        found = self.find(template_id)
        del self._templates[found.id], self.percents[found.id]

    def find(self, template_id: int | None) -> Template:
        """Return the template, or refuse."""
        if template_id not in self._templates:
            raise RefusedError("template_id", f"Template not found: {template_id}")
        return self._templates[template_id]

    @property
    def ids(self) -> list[int]:
        """The ids of all templates, the oldest first."""
        return list(self._templates)

    def set_percents(self, template_id: int | None, percents: dict[int, int]) -> None:
        """Set the percents by product id: all of them, or none if one is refused."""
        found = self.find(template_id)
        if not percents:
            raise RefusedError("products", "products is required")
        for product_id, percent in percents.items():
            if not 0 <= product_id - FIRST_ID < self.products:
                raise RefusedError("product_id", f"Product not found: {product_id}")
            if not 0 <= percent <= HIGHEST_PERCENT:
                raise RefusedError("percent", f"percent is not from 0 to 100: {percent}")
        moment = seven_digits(self.clock())
        edits = {product_id: (percent, moment) for product_id, percent in percents.items()}
        self.percents[found.id].update(edits)


def _checked(name: str | None) -> str:
    """Return the *name*, which is not blank, or refuse."""
    if name is None or not name.strip():
        raise RefusedError("name", "name is required")
    return name


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

    def select(
        self,
        seller_id: int,
        *,
        product_id: int | None,
        in_stock: bool,
        only_individual: bool,
        name: str | None,
    ) -> Indexes:
        """Return the indexes of the offers that are asked for."""
        rows: Indexes = select_products(
            self.seed, product_indexes(product_id, self.size), in_stock=in_stock
        )
        if only_individual:
            rows = [
                row
                for row in all_of(rows)
                if self.row(seller_id, row).individual_percent is not None
            ]
        if name is not None:
            rows = [row for row in all_of(rows) if _is_named(self.row(seller_id, row), name)]
        return rows

    def row(self, seller_id: int, index: int) -> Offer:
        """Return the offer of the product number *index* to this seller."""
        bits = mix(self.seed + seller_id, index)
        offered = self.stock.get(FIRST_ID + index) or seeded_product(self.seed, index)
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


def _is_named(offer: Offer, name: str) -> bool:
    """Tell if the *name* is a part of the product's name in any language."""
    return any(name.lower() in text.value.lower() for text in offer.name)
