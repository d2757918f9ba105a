"""An XML request for a search comes in; the products that were found go out."""

import re
from dataclasses import dataclass

from msgspec import Struct

from .._http.answers import Answer, RefusedError
from .._http.bodies import read_xml
from .._http.call import Call
from .._state.seller import Seller
from .._state.stock import Item, text_in
from .flat_envelope import View, flat, own, part, shown
from .prices import commission, price_in, sale

USUAL_ROWS, MOST_ROWS = 20, 500
CURRENCIES = frozenset({"USD", "RUB", "RUR", "EUR", "UAH"})
REQUEST = "digiseller.request"


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


class Asked(Struct, frozen=True):
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
        gone = sale(item, "rur", "")
        return {
            "id": item.id,
            "name": name,
            "price": "" if item.collection == "unit" else price_in(item, currency),
            "agency_fee": commission(item),
            "snippets": {"name": marked(name, self.words), "info": marked(info, self.words)},
            "sale_info": {key: one for key, one in gone.items() if key != "sale_end"},
        }


def marked(text: str, words: str) -> str:
    """Return the *text* with marks around what was found."""
    return re.sub(f"(?i){re.escape(words)}", r"[[!b!]]\g<0>[[/!b!]]", text)


@dataclass(frozen=True, kw_only=True)
class Found(View):
    """One page of what was found."""

    asked: Asked

    def json(self) -> object:
        """Return the same as in XML, which is all that the page has."""
        return self.xml()

    def xml(self) -> object:
        """Return the products with the counts."""
        return {
            "retval": 0,
            "retdesc": "",
            "pages": {"@cnt": self.part.pages, "num": self.part.page, "rows": self.part.size},
            "products": {
                "@cnt": self.part.total,
                "search": self.asked.products.search,
                "currency": self.asked.products.currency or "",
                "product": self.rows,
            },
        }


@flat
def search(seller: Seller, call: Call) -> Answer:
    """Search the seller's products; the content type does not matter."""
    asked = read_xml(call.body, Asked, REQUEST)
    own(seller, asked.seller.id, "seller\\id")
    if not asked.words:
        raise RefusedError("search", "products\\search is empty")
    if asked.products.currency not in {None, "", *CURRENCIES}:
        raise RefusedError("currency", f"currency is not known: {asked.products.currency}")
    stock = seller.stock
    ids = stock.ids(("search", asked.words, asked.language), asked.admits, lambda item: item.id)
    page = 1 if call.first_page else asked.pages.num
    place = part(page, asked.pages.rows, len(ids), usual=USUAL_ROWS, most=MOST_ROWS)
    rows = tuple(asked.row(item) for item in stock.some(ids, place.places))
    return shown(Found(part=place, rows=rows, asked=asked))
