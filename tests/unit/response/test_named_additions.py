"""Answers that name one thing that was added: where its id may be, and what none means."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.decoding import Deviations, interpreted

from digiseller_async import OutcomeUnknownError, RejectedError, UnexpectedReplyError
from digiseller_async._request.build import build
from digiseller_async._response import interpret
from digiseller_async._runtime.retry import final_error, may_have_taken_effect
from digiseller_async._wire import WireResponse
from digiseller_async.models import CreatedOption, OptionDetails, PrecheckSettings
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


@pytest.mark.parametrize(
    ("content", "variants"),
    [
        (5, ()),
        ("5", ()),
        ({"id": 5}, ()),
        ({"option_id": 5, "variants": None}, ()),
        ({"parameter_id": 5, "variants": [7, 8]}, (7, 8)),
        ({"option_id": 5, "variants": [{"variant_id": 7, "order": 1}, {"id": 8}]}, (7, 8)),
        ({"option_id": 5, "variants": [{"number": 7}]}, ()),
    ],
)
def test_new_options(content: Any, variants: tuple[int, ...]) -> None:
    """A new option's id may be all that is said of it, or have one of three names."""
    found = interpreted(TABLE["options.create"], json.dumps({"retval": 0, "content": content}))

    assert found == CreatedOption(option_id=5, variants=variants)


def test_new_options_in_xml() -> None:
    """The same is so in XML."""
    row = TABLE["options.create"]
    texts = [
        "5",
        "<id>5</id>",
        "<parameter_id>5</parameter_id><variants><id>7</id></variants><variants>8</variants>",
    ]
    found = [
        interpreted(row, f"<response><retval>0</retval><content>{one}</content></response>")
        for one in texts
    ]

    assert found[:2] == [CreatedOption(option_id=5)] * 2
    assert found[2] == CreatedOption(option_id=5, variants=(7, 8))


@pytest.mark.parametrize("content", [None, {}, {"name": "new"}, {"id": "x"}, []])
def test_new_options_without_an_id(content: Any) -> None:
    """A new option without an id cannot be read, and it is told that it was added."""
    body = json.dumps({"retval": 0, "content": content}).encode()
    response = WireResponse(status=200, headers={}, body=body)
    with pytest.raises(UnexpectedReplyError, match="has no id of it") as caught:
        interpret.interpret(TABLE["options.create"], response, now=0)

    assert caught.value.happened == "yes"


@pytest.mark.parametrize(
    ("content", "ids"),
    [
        ([7, 8], [7, 8]),
        ([{"variant_id": 7}, {"id": 8}], [7, 8]),
        (7, [7]),
        ([{"number": 7}], []),
        ({"status": "Success"}, []),
        ("Success", []),
        (None, []),
        ([], []),
    ],
)
def test_new_variants(content: Any, ids: list[int]) -> None:
    """New variants' ids are read as far as the answer has them; none is a success all the same."""
    body = json.dumps({"retval": 0, "content": content})

    assert interpreted(TABLE["options.add_variants"], body) == ids


@pytest.mark.parametrize("body", ['{"retval": 0}', "<response><retval>0</retval></response>"])
def test_new_variants_without_content(body: str) -> None:
    """A success alone says that the variants were added."""
    assert interpreted(TABLE["options.add_variants"], body) == []


def test_variants_of_which_nothing_is_said() -> None:
    """Without a success that is said, nobody knows whether variants were added."""
    for body in (b'{"content": []}', b'{"content": {"a": 1}}', b'{"content": "no"}'):
        response = WireResponse(status=200, headers={}, body=body)
        with pytest.raises(UnexpectedReplyError) as caught:
            interpret.interpret(TABLE["options.add_variants"], response, now=0)
        assert caught.value.happened == "no"


@pytest.mark.parametrize("name", ["id", "option_id", "parameter_id", None])
def test_names_of_an_options_id(name: str | None) -> None:
    """An option's id has one of three names; where it has none, it is the one asked for."""
    row = TABLE["options.get"]
    content: dict[str, Any] = {"type": "radio", "variants": [{"id": 7}]}
    content |= {name: 5} if name else {}
    found = interpreted(row, json.dumps({"retval": 0, "content": content}))
    whole = build(row, {"option_id": 9}).with_asked_id(found)

    assert isinstance(whole, OptionDetails)
    assert whole.id == (5 if name else 9)
    assert [one.variant_id for one in whole.variants] == [7]


@pytest.mark.parametrize(
    "body",
    [
        {"precheck_active": True, "precheck_url": "https://a.example"},
        {"retval": 0, "content": {"precheck_active": True, "precheck_url": "https://a.example"}},
    ],
)
def test_precheck_settings(body: Any) -> None:
    """The settings of a precheck may be in an envelope or stand alone."""
    told: Deviations = []
    found = interpreted(TABLE["options.precheck"], json.dumps(body), told)

    settings = PrecheckSettings(precheck_active=True, precheck_url="https://a.example")
    assert (found, told) == (settings, [])
