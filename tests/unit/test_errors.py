"""The tree of errors is the documented one, and an error keeps its facts wherever it goes."""

from __future__ import annotations

import copy
import inspect
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from digiseller_async import errors
from digiseller_async._wire import ResponseLost
from digiseller_async.errors import (
    AccessDeniedError,
    ArgumentError,
    AuthenticationError,
    ConfigurationError,
    DeadlineError,
    DigisellerError,
    FailureKind,
    NotSentError,
    OutcomeUnknownError,
    PartialSuccessError,
    RateLimitedError,
    RejectedError,
    ServiceError,
    ServiceMessage,
    UnavailableError,
    UnexpectedReplyError,
    failure_kind,
    with_context,
)
from digiseller_async.models import AddedText

TREE: dict[str, tuple[str, ...]] = {
    "ConfigurationError": ("DigisellerError", "ValueError"),
    "ArgumentError": ("DigisellerError", "ValueError"),
    "NotSentError": ("DigisellerError",),
    "OutcomeUnknownError": ("DigisellerError",),
    "DeadlineError": ("DigisellerError", "TimeoutError"),
    "ServiceError": ("DigisellerError",),
    "AuthenticationError": ("ServiceError",),
    "AccessDeniedError": ("ServiceError",),
    "RateLimitedError": ("ServiceError",),
    "RejectedError": ("ServiceError",),
    "NotFoundError": ("RejectedError",),
    "PartialSuccessError": ("RejectedError",),
    "UnavailableError": ("ServiceError",),
    "UnexpectedReplyError": ("DigisellerError",),
    "PaginationError": ("DigisellerError",),
    "StoreError": ("DigisellerError",),
    "ClosedError": ("DigisellerError",),
    "CallbackError": ("DigisellerError", "ValueError"),
    "SignatureError": ("CallbackError",),
    "MalformedCallbackError": ("CallbackError",),
}
KINDS = [getattr(errors, name) for name in TREE]
FACTS: dict[str, Any] = {
    "operation": "account.receipts",
    "attempts": 2,
    "status": 400,
    "retval": -1,
    "happened": "unknown",
    "checkpoint": {"list": "account.receipts#00", "page": 3, "given": 7, "left": None},
}
OWN: dict[type[DigisellerError], dict[str, Any]] = {
    ArgumentError: {"parameter": "template_id"},
    AccessDeniedError: {"permission": "[ Operations ]: View all operations"},
    RateLimitedError: {"retry_after": 1.5},
    RejectedError: {"errors": (ServiceMessage("c-1", {"ru-RU": "нет", "en-US": "no"}),)},
    PartialSuccessError: {"result": [AddedText(content_id=5, serial="a")]},
    UnexpectedReplyError: {"excerpt": '{"retval":'},
}
CONTRACT = ("operation", "attempts", "status", "retval", "happened", "checkpoint")


def test_tree() -> None:
    """The public errors are those of the contract, each below its documented parents."""
    found = {
        name: tuple(base.__name__ for base in kind.__bases__)
        for name, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, DigisellerError) and kind is not DigisellerError
    }

    assert found == TREE


@pytest.mark.parametrize("kind", [DigisellerError, *KINDS])
def test_facts_of_a_new_error(kind: type[DigisellerError]) -> None:
    """Each error has each documented fact from the start; most say that nothing was changed."""
    error = kind("it failed")

    assert set(CONTRACT) <= set(dir(error))
    assert (error.operation, error.attempts, error.status) == (None, 0, None)
    assert (error.retval, error.checkpoint) == (None, None)
    happened: dict[type, str] = {OutcomeUnknownError: "unknown", PartialSuccessError: "yes"}
    assert error.happened == happened.get(kind, "no")


@pytest.mark.parametrize(("kind", "fact"), [(kind, name) for kind in OWN for name in OWN[kind]])
def test_facts_of_one_kind(kind: type[DigisellerError], fact: str) -> None:
    """A fact that only one kind of error has can be read even where nobody told it."""
    assert getattr(kind("it failed"), fact) in (None, ())


@pytest.mark.parametrize(
    ("kind", "failure"),
    [
        (NotSentError, FailureKind.NOT_SENT),
        (RateLimitedError, FailureKind.RATE_LIMITED),
        (AuthenticationError, FailureKind.TOKEN_REFUSED),
        (UnavailableError, FailureKind.BAD_RESPONSE),
        (UnexpectedReplyError, FailureKind.BAD_RESPONSE),
        (ResponseLost, FailureKind.RESPONSE_LOST),
        (DeadlineError, FailureKind.PERMANENT),
        (RejectedError, FailureKind.PERMANENT),
        (AccessDeniedError, FailureKind.PERMANENT),
        (ConfigurationError, FailureKind.PERMANENT),
        (ServiceError, FailureKind.PERMANENT),
    ],
)
def test_failure_kinds(kind: type[DigisellerError], failure: FailureKind) -> None:
    """Each class of errors tells how an attempt failed, as far as a retry is concerned."""
    assert failure_kind(kind("it failed")) is failure


def pickled(error: DigisellerError) -> DigisellerError:
    """Send *error* to another process and back."""
    found: DigisellerError = pickle.loads(pickle.dumps(error))  # noqa: S301  (our own bytes)
    return found


@pytest.mark.parametrize("way", [copy.copy, copy.deepcopy, pickled])
@pytest.mark.parametrize("kind", [DigisellerError, ResponseLost, *KINDS])
def test_copies(
    kind: type[DigisellerError], way: Callable[[DigisellerError], DigisellerError]
) -> None:
    """A copy of an error, here or in another process, is of its kind and knows all its facts."""
    facts = {**FACTS, **OWN.get(kind, {})}
    error = with_context(kind("it failed"), kind=FailureKind.PERMANENT, **facts)
    error.add_note("seen by the way")

    copied = way(error)

    assert copied is not error
    assert type(copied) is kind
    assert vars(copied) == vars(error)
    assert (copied.args, str(copied)) == (error.args, "account.receipts: it failed")


@pytest.mark.parametrize("message", ["", " ", "\n"])
def test_sentence_of_an_error_without_one(message: str) -> None:
    """An error that is made without words says what its class means."""
    assert str(NotSentError(message)).startswith("The request could not be sent")


def test_sentence() -> None:
    """An error's sentence names the operation, once there is one."""
    error = NotSentError("no connection")
    plain = str(error)

    assert with_context(error, operation="offers.list") is error
    assert (plain, str(error)) == ("no connection", "offers.list: no connection")
    assert error.args == ("no connection",)


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ({"ru-RU": "нет", "en-US": "no"}, "no"),
        ({"ru-RU": "нет"}, "нет"),
        ({"": "no"}, "no"),
        ({}, "c-1"),
    ],
)
def test_text_of_a_message(message: dict[str, str], text: str) -> None:
    """A message is shown in English where there is some, else as it came, else by its code."""
    assert ServiceMessage("c-1", message).text == text


@pytest.mark.parametrize("empty", ["en-US", "ru-RU"])
def test_text_of_a_message_whose_first_locale_is_empty(empty: str) -> None:
    """A locale without words does not hide one that has some."""
    assert ServiceMessage("c-1", {empty: "", "uk-UA": "ні"}).text == "ні"
