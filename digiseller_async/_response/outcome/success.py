"""Decide whether an answer says that a call was carried out: all of it, a part, or nothing.

Success is said, never assumed: by a ``retval`` of 0, by a payload that names what was done, or by
no body at all where there is nothing to tell.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import attrs
from attrs import frozen

from ..._codecs.json_limits import LONG
from ..._redaction import cut
from ..._wire import WireResponse
from ...errors import (
    DigisellerError,
    FailureKind,
    RejectedError,
    UnexpectedReplyError,
    with_context,
)
from ...spec.language import Effect, Endpoint, ResponseShape, Token
from ..decode import decode
from ..model_fields import Tell
from ..payload import Document, UnreadableRow
from ..refusal.envelope import Envelope, partly_done, rejected, says_success
from ..refusal.reasons import with_reasons
from .contradictions import FAILED, contradiction

_EXCERPT = 200
_LONGEST_WORD = 200
_NOTHING: tuple[object, ...] = (None, [], "")


@frozen(kw_only=True)
class Answer:
    """A document that answers a call of *row*; all was done if it has *expected* results."""

    row: Endpoint[Any]
    response: WireResponse
    document: Document
    envelope: Envelope
    expected: int | None

    @property
    def is_success(self) -> bool:
        """Whether the envelope says that all was done."""
        is_said = self.envelope.retval == 0 or says_success(self.response.body)
        return is_said and not self.envelope.has_errors

    @property
    def may_name_nothing(self) -> bool:
        """Whether it says enough even if it names nothing of what was added."""
        return self.row.may_name_nothing and self.is_success

    @property
    def adds_unnamed(self) -> bool:
        """Whether it says, if it names nothing, that one thing was added all the same."""
        return self.row.names_added and self.is_success


def unreadable(row: Endpoint[Any], why: str, response: WireResponse) -> UnexpectedReplyError:
    """Return the error of an answer that cannot be read, or does not say what became of a call."""
    secret = row.token is Token.NEVER  # a sign-in's answer holds a token, readable or not
    excerpt = None if secret else response.body[:_EXCERPT].decode("utf-8", "replace")
    return UnexpectedReplyError(why, status=response.status, excerpt=excerpt)


def outcome_of(answer: Answer, tell: Tell) -> Generator[None, None, Any]:
    """Return the payload of *answer*, or the error that it means; *tell* is told of deviations."""
    row = answer.row
    if row.shape is ResponseShape.EMPTY:
        return _confirmation(answer)
    # A sign-in, which no group has, changes nothing that a caller could have a part of.
    if row.effect is Effect.SAFE or not row.group:
        return (yield from _read(answer, tell))
    if answer.envelope.retval and not row.many:
        return rejected(answer.row, answer.envelope, answer.response.status)
    return (yield from _changed(answer, tell))


def _confirmation(answer: Answer) -> DigisellerError | None:
    """Return ``None`` if a call without a payload was carried out, or else the error."""
    envelope, status = answer.envelope, answer.response.status
    if envelope.retval is None and not envelope.has_errors:
        why = "the answer has no retval, which would say that the call was carried out"
        return unreadable(answer.row, why, answer.response)
    if envelope.retval != 0:
        return rejected(answer.row, envelope, status)
    if envelope.has_errors:
        return partly_done(envelope, status, None, "there are errors beside a retval of 0")
    return _contradicted(answer)


def _contradicted(answer: Answer) -> UnexpectedReplyError | None:
    """Return the error of an answer that says success, and the contrary as well."""
    against = contradiction(answer.row, answer.response.body)
    if not against:
        return None
    return unreadable(answer.row, f"the answer contradicts itself: {against}", answer.response)


def _read(answer: Answer, tell: Tell) -> Generator[None, None, Any]:
    """Return the payload of a call that reads.

    Errors beside a payload are a deviation; without a payload they say why there is none.
    """
    envelope, status = answer.envelope, answer.response.status
    if envelope.retval or (envelope.retval is None and envelope.has_errors):
        return rejected(answer.row, envelope, status)
    try:
        found = yield from decode(answer.document, answer.row, tell)
    except Exception:
        if envelope.has_errors:
            return rejected(answer.row, envelope, status)
        raise
    if envelope.has_errors:
        tell("/errors", "errors beside a payload")
    return found


def _changed(answer: Answer, tell: Tell) -> Generator[None, None, Any]:
    """Return the payload of a call that changes, if it says that all of it was done."""
    envelope, response = answer.envelope, answer.response
    misspelt: list[str] = []

    def tell_and_check(path: str, what: str) -> None:
        if path.lower() == "/retval":
            misspelt.append(path[1:])
        tell(path, what)

    found = yield from _decoded(answer, tell_and_check)
    found, unknown = _known(found) if answer.row.many else (found, [])
    if misspelt:
        return unreadable(answer.row, f"the answer has {misspelt[0]} and no retval", response)
    if envelope.retval:
        # What is named beside a refusal was added all the same: once more would add it twice.
        extent = f"{_count(found)}, and a retval of {envelope.retval}"
        refusal = rejected(answer.row, envelope, response.status)
        return partly_done(envelope, response.status, found, extent) if found else refusal
    if unknown and not found:
        return unreadable(answer.row, f"the answer cannot be read: {unknown[0].why}", response)
    if not _says_something(found, answer):
        return _nothing_said(answer)
    if unknown:
        extent = f"{_count(found)}, and {len(unknown)} that cannot be read: {unknown[0].why}"
        return partly_done(envelope, response.status, found, extent)
    if answer.document.size > LONG:
        yield
    return _contradicted(answer) or _checked(answer, found)


def _decoded(answer: Answer, tell: Tell) -> Generator[None, None, Any]:
    """Return the payload of a change, or nothing where the envelope says enough without it."""
    envelope = answer.envelope
    try:
        found = yield from decode(answer.document, answer.row, tell)
    except Exception:
        is_enough = answer.adds_unnamed or answer.may_name_nothing
        if not (envelope.has_errors or envelope.retval or is_enough):
            raise
        return None
    return _known(found)[0] if answer.may_name_nothing else found


def _known(found: Any) -> tuple[list[Any], list[UnreadableRow]]:
    """Return the results that can be read, and those that cannot."""
    unknown = [one for one in found or () if isinstance(one, UnreadableRow)]
    return [one for one in found or () if not isinstance(one, UnreadableRow)], unknown


def _says_something(found: Any, answer: Answer) -> bool:
    """Return whether a payload, or the retval beside it, says that something was done."""
    if found in _NOTHING:
        return answer.may_name_nothing
    is_said = any(one is not None for one in _values(found))
    return is_said or answer.envelope.retval == 0 or says_success(answer.response.body)


def _values(found: Any) -> tuple[Any, ...]:
    kind: type[Any] = found.__class__
    return attrs.astuple(found, recurse=False) if attrs.has(kind) else (found,)


def _nothing_said(answer: Answer) -> DigisellerError:
    envelope = answer.envelope
    if answer.adds_unnamed:
        return _nameless(answer)
    if envelope.retval is None and envelope.has_errors:
        return rejected(answer.row, envelope, answer.response.status)
    why = "the answer names nothing that was begun or added"
    return unreadable(answer.row, with_reasons(why, envelope.reasons), answer.response)


def _nameless(answer: Answer) -> UnexpectedReplyError:
    """Return the error of an answer that says that something was added, and not what."""
    why = "the service says that it was added, and the answer has no id of it"
    error = with_context(unreadable(answer.row, why, answer.response), happened="yes")
    return with_context(error, kind=FailureKind.PERMANENT)


def _checked(answer: Answer, found: Any) -> Any:
    """Return the payload if it is all that was asked for, or else the error."""
    row, expected, status = answer.row, answer.expected, answer.response.status
    if row.confirmations and (failure := _unconfirmed(row, status, found.status)):
        return failure
    is_less = expected is not None and len(found) < expected
    if is_less or answer.envelope.has_errors:
        of = "" if expected is None else f" of {expected}"
        extent = f"{_count(found)}{of}" if row.many else "there are errors beside the result"
        return partly_done(answer.envelope, status, found, extent)
    return found


def _count(found: Any) -> str:
    number = len(found or ())
    return f"{number} result{'' if number == 1 else 's'}"


def _unconfirmed(row: Endpoint[Any], status: int, word: str | None) -> RejectedError | None:
    """Return the error of a confirmation that confirms nothing; without a word, retval 0 did."""
    if word is None:
        return None
    word = word[: 2 * _LONGEST_WORD]
    if word.strip().lower() in row.confirmations:
        return None
    said, due = cut(word, _LONGEST_WORD), row.confirmations[0]
    return RejectedError(
        f"the service says {said!r} in place of {due!r}",
        status=status,
        retval=0,
        happened="no" if FAILED.match(word.strip()) else "unknown",
    )
