"""Answer with the products that the shop shows in a category."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..._http.answers import Answer
from ..._http.call import Arguments, Call, Handlers
from ..._state.categories import BY_ID, TREE, descendants, path_to
from ..._state.products import Item
from ..._state.seller import Seller
from ..._state.texts import RefusedError, text_in
from ..lists import (
    CURRENCIES,
    LANGUAGES,
    FlatPage,
    flat_refusals,
    page_answer,
    page_bounds,
    require_seller,
)
from ..prices import commission, has_discount, price_in, prices, sale, stock_shown, tag
from .categories import category_summary, nested_path, stringified, summary_element

USUAL_ROWS, MOST_ROWS = 20, 500
ORDERS = ("name", "nameDESC", "price", "priceDESC")
TAGS = {-1: "sale", -2: "new", -3: "top"}
NUMBERS = frozenset({"is_available", "has_discount", "id_present"})
JSON_ONLY = frozenset({"cntImg", "agency_id", "is_available", "label", "currency"})


@dataclass(frozen=True, kw_only=True)
class ShopQuery:
    """What is asked for, apart from the page."""

    category_id: int
    language: str
    order: str
    currency: str

    @classmethod
    def read(cls, arguments: Arguments) -> "ShopQuery":
        """Return what the *arguments* ask for."""
        category_id = arguments.integer("category_id") or 0
        if category_id < min(TAGS):
            raise RefusedError("category_id", f"category_id is not known: {category_id}")
        return cls(
            category_id=category_id,
            language=arguments.word("lang", LANGUAGES) or "ru-RU",
            order=arguments.word("order", ORDERS) or "",
            currency=arguments.word("currency", CURRENCIES) or "",
        )

    def admits(self) -> Callable[[Item], bool]:
        """Return what tells if a product is shown."""
        category_id = self.category_id
        if category_id in TAGS:
            return lambda item: item.enabled and tag(item) == TAGS[category_id]
        if category_id == 0:
            # All products are taken to be on the main page.
            return lambda item: item.enabled
        wanted = descendants(BY_ID[category_id]) if category_id in BY_ID else {category_id}
        return lambda item: item.enabled and not wanted.isdisjoint(item.categories)

    def key(self) -> Callable[[Item], Any]:
        """Return by what the list is sorted; the order of the shop is that of the ids."""
        if self.order.startswith("name"):
            return lambda item: text_in(item.name, self.language)
        if self.order.startswith("price"):
            return lambda item: price_in(item, "RUB")
        return lambda item: item.id

    def row(self, item: Item, *, is_owner: bool) -> dict[str, object]:
        """Return a product with its numbers as numbers."""
        rest = stock_shown(item, is_owner=is_owner)
        return {
            "id": item.id,
            "name": text_in(item.name, self.language),
            "cntImg": sum(one.enabled and one.kind == "image" for one in item.previews),
            "info": text_in(item.description, self.language),
            "price": price_in(item, self.currency or item.currency),
            "base_price": item.price,
            "base_currency": item.currency,
            "currency": self.currency or item.currency,
            **prices(item),
            "partner_comiss": commission(item),
            "agency_id": 0,
            "collection": item.collection,
            "is_available": int(item.in_stock),
            **({} if rest is None else {"num_in_stock": rest}),
            "has_discount": has_discount(item),
            "id_present": 0,
            "sale_info": sale(item, "rur", ""),
            "label": tag(item),
        }


def as_element(row: dict[str, object]) -> dict[str, object]:
    """Return a row as XML has it."""
    return {
        "@img": "yes" if row["cntImg"] else "no",
        "@icon": row["label"],
        "in_stock": row["is_available"],
        **{name: value for name, value in row.items() if name not in JSON_ONLY},
    }


@dataclass(frozen=True, kw_only=True)
class ShopPage(FlatPage):
    """One page of a category's products."""

    seller_id: int
    query: ShopQuery
    path: tuple[dict[str, object], ...]
    sub: tuple[dict[str, object], ...]

    def json(self) -> object:
        """Return strings, and null for none."""
        rows = [
            {name: one if name in NUMBERS else stringified(one) for name, one in row.items()}
            for row in self.rows
        ]
        return {
            "retval": "0",
            "retdesc": "",
            "queryId": "",
            "lang": self.query.language,
            "totalPages": str(self.bounds.pages),
            "totalItems": str(self.bounds.total),
            "breadCrumbs": [
                stringified({"id": one["id"], "name": one["name"]}) for one in self.path
            ],
            "categories": [{**stringified(one), "hasImg": "0"} for one in self.sub] or None,
            "product": rows or None,
        }

    def xml(self) -> object:
        """Return the path as categories, and the subcategories apart."""
        return {
            "retval": 0,
            "retdesc": "",
            "categories": {"category": nested_path(map(summary_element, self.path))},
            "seller": {"id": self.seller_id},
            "pages": {"@cnt": self.bounds.pages, "num": self.bounds.page, "rows": self.bounds.size},
            "subcategories": {"subcategory": [summary_element(one) for one in self.sub]},
            "products": {
                "@cnt": self.bounds.total,
                "order": self.query.order,
                "currency": self.query.currency,
                "product": [as_element(row) for row in self.rows],
            },
        }


@flat_refusals
def shop_products(seller: Seller, call: Call) -> Answer:
    """Return a page of the products in a category."""
    arguments, stock = call.arguments, seller.stock
    seller_id, query = (
        require_seller(seller, arguments.integer("seller_id")),
        ShopQuery.read(arguments),
    )
    key = ("shop", query.category_id, query.order, query.language)
    ids = stock.ids(key, query.admits(), query.key(), descending=query.order.endswith("DESC"))
    page, size = arguments.integer("page"), arguments.integer("rows")
    bounds = page_bounds(page, size, len(ids), usual=USUAL_ROWS, most=MOST_ROWS)
    items = stock.at(ids, bounds.places)
    ancestors = path_to(query.category_id)
    sub = ancestors[-1].sub if ancestors else TREE if query.category_id == 0 else ()
    return page_answer(
        ShopPage(
            bounds=bounds,
            rows=tuple(query.row(item, is_owner=call.is_owner) for item in items),
            seller_id=seller_id,
            query=query,
            path=tuple(category_summary(stock, one, query.language) for one in ancestors),
            sub=tuple(category_summary(stock, one, query.language) for one in sub),
        )
    )


HANDLERS: Handlers = {
    "catalog.products": shop_products,
}
