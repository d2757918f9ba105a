"""The operations on products and on the store come in by name; what answers them goes out."""

from collections.abc import Callable, Mapping

from .answers import Answer
from .calls import Call
from .categories import categories
from .cloning import clone
from .details import data
from .discounts import discount
from .images import image
from .quotes import price
from .review_pages import reviews
from .search import search
from .seller import Seller
from .seller_goods import of_seller
from .shop import shop_products
from .summaries import by_ids

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
