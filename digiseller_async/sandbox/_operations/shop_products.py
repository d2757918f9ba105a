"""A call for the products of a category comes in; a page of them goes out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .._http.answers import Answer, RefusedError
from .._http.call import Call
from .._http.query import Arguments
from .._state.category_tree import BY_ID, TREE, below, path
from .._state.seller import Seller
from .._state.stock import Item, text_in
from .categories import marked, nested, said, short
from .flat_envelope import CURRENCIES, LANGUAGES, View, flat, own, part, shown
from .prices import commission, has_discount, label, left, price_in, prices, sale

USUAL_ROWS, MOST_ROWS = 20, 500
ORDERS = ("name", "nameDESC", "price", "priceDESC")
TAGS = {-1: "sale", -2: "new", -3: "top"}
REAL_NUMBERS = frozenset({"is_available", "has_discount", "id_present"})
JSON_ONLY = frozenset({"cntImg", "agency_id", "is_available", "label", "currency"})


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is asked for, apart from the page."""

    category_id: int
    language: str
    order: str
    currency: str

    @classmethod
    def read(cls, asked: Arguments) -> "Wish":
        """Return the wish in a query."""
        category_id = asked.integer("category_id") or 0
        if category_id < min(TAGS):
            raise RefusedError("category_id", f"category_id is not known: {category_id}")
        return cls(
            category_id=category_id,
            language=asked.word("lang", LANGUAGES) or "ru-RU",
            order=asked.word("order", ORDERS) or "",
            currency=asked.word("currency", CURRENCIES) or "",
        )

    def admits(self) -> Callable[[Item], bool]:
        """Return what tells if a product is shown."""
        category_id = self.category_id
        if category_id in TAGS:
            return lambda item: item.enabled and label(item) == TAGS[category_id]
        if category_id == 0:
            # All products are taken to be on the main page.
            return lambda item: item.enabled
        wanted = below(BY_ID[category_id]) if category_id in BY_ID else {category_id}
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
        rest = left(item, is_owner=is_owner)
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
            "label": label(item),
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
class Shelf(View):
    """One page of a category's products."""

    seller_id: int
    wish: Wish
    path: tuple[dict[str, object], ...]
    sub: tuple[dict[str, object], ...]

    def json(self) -> object:
        """Return strings, and null for none."""
        rows = [
            {name: one if name in REAL_NUMBERS else said(one) for name, one in row.items()}
            for row in self.rows
        ]
        return {
            "retval": "0",
            "retdesc": "",
            "queryId": "",
            "lang": self.wish.language,
            "totalPages": str(self.part.pages),
            "totalItems": str(self.part.total),
            "breadCrumbs": [said({"id": one["id"], "name": one["name"]}) for one in self.path],
            "categories": [{**said(one), "hasImg": "0"} for one in self.sub] or None,
            "product": rows or None,
        }

    def xml(self) -> object:
        """Return the path as categories, and the subcategories apart."""
        return {
            "retval": 0,
            "retdesc": "",
            "categories": {"category": nested(map(marked, self.path))},
            "seller": {"id": self.seller_id},
            "pages": {"@cnt": self.part.pages, "num": self.part.page, "rows": self.part.size},
            "subcategories": {"subcategory": [marked(one) for one in self.sub]},
            "products": {
                "@cnt": self.part.total,
                "order": self.wish.order,
                "currency": self.wish.currency,
                "product": [as_element(row) for row in self.rows],
            },
        }


@flat
def shop_products(seller: Seller, call: Call) -> Answer:
    """Return a page of the products in a category."""
    asked, stock = call.arguments, seller.stock
    seller_id, wish = own(seller, asked.integer("seller_id")), Wish.read(asked)
    query = ("shop", wish.category_id, wish.order, wish.language)
    ids = stock.ids(query, wish.admits(), wish.key(), descending=wish.order.endswith("DESC"))
    page, size = asked.integer("page"), asked.integer("rows")
    place = part(page, size, len(ids), usual=USUAL_ROWS, most=MOST_ROWS)
    items = stock.some(ids, place.places)
    way = path(wish.category_id)
    sub = way[-1].sub if way else TREE if wish.category_id == 0 else ()
    return shown(
        Shelf(
            part=place,
            rows=tuple(wish.row(item, is_owner=call.is_owner) for item in items),
            seller_id=seller_id,
            wish=wish,
            path=tuple(short(stock, one, wish.language) for one in way),
            sub=tuple(short(stock, one, wish.language) for one in sub),
        )
    )
