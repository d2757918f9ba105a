"""A template's percents and a query's arguments come in; a page of its products goes out."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import msgspec

from .._http.answers import Page
from .._http.query import Arguments
from .._state.indexes import Indexes, cut
from .._state.offers import each
from .._state.product_seeds import FIRST_ID, Product, numbered, product, select
from .._state.stock import Item, Stock, text_in

MOST_ROWS = 100
CURRENCIES = ("RUB", "USD", "UAH", "EUR")
LANGUAGES = ("ru-RU", "en-US")


class TemplateProduct(msgspec.Struct, frozen=True):
    """One row."""

    id: int
    name: str
    price: Decimal
    currency: str
    added_in_affiliate: bool
    percent: int | None
    global_percent: int
    modified: str | None


@dataclass(frozen=True)
class TemplateProducts:
    """The products of one template; only their percents are stored, by product id."""

    seed: int
    size: int
    percents: Mapping[int, tuple[int, str]]
    stock: Stock

    def page(self, arguments: Arguments) -> Page:
        """Return the page that the *arguments* ask for."""
        language = arguments.word("language", LANGUAGES) or "ru-RU"
        bounds = Bounds.read(arguments)
        rows: Indexes = select(
            self.seed,
            numbered(arguments.integer("productId"), self.size),
            currency=arguments.word("currency", CURRENCIES),
            affiliate=arguments.flag("inAffiliate", default=True),
            others=arguments.flag("notInAffiliate", default=True),
            in_stock=arguments.flag("onlyPayment", default=False),
        )
        if bounds != Bounds():
            rows = [index for index in each(rows) if self._admits(bounds, index, language)]
        return cut(rows, lambda index: self.row(index, language), arguments, MOST_ROWS)

    def _admits(self, bounds: "Bounds", index: int, language: str) -> bool:
        """Tell if the product is within; one without a percent is within no bounds of it."""
        percent, _ = self.percents.get(FIRST_ID + index, (None, None))
        if not _within(percent, bounds.percent_min, bounds.percent_max):
            return False
        sold = self._sold(index)
        return (
            _within(sold.price, bounds.price_min, bounds.price_max)
            and bounds.name in text_in(sold.name, language).lower()
        )

    def row(self, index: int, language: str) -> TemplateProduct:
        """Return the product number *index* with its name in this *language*."""
        sold = self._sold(index)
        percent, modified = self.percents.get(sold.id, (None, None))
        return TemplateProduct(
            id=sold.id,
            name=text_in(sold.name, language),
            price=sold.price,
            currency=sold.currency,
            added_in_affiliate=sold.in_affiliate,
            percent=percent,
            global_percent=sold.global_percent,
            modified=modified,
        )

    def _sold(self, index: int) -> Product | Item:
        """Return the product number *index* as it is now."""
        return self.stock.get(FIRST_ID + index) or product(self.seed, index)


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """The filters that no arithmetic can count: each row has to be looked at."""

    name: str = ""
    price_min: Decimal | None = None
    price_max: Decimal | None = None
    percent_min: Decimal | None = None
    percent_max: Decimal | None = None

    @classmethod
    def read(cls, arguments: Arguments) -> "Bounds":
        """Return the bounds among the *arguments*."""
        return cls(
            name=(arguments.text("name") or "").lower(),
            price_min=arguments.number("priceMin"),
            price_max=arguments.number("priceMax"),
            percent_min=arguments.number("minComiss"),
            percent_max=arguments.number("maxComiss"),
        )


def _within(value: Decimal | int | None, low: Decimal | None, high: Decimal | None) -> bool:
    """Tell if the *value* is from *low* to *high*."""
    if low is None and high is None:
        return True
    if value is None:
        return False
    return (low is None or value >= low) and (high is None or value <= high)
