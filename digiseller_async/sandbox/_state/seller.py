"""Hold one seller with all that the service keeps for them."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Protocol

from .commissions import Offers, Templates
from .content import ContentStore
from .external_operations import ExternalOperations
from .receipts import Receipts
from .reviews import Reviews
from .shop.admin_messages import AdminMessages
from .shop.carts import Carts
from .shop.chats import ChatFile
from .shop.currency_rates import ChosenRates
from .shop.options import OptionStore
from .shop.orders import Orders
from .stock import Stock
from .tasks import StatusTask
from .tokens import Tokens


class Shrinkable(Protocol):
    """A list whose rows can disappear."""

    rows: range


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """How much there is at the start."""

    receipts: int
    external_operations: int
    templates: int
    template_products: int
    offers: int
    products: int
    reviews: int
    sales: int


@dataclass(kw_only=True)
class Seller:
    """The state behind the operations."""

    sizes: Sizes
    seed: int
    tokens: Tokens
    receipts: Receipts
    external: ExternalOperations
    templates: Templates
    offers: Offers
    stock: Stock
    reviews: Reviews
    orders: Orders
    agent_orders: Orders
    admin_messages: AdminMessages
    permissions: frozenset[str] | None
    denied_status: int
    content: ContentStore
    options: OptionStore
    carts: Carts = field(default_factory=Carts)
    currency_rates: ChosenRates = field(default_factory=ChosenRates)
    chat_files: dict[str, ChatFile] = field(default_factory=dict[str, ChatFile])
    """What was uploaded to be sent, by its id."""
    tasks: dict[str, StatusTask] = field(default_factory=dict[str, StatusTask])

    def shrink(self, operation: str, by: int, *, newest: bool) -> None:
        """Let *by* rows of the list disappear, the oldest or the *newest* ones."""
        lists: dict[str, Shrinkable] = {
            "account.receipts": self.receipts,
            "account.external_operations": self.external,
            "catalog.reviews": self.reviews,
            "sales.list": self.orders,
            "sales.as_agent": self.agent_orders,
        }
        kept = lists.get(operation, self.stock)
        kept.rows = kept.rows[by:] if newest else kept.rows[: max(0, len(kept.rows) - by)]

    def may(self, permission: str | None) -> bool:
        """Tell if the seller's key has the *permission*."""
        return permission is None or self.permissions is None or permission in self.permissions


def new_seller(
    *,
    sizes: Sizes,
    seed: int,
    tokens: Tokens,
    permissions: Collection[str] | None,
    denied_status: int,
    response_as_string: bool,
) -> Seller:
    """Return the seller at the start."""
    clock, stock = tokens.clock, Stock(seed, sizes.products)
    templates = Templates(tokens.seller_id, sizes.template_products, clock)
    templates.seed(sizes.templates)
    return Seller(
        sizes=sizes,
        seed=seed,
        tokens=tokens,
        receipts=Receipts(seed, range(sizes.receipts), response_as_string),
        external=ExternalOperations(seed, range(sizes.external_operations)),
        templates=templates,
        offers=Offers(seed, sizes.offers, clock, stock),
        stock=stock,
        reviews=Reviews(seed, range(sizes.reviews), sizes.products),
        orders=Orders(seed, sizes.sales, stock, clock),
        # Of others' products.
        agent_orders=Orders(seed + 9, sizes.sales, Stock(seed + 9, sizes.products), clock),
        admin_messages=AdminMessages(seed, tokens.seller_id),
        permissions=None if permissions is None else frozenset(permissions),
        denied_status=denied_status,
        content=ContentStore(stock),
        options=OptionStore(stock),
    )
