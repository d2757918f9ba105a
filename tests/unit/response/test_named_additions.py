"""Answers that name one thing that was added: where its id may be, and what none means."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.decoding import Deviations, interpreted

from digiseller_async import OutcomeUnknownError, RejectedError, UnexpectedReplyError
from digiseller_async._response import interpret
from digiseller_async._runtime.retry import final_error, may_have_taken_effect
from digiseller_async._wire import WireResponse
from digiseller_async.spec import rows
from digiseller_async.spec.language import Effect

TABLE: dict[str, Any] = {row.operation: row for row in rows()}
CREATE = TABLE["products.create_book"]
TASK = "03a5e74f-654d-4d60-9585-ff1dcf02fe6f"


@pytest.mark.parametrize(
    "answer",
    [
        {"retval": 0, "content": {"product_id": 5}},
        {"retval": 0, "content": {"product_id": "5"}},
        {"retval": 0, "content": 5},
        {"retval": 0, "content": "5"},
        {"retval": 0, "content": {"id": 5}},
        {"retval": 0, "content": {"product_id": None, "id": 5}},
        {"retval": 0, "product_id": 5},
        {"retval": 0, "content": None, "product_id": 5},
        {"retval": 0, "content": {"product_id": 0}, "product_id": 5},
        {"retval": 0, "content": [], "product_id": 5},
    ],
)
def test_places_in_json(answer: Any) -> None:
    """A new id may be in the content, be the content, or be beside it."""
    assert interpreted(CREATE, json.dumps(answer)) == 5


@pytest.mark.parametrize(
    "content",
    [
        "<content><product_id>5</product_id></content>",
        "<content>5</content>",
        "<content><id>5</id></content>",
        "<content><product_id/></content><product_id>5</product_id>",
        "<content>0</content><product_id>5</product_id>",
        "<product_id>5</product_id>",
    ],
)
def test_places_in_xml(content: str) -> None:
    """The same is so in XML."""
    told: Deviations = []

    assert interpreted(CREATE, f"<result><retval>0</retval>{content}</result>", told) == 5
    assert told == []


@pytest.mark.parametrize(
    "body",
    [
        '{"retval": 0, "content": null}',
        '{"retval": 0}',
        '{"retval": 0, "content": {"product_id": null}}',
        '{"retval": 0, "content": {"product_id": "new"}}',
        '{"retval": 0, "content": {"number": 5}}',
        '{"retval": 0, "content": 0}',
        '{"retval": 0, "content": [5]}',
        "<result><retval>0</retval></result>",
        "<result><retval>0</retval><content><product_id>0</product_id></content></result>",
        "<result><retval>0</retval><content><number>5</number></content></result>",
    ],
)
def test_success_without_an_id(body: str) -> None:
    """A success without an id cannot be read, and it is told that something was added."""
    response = WireResponse(status=200, headers={}, body=body.encode())
    with pytest.raises(UnexpectedReplyError, match="has no id of it") as caught:
        interpret.interpret(CREATE, response, now=0)

    error = caught.value
    assert error.happened == "yes"
    assert not may_have_taken_effect(error, Effect.NOT_IDEMPOTENT)
    assert final_error(error, outcome_unknown=False) is error


def test_no_success() -> None:
    """Without a success that is said, nobody knows; a refusal beside an id is a refusal."""
    silent = WireResponse(status=200, headers={}, body=b'{"content": null}')
    with pytest.raises(UnexpectedReplyError) as caught:
        interpret.interpret(CREATE, silent, now=0)
    assert isinstance(final_error(caught.value, outcome_unknown=True), OutcomeUnknownError)
    refused = WireResponse(status=200, headers={}, body=b'{"retval": 1, "content": 5}')
    with pytest.raises(RejectedError):
        interpret.interpret(CREATE, refused, now=0)


@pytest.mark.parametrize(
    "body",
    [
        TASK,
        f' "{TASK}"\r\n',
        f'{{"TaskId": "{TASK}"}}',
        f'{{"taskId": "{TASK}"}}',
        f'{{"retval": 0, "retdesc": null, "errors": null, "content": "{TASK}"}}',
    ],
)
def test_tasks(body: str) -> None:
    """A task's id may be the whole answer, in a field of it, or in an envelope."""
    told: Deviations = []

    assert (interpreted(TABLE["products.set_prices"], body, told), told) == (TASK, [])
