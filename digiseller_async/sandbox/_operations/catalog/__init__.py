"""Answer the operations on the shop's catalog."""

from ..._http.call import Handlers
from . import categories, reviews, search, shop_products

HANDLERS: Handlers = {
    **categories.HANDLERS,
    **shop_products.HANDLERS,
    **search.HANDLERS,
    **reviews.HANDLERS,
}
