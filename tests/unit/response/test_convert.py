"""Words, reviews and other parts of documents that do not look alike each time."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import attrs
import pytest

from digiseller_async._codecs.scalars import MOSCOW
from digiseller_async._response import interpret
from digiseller_async._response import lenient as lenient_module
from digiseller_async._wire import WireResponse
from digiseller_async.errors import UnexpectedReplyError
from digiseller_async.models import AccountCurrency, Receipt, ReceiptType
from digiseller_async.spec import rows
from digiseller_async.spec.language import Effect, Endpoint

TABLE: dict[str, Any] = {row.operation: row for row in rows()}


def judged(row: Any, body: str) -> Any:
    """Return what an answer of this *body* gives."""
    return interpret.interpret(row, WireResponse(status=200, headers={}, body=body.encode()), now=0)


@pytest.mark.parametrize("kind", [AccountCurrency, AccountCurrency | None])
@pytest.mark.parametrize("word", ["WMZ", "brand_new"])
def test_words_of_the_lenient_way(kind: Any, word: str) -> None:
    """A documented list of words gives members of its enum by the lenient way, too."""
    assert type(lenient_module.structure(word, kind)) is AccountCurrency


def test_empty_words() -> None:
    """An empty text in the place of a word stands for none, the fast way too."""
    item = '{"product_id":1,"price":1,"currency":""}'
    (offer,) = judged(TABLE["offers.list"], f'{{"content":{{"items":[{item}]}}}}').items

    assert offer.currency is None


def test_words_of_the_fast_way() -> None:
    """A word is a member of its open enum, and an unknown one is a member-like text."""
    items = [{"product_id": one, "currency": word} for one, word in enumerate(("RUR", "GBP"), 1)]
    first, second = judged(
        TABLE["offers.list"], f'{{"content":{{"items":{json.dumps(items)}}}}}'
    ).items

    assert (first.currency.known, second.currency.known) == (True, False)
    assert second.currency == "GBP"


@pytest.mark.parametrize(
    ("response", "found"),
    [
        ("null", None),
        ('""', None),
        ('"positive"', (None, "positive", None)),
        ('{"id":5,"type":"negative","viewed":true}', (5, "negative", True)),
        ('{"id":"5","type":"","viewed":0}', (5, None, False)),
    ],
)
def test_reviews_of_both_shapes(response: str, found: tuple[Any, ...] | None) -> None:
    """A receipt's review is the page's word or the Swagger's object, and one model of both."""
    operation = '{"id":2,"type":"x","date":"2021-11-12 14:20:37","currency":"WMZ","on_account":1}'
    item = f'{{"account_operation_id":1,"operation":{operation},"response":{response}}}'
    (receipt,) = judged(TABLE["account.receipts"], f'{{"content":{{"items":[{item}]}}}}').items

    assert isinstance(receipt, Receipt)
    assert (receipt.response and attrs.astuple(receipt.response)) == found
    assert receipt.operation.datetime == dt.datetime(2021, 11, 12, 14, 20, 37, tzinfo=MOSCOW)


def test_kinds_that_nobody_taught() -> None:
    """Of a row that gives a kind without a reader, no answer is read."""
    row: Endpoint[complex] = Endpoint(
        group="toys",
        name="spin",
        method="GET",
        path="/",
        effect=Effect.SAFE,
        returns=complex,
        docs="none",
        summary="",
        returns_doc="",
    )

    response = WireResponse(status=200, headers={}, body=b'{"content":"1j"}')

    with pytest.raises(UnexpectedReplyError, match="NotImplementedError"):
        interpret.interpret(row, response, now=0)


@pytest.mark.parametrize("value", [5, None, b"refund", ["refund"]])
def test_words_are_texts(value: Any) -> None:
    """An open enum takes any text, and nothing else."""
    with pytest.raises(ValueError, match="is not a valid ReceiptType"):
        ReceiptType(value)
    assert not ReceiptType("brand_new").known
