"""Models go out as dictionaries and as JSON, and come back as they were."""

from __future__ import annotations

import copy
import datetime as dt
import json
import pickle
import sys
from decimal import Decimal
from typing import Any

import attrs
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from support.any_models import MODELS, any_model

from digiseller_async import ArgumentError, Page, callbacks, from_dict, from_json, to_dict, to_json
from digiseller_async.models import (
    AccountCurrency,
    CatalogPage,
    CatalogProduct,
    Category,
    Image,
    Language,
    Localized,
    Model,
    Operation,
    Preorder,
    Product,
    Receipt,
    ReceiptProduct,
    Review,
)
from digiseller_async.spec import GROUPS, rows
from digiseller_async.spec.language import ListEndpoint

AT = dt.datetime(2026, 11, 27, 12, 30, tzinfo=dt.timezone(dt.timedelta(hours=3)))
ANY_ZONE: Any = dt.tzinfo
NO_ZONE = ANY_ZONE()  # it has no offset, and fails if it is asked
IMAGE = Image(content=b"\xff", content_type="image/png")
RECEIPT = Receipt(
    account_operation_id=2**62,
    operation=Operation(
        datetime=AT, currency=AccountCurrency("WMQ"), on_account=Decimal("33.50"), price=Decimal(0)
    ),
    product=ReceiptProduct(name=(Localized(locale=Language.RU, value="Ключ"),)),
)


@pytest.mark.parametrize("model", MODELS)
def test_round_trips(model: type[Model]) -> None:
    """Each model, whatever it holds, comes back with each of its values and digits."""

    @settings(max_examples=5)  # of each of the models
    @given(any_model(model))
    def check(value: Any) -> None:
        for again in (from_dict(model, to_dict(value)), from_json(model, to_json(value))):
            assert again == value
            assert to_dict(again) == to_dict(value)  # what is not compared, too
            assert to_json(again) == to_json(value)  # the same digits

    check()


@given(st.lists(any_model(CatalogProduct), max_size=2).map(tuple), any_model(CatalogPage))
@settings(max_examples=20)
def test_pages(items: tuple[CatalogProduct, ...], about: CatalogPage) -> None:
    """A page comes back with its items, and with what it says beside them."""
    page = Page(
        items=items, number=1, size=2, total_items=None, total_pages=7, has_next=True, about=about
    )

    for again in (
        from_dict(Page[CatalogProduct], to_dict(page)),
        from_json(Page[CatalogProduct], to_json(page)),
    ):
        assert again == page
        assert isinstance(again, Page)


def test_what_pages_say() -> None:
    """A page of each list that says something beside its items is read back with it."""
    lists = [row for row in rows(*GROUPS) if isinstance(row, ListEndpoint)]

    for row in lists:
        assert getattr(row.returns, "about_page", None) == row.page_extras


def test_lists() -> None:
    """Several models are one document, too."""
    text = to_json([RECEIPT, RECEIPT])

    assert from_json(list[Receipt], text) == [RECEIPT, RECEIPT]
    assert from_json(tuple[Receipt, ...], text) == (RECEIPT, RECEIPT)


def test_dictionaries() -> None:
    """A dictionary has Python's values under the fields' names, in the order of the model."""
    found = to_dict(RECEIPT)

    assert list(found) == [one.name for one in attrs.fields(Receipt)]
    assert found["operation"]["datetime"] is AT
    assert found["operation"]["on_account"] is RECEIPT.operation.on_account
    assert type(found["operation"]["currency"]) is str
    assert found["product"]["name"] == [{"locale": "ru-RU", "value": "Ключ"}]
    assert to_dict(IMAGE)["content"] == b"\xff"


def test_json() -> None:
    """JSON has amounts as text, moments with their offset, words as they are, and base64."""
    found = json.loads(to_json(RECEIPT))

    assert list(found) == [one.name for one in attrs.fields(Receipt)]
    assert found["operation"]["on_account"] == "33.50"
    assert found["operation"]["datetime"] == "2026-11-27T12:30:00+03:00"
    assert found["operation"]["currency"] == "WMQ"
    assert json.loads(to_json(IMAGE))["content"] == "/w=="
    assert from_json(Receipt, to_json(RECEIPT)).operation.currency == "WMQ"


def test_odd_offsets() -> None:
    """A moment of a time when Moscow's clock was 2:30:17 ahead keeps its instant."""
    at = dt.datetime(1900, 1, 1, tzinfo=ODD)

    assert from_json(Preorder, to_json(Preorder(delivery_date=at))).delivery_date == at


def test_numbers_in_json() -> None:
    """A number in place of an amount's text is read by its digits, and no float comes between."""
    text = '{"account_operation_id": 1, "operation": {"price": 33.50, "on_account": 1e400}}'

    operation = from_json(Receipt, text).operation

    assert (str(operation.price), str(operation.on_account)) == ("33.50", "1E+400")


def test_texts_in_dictionaries() -> None:
    """What JSON has in place of Python's values is read out of a dictionary, too."""
    assert from_dict(Receipt, json.loads(to_json(RECEIPT))) == RECEIPT
    assert from_dict(Image, {"content": "/w==", "content_type": "image/png"}) == IMAGE
    assert from_dict(Preorder, {"delivery_date": "2026-11-27"}).delivery_date == AT.date()


def test_models_in_dictionaries() -> None:
    """A model in a dictionary is taken as it is."""
    found = from_dict(Receipt, {"account_operation_id": 1, "operation": RECEIPT.operation})

    assert found.operation is RECEIPT.operation


def test_callbacks() -> None:
    """What the service calls with goes out and comes back as models do."""
    sale = callbacks.SaleNotification(id_i=1, id_d=2, amount=Decimal("1.50"), date=AT)
    request = callbacks.PrecheckRequest(
        product_id=1, options=(callbacks.PrecheckOption(id=2, value="x"),)
    )

    assert from_json(callbacks.SaleNotification, to_json(sale)) == sale
    assert from_dict(callbacks.PrecheckRequest, to_dict(request)) == request


ODD = dt.timezone(dt.timedelta(hours=2, minutes=30, seconds=17))  # Moscow's before 1916
FIRST = dt.datetime(1, 1, 1, tzinfo=ODD)
ENDLESS: list[Any] = []
ENDLESS.append(ENDLESS)
REFUSED: list[tuple[Any, Any, str]] = [
    (
        Receipt,
        {},
        "Receipt: account_operation_id is required",
    ),
    (
        ReceiptProduct,
        {"name": [{"valu": "secret"}]},
        "ReceiptProduct: name[0] has no field 'valu'; its fields are locale, value",
    ),
    (
        Receipt,
        [],
        "Receipt must be an object with the fields of Receipt, not a list",
    ),
    (
        Receipt,
        {"account_operation_id": True},
        "Receipt: account_operation_id must be a whole number, not a bool",
    ),
    (
        Receipt,
        {"account_operation_id": 2**63},
        "Receipt: account_operation_id must fit into 64 bits",
    ),
    (
        Receipt,
        {"account_operation_id": 1, "operation": None},
        "Receipt: operation must be an object with the fields of Operation, not null",
    ),
    (
        ReceiptProduct,
        {"name": [{}, {"value": 5}]},
        "ReceiptProduct: name[1].value must be a text, not an int",
    ),
    (
        ReceiptProduct,
        {"name": "secret"},
        "ReceiptProduct: name must be a list, not a str",
    ),
    (
        ReceiptProduct,
        {"deleted": 1},
        "ReceiptProduct: deleted must be true or false, not an int",
    ),
    (
        Page[Receipt],
        {"items": [{"account_operation_id": None}]},
        "Page[Receipt]: items[0].account_operation_id must be a whole number, not null",
    ),
    (
        list[Receipt],
        {"secret": 1},
        "list[Receipt] must be a list, not a dict",
    ),
    (
        Image,
        {"content": 5},
        "Image: content must be bytes, or their base64 as text, not an int",
    ),
    (
        Image,
        {"content": "secret"},
        "Image: content must be bytes, or their base64 as text",
    ),
]


@pytest.mark.parametrize(("kind", "values", "message"), REFUSED)
def test_refused_documents(kind: Any, values: Any, message: str) -> None:
    """What is no such model is refused by its path, with what is allowed, and never shown."""
    with pytest.raises(ArgumentError) as caught:
        from_dict(kind, values)

    assert str(caught.value) == message
    assert "secret" not in str(caught.value)


AMOUNT = "must be a number as text, such as '33.50', not "
MOMENT = "must be a moment with its offset, such as '2026-11-27T12:00:00+03:00', not a "
SIZE = "must be a finite number of reasonable size"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("price", 33.5, AMOUNT + "a float; a float is not exact"),
        ("price", True, AMOUNT + "a bool"),
        ("price", "secret", AMOUNT + "another text"),
        ("price", "1" * 2001, AMOUNT + "another text"),
        ("price", "NaN", AMOUNT + "another text"),
        ("price", "1_000", AMOUNT + "another text"),
        ("price", "٣", AMOUNT + "another text"),
        ("price", Decimal("NaN"), SIZE),
        ("price", Decimal("-Infinity"), SIZE),
        ("price", "1E+2000000", SIZE),
        ("datetime", "secret", MOMENT.removesuffix("a ") + "another text"),
        ("datetime", 1764000000, MOMENT.removesuffix("a ") + "an int"),
        ("datetime", "2026-02-30T12:00:00Z", MOMENT.removesuffix("a ") + "another text"),
        ("datetime", "2026-11-27T12:00:00", MOMENT.removesuffix("a ") + "another text"),
        ("datetime", "2026-11-27+03:00", MOMENT.removesuffix("a ") + "another text"),
        ("datetime", AT.replace(tzinfo=None), MOMENT + "datetime without one"),
        ("datetime", AT.replace(tzinfo=NO_ZONE), MOMENT + "datetime without one"),
        ("datetime", AT.date(), MOMENT + "date"),
        ("currency", 5, "must be a word, such as 'WMZ', not an int"),
        ("currency", " ", "must be a word, such as 'WMZ', not blank"),
    ],
)
def test_refused_scalars(field: str, value: Any, message: str) -> None:
    """A scalar that is not exact, has no offset, or is none is refused, and never shown."""
    with pytest.raises(ArgumentError) as caught:
        from_dict(Receipt, {"account_operation_id": 1, "operation": {field: value}})

    assert str(caught.value) == f"Receipt: operation.{field} {message}"
    assert caught.value.parameter == f"operation.{field}"


@pytest.mark.parametrize("value", ["2026-02-30", "tomorrow!!", 5])
def test_refused_days(value: Any) -> None:
    """A day is a date or a moment, and nothing else."""
    with pytest.raises(ArgumentError, match=r"^Preorder: delivery_date must be a "):
        from_dict(Preorder, {"delivery_date": value})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "text is not JSON: Input data was truncated"),
        (b"\xff", "text is not JSON: "),
        ("[" * 100_000, "text is not JSON: it is nested too deeply"),
        (5, "text must be JSON, not int"),
        ('{"account_operation_id": 1e99999999999999999999}', "Receipt: account_operation_id must"),
    ],
)
def test_refused_texts(text: Any, message: str) -> None:
    """A text that is no JSON is refused as an argument."""
    with pytest.raises(ArgumentError) as caught:
        from_json(Receipt, text)

    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    "kind", [int, dict, list[int], "Receipt", AccountCurrency, Model, Page, Receipt | None]
)
def test_refused_kinds(kind: Any) -> None:
    """What is no class of models is refused, with some that are."""
    with pytest.raises(ArgumentError, match=r"^kind must be a class of models, such as Receipt, "):
        from_dict(kind, {})


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (Localized(value="\ud800"), "a lone surrogate in a text"),
        (Product(id=1, owner=object()), "Encoding objects of type object is unsupported"),
        (Product(id=1, owner=ENDLESS), "something that is nested too deeply, or holds itself"),
        (Operation(price=Decimal("NaN")), "an amount that is no number"),
        (
            Operation(datetime=AT.replace(tzinfo=NO_ZONE)),
            "a moment without an offset, such as +03:00",
        ),
        (Operation(datetime=AT.replace(tzinfo=None)), "a moment without an offset, such as +03:00"),
        (Preorder(delivery_date=FIRST), "a moment that is in no year of UTC"),
    ],
)
def test_refused_values(value: Any, message: str) -> None:
    """What JSON cannot hold, or could not be read back, is not written."""
    with pytest.raises(ArgumentError) as caught:
        to_json(value)

    assert str(caught.value) == f"model has what JSON cannot hold: {message}"


@pytest.mark.parametrize("value", [5, None, Receipt, {"account_operation_id": 1}])
def test_refused_models(value: Any) -> None:
    """Only models go out."""
    for write in (to_dict, to_json):
        with pytest.raises(ArgumentError, match=r"^model must be a model, such as a Receipt or a"):
            write(value)


def test_undocumented_values() -> None:
    """A value that no type is documented of is kept as it came: also what holds others."""
    owner = {"a": (Decimal("1.50"), {"b": None})}
    word = type("Word", (str,), {})("x")
    product = Product(id=1, owner=owner, section_id=word)

    assert to_dict(product)["owner"] == {"a": [Decimal("1.50"), {"b": None}]}
    assert json.loads(to_json(product))["owner"] == {"a": ["1.50", {"b": None}]}
    assert json.loads(to_json(product))["section_id"] == "x"


class OwnMoment(dt.datetime):
    """A moment as pandas, pendulum and freezegun have it."""


class OwnDay(dt.date):
    """A date of a class of a user's own."""


class OwnAmount(Decimal):
    """An amount of a class of a user's own."""


class OwnNumber(int):
    """A number of a class of a user's own."""


class OwnBytes(bytes):
    """Content of a class of a user's own."""


@pytest.mark.parametrize(
    "model",
    [
        Receipt(
            account_operation_id=OwnNumber(5), date_free=OwnMoment(2026, 11, 27, tzinfo=dt.UTC)
        ),
        Operation(datetime=OwnMoment(2026, 11, 27, 12, tzinfo=AT.tzinfo), price=OwnAmount("1.50")),
        Preorder(delivery_date=OwnDay(2026, 11, 27)),
        Image(content=OwnBytes(b"\xff"), content_type="image/png"),
        Product(id=1, owner=[True, None, 1.5]),
    ],
    ids=lambda model: type(model).__name__,
)
def test_subclasses_of_scalars(model: Any) -> None:
    """A value of a subclass of Python's own is written as one of Python's own."""
    written = to_json(model)

    kind: Any = model.__class__
    assert from_json(kind, written) == model
    assert TypeAdapter[Any](kind).dump_json(model).decode() == written


def test_too_deep() -> None:
    """A tree that is too deep for Python's stack is refused, written and read."""
    tree = Category(id=1)
    values: dict[str, Any] = {"id": 1}
    for _ in range(sys.getrecursionlimit()):
        tree, values = Category(id=1, sub=(tree,)), {"id": 1, "sub": [values]}

    with pytest.raises(ArgumentError, match=r"^model is nested too deeply, or holds itself$"):
        to_dict(tree)
    with pytest.raises(ArgumentError, match=r"^Category is nested too deeply$"):
        from_dict(Category, values)
    with pytest.raises(ValidationError, match="is nested too deeply"):
        TypeAdapter(Category).validate_python(values)


def test_models_within_themselves() -> None:
    """A tree of models comes back as one."""
    tree = Category(id=1, sub=(Category(id=2, sub=(Category(id=3),)), Category(id=4)))

    assert from_json(Category, to_json(tree)) == tree


def test_others_go_on_working() -> None:
    """What msgspec, attrs, pickle and copy do with models is what they did before."""
    copies = (
        pickle.loads(pickle.dumps(RECEIPT)),  # noqa: S301  (our own bytes)
        copy.deepcopy(RECEIPT),
        attrs.evolve(RECEIPT),
    )

    assert all(one == RECEIPT and hash(one) == hash(RECEIPT) for one in copies)
    assert not hasattr(RECEIPT, "__dict__")
    assert attrs.asdict(RECEIPT)["operation"]["on_account"] == Decimal("33.50")
    found = json.loads(msgspec.json.encode(RECEIPT))
    assert found == json.loads(to_json(RECEIPT))
    assert from_dict(Review, to_dict(Review(id=1))) == Review(id=1)
