"""Write what the seller's server is told and asked, and read what it answers."""

import hashlib
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

import msgspec

from ..._state.moments import dotted
from ..._state.products import Item
from ..._state.shop.chats import Message
from ..._state.shop.options import options_of
from ..._state.shop.orders import ChosenOption, Order
from ..._state.shop.selling import Purchase
from ..encoding import JSON, XmlStyle, document
from .seller_server import SellerCall

# The one that a payment page has if nobody chooses; an order's is known when there is an order.
LANGUAGE = "ru-RU"


def as_json(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the *fields* as a body of JSON."""
    headers = {"Content-Type": "application/json; charset=utf-8"}
    return {"content": JSON(fields), "headers": headers}


def as_xml(tree: Mapping[str, Any]) -> dict[str, Any]:
    """Return the *tree* as a body of XML."""
    headers = {"Content-Type": "text/xml; charset=utf-8"}
    return {"content": document("request", tree, XmlStyle()), "headers": headers}


def sale_fields(order: Order, password: str) -> dict[str, Any]:
    """Return what is told of a sale."""
    signed = f"{password.lower()};{order.invoice_id};{order.product_id}"
    return {
        "ID_I": order.invoice_id,
        "ID_D": order.product_id,
        "Amount": str(order.price),
        "Currency": order.currency,
        "Email": order.buyer,
        "Date": dotted(order.paid),
        "SHA256": hashlib.sha256(signed.encode()).hexdigest(),
        "Through": order.packed_parameters,
        "IP": order.ip,
        "Agent": str(order.partner_id or 0),
        "CartUID": order.cart_uid or "",
        "IsMyProduct": "true",
    }


def message_fields(order: Order, message: Message) -> dict[str, Any]:
    """Return what is told of a message."""
    return {
        "DebateId": order.invoice_id,
        "MessageId": message.id,
        "OwnerId": 0,
        "MessageDate": message.written.isoformat(timespec="seconds"),
        "Email": order.buyer,
        "ImagePath": None,
        "Message": message.text,
    }


def delivery_fields(order: Order, secret: str) -> dict[str, Any]:
    """Return what is said when goods are asked for: all values are texts."""
    signed = f"{order.product_id}:{order.invoice_id}:{secret}".encode()
    return {
        "id": str(order.product_id),
        "inv": str(order.invoice_id),
        "amount": str(order.price),
        "type_curr": order.credited_currency,
        "lang": order.language,
        "email": order.buyer,
        "sign": hashlib.md5(signed, usedforsecurity=False).hexdigest(),
        "sign2": hashlib.sha256(signed).hexdigest(),
        "options": [
            {"id": str(one.id), "type": "text", "user_data": one.value} for one in order.options
        ],
    }


def quantity_fields(item: Item, purchase: Purchase, secret: str) -> dict[str, Any]:
    """Return what is said when the quantity is asked for."""
    signed = f"{item.id}:{purchase.quantity}:{secret}".encode()
    return {
        "product_id": item.id,
        "count": purchase.quantity,
        "options": [
            {"id": one.id, "type": control(item, one), "user_data": chosen(one)}
            for one in purchase.options
        ],
        "sign": hashlib.sha256(signed).hexdigest(),
    }


def precheck_body(item: Item, purchase: Purchase, url: str) -> dict[str, Any]:
    """Return the body that asks whether the options are good, in XML unless *url* asks for JSON."""
    product = {"id": item.id, "cnt": purchase.quantity, "lang": LANGUAGE}
    if "format=json" in url.lower():
        options = [
            {"id": one.id, "type": control(item, one), "value": chosen(one)}
            for one in purchase.options
        ]
        return as_json({"product": product, "options": options})
    elements = [
        {"@id": one.id, "@type": control(item, one), "#": chosen(one)} for one in purchase.options
    ]
    return as_xml({"product": product, "options": {"option": elements}})


def control(item: Item, option: ChosenOption) -> str:
    """Return the form control of an option."""
    kinds = {one.option_id: one.type for one in options_of(item)}
    return kinds.get(option.id, "text")


def chosen(option: ChosenOption) -> str:
    """Return what was chosen: the number of a variant, or what the buyer wrote."""
    return option.value if option.variant_id is None else str(option.variant_id)


def answered(call: SellerCall) -> Mapping[str, Any]:
    """Return the fields of an answer with 200 in JSON or XML; none if it is something else."""
    if call.status != 200:
        return {}
    try:
        if call.answer.lstrip().startswith(b"<"):
            return {one.tag: one.text or "" for one in ET.fromstring(call.answer)}  # noqa: S314
        return msgspec.json.decode(call.answer, type=dict[str, Any])
    # An encoding that nobody knows, or that expat does not; arrays in arrays without an end.
    except (msgspec.DecodeError, ET.ParseError, LookupError, ValueError, RecursionError):
        return {}
