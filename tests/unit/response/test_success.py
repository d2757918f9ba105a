"""A call is done only if its answer says so: by a retval of 0, a payload, or no body at all."""

from __future__ import annotations

from typing import Any

import pytest
from support.decoding import end_of

from digiseller_async._response import interpret
from digiseller_async._wire import WireResponse
from digiseller_async.errors import (
    AccessDeniedError,
    DigisellerError,
    FailureKind,
    PartialSuccessError,
    RejectedError,
    ServiceMessage,
    UnavailableError,
    UnexpectedReplyError,
    failure_kind,
)
from digiseller_async.models import AddedText, Balance, CommissionTemplate, DeletedContent, Status
from digiseller_async.spec import rows
from digiseller_async.spec.language import Effect, ResponseShape

TABLE: dict[str, Any] = {row.operation: row for row in rows()}
EMPTY = [
    name
    for name, row in TABLE.items()
    if row.shape is ResponseShape.EMPTY and not row.shows_no_answer
]
UNKNOWN = [name for name, row in TABLE.items() if row.shows_no_answer]
CONFIRMED = [name for name, row in TABLE.items() if row.confirmations]
UUID = "7f2c9a0e-1111-2222-3333-444444444444"
ERRORS = '"errors":[{"code":"c-1","message":"too long"}]'
TOLD = (ServiceMessage("c-1", {"": "too long"}),)


def given_by(row: str, body: str | bytes, status: int = 200, expected: int | None = None) -> Any:
    """Return what an answer gives."""
    raw = body if isinstance(body, bytes) else body.encode()
    response = WireResponse(status=status, headers={}, body=raw)
    return interpret.interpret(TABLE[row], response, now=0, expected=expected)


def error_of(row: str, body: str, **facts: Any) -> DigisellerError:
    """Return the error that an answer means."""
    with pytest.raises(DigisellerError) as caught:
        given_by(row, body, **facts)
    return caught.value


def test_rows_without_a_payload() -> None:
    """These are the calls that give nothing."""
    assert set(EMPTY) == {
        "account.set_currency_rate",
        "cataloguer.add_product",
        "chats.delete_message",
        "chats.mark_seen",
        "chats.send",
        "chats.set_state",
        "content.delete",
        "gallery.set_options",
        "options.delete",
        "options.delete_variant",
        "options.set_precheck",
        "options.update",
        "options.update_variant",
        "templates.apply",
        "templates.delete",
        "templates.set_products",
    }


DONE = [
    *("", " \r\n", "\ufeff", '{"retval":0}', '{"retval":"0","errors":null,"content":null}'),
    *('{"retval":0,"errors":[]}', '{"retval":0.0,"errors":""}', '{"retval":0,"errors":[{},""]}'),
    *("<response><retval>0</retval></response>", "<result><retval>0</retval><errors/></result>"),
]


@pytest.mark.parametrize("row", EMPTY)
@pytest.mark.parametrize("body", DONE)
def test_done(row: str, body: str) -> None:
    """A call without a payload is done with a retval of 0, or with no body at all."""
    assert given_by(row, body) is None
    assert given_by(row, "", 204) is None


UNSAID = [
    *("{}", '{"error":"no such content"}', '{"status":"ok"}', '{"Retval":0}', '{"RETVAL":0}'),
    *('{"Message":"An error has occurred."}', '{"message":"no"}', '{"success":true}'),
    *('{"retval":null}', '{"retval":""}', '{"content":{"status":"Success"}}', '{"data":[]}'),
    *("[]", '["retval"]', '"OK"', '"Success"', "OK", "Success", "true", "0", "null", UUID),
    *('{"retval":"OK"}', '{"retval":false}', '{"retval":[]}', '{"retval":{}}', '{"retval":[0]}'),
    "<error>no</error>",
    "<Error><Message>An error has occurred.</Message></Error>",
    "<response><error>no</error></response>",
    "<response/>",
    "<response><Retval>0</Retval></response>",
    "<response><retval/></response>",
    '<string xmlns="x">Success</string>',
]


@pytest.mark.parametrize("row", EMPTY)
@pytest.mark.parametrize("body", UNSAID)
def test_unsaid(row: str, body: str) -> None:
    """Whatever else answers a call without a payload does not say what became of it."""
    error = error_of(row, body)

    assert type(error) is UnexpectedReplyError
    assert failure_kind(error) is FailureKind.BAD_RESPONSE
    assert error.excerpt == body


@pytest.mark.parametrize("row", EMPTY)
@pytest.mark.parametrize("status", [201, 202, 206, 299])
def test_no_body_and_another_status(row: str, status: int) -> None:
    """No body means that a call is done only with the statuses that the documentation has."""
    assert type(error_of(row, "", status=status)) is UnexpectedReplyError
    assert given_by(row, '{"retval":0}', status) is None


@pytest.mark.parametrize("row", EMPTY)
def test_part_without_a_payload(row: str) -> None:
    """Errors beside a retval of 0 are told, also where nothing is given."""
    error = error_of(row, f'{{"retval":0,{ERRORS}}}')

    assert type(error) is PartialSuccessError
    assert (error.happened, error.result, error.errors, error.retval) == ("yes", None, TOLD, 0)
    assert "too long" in str(error)
    assert failure_kind(error) is FailureKind.PERMANENT


@pytest.mark.parametrize("body", [f"{{{ERRORS}}}", f'{{"retval":1,{ERRORS}}}'])
def test_refused_without_a_payload(body: str) -> None:
    """Errors without a retval of 0 are a refusal."""
    error = error_of("templates.apply", body)

    assert type(error) is RejectedError
    assert (error.happened, error.errors) == ("no", TOLD)


def confirmation(word: str) -> list[str]:
    """Return a confirmation in each format."""
    inside = f"<content><status>{word}</status></content>"
    return [
        f'{{"retval":0,"content":{{"status":"{word}"}}}}',
        f'{{"content":{{"status":"{word}"}}}}',
        f"<response><retval>0</retval>{inside}</response>",
        f"<result>{inside}</result>",
    ]


@pytest.mark.parametrize("row", CONFIRMED)
@pytest.mark.parametrize("word", ["Success", "success", "SUCCESS", "OK"])
def test_confirmed(row: str, word: str) -> None:
    """A confirmation says success, in any case of its letters."""
    assert all(given_by(row, body) == Status(status=word) for body in confirmation(word))


def test_rows_with_a_confirmation() -> None:
    """Each row that gives a status says which words confirm, and no other row does."""
    assert set(CONFIRMED) == {name for name, row in TABLE.items() if row.returns is Status}


@pytest.mark.parametrize("row", CONFIRMED)
@pytest.mark.parametrize(
    ("word", "happened"),
    [
        *(("error", "no"), ("Error", "no"), ("failed", "no"), ("Fail: too long", "no")),
        *(("ошибка", "no"), ("Rejected", "no"), ("unsuccessful", "no"), ("not allowed", "no")),
        *(("queued", "unknown"), ("", "unknown"), ("Successor", "unknown"), ("0", "unknown")),
    ],
)
def test_not_confirmed(row: str, word: str, happened: str) -> None:
    """A status that is no word of success is a refusal that says which word it was."""
    for body in confirmation(word):
        error = error_of(row, body)

        assert type(error) is RejectedError
        assert error.happened == happened
        assert repr(word) in str(error)


def test_a_very_long_word() -> None:
    """The word that is no success is shown cut."""
    (body, *_) = confirmation("x" * 100_000)

    assert len(str(error_of("products.edit_base", body))) < 500


CHANGES = {
    "products.edit_base": ('{"status":"Success"}', Status(status="Success")),
    "products.set_status": (f'"{UUID}"', UUID),
    "templates.update": ('{"id":5}', CommissionTemplate(id=5)),
    "content.add_text": ('[{"content_id":1}]', [AddedText(content_id=1)]),
    "products.clone": ('{"products":[7]}', [7]),
}


@pytest.mark.parametrize("row", CHANGES)
def test_errors_beside_a_result(row: str) -> None:
    """Errors beside what was done are told with it."""
    content, result = CHANGES[row]
    for start in ('"retval":0,', ""):
        error = error_of(row, f'{{{start}{ERRORS},"content":{content}}}')

        assert type(error) is PartialSuccessError
        assert (error.happened, error.result, error.errors) == ("yes", result, TOLD)
        assert "too long" in str(error)


@pytest.mark.parametrize("row", CHANGES)
def test_errors_and_no_result(row: str) -> None:
    """Success that names nothing, with errors, is neither: nobody knows what became of the call."""
    for content in ("null", "[]", '""'):
        error = error_of(row, f'{{"retval":0,{ERRORS},"content":{content}}}')

        assert type(error) is UnexpectedReplyError
        assert type(error_of(row, f'{{{ERRORS},"content":{content}}}')) is RejectedError
    assert "too long" in str(error_of(row, f'{{"retval":0,{ERRORS}}}'))


FEWER = [
    ("content.add_text", '[{"content_id":1},{"content_id":2}]', 2),
    ("content.add_files", '[{"content_id":1}]', 1),
    ("gallery.add_images", '{"preview_id":1}', 1),
    ("gallery.add_videos", '[{"preview_id":1}]', 1),
    ("products.clone", '{"products":[1,2]}', 2),
]


@pytest.mark.parametrize(("row", "content", "count"), FEWER)
def test_fewer_results_than_sent(row: str, content: str, count: int) -> None:
    """Fewer results than were sent are told, with those that there are."""
    body = f'{{"retval":0,"errors":null,"content":{content}}}'
    error = error_of(row, body, expected=3)

    assert type(error) is PartialSuccessError
    assert (error.happened, len(error.result), error.errors) == ("yes", count, ())
    assert f"{count} result{'' if count == 1 else 's'} of 3" in str(error)
    assert len(given_by(row, body, expected=count)) == count
    assert len(given_by(row, body)) == count


@pytest.mark.parametrize(("row", "content", "count"), FEWER)
def test_results_beside_a_refusal(row: str, content: str, count: int) -> None:
    """What a refusal names as added was added: to send it once more would add it twice."""
    error = error_of(row, f'{{"retval":1,{ERRORS},"content":{content}}}', expected=3)

    assert type(error) is PartialSuccessError
    assert (error.happened, len(error.result), error.errors) == ("yes", count, TOLD)
    for nothing in ("null", "[]", "5"):
        refusal = error_of(row, f'{{"retval":1,{ERRORS},"content":{nothing}}}')
        assert type(refusal) is RejectedError


@pytest.mark.parametrize("key", ["Retval", "RETVAL", "retVal"])
def test_misspelt_retval_beside_a_payload(key: str) -> None:
    """A retval in other letters is not passed over, whatever is beside it."""
    error = error_of("content.add_text", f'{{"{key}":1,"content":[{{"content_id":1}}]}}')

    assert type(error) is UnexpectedReplyError
    assert key in str(error)


def test_payload_that_says_nothing() -> None:
    """A payload without a value says that a call is done only beside a retval of 0."""
    row = "content.delete_all"
    assert given_by(row, '{"retval":0,"content":{}}') == DeletedContent()
    assert given_by(row, '{"retval":"0","content":{},"new":1}') == DeletedContent()
    assert given_by(row, '{"content":{"deleted_count":5}}') == DeletedContent(deleted_count=5)
    assert type(error_of(row, '{"content":{}}')) is UnexpectedReplyError
    assert type(error_of(row, '{"content":{},"new":1}')) is UnexpectedReplyError


def test_errors_beside_what_was_read() -> None:
    """To a call that reads, errors beside a payload are a deviation; without one, the reason."""
    told: list[tuple[str, str]] = []
    body = f'{{"retval":0,{ERRORS},"content":{{"amount_z_free":1}}}}'.encode()
    response = WireResponse(status=200, headers={}, body=body)
    steps = interpret.interpret_steps(
        TABLE["account.balance"], response, now=0, tell=lambda at, why: told.append((at, why))
    )

    assert isinstance(end_of(steps)[0], Balance)
    assert told == [("/errors", "errors beside a payload")]
    refusal = error_of("account.balance", f'{{"retval":0,{ERRORS},"content":null}}')
    assert type(refusal) is RejectedError
    assert refusal.errors == TOLD


def test_sign_in_with_errors() -> None:
    """A sign-in has no part that was done, so no error holds the token."""
    found = given_by("sign_in", f'{{"retval":0,{ERRORS},"token":"S3CRET"}}')

    assert found.token == "S3CRET"


@pytest.mark.parametrize("name", ["content.add_text", "products.edit_base", "templates.apply"])
@pytest.mark.parametrize("retval", [0, -1])
def test_permissions_come_first(name: str, retval: int) -> None:
    """The code auth-0 is a missing permission, whatever else a change's answer says."""
    error = error_of(name, f'{{"retval":{retval},"errors":[{{"code":"auth-0"}}]}}')

    assert type(error) is AccessDeniedError


BARE = [
    *(
        UUID,
        f"\r\n{UUID} ",
        f'"{UUID}"',
        f' "{UUID.upper()}"\n',
        f"\ufeff{UUID}",
        f'\ufeff"{UUID}"',
    ),
    f'<string xmlns="http://schemas.microsoft.com/2003/10/Serialization/">{UUID}</string>',
    f'<?xml version="1.0"?>\n<string>{UUID}</string>',
]


@pytest.mark.parametrize("body", BARE)
def test_bare_ids(body: str) -> None:
    """A task's id is read bare, as a text of JSON, and as one of XML."""
    assert given_by("products.set_status", body).lower() == UUID
    for row in ("templates.apply", "content.add_text", "account.balance"):
        assert isinstance(error_of(row, body), UnexpectedReplyError)


def test_counted_rows() -> None:
    """Each row that adds several says by which parameter its results are counted, if any does."""
    adds = {
        name: row.counted
        for name, row in TABLE.items()
        if row.many and row.effect is Effect.NOT_IDEMPOTENT
    }
    assert adds == {
        "chats.upload": "files",
        "content.add_file": "file",
        "content.add_files": "count",
        "content.add_text": "texts",
        "content.update_file": "",
        "gallery.add_images": "images",
        "gallery.add_videos": "urls",
        "options.add_variants": "",
        "products.clone": "count",
    }


def test_rows_whose_answer_nobody_has_seen() -> None:
    """These are the calls of which no documentation shows an answer."""
    assert UNKNOWN == ["purchases.mark_delivered"]


@pytest.mark.parametrize("row", UNKNOWN)
@pytest.mark.parametrize("status", [200, 201, 202, 204])
@pytest.mark.parametrize(
    "body", ["", "OK", "true", '"Success"', "{}", '{"retval":0}', "[1]", '{"inv":5}', "<x/>", "\0"]
)
def test_unknown_answers(row: str, status: int, body: str) -> None:
    """Of a call whose answer nobody has seen, any success of HTTP counts that is no refusal."""
    assert given_by(row, body, status) is None


@pytest.mark.parametrize("row", UNKNOWN)
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ('{"retval":1,"retdesc":"no"}', RejectedError),
        ('{"retval":"2"}', RejectedError),
        (f'{{"retval":0,{ERRORS}}}', PartialSuccessError),
        ('{"retval":-1,"errors":[{"code":"auth-0"}]}', AccessDeniedError),
        ('{"Message":"An error has occurred."}', UnexpectedReplyError),
        ('{"error":"no such code"}', UnexpectedReplyError),
        ("<Error><Message>no</Message></Error>", UnexpectedReplyError),
        ("<html><title>Digiseller UPDATING</title></html>", UnavailableError),
    ],
)
def test_unknown_answers_that_refuse(row: str, body: str, kind: type[Exception]) -> None:
    """What refuses, or says what went wrong, is no success of such a call either."""
    assert type(error_of(row, body)) is kind
