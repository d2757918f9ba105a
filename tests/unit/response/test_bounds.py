"""What is told of one answer is bounded, and what is read between two pauses."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from support.decoding import Deviations, end_of, interpreted

from digiseller_async._response.decode import decode, parse
from digiseller_async._response.lenient import structure
from digiseller_async.models import Category, Status, TaskStatus
from digiseller_async.spec import rows

TABLE: dict[str, Any] = {row.operation: row for row in rows()}
OFFERS, REVIEWS = TABLE["offers.list"], TABLE["catalog.reviews"]


def test_deviations_are_bounded() -> None:
    """A thousand deviations of an answer are told, each with a short path, and how many more."""
    told: Deviations = []
    items = [{"product_id": one, "n" * 10_000: 1} for one in range(1500)]
    interpreted(OFFERS, json.dumps({"content": {"items": items}}), told)

    assert len(told) == 1001
    assert told[-1] == ("", "500 more deviations")
    assert max(len(path) for path, _ in told) <= 200


@pytest.mark.parametrize(("size", "pauses"), [(10, 1), (10_000, 14), (1_000_000, 4)])
def test_pauses_between_large_parts(size: int, pauses: int) -> None:
    """The larger the parts are, the fewer are read between two pauses."""
    count = 300 if size < 1_000_000 else 5
    items = [{"product_id": one, "name": [{"value": "x" * size}]} for one in range(count)]
    document = parse(json.dumps({"content": {"items": items}}).encode(), OFFERS)

    assert end_of(decode(document, OFFERS, lambda _at, _why: None))[1] >= pauses


@pytest.mark.parametrize("spelt", ["2024-02-01T12:00:00", "2024-02-01T12:00:00Z"])
def test_moments_in_utc(spelt: str) -> None:
    """The field dateUtc is in UTC also if it does not say so; the one beside it is in Moscow."""
    body = {"review": [{"id": 1, "date": "2024-02-01T15:00:00", "dateUtc": spelt}]}
    (found,) = interpreted(REVIEWS, json.dumps(body)).items

    assert found.date_utc == dt.datetime(2024, 2, 1, 12, tzinfo=dt.UTC) == found.date
    xml = f"<r><reviews><review id='1'><dateUtc>{spelt}</dateUtc></review></reviews></r>"
    (other,) = interpreted(
        REVIEWS, xml.replace("<r>", "<response>").replace("</r>", "</response>")
    ).items
    assert other.date_utc == found.date_utc


def test_moments_in_utc_that_are_none() -> None:
    """A moment in UTC that cannot be read is none, and told."""
    told: Deviations = []
    (found,) = interpreted(REVIEWS, '{"review":[{"id":1,"dateUtc":"soon"}]}', told).items

    assert found.date_utc is None
    assert told == [("date_utc", "not a date")]


def test_objects_of_another_shape() -> None:
    """An answer with no field that is known is no task's state, no confirmation, no category."""
    for operation, body in (
        ("tasks.status", '{"error":"x"}'),
        ("products.edit_base", '{"retval":0,"content":{"error":"x"}}'),
        ("products.edit_base", "<response><content><error>x</error></content></response>"),
        ("catalog.categories", '{"retval":0,"category":[{"error":"x"}]}'),
    ):
        assert "cannot be read" in interpreted(TABLE[operation], body)


def test_what_is_missing_is_none() -> None:
    """A task's state without an id, a category without one, a confirmation without its word."""
    assert interpreted(TABLE["tasks.status"], '{"Status":3}') == TaskStatus(status=3)
    found = interpreted(TABLE["catalog.categories"], '{"category":[{"name":"x"}]}')
    assert found == [Category(name="x")]
    body = '{"retval":0,"content":{"status":null}}'
    assert interpreted(TABLE["products.edit_base"], body) == Status()


def test_limits_as_objects() -> None:
    """What no page documents has no exact type, and arrives as it was sent."""
    limit = {"min": 1, "max": 2, "currency": "USD"}
    currency = {"currency": "USD", "limit": limit}
    body = {"product": {"id": 1, "payment_methods": [{"name": "x", "currencies": [currency]}]}}
    told: Deviations = []
    found = interpreted(TABLE["products.get"], json.dumps(body), told)

    assert found.payment_methods[0].currencies[0].limit == limit
    assert not told


def test_elements_that_cannot_be_read() -> None:
    """Of several plain values, those that cannot be read are told, and left out."""
    told: Deviations = []
    found = structure(
        ["1", {}, 2, "x"], tuple[int, ...], lambda at, why: told.append((at, why)), "ids"
    )

    assert found == (1, 2)
    assert [at for at, _ in told] == ["ids[]", "ids[]"]


def test_a_very_long_part() -> None:
    """A part that is longer than any ordinary one is read, too."""
    body = json.dumps({"retval": 0, "content": {"id": 1, "name": "x" * 2**20}})

    assert interpreted(TABLE["templates.create"], body).name == "x" * 2**20
