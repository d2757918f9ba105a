"""List individual offers."""

from .._http.answers import Answer
from .._http.call import Call, Handlers
from .._state.seller import Seller
from .._state.texts import RefusedError
from .lists import cut, listed

MOST_ROWS = 100


def list_offers(seller: Seller, call: Call) -> Answer:
    """Return a page of the offers to one partner."""
    query, offers = call.arguments, seller.offers
    seller_id = query.integer("sellerId")
    if seller_id is None:
        raise RefusedError("sellerId", "sellerId is required")
    rows = offers.select(
        seller_id,
        product_id=query.integer("productId"),
        in_stock=query.flag("onlyInStock", default=False),
        name=query.text("productName"),
        only_individual=query.flag("onlyIndividual", default=False),
    )
    return listed(cut(rows, lambda index: offers.row(seller_id, index), query, MOST_ROWS))


HANDLERS: Handlers = {"offers.list": list_offers}
