"""A refusal that says that there is no such thing is an error of its own."""

from __future__ import annotations

import json
from typing import Any

import pytest

from digiseller_async._response import interpret
from digiseller_async._response.refusal import missing
from digiseller_async._wire import WireResponse
from digiseller_async.errors import NotFoundError, RejectedError
from digiseller_async.spec import rows
from digiseller_async.spec.language import REFERENCES

TABLE: dict[str, Any] = {row.operation: row for row in rows()}


def error_of(name: str, body: dict[str, Any], status: int = 200) -> RejectedError:
    """Return the error that an answer means."""
    response = WireResponse(status=status, headers={}, body=json.dumps(body).encode())
    with pytest.raises(RejectedError) as caught:
        interpret.interpret(TABLE[name], response, now=0)
    return caught.value


def refusal(*messages: Any, code: str = "x") -> dict[str, Any]:
    """Return an answer that refuses."""
    errors = [{"code": code, "message": message} for message in messages]
    return {"retval": 1, "retdesc": None, "errors": errors, "content": None}


MISSING = [
    ("purchases.verify_code", {"retval": 2, "retdesc": "Уникальный код не найден"}),
    ("purchases.get", refusal("Order not found")),
    ("purchases.get", refusal([{"locale": "ru-RU", "value": "Заказ не существует"}])),
    ("products.get", {"retval": 1, "retdesc": "Product not found: 5"}),
    ("content.add_text", refusal("Product does not exist")),
    ("content.delete", refusal("There is no content 5")),
    ("templates.update", refusal("No such template")),
    ("templates.update", refusal("Not found", code="template_id")),
    ("gallery.set_options", refusal("Изображение отсутствует")),
    ("chats.send", refusal("Счёт не найден")),
    ("products.clone", refusal("Product not found: 1", "Product not found: 2")),
]
OTHERS = [
    ("purchases.verify_code", {"retval": 2, "retdesc": "Неверный формат кода"}),
    ("purchases.get", {"retval": 1}),
    ("purchases.get", refusal("Access to the order is closed")),
    ("content.add_file", refusal("There is no file in the request")),
    ("content.add_text", refusal("Template not found")),
    ("products.clone", refusal("Product not found: 1", "Too many products")),
    ("account.balance", refusal("Seller not found")),
]


@pytest.mark.parametrize(("name", "body"), MISSING)
def test_no_such_thing(name: str, body: dict[str, Any]) -> None:
    """What names one thing, and is told in either language that there is none, says so."""
    for status in (200, 400):
        error = error_of(name, body, status)

        assert type(error) is NotFoundError
        assert error.happened == "no"


@pytest.mark.parametrize(("name", "body"), OTHERS)
def test_other_refusals(name: str, body: dict[str, Any]) -> None:
    """What else is refused, or lacks something that the call does not name, is a refusal only."""
    assert type(error_of(name, body)) is RejectedError


@pytest.mark.parametrize("name", TABLE)
def test_the_table_says_which(name: str) -> None:
    """A call refers to what its parameters name, and each such thing has its words."""
    row = TABLE[name]

    assert set(row.refers_to) == {
        REFERENCES[one.name] for one in row.params if one.name in REFERENCES
    }
    assert set(row.refers_to) <= missing._THINGS.keys()  # pyright: ignore[reportPrivateUsage]
