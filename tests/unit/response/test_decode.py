"""Documented JSON goes straight from its bytes into the models; what is not never does."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.decoding import decode_strictly, end_of, interpreted, interpreted_tolerantly

from digiseller_async._response import decode, interpret
from digiseller_async._wire import WireResponse
from digiseller_async.models import Balance
from digiseller_async.spec import rows

TABLE: dict[str, Any] = {row.operation: row for row in rows()}
BALANCE, OFFERS = TABLE["account.balance"], TABLE["offers.list"]
CATEGORIES, GOODS = TABLE["catalog.categories"], TABLE["products.of_seller"]


def of_balance(value: str) -> str:
    """Return an answer with an amount."""
    return f'{{"retval":0,"content":{{"amount_z_free":{value}}}}}'


@pytest.mark.parametrize("value", ["1.5", "1", "-0.10", "null", "1e5", "1.5E-9", "1" * 40])
@pytest.mark.parametrize("apart", ["", " ", "\r\n\t"])
def test_ordinary(value: str, apart: str) -> None:
    """An ordinary amount is read straight from its bytes, however the document is laid out."""
    body = of_balance(value).replace(":", f"{apart}:{apart}").replace(",", f",{apart}")

    assert isinstance(decode_strictly(BALANCE, body), Balance)
    assert repr(decode_strictly(BALANCE, body)) == repr(interpreted_tolerantly(BALANCE, body))


ODD = [
    *('"1.5"', '"NaN"', '"nan"', '"inf"', '"-Infinity"', '"snan"', "1e2000000", "1E+999999999"),
    *("1e-999", "1" * 1001, f"0.{'0' * 1000}1", f"{'1' * 1001}.5", '"1_000"', '"\u0661"', '" 1 "'),
    *('"\\u004eaN"', '"1\\u0065999999999"', '"1e\u0669\u0669\u0669\u0669\u0669\u0669"', '""'),
    *('"x"', "true", "[]", "{}", "[1]", "NaN", "1e400", "1e0000000000999999"),
    *(f"{'1' * 999}e99", f"{'1' * 950}E+60", f"0.{'0' * 950}1e-99"),
]


@pytest.mark.parametrize("value", ODD, ids=lambda one: one[:24])
def test_odd_numbers(value: str) -> None:
    """A number that is a text, or longer or larger than any amount, never goes the fast way."""
    body = of_balance(value)

    assert decode_strictly(BALANCE, body) is None
    assert repr(interpreted(BALANCE, body)) == repr(interpreted_tolerantly(BALANCE, body))


@pytest.mark.parametrize(
    ("row", "body"),
    [
        (BALANCE, '{"retval":1,"content":{}}'),
        (BALANCE, '{"retval":0,"errors":[1],"content":{}}'),
        (BALANCE, '{"retval":0,"content":null}'),
        (BALANCE, '{"retval":0}'),
        (BALANCE, '{"retval":0,"content":{"new":1}}'),
        (BALANCE, '{"retval":0,"content":{},"new":1}'),
        (BALANCE, b'{"retval":0,"content":{"new":"\xff"}}'),
        (BALANCE, "<response/>"),
        (BALANCE, ""),
        (OFFERS, '{"content":{"items":[{"product_id":1,"currency":"GBP"}]}}'),
        (OFFERS, '{"content":{"items":{"product_id":1}}}'),
        (OFFERS, '{"content":{"items":[{"product_id":1,"in_affiliate":1}]}}'),
        (OFFERS, '{"content":{"items":[],"page":"1"}}'),
        (OFFERS, '{"content":{}}'),
        (CATEGORIES, '{"category":[{"id":"9007199254740993.0"}]}'),
        (CATEGORIES, '{"category":[{"id":"1,0"}]}'),
        (CATEGORIES, '{"category":[{"id":"1e-999"}]}'),
        (CATEGORIES, '{"category":[{"id":"1","new":2}]}'),
        (GOODS, '{"rows":[{"id_goods":"1"}]}'),
        (GOODS, '{"rows":[{"id_goods":1,"price":"1.5"}]}'),
        (GOODS, '{"rows":[{"id_goods":1,"add_goods":"x"}]}'),
        (TABLE["products.get"], '{"product":{"id":1}}'),
        (TABLE["templates.apply"], '{"retval":0}'),
        (TABLE["catalog.image"], "{}"),
    ],
)
def test_not_ordinary(row: Any, body: str | bytes) -> None:
    """What is not ordinary, in keys, shapes, scalars or its envelope, is left to the other way."""
    assert decode_strictly(row, body) is None


@pytest.mark.parametrize(
    ("row", "body"),
    [
        (
            OFFERS,
            '{"content":{"items":[{"product_id":1,"name":[{"locale":"ru-RU","value":"5"}]}]}}',
        ),
        (
            OFFERS,
            '{"content":{"items":[{"product_id":1,"name":[{"locale":"ru-RU","value":"NaNo"}]}]}}',
        ),
        (CATEGORIES, '{"retval":"0","category":[{"id":"1","cnt":"2","name":"x","sub":[]}]}'),
        (GOODS, '{"rows":[{"id_goods":1,"in_stock":"1","name_goods":"2.5","visible":-1}]}'),
        (GOODS, '{"rows":null}'),
        (TABLE["products.by_ids"], '[{"id":1,"in_stock":0}]'),
        (TABLE["templates.create"], '{"content":{"id":1,"name":"\\": \\"x","created":""}}'),
    ],
)
def test_what_only_looks_odd(row: Any, body: str) -> None:
    """Texts of digits, flags as the operation writes them, and quoted signs are read alike."""
    assert interpreted(row, body) == interpreted_tolerantly(row, body)
    assert not isinstance(interpreted(row, body), str)


def test_marks_and_words_of_numbers() -> None:
    """A text with NaN or an exponent in it, in the place of a text, is read as it is."""
    for word in ("NaN", "Infinity", "12e345", "E999", "1" * 2000, "N" * 3000, "IN" * 2000 + "NaN"):
        body = json.dumps({"content": {"id": 1, "name": word}})
        assert interpreted(TABLE["templates.create"], body).name == word


KEYS = st.sampled_from(
    ["product_id", "name", "price", "currency", "new", "цена", 'q"\\', "items", ""]
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(
        ["", "1", "1.5", "1,5", "NaN", "nan", "1e999", "RUR", "GBP", '":', '\\"a": "']
    )
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)


@given(st.lists(st.dictionaries(KEYS, VALUES, max_size=5), max_size=3), VALUES)
def test_any_items(items: list[dict[str, Any]], beside: Any) -> None:
    """Whatever the items of a page are, the fast way and the planned one never differ."""
    whole = [{"product_id": place, **item} for place, item in enumerate(items)]
    for page in ({"items": items}, {"items": whole}, {"items": whole, "new": beside}):
        body = json.dumps({"retval": 0, "content": page})
        quick, slow = interpreted(OFFERS, body), interpreted_tolerantly(OFFERS, body)
        assert repr(quick) == repr(slow) or (isinstance(quick, str) and isinstance(slow, str))


OFFER = '{"product_id":%d,"price":%s}'


@pytest.mark.parametrize("size", [1, 2, 3, 5])
@pytest.mark.parametrize("price", ["1.5", '"1,5"', '""', '"x"', '"1e9999"', "[]", '"NaN"'])
@pytest.mark.parametrize("place", [0, 1, 4])
def test_long_lists(size: int, price: str, place: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long list is decoded with pauses, and gives what it gives without any."""
    prices = ["1.5"] * 5
    prices[place] = price
    items = ",".join(OFFER % (number, one) for number, one in enumerate(prices))
    body = f'{{"retval":0,"content":{{"page":1,"items":[{items}]}}}}'
    whole = interpreted_tolerantly(OFFERS, body)

    monkeypatch.setattr(decode, "_PARTS_A_TURN", size)

    assert interpreted(OFFERS, body) == whole
    if isinstance(whole, str):
        assert whole.endswith(f"item {place}")
    else:
        response = WireResponse(status=200, headers={}, body=body.encode())
        pauses = end_of(interpret.interpret_steps(OFFERS, response, now=0))[1]
        assert pauses == -(-5 // size) - 1


def test_broken_numbers_are_told() -> None:
    """An amount that is none is told with its path, and is never guessed."""
    for value in ('"NaN"', '"nan"', "1e999999999", '"inf"', "1e99999999999999999999", "9" * 5000):
        told: list[tuple[str, str]] = []
        found = interpreted(BALANCE, of_balance(value), told)

        assert found == Balance()
        assert "amount_z_free" in [path for path, _ in told]
