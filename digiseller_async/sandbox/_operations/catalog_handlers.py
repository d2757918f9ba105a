"""The operations on products and on the store come in by name; what answers them goes out."""

from collections.abc import Callable, Mapping

from .._http.answers import Answer
from .._http.call import Call
from .._state.seller import Seller
from .categories import categories
from .clone import clone
from .discount import discount
from .images import image
from .price import price
from .product_details import data
from .product_summaries import by_ids
from .review_pages import reviews
from .search import search
from .seller_goods import of_seller
from .shop_products import shop_products

CATALOG_HANDLERS: Mapping[str, Callable[[Seller, Call], Answer]] = {
    "catalog.categories": categories,
    "catalog.products": shop_products,
    "catalog.search": search,
    "catalog.reviews": reviews,
    "catalog.image": image,
    "products.by_ids": by_ids,
    "products.get": data,
    "products.price": price,
    "products.discount": discount,
    "products.of_seller": of_seller,
    "products.clone": clone,
}
