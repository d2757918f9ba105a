"""Write what the service is answered."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import field, frozen

from .._codecs import json, xml
from ..errors import ArgumentError, with_context
from .delivery import DeliveryRequest
from .precheck import PrecheckRequest
from .quantity import QuantityRequest

_JSON = "application/json; charset=utf-8"
_XML = "text/xml; charset=utf-8"
_IMPOSSIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
Refusable = DeliveryRequest | QuantityRequest | PrecheckRequest


@frozen
class Answer:
    """An answer to the service, for whatever framework is in use."""

    status: int
    """The HTTP status."""
    headers: Mapping[str, str] = field(factory=dict[str, str])
    """The headers, with names in lower case."""
    body: bytes = field(default=b"", repr=False)
    """The body."""


def deliver(request: DeliveryRequest, goods: str | Sequence[str]) -> Answer:
    """Hand over *goods*: one text, or several, which are joined by line breaks.

    Keep the answer by ``request.inv`` before it is sent: the call comes again until it is answered.

    Raises:
        ArgumentError: *goods* is empty or blank, or has a character that no answer can have.
    """
    pieces = [goods] if isinstance(goods, str) else list(goods)
    if not pieces:
        raise _argument_error("goods", "is empty; use postpone or refuse if there are none")
    checked = [_checked("goods", piece) for piece in pieces]
    return _delivery_answer(request, {"goods": "\n".join(checked), "error": ""})


def postpone(request: DeliveryRequest) -> Answer:
    """Hand over nothing yet: the service asks again later."""
    return _delivery_answer(request, {})


def refuse(request: Refusable, error: str) -> Answer:
    """Refuse a delivery for good, a quantity, or a buyer's options.

    Args:
        request: What `read_delivery`, `read_quantity` or `read_precheck` gave.
        error: The reason. The buyer sees it, so write it in the buyer's language.

    Raises:
        ArgumentError: *error* is blank, which would accept.
    """
    error = _checked("error", error)
    if isinstance(request, DeliveryRequest):
        return _delivery_answer(request, {"goods": "", "error": error})
    if isinstance(request, QuantityRequest):
        return _quantity_answer(request, 0, error)
    return _answer({"error": error}, is_xml=request.is_xml)


def state_quantity(request: QuantityRequest, count: int) -> Answer:
    """Say how many pieces there are.

    Raises:
        ArgumentError: *count* is no whole number from 0 on.
    """
    if not _is_count(count):
        raise _argument_error("count", "is not a whole number from 0 on")
    return _quantity_answer(request, count, "")


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def accept(request: PrecheckRequest) -> Answer:
    """Say that the buyer's options are good."""
    return _answer({"error": ""}, is_xml=request.is_xml)


def _delivery_answer(request: DeliveryRequest, outcome: Mapping[str, str]) -> Answer:
    ids = {"id": str(request.id), "inv": str(request.inv)}
    return _answer({**ids, **outcome}, is_xml=request.is_xml)


def _quantity_answer(request: QuantityRequest, count: int, error: str) -> Answer:
    fields = {"product_id": request.product_id, "count": count, "error": error}
    return _answer(fields, is_xml=request.is_xml)


def _answer(fields: Mapping[str, Any], *, is_xml: bool) -> Answer:
    if not is_xml:
        return Answer(200, {"content-type": _JSON}, json.dumps(fields))
    # The elements must be there, and in full: their reader is not known.
    body = re.sub(rb"<(\w+) />", rb"<\1></\1>", xml.dumps("response", fields))
    return Answer(200, {"content-type": _XML}, body)


def _checked(parameter: str, text: object) -> str:
    if not isinstance(text, str) or not text.strip():
        raise _argument_error(parameter, "is blank, or not a text")
    if _IMPOSSIBLE.search(text):
        raise _argument_error(parameter, "has a control character or half a character")
    return text


def _argument_error(parameter: str, what: str) -> ArgumentError:
    return with_context(ArgumentError(f"{parameter} {what}"), parameter=parameter)
