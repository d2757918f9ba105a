"""Search the seller's products."""

import re
from dataclasses import dataclass

from msgspec import Struct

from ..._http.answers import Answer
from ..._http.bodies import read_xml
from ..._http.call import Call, Handlers
from ..._state.products import Item
from ..._state.seller import Seller
from ..._state.texts import RefusedError, text_in
from ..lists import REQUEST_ROOT, FlatPage, flat_refusals, page_answer, page_bounds, require_seller
from ..prices import commission, price_in, sale

USUAL_ROWS, MOST_ROWS = 20, 500
CURRENCIES = frozenset({"USD", "RUB", "RUR", "EUR", "UAH"})


class AskedSeller(Struct, frozen=True):
    """Whose products."""

    id: int | None = None


class AskedProducts(Struct, frozen=True):
    """What to search for."""

    search: str = ""
    currency: str | None = None


class AskedPages(Struct, frozen=True):
    """Which page."""

    num: int | None = None
    rows: int | None = None


class SearchRequest(Struct, frozen=True):
    """The request."""

    seller: AskedSeller = AskedSeller()
    products: AskedProducts = AskedProducts()
    pages: AskedPages = AskedPages()
    lang: str | None = None

    @property
    def words(self) -> str:
        """What to search for, as it is compared."""
        return self.products.search.strip().lower()

    @property
    def language(self) -> str:
        """The language in which to search and to answer."""
        return self.lang or "ru-RU"

    def admits(self, item: Item) -> bool:
        """Tell if the *item* is found, by its name or its description."""
        texts = (text_in(item.name, self.language), text_in(item.description, self.language))
        return item.enabled and any(self.words in text.lower() for text in texts)

    def row(self, item: Item) -> dict[str, object]:
        """Return what is shown of a product; a price for a unit is none for the product."""
        name = text_in(item.name, self.language)
        info = text_in(item.description, self.language)
        currency = self.products.currency or item.currency
        facts = sale(item, "rur", "")
        return {
            "id": item.id,
            "name": name,
            "price": "" if item.collection == "unit" else price_in(item, currency),
            "agency_fee": commission(item),
            "snippets": {
                "name": highlighted(name, self.words),
                "info": highlighted(info, self.words),
            },
            "sale_info": {key: one for key, one in facts.items() if key != "sale_end"},
        }


def highlighted(text: str, words: str) -> str:
    """Return the *text* with marks around what was found."""
    return re.sub(f"(?i){re.escape(words)}", r"[[!b!]]\g<0>[[/!b!]]", text)


@dataclass(frozen=True, kw_only=True)
class SearchPage(FlatPage):
    """One page of what was found."""

    request: SearchRequest

    def json(self) -> object:
        """Return the same as in XML, which is all that the page has."""
        return self.xml()

    def xml(self) -> object:
        """Return the products with the counts."""
        return {
            "retval": 0,
            "retdesc": "",
            "pages": {"@cnt": self.bounds.pages, "num": self.bounds.page, "rows": self.bounds.size},
            "products": {
                "@cnt": self.bounds.total,
                "search": self.request.products.search,
                "currency": self.request.products.currency or "",
                "product": self.rows,
            },
        }


@flat_refusals
def search(seller: Seller, call: Call) -> Answer:
    """Search the seller's products; the content type does not matter."""
    request = read_xml(call.body, SearchRequest, REQUEST_ROOT)
    require_seller(seller, request.seller.id, "seller\\id")
    if not request.words:
        raise RefusedError("search", "products\\search is empty")
    if request.products.currency not in {None, "", *CURRENCIES}:
        raise RefusedError("currency", f"currency is not known: {request.products.currency}")
    stock = seller.stock
    ids = stock.ids(
        ("search", request.words, request.language), request.admits, lambda item: item.id
    )
    page = 1 if call.first_page else request.pages.num
    bounds = page_bounds(page, request.pages.rows, len(ids), usual=USUAL_ROWS, most=MOST_ROWS)
    rows = tuple(request.row(item) for item in stock.at(ids, bounds.places))
    return page_answer(SearchPage(bounds=bounds, rows=rows, request=request))


HANDLERS: Handlers = {
    "catalog.search": search,
}
