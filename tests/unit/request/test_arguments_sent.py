"""Valid arguments are sent as they were meant: enums, lists, models and amounts."""

from __future__ import annotations

import json
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
    ChatFile,
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
def test_enums(word: str) -> None:
    """A listed word is sent as it is; any other only as a member of the enum."""
    assert query("account.receipts", types=[word]) == [("type", str(word))]


@pytest.mark.parametrize("word", [CodeFilter.HIDE_WAITING_CODE_CHECK, TemplateCurrency("refund")])
def test_members_of_another_enum(word: str) -> None:
    """A member of another enum is refused even if its word is listed."""
    with pytest.raises(ArgumentError, match=r"^types\[0\] must be one of"):
        query("account.receipts", types=[word])


@pytest.mark.parametrize("make", SEVERAL)
def test_lists_of_any_kind(make: Callable[[dict[str, None]], Any]) -> None:
    """Several values may be a list, a tuple, a view or a generator, which is iterated once."""
    words: dict[str, None] = dict.fromkeys(("refund", "add_funds", "exchange_request"))

    assert query("account.receipts", types=make(words)) == [("type", word) for word in words]


def test_repeated_values() -> None:
    """A value that is given twice is sent twice, in the same order."""
    words = ["refund", "add_funds", "refund"]

    assert query("account.receipts", types=words) == [("type", word) for word in words]


def test_models_and_dicts() -> None:
    """Models and dicts, mixed or from a generator, give the same body."""
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
def test_amounts(value: Decimal) -> None:
    """An amount is sent with exactly its digits, whether it is a `Decimal` or a str."""
    spelt = format(value, "f")

    for one in (value, spelt, f" {spelt} "):
        assert query("templates.products", template_id=1, price_max=one)[1:] == [
            ("priceMax", spelt)
        ]


@pytest.mark.parametrize(
    ("value", "spelt"),
    [(99, "99"), (0, "0"), ("33.50", "33.50"), (Decimal("1E+3"), "1000"), ("1e-4", "0.0001")],
)
def test_spelling_of_amounts(value: Any, spelt: str) -> None:
    """An amount is written without an exponent."""
    assert ("priceMin", spelt) in query("templates.products", template_id=1, price_min=value)


def test_joined_values() -> None:
    """Several values that are sent as one have commas between them."""
    for given_ids in ([5, 6, 5], iter((5, 6, 5))):
        assert query("chats.list", id_ds=given_ids) == [("id_ds", "5,6,5")]


@pytest.mark.parametrize(("value", "spelt"), [(True, "1"), (False, "0")])
def test_flags_as_numbers(value: Any, spelt: str) -> None:
    """A flag is sent as a number where the service wants one, also if it is false."""
    assert query("chats.list", filter_new=value) == [("filter_new", spelt)]
    assert query("chats.messages", id_i=1, old_id=2, newer=value) == [
        ("id_i", "1"),
        ("old_id", "2"),
        ("newer", spelt),
    ]


def test_a_false_flag_excludes_nothing() -> None:
    """A flag that is false may stand beside what it would exclude, and needs nothing."""
    assert query("chats.messages", id_i=1, newer=False, count=3) == [
        ("id_i", "1"),
        ("newer", "0"),
        ("count", "3"),
    ]


def test_a_body_beside_a_query() -> None:
    """An argument in the query and others in the body are sent in one request."""
    request = sent("chats.send", id_i=7, message="Hi", is_auto=False)

    assert request.target == "/api/debates/v2?id_i=7"
    assert request.body == b'{"message":"Hi","is_auto":false}'


def test_fields_that_are_only_answered() -> None:
    """Of a model, or of a dict of its fields, only what the service takes is sent."""
    file = ChatFile(newid="a", name="b", type="c", size=1, error_num=0, warning="w")
    as_dict = {"newid": "a", "name": "b", "type": "c", "size": 1, "error": None}
    bodies = [sent("chats.send", id_i=7, files=[one]).body for one in (file, as_dict)]

    assert bodies == [b'{"files":[{"newid":"a","name":"b","type":"c"}]}'] * 2


def test_secret_arguments_of_a_query() -> None:
    """A secret argument is sent behind the others, and is no part of what can be shown."""
    request = sent("chats.list", email="buyer+1@example.com", id_ds=[5])

    assert request.target == "/api/debates/v2/chats?id_ds=5"
    assert str.__str__(request.secret_query) == "email=buyer%2B1%40example.com"
    assert "buyer" not in repr(request)


def test_secret_arguments_tell_lists_apart() -> None:
    """Two lists that differ in a secret argument have different fingerprints, which hide it."""
    found = {
        build(TABLE["chats.list"], {"email": email} if email else {}).fingerprint()
        for email in ("a@example.com", "b@example.com", None)
    }

    assert len(found) == 3
    assert not any("example" in one for one in found)


@pytest.mark.parametrize("change", [{"price": 1}, {"variants": [{"variant_id": 2, "rate": 0}]}])
def test_a_list_that_is_the_body(change: dict[str, Any]) -> None:
    """A list may be the body itself; of two fields of its items, one is enough."""
    for one in change.get("variants", ()):
        one["type"] = "priceplus"
    request = sent("products.set_prices", prices=[{"product_id": 5, **change}])

    assert isinstance(request.body, bytes)
    assert json.loads(request.body) == [{"product_id": 5, **change}]
    assert request.headers["Content-Type"] == "application/json"


def test_one_of_two_ids() -> None:
    """A category has an id of its own, or one of the cataloguer."""
    categories = [{"owner": 0, "category_id": 0}, {"owner": 1, "cataloguer_category_id": 7}]
    request = sent("products.edit_base", product_id=5, categories=categories)

    assert isinstance(request.body, bytes)
    assert json.loads(request.body) == {"categories": categories}


def test_objects_in_camel_case() -> None:
    """The fields of objects are in camelCase where the service wants them so."""
    attribute = {"attribute_id": 1, "attribute_value_id": 2}
    request = sent("cataloguer.add_product", category_id=3, product_id=5, attributes=[attribute])

    assert isinstance(request.body, bytes)
    assert json.loads(request.body) == {
        "productId": 5,
        "attributes": [{"attributeId": 1, "attributeValueId": 2}],
    }
