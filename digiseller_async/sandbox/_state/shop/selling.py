"""Sell a product, and give the money back: what that does to stock, orders, account and chat."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ..content import ContentStore
from ..products import Item, Piece
from ..seller import Seller
from .chats import Message
from .orders import REFUNDED, ChosenOption, Order

FIRST_HANDED_OVER = 1_000_000_000  # far from all other ids of content
MOST_PIECES = 100_000  # of one purchase: each is made when it is bought
SOLD_AGAIN = frozenset({"book", "soft"})  # collections whose content every buyer gets


@dataclass(frozen=True, kw_only=True)
class Purchase:
    """What somebody buys.

    Attributes:
        product_id: The product; None for the first one in stock.
        buyer: The buyer's e-mail address.
        quantity: How many pieces are bought.
        paid: When it was paid; None for now.
        options: What the buyer chose or wrote for the product's options.
        parameters: The further parameters of the payment page.
    """

    product_id: int | None
    buyer: str
    quantity: int = 1
    paid: datetime | None = None
    options: tuple[ChosenOption, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict[str, str])

    def __post_init__(self) -> None:
        """Refuse a quantity that nobody can buy."""
        if not 1 <= self.quantity <= MOST_PIECES:
            message = (
                f"quantity must be at least 1, and at most {MOST_PIECES:,}; got {self.quantity}"
            )
            raise ValueError(message)


def item_of(seller: Seller, purchase: Purchase) -> Item:
    """Return the product that is bought, to change it, or refuse."""
    product_id = purchase.product_id
    return seller.stock.find(first_in_stock(seller) if product_id is None else product_id)


def sell(seller: Seller, item: Item, purchase: Purchase) -> Order:
    """Let somebody buy the *item*, and return the order."""
    order = seller.orders.add(
        item,
        take(seller.content, item, purchase.quantity),
        buyer=purchase.buyer,
        quantity=purchase.quantity,
        paid=purchase.paid,
        options=purchase.options,
        parameters=purchase.parameters,
    )
    seller.receipts.add(order, "product_sale", order.paid, order.credited)
    return order


def take(content: ContentStore, item: Item, quantity: int) -> tuple[Piece, ...]:
    """Take so many pieces out of the stock of the *item*; none if the seller's server has them.

    Raises:
        ValueError: There are not so many.
    """
    if item.form:
        return ()
    if item.content and item.collection in SOLD_AGAIN:
        return (item.content[0],) * quantity
    if item.code_count != -1 and item.num_in_stock < quantity:
        message = f"product {item.id} has only {item.num_in_stock} in stock; add content first"
        raise ValueError(message)
    return tuple(take_one(content, item) for _ in range(quantity))


def take_one(content: ContentStore, item: Item) -> Piece:
    """Take one piece out of the stock: what was added first, then what nobody has seen."""
    if item.content:
        piece = item.content.pop(0)
        del content.owners[piece.content_id]
        return piece
    if item.code_count is not None and item.code_count > 0:
        item.code_count -= 1
    elif item.code_count != -1:
        item.rest -= 1
    content_id = next(content.content_ids)
    return Piece(content_id=content_id, value=f"SANDBOX-{content_id}")


def form_of(seller: Seller, order: Order) -> Mapping[str, object]:
    """Return the form of the product, which says where its goods are asked for."""
    return seller.stock.find(order.product_id).form


def hand_over(order: Order, goods: str) -> None:
    """Note the goods that the seller's own server handed over."""
    content_id = FIRST_HANDED_OVER + order.invoice_id
    order.pieces = (Piece(content_id=content_id, value=goods),)


def first_in_stock(seller: Seller) -> int:
    """Return the first product that can be bought."""
    for item in seller.stock:
        if item.in_stock:
            return item.id
    message = "nothing is in stock"
    raise ValueError(message)


def refund(seller: Seller, invoice_id: int) -> None:
    """Give the buyer the money back, once."""
    order = seller.orders.find(invoice_id)
    if not order.is_refunded:
        order.state = REFUNDED
        seller.receipts.add(order, "refund", seller.orders.now(), -order.credited)


def confirm(seller: Seller, invoice_id: int) -> None:
    """Let the buyer say that the goods are right."""
    order = seller.orders.find(invoice_id)
    order.code.confirmed, order.code.refuted = seller.orders.now(), None


def refute(seller: Seller, invoice_id: int) -> None:
    """Let the buyer say that the goods are wrong."""
    order = seller.orders.find(invoice_id)
    order.code.refuted, order.code.confirmed = seller.orders.now(), None


def write(seller: Seller, invoice_id: int, text: str, *, by_buyer: bool) -> Message:
    """Add a message to the chat of an order; that of a buyer has a text."""
    if by_buyer and not text.strip():
        message = "text is blank; write something"
        raise ValueError(message)
    order = seller.orders.find(invoice_id)
    written = Message(
        id=next(seller.orders.message_ids),
        text=text,
        by_buyer=by_buyer,
        written=seller.orders.now(),
    )
    order.messages.append(written)
    return written
