"""A client's groups of operations; generated from the table, so never edit it.

Each loads its module when it is first used.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .._runtime.bound_client import BoundClient
    from .account import Account
    from .catalog import Catalog
    from .content import Content
    from .gallery import Gallery
    from .offers import Offers
    from .products import Products
    from .tasks import Tasks
    from .templates import Templates


class Groups:
    """The groups of operations on one client."""

    _view: BoundClient

    @cached_property
    def account(self) -> Account:
        """The personal account: receipts, payments through aggregators, balance."""
        from .account import Account  # noqa: PLC0415

        return Account(self._view)

    @cached_property
    def catalog(self) -> Catalog:
        """What buyers see: categories, products, search, reviews, images."""
        from .catalog import Catalog  # noqa: PLC0415

        return Catalog(self._view)

    @cached_property
    def content(self) -> Content:
        """What is sold: texts, files, codes, forms."""
        from .content import Content  # noqa: PLC0415

        return Content(self._view)

    @cached_property
    def gallery(self) -> Gallery:
        """Images and videos of products."""
        from .gallery import Gallery  # noqa: PLC0415

        return Gallery(self._view)

    @cached_property
    def offers(self) -> Offers:
        """Individual offers to agents."""
        from .offers import Offers  # noqa: PLC0415

        return Offers(self._view)

    @cached_property
    def products(self) -> Products:
        """Products: read, priced, cloned, edited, shown and hidden."""
        from .products import Products  # noqa: PLC0415

        return Products(self._view)

    @cached_property
    def tasks(self) -> Tasks:
        """Bulk changes under way."""
        from .tasks import Tasks  # noqa: PLC0415

        return Tasks(self._view)

    @cached_property
    def templates(self) -> Templates:
        """Commission templates."""
        from .templates import Templates  # noqa: PLC0415

        return Templates(self._view)
