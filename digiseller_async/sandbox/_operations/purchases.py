"""Answer for single orders: by unique code, by number, by cart."""

from datetime import datetime

from .._http.answers import Answer, found
from .._http.call import Call, Handlers
from .._state.moments import fractional
from .._state.seller import Seller
from .._state.shop.orders import Order
from .._state.texts import RefusedError
from .lists import flat_refusals
from .prices import converted

DAYS_LOCKED = 3
WITH_UNITS = "unit"


def verify_code(seller: Seller, call: Call) -> Answer:
    """Return the order of a unique code, and date its verification if nobody has looked before."""
    order = find_by_code(seller, call)
    effect = order.code.checked is None
    if effect:
        order = seller.orders.find(order.invoice_id)
        order.code.checked = seller.orders.now()
    payload = {"retval": 0, "retdesc": "", **verified(seller, order)}
    return Answer(payload=payload, effect=effect)


def verified(seller: Seller, order: Order) -> dict[str, object]:
    """Return what the page of unique codes shows of an order: dates dotted, nothing as a blank."""
    code = order.code
    return {
        "inv": order.invoice_id,
        "id_goods": order.product_id,
        "amount": order.credited,
        "type_curr": order.credited_currency,
        "profit": str(order.credited),
        "amount_usd": converted(order.price, order.currency, "USD"),
        "date_pay": f"{order.paid:%Y-%m-%d %H:%M:%S}",
        "email": order.buyer,
        "agent_id": order.partner_id,
        "agent_percent": "10" if order.partner_id else "",
        "query_string": order.packed_parameters,
        "unit_goods": "",
        "cnt_goods": order.quantity if is_counted(seller, order) else "",
        "promo_code": "",
        "bonus_code": "",
        "cart_uid": order.cart_uid or "",
        "method": order.method,
        "name_invoice": order.product_name,
        "lang": order.language,
        "unique_code_state": {
            "state": code.state,
            "date_check": moment(code.checked),
            "date_delivery": moment(code.delivered),
            "date_confirmed": moment(code.confirmed),
            "date_refuted": moment(code.refuted),
            "options": [],
        },
        "options": [
            {"id": str(one.id), "name": one.name, "value": one.value, "variant_id": one.variant_id}
            for one in order.options
        ]
        or None,
    }


def mark_delivered(seller: Seller, call: Call) -> Answer:
    """Note that the goods were handed over."""
    order = seller.orders.find(find_by_code(seller, call).invoice_id)
    now = seller.orders.now()
    order.code.checked = order.code.checked or now
    order.code.delivered = order.code.delivered or now
    return Answer(effect=True)


def get(seller: Seller, call: Call) -> Answer:
    """Return an order."""
    order = seller.orders.get(call.id_in_path("invoice_id"))
    if order is None:
        raise RefusedError("invoice_id", "Order not found", "Заказ не найден")
    code = order.code
    return found(
        {
            "item_id": order.product_id,
            "content_id": order.pieces[0].content_id if order.pieces else None,
            "cart_uid": order.cart_uid,
            "name": order.product_name,
            "amount": order.credited,
            "currency_type": order.credited_currency,
            "amount_usd": converted(order.price, order.currency, "USD"),
            "invoice_state": order.state,
            "purchase_date": fractional(order.paid),
            "date_pay": fractional(order.paid),
            "agent_id": order.partner_id,
            "agent_percent": 10 if order.partner_id else None,
            "agent_fee": None,
            "profit": order.credited,
            "query_string": order.packed_parameters or None,
            "unit_goods": None,
            "cnt_goods": order.quantity if is_counted(seller, order) else None,
            "promo_code": None,
            "bonus_code": None,
            "feedback": None,
            "unique_code_state": {
                "state": code.state,
                "date_check": moment(code.checked),
                "date_delivery": moment(code.delivered),
                "date_refuted": moment(code.refuted),
                "date_confirmed": moment(code.confirmed),
            },
            "options": [
                {
                    "id": one.id,
                    "name": one.name,
                    "user_data": one.value,
                    "user_data_id": one.variant_id,
                }
                for one in order.options
            ],
            "buyer_info": {
                "payment_method": order.method,
                "account": None,
                "email": order.buyer,
                "phone": None,
                "skype": None,
                "whatsapp": None,
                "info": None,
                "ip_address": order.ip,
                "payment_aggregator": None,
                "payment_aggregator_id": None,
            },
            "referer": None,
            "owner": 0,
            "day_lock": DAYS_LOCKED,
            "lock_state": "free",
            "external_order_id": None,
        }
    )


def cart(seller: Seller, call: Call) -> Answer:
    """Return the orders of a cart."""
    cart_id, cart_uid = call.arguments.integer("invoice_id_cart"), call.arguments.text("cart_uid")
    asked = (cart_id, cart_uid) != (None, None)
    orders = seller.orders.in_cart(cart_id, cart_uid) if asked else []
    if not orders:
        raise RefusedError("cart", "Cart not found", "Корзина не найдена")
    items = [
        {
            "invoice_id": one.invoice_id,
            "item_id": one.product_id,
            "amount": one.credited,
            "currency": one.credited_currency,
        }
        for one in orders
    ]
    amounts = [converted(one.price, one.currency, "USD") for one in orders]
    return found(
        {
            "invoice_id_cart": orders[0].cart_id,
            "cart_uid": orders[0].cart_uid,
            "total_amount": sum(amounts),
            "currency": "USD",
            "items": items,
        }
    )


def find_by_code(seller: Seller, call: Call) -> Order:
    """Return the order of the code in the path, or refuse."""
    order = seller.orders.by_code(call.path_params["unique_code"])
    if order is None:
        raise RefusedError("unique_code", "Unique code not found", "Уникальный код не найден")
    return order


def is_counted(seller: Seller, order: Order) -> bool:
    """Tell if the product has a price for units."""
    item = seller.stock.get(order.product_id)
    return item is not None and item.collection == WITH_UNITS


def moment(value: datetime | None) -> str | None:
    """Return a moment as the state of a code has it."""
    return None if value is None else fractional(value.replace(microsecond=0))


HANDLERS: Handlers = {
    "purchases.verify_code": flat_refusals(verify_code),
    "purchases.mark_delivered": flat_refusals(mark_delivered),
    "purchases.get": get,
    "purchases.cart": cart,
}
