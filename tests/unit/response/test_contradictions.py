"""An answer that says success and the contrary as well is no success."""

from __future__ import annotations

import json
from typing import Any

import pytest

from digiseller_async._codecs import xml
from digiseller_async._response import interpret
from digiseller_async._wire import WireResponse
from digiseller_async.errors import (
    DigisellerError,
    PartialSuccessError,
    RejectedError,
    UnexpectedReplyError,
)
from digiseller_async.models import AddedFile, AddedText
from digiseller_async.spec import rows
from digiseller_async.spec.language import Effect, Format, ResponseShape

TABLE: dict[str, Any] = {row.operation: row for row in rows()}
CHANGES: dict[str, Any] = {
    "content.add_text": [{"content_id": 1}],
    "content.add_file": {"content_id": 1, "filename": "a.txt"},
    "content.delete_all": {"deleted_count": 2},
    "content.update_text": {"content_id": 1, "new_content_id": 1},
    "checkout.add_to_cart": {"cart_uid": "A1"},
    "checkout.prepare": 22418804,
    "content.delete": None,
    "gallery.add_images": [{"preview_id": 1}],
    "gallery.set_options": None,
    "products.clone": {"products": [1]},
    "products.edit_base": {"status": "Success"},
    "purchases.verify_code": {"inv": 5},
    "products.set_status": "7f2c9a0e-1111-2222-3333-444444444444",
    "templates.apply": None,
    "templates.create": {"id": 1},
    "templates.delete": None,
    "templates.set_products": None,
}
"""Changes of each kind, with what their answers have as ``content``."""
BESIDE = [
    {"Errors": ["no"]},
    {"ERRORS": {"code": "c"}},
    {"error": "no such product"},
    {"Error": {"message": "no"}},
    {"ModelState": {"id": ["wrong"]}},
    {"exceptionMessage": "boom"},
    {"success": False},
    {"Success": "false"},
    {"status": "error"},
    {"status": "Failed: no rights"},
    {"result": "Ошибка"},
]
HARMLESS = [
    {"error": ""},
    {"error": None},
    {"error": 0},
    {"error": "0"},
    {"success": True},
    {"status": "ok"},
    {"state": 0},
    {"result": "done"},
    {"Message": "Saved"},
    {"queryId": "x"},
]


def answer_to(row: Any, body: bytes, expected: int | None = None) -> Any:
    """Return what an answer gives, or the error that it means."""
    response = WireResponse(status=200, headers={}, body=body)
    try:
        return interpret.interpret(row, response, now=0, expected=expected)
    except DigisellerError as error:
        return error


def done(name: str) -> dict[str, Any]:
    """Return what an answer says of what was done, in its place."""
    content = CHANGES[name]
    return (
        content
        if TABLE[name].shape is ResponseShape.FLAT
        else {TABLE[name].payload.partition("/")[0]: content}
    )


def bodies(row: Any, fields: dict[str, Any]) -> list[bytes]:
    """Return an answer with these *fields* in each format that the row has."""
    found = [json.dumps(fields).encode()]
    if Format.XML in row.formats:
        given = {name: one for name, one in fields.items() if one is not None}
        found.append(xml.dumps("response", given))
    return found


def test_changes_of_each_kind() -> None:
    """The table has each kind of change: every shape, list and confirmation of the table's rows."""
    kinds = {
        (row.shape, row.many, bool(row.confirmations), row.starts_task)
        for row in TABLE.values()
        if row.effect is not Effect.SAFE and row.group
    }
    covered = {
        (row.shape, row.many, bool(row.confirmations), row.starts_task)
        for row in (TABLE[name] for name in CHANGES)
    }
    assert kinds <= covered


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("beside", BESIDE, ids=str)
def test_faults_beside_success(name: str, beside: dict[str, Any]) -> None:
    """A fault beside a retval of 0, in whatever letters, is an unknown outcome and no success."""
    row = TABLE[name]
    for body in bodies(row, {"retval": 0, **done(name), **beside}):
        found = answer_to(row, body)

        assert type(found) is UnexpectedReplyError, body
        assert "contradicts itself" in str(found)
        assert next(iter(beside)) in str(found)


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("beside", HARMLESS, ids=str)
def test_words_beside_success(name: str, beside: dict[str, Any]) -> None:
    """An empty fault, and a word that says success as well, change nothing."""
    row = TABLE[name]
    for body in bodies(row, {"retval": 0, **done(name), **beside}):
        assert not isinstance(answer_to(row, body), DigisellerError), body


@pytest.mark.parametrize("name", ["content.delete_all", "content.delete", "templates.apply"])
@pytest.mark.parametrize("word", ["error", "Failed", "denied", "not done", "ошибка"])
def test_states_inside_of_the_payload(name: str, word: str) -> None:
    """A payload whose status says failure is no success, where no status is documented either."""
    row = TABLE[name]
    for body in bodies(row, {"retval": 0, "content": {"status": word}}):
        assert type(answer_to(row, body)) is UnexpectedReplyError, body


def test_documented_words_are_no_contradiction() -> None:
    """What a row documents is read as documented: an edit's status is refused by its own rule."""
    row = TABLE["products.edit_base"]
    found = answer_to(row, b'{"retval":0,"content":{"status":"error"}}')

    assert type(found) is RejectedError


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("retvals", ['"retval":1,"retval":0', '"retval":0,"a":{},"retval":0'])
def test_two_retvals(name: str, retvals: str) -> None:
    """Of two retvals nobody knows which one counts; one inside of something else is no second."""
    row, content = TABLE[name], json.dumps(done(name))[1:-1]
    body = f"{{{retvals},{content}}}".encode()

    assert type(answer_to(row, body)) is UnexpectedReplyError
    inner = f'{{"retval":0,{content},"x":{{"retval":1}}}}'.encode()
    assert not isinstance(answer_to(row, inner), DigisellerError)
    long = f'{{{retvals},{content},"x":"{"y" * 70_000}"}}'.encode()
    assert type(answer_to(row, long)) is UnexpectedReplyError


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, row in TABLE.items()
        if row.shape is ResponseShape.EMPTY and not row.shows_no_answer
    ],
)
@pytest.mark.parametrize("root", ["error", "html", "fault", "x"])
def test_roots_that_are_no_answers(name: str, root: str) -> None:
    """A retval of 0 in a document of any kind is no success of a call that gives nothing."""
    found = answer_to(TABLE[name], f"<{root}><retval>0</retval></{root}>".encode())

    assert isinstance(found, DigisellerError)


@pytest.mark.parametrize(
    ("name", "good", "result"),
    [
        ("content.add_text", {"content_id": 7}, AddedText(content_id=7)),
        (
            "content.add_files",
            {"content_id": 7, "filename": "a"},
            AddedFile(content_id=7, filename="a"),
        ),
    ],
)
@pytest.mark.parametrize("bad", [{"content_id": "?"}, {}, None, 5])
def test_results_that_cannot_be_read(name: str, good: Any, result: Any, bad: Any) -> None:
    """One id that cannot be read does not lose the others: they are told with the error."""
    row = TABLE[name]
    for content in ([good, bad], [bad, good]):
        for expected in (None, 2):
            body = json.dumps({"retval": 0, "content": content}).encode()
            found = answer_to(row, body, expected)

            assert type(found) is PartialSuccessError
            assert (found.happened, found.result) == ("yes", [result])
            assert "1 result, and 1 that cannot be read" in str(found)
    alone = answer_to(row, json.dumps({"retval": 0, "content": [bad]}).encode())
    assert type(alone) is UnexpectedReplyError


def test_unreadable_results_in_xml() -> None:
    """In XML as in JSON, an id that cannot be read does not lose the others."""
    row = TABLE["content.add_text"]
    content = "<content><content_id>7</content_id></content><content><content_id/></content>"
    found = answer_to(row, f"<result><retval>0</retval>{content}</result>".encode())

    assert type(found) is PartialSuccessError
    assert found.result == [AddedText(content_id=7)]


SILENT = [
    '{"retval":0,"Retval":1}',
    '{"retval":0,"RETVAL":"1"}',
    '{"retval":1,"\\u0072etval":0}',
    '{"error":"x","error":null,"retval":0}',
    '{"retval":0,"content":"error"}',
    '{"retval":0,"content":["error"]}',
    '{"retval":0,"content":[{"status":"error"}]}',
    '{"retval":0,"content":{"retval":1}}',
    '{"retval":0,"is_success":false}',
    '{"retval":0,"Message":"An error has occurred."}',
    '{"retval":0,"retdesc":"Access denied"}',
    "<response><retval>0</retval><Retval>1</Retval></response>",
    "<response retval='1'><retval>0</retval></response>",
    "<response status='error'><retval>0</retval></response>",
    "<response><retval>0</retval><content>error</content></response>",
    "<response><retval>0</retval><content status='error'/></response>",
]


@pytest.mark.parametrize("body", SILENT)
@pytest.mark.parametrize(
    "name", ["content.delete", "templates.apply", "gallery.set_options", "options.delete"]
)
def test_whispered_faults(name: str, body: str) -> None:
    """A fault in other letters, escaped, doubled, or in another place than usual is one, too."""
    assert isinstance(answer_to(TABLE[name], body.encode()), DigisellerError)


def test_faults_of_one_item() -> None:
    """An item that says that it failed beside its id is no success."""
    body = b'{"retval":0,"content":[{"content_id":1},{"content_id":2,"error":"x"}]}'

    assert type(answer_to(TABLE["content.add_text"], body)) is UnexpectedReplyError


def test_documents_that_had_to_be_repaired() -> None:
    """What had to be repaired, or is very long, is success if that is what it says."""
    row = TABLE["content.delete"]
    for body in (
        b'{"retval":0,"x":"\xff"}',
        b'{"retval":0,"x":"%b"}' % (b"y" * 100_000),
        b"<response><retval>0</retval><x>%b</x></response>" % (b"y" * 100_000),
        b'{"retval":0,"x":%b}' % (b"9" * 5000),
    ):
        assert answer_to(row, body) is None
