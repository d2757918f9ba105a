"""Answers that may look in more than one way: other names, no envelope, nothing for none."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.decoding import Deviations, interpreted

from digiseller_async import DigisellerError, RejectedError
from digiseller_async._response import interpret
from digiseller_async._wire import WireResponse
from digiseller_async.models import Chat, ChatFile, ChatMessage
from digiseller_async.spec import rows

TABLE: dict[str, Any] = {row.operation: row for row in rows()}
CHAT = {"id_i": 1, "email": "a@example.com", "cnt_new": 0}
READ = Chat(id_i=1, email="a@example.com", cnt_new=0)


def read(operation: str, answer: Any) -> tuple[Any, Deviations]:
    """Return what an answer gives, and its deviations."""
    told: Deviations = []
    return interpreted(TABLE[operation], json.dumps(answer), told), told


@pytest.mark.parametrize("items", ["chats", "items"])
@pytest.mark.parametrize("pages", ["pages", "cnt_pages"])
def test_names_of_a_page(items: str, pages: str) -> None:
    """The chats and the number of pages may have the names of the wire or of the documentation."""
    found, told = read("chats.list", {pages: 3, items: [CHAT]})

    assert (found.items, found.total_pages, told) == ((READ,), 3, [])


def test_both_names() -> None:
    """Of two names the one that has anything counts."""
    answer = {"pages": None, "cnt_pages": 3, "chats": None, "items": [CHAT]}
    found, told = read("chats.list", answer)

    assert (found.items, found.total_pages, told) == ((READ,), 3, [])


def test_empty_lists_of_chats() -> None:
    """No chats may be null; without any of their names it is no list of chats."""
    for none in ("null", "[]"):
        assert interpreted(TABLE["chats.list"], f'{{"pages":0,"chats":{none}}}').items == ()
    found, _ = read("chats.list", {"pages": 0})
    assert "it has no chats" in found


@pytest.mark.parametrize("operation", ["chats.messages", "chats.admin_messages"])
@pytest.mark.parametrize("body", ["", " \r\n", "null", "\ufeffnull\n", "[]"])
def test_no_messages(operation: str, body: str) -> None:
    """Null, and no body at all, are no messages."""
    assert interpreted(TABLE[operation], body) == []


@pytest.mark.parametrize("operation", ["chats.messages", "chats.admin_messages"])
def test_refused_messages(operation: str) -> None:
    """An envelope in place of the list is the refusal that it says."""
    body = b'{"retval": 1, "retdesc": "no such order"}'
    response = WireResponse(status=200, headers={}, body=body)
    with pytest.raises(RejectedError, match="no such order"):
        interpret.interpret(TABLE[operation], response, now=0)


@pytest.mark.parametrize("status", [201, 202, 205])
def test_no_body_with_another_status(status: int) -> None:
    """With another status than 200 or 204, no body says nothing."""
    response = WireResponse(status=status, headers={}, body=b"")
    with pytest.raises(DigisellerError):
        interpret.interpret(TABLE["chats.messages"], response, now=0)


def test_flags_of_messages() -> None:
    """A flag of a message may be missing or null, which is false, and be a number or a word."""
    given = [{"id": 1}, {"id": 2, "buyer": None, "deleted": None}, {"id": 3, "buyer": True}]
    found, told = read("chats.messages", given)

    assert found == [ChatMessage(id=1), ChatMessage(id=2), ChatMessage(id=3, buyer=True)]
    assert told == []


def test_uploaded_files_without_an_object() -> None:
    """The files that were uploaded may be a bare list."""
    files = [{"newid": "a", "name": "a.png", "type": "image"}]
    wanted = [ChatFile(newid="a", name="a.png", type="image")]

    assert read("chats.upload", files) == (wanted, [])
    assert read("chats.upload", {"files": files}) == (wanted, [])
    assert read("chats.upload", {"retval": 0, "files": files, "more": 1}) == (
        wanted,
        [("/more", "an unknown field")],
    )
