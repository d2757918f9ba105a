"""Show the seller's products with what is in stock, and the form that sells one."""

from ...._state.products import Item
from ...._state.texts import text_in
from ..markup import Html, element, joined
from ..parts import NONE, badge, card, field, form, link, page_of, pager, table
from ..visit import View, Visit

ENGLISH = "en-US"
USUAL_BUYER = "buyer@example.com"


def show_products(visit: Visit) -> View:
    """Show a page of the products, those that were added last first."""
    stock = visit.seller.stock
    ids = stock.newest_first()
    places = page_of(visit, len(ids))
    rows = [product_row(item) for item in stock.at(ids, places)]
    headings = ("Product", "Name", "Type", "Price", "Stock", "Action")
    listed = table("Products, the newest first", headings, rows, empty="There are no products.")
    pages = pager(visit, places, len(ids))
    return View(title="Products", content=element("section", listed, pages, class_="card"))


def product_row(item: Item) -> tuple[Html, ...]:
    """Return the cells of one product."""
    path = f"/shop/products/{item.id}"
    sell = link("Sell", f"{path}#sell", f"Sell product {item.id}")
    return (
        link(element("code", item.id), path),
        joined(text_in(item.name, ENGLISH)),
        joined(item.collection),
        price(item),
        stock_badge(item),
        sell if item.form or item.in_stock else NONE,
    )


def price(item: Item) -> Html:
    """Return what the product costs."""
    return element("span", f"{item.price} {item.currency}", class_="number")


def stock_badge(item: Item) -> Html:
    """Return how much of the product can be sold."""
    if item.form:
        return badge("from your server")
    if item.code_count == -1:
        return badge("unlimited", "good")
    return badge(f"{item.num_in_stock:,}", "good") if item.in_stock else badge("sold out", "bad")


def buyer_fields(visit: Visit) -> tuple[Html, Html]:
    """Return the controls for who buys how much."""
    return (
        field("Buyer's e-mail", "buyer", visit.prefilled("buyer", USUAL_BUYER), type="email"),
        field("Quantity", "quantity", visit.prefilled("quantity", "1"), type="number", min=1),
    )


def selling_card(visit: Visit) -> Html:
    """Return the form that lets somebody buy."""
    product = field(
        "Product",
        "product_id",
        visit.prefilled("product_id"),
        hint="Its number; empty for the first one in stock.",
        inputmode="numeric",
    )
    return card("Sell", form("/shop/sell", "Sell", product, *buyer_fields(visit)), id_="sell")
