"""The stock and a call for categories come in; the tree with its counts goes out."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, cast

from .._http.answers import Answer
from .._http.call import Call
from .._state.category_tree import TREE, Branch, below, path
from .._state.seller import Seller
from .._state.stock import Stock, text_in
from .flat_envelope import LANGUAGES, ROOT, flat, own


def said(value: object) -> Any:
    """Return the *value* as the store's JSON has it: as text, at every depth."""
    if isinstance(value, Mapping):
        values = cast("Mapping[str, object]", value)
        return {name: said(one) for name, one in values.items()}
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def short(stock: Stock, branch: Branch, language: str) -> dict[str, object]:
    """Return a category without what is below it; in XML its count is an attribute."""
    count = sum(stock.tally()[one] for one in below(branch))
    return {"id": branch.id, "name": text_in(branch.name, language), "cnt": count}


def marked(one: Mapping[str, object]) -> dict[str, object]:
    """Return a short category as XML has it."""
    return {"@cnt": one["cnt"], "id": one["id"], "name": one["name"]}


def nested(links: Iterable[dict[str, object]]) -> dict[str, object] | None:
    """Return categories, each one within the one before."""
    inner: dict[str, object] | None = None
    for link in reversed(list(links)):
        inner = {**link, "category": inner}
    return inner


@flat
def categories(seller: Seller, call: Call) -> Answer:
    """Return the tree of categories, or one of them with what is below it."""
    own(seller, call.arguments.integer("seller_id"))
    stock, language = seller.stock, call.arguments.word("lang", LANGUAGES) or "ru-RU"
    category_id = call.arguments.integer("category_id") or 0
    top = TREE if category_id == 0 else path(category_id)[-1:]
    head: dict[str, object] = {"retval": 0, "retdesc": ""}
    return Answer(
        payload={**head, "category": [_json(stock, one, language) for one in top]},
        root=ROOT,
        xml=lambda: {
            **head,
            "categories": {"category": [_xml(stock, one, language) for one in top]},
        },
    )


def _json(stock: Stock, branch: Branch, language: str) -> dict[str, object]:
    """Return a category as JSON has it: a leaf has no list of what is below."""
    made: dict[str, object] = said(short(stock, branch, language))
    below_it = [_json(stock, one, language) for one in branch.sub]
    return {**made, "sub": below_it} if below_it else made


def _xml(stock: Stock, branch: Branch, language: str) -> dict[str, object]:
    """Return a category as XML has it."""
    return {
        "@sub": int(bool(branch.sub)),
        **marked(short(stock, branch, language)),
        "category": [_xml(stock, one, language) for one in branch.sub],
    }
