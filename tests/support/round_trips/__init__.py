"""For each operation a round trip: call it against the sandbox, and check what it did.

What a call reads is compared with what the sandbox has; what it changes is read back, by another
operation where there is one, else from the sandbox's own stock.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from attrs import frozen

from digiseller_async import Digiseller
from digiseller_async.models import Product, SellerProduct
from digiseller_async.sandbox import Sandbox

FIRST = 2_339_982
DIGI, PINS, UNIT, BOOK, SOFT = range(FIRST, FIRST + 5)
"""The first products of the sandbox: one of each type."""


@frozen
class RoundTrip:
    """A sandbox and a client of it."""

    box: Sandbox
    ds: Digiseller

    async def product(self, product_id: int = DIGI) -> Product:
        """Return what a product is now."""
        return await self.ds.products.get(product_id)

    async def products(self) -> Mapping[int, SellerProduct]:
        """Return the seller's products as they are now, the disabled ones too."""
        products = await self.ds.products.of_seller(show_hidden=1).all()
        return {one.id_goods: one for one in products}

    async def stock(self, product_id: int = DIGI) -> int:
        """Return how much of a product can be sold."""
        return (await self.product(product_id)).num_in_stock or 0


RoundTrips = Mapping[str, Callable[[RoundTrip], Awaitable[None]]]
