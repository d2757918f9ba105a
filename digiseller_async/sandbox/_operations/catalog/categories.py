"""Answer with the tree of categories, and with how many products are in each."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, cast

from ..._http.answers import Answer
from ..._http.call import Call, Handlers
from ..._state.categories import TREE, Category, descendants, path_to
from ..._state.seller import Seller
from ..._state.stock import Stock
from ..._state.texts import text_in
from ..lists import (
    FLAT_ROOT,
    LANGUAGES,
    flat_refusals,
    require_seller,
)


def stringified(value: object) -> Any:
    """Return the *value* as the store's JSON has it: as text, at every depth."""
    if isinstance(value, Mapping):
        values = cast("Mapping[str, object]", value)
        return {name: stringified(one) for name, one in values.items()}
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def category_summary(stock: Stock, category: Category, language: str) -> dict[str, object]:
    """Return a category without what is below it; in XML its count is an attribute."""
    count = sum(stock.count_by_category()[one] for one in descendants(category))
    return {"id": category.id, "name": text_in(category.name, language), "cnt": count}


def summary_element(one: Mapping[str, object]) -> dict[str, object]:
    """Return a short category as XML has it."""
    return {"@cnt": one["cnt"], "id": one["id"], "name": one["name"]}


def nested_path(links: Iterable[dict[str, object]]) -> dict[str, object] | None:
    """Return categories, each one within the one before."""
    inner: dict[str, object] | None = None
    for link in reversed(list(links)):
        inner = {**link, "category": inner}
    return inner


@flat_refusals
def categories(seller: Seller, call: Call) -> Answer:
    """Return the tree of categories, or one of them with what is below it."""
    require_seller(seller, call.arguments.integer("seller_id"))
    stock, language = seller.stock, call.arguments.word("lang", LANGUAGES) or "ru-RU"
    category_id = call.arguments.integer("category_id") or 0
    top = TREE if category_id == 0 else path_to(category_id)[-1:]
    head: dict[str, object] = {"retval": 0, "retdesc": ""}
    return Answer(
        payload={**head, "category": [_category_json(stock, one, language) for one in top]},
        root=FLAT_ROOT,
        xml=lambda: {
            **head,
            "categories": {"category": [_category_xml(stock, one, language) for one in top]},
        },
    )


def _category_json(stock: Stock, category: Category, language: str) -> dict[str, object]:
    """Return a category as JSON has it: a leaf has no list of what is below."""
    made: dict[str, object] = stringified(category_summary(stock, category, language))
    below_it = [_category_json(stock, one, language) for one in category.sub]
    return {**made, "sub": below_it} if below_it else made


def _category_xml(stock: Stock, category: Category, language: str) -> dict[str, object]:
    """Return a category as XML has it."""
    return {
        "@sub": int(bool(category.sub)),
        **summary_element(category_summary(stock, category, language)),
        "category": [_category_xml(stock, one, language) for one in category.sub],
    }


HANDLERS: Handlers = {"catalog.categories": categories}
