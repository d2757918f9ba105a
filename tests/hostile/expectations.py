"""Define how a call must end, by what a fault means and by the effect of the call."""

from __future__ import annotations

from enum import Enum

from attrs import frozen


class Meaning(Enum):
    """What a fault means to a client."""

    HARMLESS = "the answer is good all the same"
    NOT_SENT = "the request never reached the service"
    NOT_SENT_IN_TIME = "no connection is made in time"
    BUSY = "the service asks for fewer calls"
    TOO_BUSY = "it asks for a longer wait than the call has time for"
    TOKEN = "the token is refused"
    DOWN = "the service is down, or says so"
    UNREADABLE = "the answer cannot be read"
    UNREADABLE_ROW = "the answer says success, and names nothing that can be told apart"
    LOST = "the request went out, and no whole answer came"
    LATE = "no end of the answer comes in time"
    REFUSED = "the service says no"
    MISSING = "the service says that there is no such thing"
    DENIED = "the key lacks a permission"
    PART = "a part was done, and the rest was not"
    FEWER = "fewer were done than were asked for"


@frozen
class ExpectedOutcome:
    """How a call ends if its first attempt meets a fault, and if every attempt does."""

    once: str
    always: str

    def when(self, *, always: bool) -> str:
        """Return one of the two."""
        return self.always if always else self.once


OK = "ok"
UNKNOWN = "OutcomeUnknownError, unknown"
EFFECT_CLASSES = ("reads", "sets", "deletes", "fragile", "adds", "batches")
"""*fragile* deletes what is in doubt once it was sent, and *batches* add several at once."""
NEVER_TWICE = ("adds", "batches")


def for_each_class(outcome: ExpectedOutcome) -> dict[str, ExpectedOutcome]:
    """Return the same outcome for each class of effects."""
    return dict.fromkeys(EFFECT_CLASSES, outcome)


def by_effect(
    read: ExpectedOutcome, change: ExpectedOutcome, fragile: ExpectedOutcome | None = None
) -> dict[str, ExpectedOutcome]:
    """Return outcomes by effect; a call that adds is never repeated once it is in doubt."""
    never_again = ExpectedOutcome(UNKNOWN, UNKNOWN)
    return {
        "reads": read,
        "sets": change,
        "deletes": change,
        "fragile": fragile or change,
        "adds": never_again,
        "batches": never_again,
    }


EXPECTED: dict[Meaning, dict[str, ExpectedOutcome]] = {
    Meaning.HARMLESS: for_each_class(ExpectedOutcome(OK, OK)),
    Meaning.NOT_SENT: for_each_class(ExpectedOutcome(OK, "NotSentError, no")),
    Meaning.NOT_SENT_IN_TIME: for_each_class(
        ExpectedOutcome("DeadlineError, no", "DeadlineError, no")
    ),
    Meaning.BUSY: for_each_class(ExpectedOutcome(OK, "RateLimitedError, no")),
    Meaning.TOO_BUSY: for_each_class(
        ExpectedOutcome("RateLimitedError, no", "RateLimitedError, no")
    ),
    Meaning.TOKEN: for_each_class(ExpectedOutcome(OK, "AuthenticationError, no")),
    Meaning.REFUSED: for_each_class(ExpectedOutcome("RejectedError, no", "RejectedError, no")),
    Meaning.DENIED: for_each_class(
        ExpectedOutcome("AccessDeniedError, no", "AccessDeniedError, no")
    ),
    Meaning.MISSING: for_each_class(ExpectedOutcome("NotFoundError, no", "NotFoundError, no")),
    Meaning.FEWER: {
        **for_each_class(ExpectedOutcome(OK, OK)),
        "batches": ExpectedOutcome("PartialSuccessError, yes", "PartialSuccessError, yes"),
    },
    Meaning.PART: {
        **for_each_class(ExpectedOutcome("PartialSuccessError, yes", "PartialSuccessError, yes")),
        "reads": ExpectedOutcome(OK, OK),
    },
    Meaning.DOWN: by_effect(
        ExpectedOutcome(OK, "UnavailableError, no"), ExpectedOutcome(OK, UNKNOWN)
    ),
    Meaning.UNREADABLE: by_effect(
        ExpectedOutcome(OK, "UnexpectedReplyError, no"), ExpectedOutcome(OK, UNKNOWN)
    ),
    # A list goes on behind such a row, so the page is not asked for again. Success is said, and of
    # a deletion nothing else is read.
    Meaning.UNREADABLE_ROW: {
        **by_effect(
            ExpectedOutcome("UnexpectedReplyError, no", "UnexpectedReplyError, no"),
            ExpectedOutcome(OK, UNKNOWN),
        ),
        "deletes": ExpectedOutcome(OK, OK),
        "fragile": ExpectedOutcome(OK, OK),
    },
    Meaning.LOST: by_effect(
        ExpectedOutcome(OK, "UnavailableError, no"),
        ExpectedOutcome(OK, UNKNOWN),
        ExpectedOutcome(UNKNOWN, UNKNOWN),
    ),
    Meaning.LATE: by_effect(
        ExpectedOutcome("DeadlineError, no", "DeadlineError, no"), ExpectedOutcome(UNKNOWN, UNKNOWN)
    ),
}
"""By what a fault means and by what the call does: the class of the error, and what happened."""
