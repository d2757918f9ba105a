"""An argument that fits arrives as it was meant: words, lists, parts and money."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digiseller_async import ArgumentError
from digiseller_async._request.build import build
from digiseller_async._request.encode import encode
from digiseller_async._wire import WireRequest
from digiseller_async.models import (
    CodeFilter,
    ReceiptType,
    TemplateCurrency,
    TemplateProductPercent,
)
from digiseller_async.spec import rows

TABLE: dict[str, Any] = {row.operation: row for row in rows()}
SEVERAL: list[Callable[[dict[str, None]], Any]] = [list, tuple, iter, lambda words: words.keys()]


def query(operation: str, **arguments: Any) -> list[tuple[str, str]]:
    """Return the query's pairs of a call of *operation*."""
    target = sent(operation, **arguments).target
    return parse_qsl(target.partition("?")[2], keep_blank_values=True)


def sent(operation: str, **arguments: Any) -> WireRequest:
    """Return the request that a call of *operation* sends."""
    row = TABLE[operation]
    return encode(build(row, arguments, seller_id=None))


@pytest.mark.parametrize(
    "word", [ReceiptType.REFUND, "refund", ReceiptType("brand_new"), ReceiptType("REFUND")]
)
def test_words(word: str) -> None:
    """A documented word passes as it is, and any other if it is wrapped on purpose."""
    assert query("account.receipts", types=[word]) == [("type", str(word))]


@pytest.mark.parametrize("word", [CodeFilter.HIDE_WAITING_CODE_CHECK, TemplateCurrency("refund")])
def test_words_of_another_list(word: str) -> None:
    """A word of another enum is refused even if it is spelt like one of this."""
    with pytest.raises(ArgumentError, match=r"^types\[0\] must be one of"):
        query("account.receipts", types=[word])


@pytest.mark.parametrize("make", SEVERAL)
def test_lists_of_any_kind(make: Callable[[dict[str, None]], Any]) -> None:
    """Several values may be a list, a tuple, a view or a generator, which is read once."""
    words: dict[str, None] = dict.fromkeys(("refund", "add_funds", "exchange_request"))

    assert query("account.receipts", types=make(words)) == [("type", word) for word in words]


def test_repeated_words() -> None:
    """A word that is given twice is sent twice: nothing is reordered or dropped."""
    words = ["refund", "add_funds", "refund"]

    assert query("account.receipts", types=words) == [("type", word) for word in words]


def test_generators_of_parts() -> None:
    """Parts may be models or dicts, mixed, from a generator, and the body is the same."""
    given = [{"product_id": 1, "percent": 2}, {"product_id": 2, "percent": 5}]

    def mixed() -> Iterator[Any]:
        yield TemplateProductPercent(product_id=1, percent=2)
        yield given[1]

    bodies = [
        sent("templates.set_products", template_id=1, products=products).body
        for products in (given, mixed())
    ]

    assert bodies[0] == bodies[1]
    assert given[1] == {"product_id": 2, "percent": 5}


@given(st.decimals(min_value=0, max_value=10**12, places=4))
def test_money(value: Decimal) -> None:
    """An amount is sent with just the digits that were given, as a `Decimal` or as its text."""
    spelt = format(value, "f")

    for one in (value, spelt, f" {spelt} "):
        assert query("templates.products", template_id=1, price_max=one)[1:] == [
            ("priceMax", spelt)
        ]


@pytest.mark.parametrize(
    ("value", "spelt"),
    [(99, "99"), (0, "0"), ("33.50", "33.50"), (Decimal("1E+3"), "1000"), ("1e-4", "0.0001")],
)
def test_spelling_of_money(value: Any, spelt: str) -> None:
    """An amount is written without an exponent, for servers that know none."""
    assert ("priceMin", spelt) in query("templates.products", template_id=1, price_min=value)
