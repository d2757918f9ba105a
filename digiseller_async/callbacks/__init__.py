"""Read, check and answer what the service calls on the seller's own server.

The functions need no framework: they take the query, the body and the content type that every
framework has, and the answers are a status, headers and a body.

    request = callbacks.read_delivery(body=body, content_type=content_type, secret=SECRET)
    answer = callbacks.deliver(request, "AAAA-BBBB")

`App` does the whole of it, as an ASGI application or under any framework: it keeps each order's
answer, so that no order gets the goods of two.
"""

from __future__ import annotations

from ..errors import CallbackError, MalformedCallbackError, SignatureError
from ._answers import Answer, accept, deliver, postpone, refuse, state_quantity
from .answer_store import AnswerStore, MemoryAnswers, ReservingAnswerStore, SQLiteAnswers
from .app import App
from .delivery import DeliveryOption, DeliveryRequest, read_delivery
from .message import MessageNotification, read_message
from .parameters import check_parameters, sign_parameters
from .precheck import PrecheckOption, PrecheckRequest, read_precheck
from .quantity import QuantityRequest, read_quantity
from .redirect import CodeRedirect, read_redirect
from .sale import SaleNotification, read_sale

__all__ = [
    "Answer",
    "AnswerStore",
    "App",
    "CallbackError",
    "CodeRedirect",
    "DeliveryOption",
    "DeliveryRequest",
    "MalformedCallbackError",
    "MemoryAnswers",
    "MessageNotification",
    "PrecheckOption",
    "PrecheckRequest",
    "QuantityRequest",
    "ReservingAnswerStore",
    "SQLiteAnswers",
    "SaleNotification",
    "SignatureError",
    "accept",
    "check_parameters",
    "deliver",
    "postpone",
    "read_delivery",
    "read_message",
    "read_precheck",
    "read_quantity",
    "read_redirect",
    "read_sale",
    "refuse",
    "sign_parameters",
    "state_quantity",
]
