"""Do what a buyer does, and call the seller's server before and after it."""

from ..._state.seller import Seller
from ..._state.shop import selling
from ..._state.shop.chats import Message
from ..._state.shop.orders import Order
from .seller_calls import SellerCalls


async def buy(seller: Seller, calls: SellerCalls, purchase: selling.Purchase) -> Order:
    """Buy after the seller's server agreed, and tell it of the sale.

    Raises:
        ValueError: The seller's server says no or does not answer, or there is not enough.
    """
    item = selling.item_of(seller, purchase)
    await calls.ask_before_payment(item, purchase)
    order = selling.sell(seller, item, purchase)
    calls.tell_of_sale(order)
    if not order.pieces:
        calls.ask_for_goods(order, selling.form_of(seller, order), selling.hand_over)
    return order


def write(seller: Seller, calls: SellerCalls | None, invoice_id: int, text: str) -> Message:
    """Write about an order, and tell the seller's server of it; None for no calls."""
    written = selling.write(seller, invoice_id, text, by_buyer=True)
    if calls is not None:
        calls.tell_of_message(seller.orders.find(invoice_id), written)
    return written
