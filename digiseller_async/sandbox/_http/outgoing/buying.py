"""Do what a buyer does, and tell the seller's server of it."""

from ..._state.seller import Seller
from ..._state.shop import selling
from ..._state.shop.chats import Message
from ..._state.shop.orders import Order
from .seller_calls import SellerCalls


def buy(seller: Seller, calls: SellerCalls | None, purchase: selling.Purchase) -> Order:
    """Buy, and make the *calls* about it; None for no calls."""
    order = selling.sell(seller, purchase)
    if calls is not None:
        calls.tell_of_sale(order)
        if not order.pieces:
            calls.ask_for_goods(order, selling.form_of(seller, order), selling.hand_over)
    return order


def write(seller: Seller, calls: SellerCalls | None, invoice_id: int, text: str) -> Message:
    """Write to the seller about an order, and make the *calls* about it; None for no calls."""
    if not text.strip():
        message = "text is blank; write something"
        raise ValueError(message)
    written = selling.write(seller, invoice_id, text, by_buyer=True)
    if calls is not None:
        calls.tell_of_message(seller.orders.find(invoice_id), written)
    return written
