"""What a fault means to a client, and so how each kind of call must end: decision 8 as a table."""

from __future__ import annotations

from enum import Enum

from attrs import frozen


class Means(Enum):
    """How a client should take a fault."""

    HARMLESS = "the answer is good all the same"
    NOT_SENT = "the request never reached the service"
    BUSY = "the service asks for fewer calls"
    TOO_BUSY = "it asks for a longer wait than the call has time for"
    TOKEN = "the token is refused"
    DOWN = "the service is down, or says so"
    UNREADABLE = "the answer cannot be read"
    LOST = "the request went out, and no whole answer came"
    LATE = "no end of the answer comes in time"
    REFUSED = "the service says no"
    DENIED = "the key lacks a permission"
    FAILED = "the service says no, in a way that it does not explain"


@frozen
class Ends:
    """How a call ends whose first attempt meets a fault, and one whose every attempt does."""

    once: str
    always: str

    def of(self, *, always: bool) -> str:
        """Return one of the two."""
        return self.always if always else self.once


OK = "ok"
UNKNOWN = "OutcomeUnknownError, unknown"
CLASSES = ("reads", "sets", "deletes", "fragile", "adds")


def everywhere(ends: Ends) -> dict[str, Ends]:
    """Return the same ends for calls of each class."""
    return dict.fromkeys(CLASSES, ends)


def by_effect(read: Ends, change: Ends, fragile: Ends | None = None) -> dict[str, Ends]:
    """Return ends that depend on the effect; what adds is never in doubt and then repeated."""
    never_again = Ends(UNKNOWN, UNKNOWN)
    return {
        "reads": read,
        "sets": change,
        "deletes": change,
        "fragile": fragile or change,
        "adds": never_again,
    }


ENDS: dict[Means, dict[str, Ends]] = {
    Means.HARMLESS: everywhere(Ends(OK, OK)),
    Means.NOT_SENT: everywhere(Ends(OK, "NotSentError, no")),
    Means.BUSY: everywhere(Ends(OK, "RateLimitedError, no")),
    Means.TOO_BUSY: everywhere(Ends("RateLimitedError, no", "RateLimitedError, no")),
    Means.TOKEN: everywhere(Ends(OK, "AuthenticationError, no")),
    Means.REFUSED: everywhere(Ends("RejectedError, no", "RejectedError, no")),
    Means.DENIED: everywhere(Ends("AccessDeniedError, no", "AccessDeniedError, no")),
    Means.FAILED: everywhere(Ends("ServiceError, no", "ServiceError, no")),
    Means.DOWN: by_effect(Ends(OK, "UnavailableError, no"), Ends(OK, UNKNOWN)),
    Means.UNREADABLE: by_effect(Ends(OK, "UnexpectedReplyError, no"), Ends(OK, UNKNOWN)),
    Means.LOST: by_effect(
        Ends(OK, "UnavailableError, no"), Ends(OK, UNKNOWN), Ends(UNKNOWN, UNKNOWN)
    ),
    Means.LATE: by_effect(Ends("DeadlineError, no", "DeadlineError, no"), Ends(UNKNOWN, UNKNOWN)),
}
"""By what a fault means and by what the call does: the class of the error, and what happened."""
