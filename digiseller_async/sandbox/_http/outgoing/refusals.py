"""Decide whether an answer of the seller's server, given before a payment, stops the sale."""

import re

from .payloads import answered
from .seller_server import SellerCall

COUNT = re.compile(r"[0-9]{1,18}")


def quantity_refusal(call: SellerCall, product_id: int, wanted: int) -> str | None:
    """Return why so many pieces cannot be sold, or None."""
    answer = answered(call)
    if answer.get("error"):
        return f"the seller's server refused it: {answer['error']}"
    count = str(answer.get("count"))
    if str(answer.get("product_id")) != str(product_id) or not COUNT.fullmatch(count):
        return f"the seller's server did not say how many there are {got(call)}"
    if int(count) < wanted:
        return f"the seller's server has only {int(count)}; {wanted} are wanted"
    return None


def precheck_refusal(call: SellerCall) -> str | None:
    """Return why the buyer's options are not good, or None.

    No answer is a refusal. Of the service the product's ``precheck_no_answer`` decides that, but
    its words are documented nowhere.
    """
    answer = answered(call)
    if "error" not in answer:
        return f"the seller's server did not say whether the options are good {got(call)}"
    error = answer["error"]
    return f"the seller's server refused the options: {error}" if error else None


def got(call: SellerCall) -> str:
    """Return what came instead of an answer; its URL may hold a secret of the seller's."""
    return "(no answer)" if call.status is None else f"(status {call.status})"
