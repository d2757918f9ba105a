"""Answer the operations on commission templates."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import msgspec

from .._http.answers import NO_CONTENT, Answer, changed
from .._http.bodies import read_body
from .._http.call import Arguments, Call, Handlers
from .._state.products import (
    FIRST_ID,
    Item,
    SeededProduct,
    product_indexes,
    seeded_product,
    select_products,
)
from .._state.seeded import Indexes, all_of
from .._state.seller import Seller
from .._state.stock import Stock
from .._state.texts import text_in
from .lists import Page, cut, listed

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
        bounds = ProductBounds.read(arguments)
        rows: Indexes = select_products(
            self.seed,
            product_indexes(arguments.integer("productId"), self.size),
            currency=arguments.word("currency", CURRENCIES),
            affiliate=arguments.flag("inAffiliate", default=True),
            others=arguments.flag("notInAffiliate", default=True),
            in_stock=arguments.flag("onlyPayment", default=False),
        )
        if bounds != ProductBounds():
            rows = [index for index in all_of(rows) if self._admits(bounds, index, language)]
        return cut(rows, lambda index: self.row(index, language), arguments, MOST_ROWS)

    def _admits(self, bounds: "ProductBounds", index: int, language: str) -> bool:
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

    def _sold(self, index: int) -> SeededProduct | Item:
        """Return the product number *index* as it is now."""
        return self.stock.get(FIRST_ID + index) or seeded_product(self.seed, index)


@dataclass(frozen=True, kw_only=True)
class ProductBounds:
    """The filters that no arithmetic can count: each row has to be looked at."""

    name: str = ""
    price_min: Decimal | None = None
    price_max: Decimal | None = None
    percent_min: Decimal | None = None
    percent_max: Decimal | None = None

    @classmethod
    def read(cls, arguments: Arguments) -> "ProductBounds":
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


class TemplateName(msgspec.Struct, frozen=True):
    """The body of a new template or a new name."""

    name: str | None = None


class ProductPercent(msgspec.Struct, frozen=True):
    """One product's percent."""

    product_id: int
    percent: int


class SetPercentsRequest(msgspec.Struct, frozen=True):
    """The body that sets percents."""

    template_id: int
    products: tuple[ProductPercent, ...]


class ApplyRequest(msgspec.Struct, frozen=True):
    """The body that applies a template."""

    template_id: int
    seller_id: int


def template_products(seller: Seller, call: Call) -> Answer:
    """Return a page of the products of a template."""
    template = seller.templates.find(call.arguments.integer("templateId"))
    percents = seller.templates.percents[template.id]
    rows = TemplateProducts(seller.seed, seller.sizes.template_products, percents, seller.stock)
    return listed(rows.page(call.arguments))


def list_templates(seller: Seller, call: Call) -> Answer:
    """Return a page of the templates, the oldest first."""
    templates = seller.templates
    return listed(cut(templates.ids, templates.find, call.arguments, MOST_ROWS))


def create_template(seller: Seller, call: Call) -> Answer:
    """Create a template."""
    request = read_body(call.body, call.content_type, TemplateName)
    return changed(seller.templates.create(request.name))


def rename_template(seller: Seller, call: Call) -> Answer:
    """Give a template another name."""
    request = read_body(call.body, call.content_type, TemplateName)
    return changed(seller.templates.rename(call.id_in_path("template_id"), request.name))


def delete_template(seller: Seller, call: Call) -> Answer:
    """Delete a template."""
    seller.templates.delete(call.id_in_path("template_id"))
    return NO_CONTENT


def set_products(seller: Seller, call: Call) -> Answer:
    """Set the percents of products in a template."""
    request = read_body(call.body, call.content_type, SetPercentsRequest)
    percents = {one.product_id: one.percent for one in request.products}
    seller.templates.set_percents(request.template_id, percents)
    return NO_CONTENT


def apply_template(seller: Seller, call: Call) -> Answer:
    """Make the percents of a template those of a seller's offers."""
    request = read_body(call.body, call.content_type, ApplyRequest)
    template = seller.templates.find(request.template_id)
    edits = seller.templates.percents[template.id]
    seller.offers.set_percents(
        request.seller_id, {product_id: percent for product_id, (percent, _) in edits.items()}
    )
    return NO_CONTENT


HANDLERS: Handlers = {
    "templates.list": list_templates,
    "templates.create": create_template,
    "templates.update": rename_template,
    "templates.delete": delete_template,
    "templates.products": template_products,
    "templates.set_products": set_products,
    "templates.apply": apply_template,
}
