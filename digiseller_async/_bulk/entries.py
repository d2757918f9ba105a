"""Define what a journal says of a call, and write it as a line of JSON."""

from __future__ import annotations

import json
from typing import Any, Literal, Self, cast, get_args

from attrs import frozen

from .. import errors
from ..errors import DigisellerError, Happened, OutcomeUnknownError, ServiceError
from .digests import SIZE
from .outcome import State

EntryState = Literal["sent", "ok", "failed", "unknown", "left"]
_STATES = get_args(EntryState)
_ERRORS: dict[str, type[DigisellerError]] = {
    name: kind
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, DigisellerError)
}
_EARLIER = "this call failed in an earlier run, whose journal does not keep why; again={'failed'} "
_UNKNOWN = (
    "this call was sent in an earlier run, and may have taken effect: "
    "read and compare; again={'unknown'} makes it once more"
)


@frozen(kw_only=True)
class Entry:
    """What a journal says of the call with one key: the last line about it counts."""

    state: EntryState
    """``sent`` stands without an outcome if the run was cut off; ``left`` takes it back."""
    arguments: bytes
    """A digest of what was asked."""
    error: str = ""
    """The class of the error that a failed call raised."""
    happened: Happened = "no"
    """Whether a failed call took effect: a part of it, that is."""
    status: int | None = None
    """The HTTP status of that error."""
    retval: int | None = None
    """The service's own code of that error."""

    def line(self, key: bytes) -> bytes:
        """Return the line that says this of the call with the digest *key*."""
        more = ""
        if self.state == "failed":
            facts = {"error": self.error, "happened": self.happened}
            more = json.dumps({**facts, "status": self.status, "retval": self.retval})[1:-1]
        # Two lines a call: `json.dumps` would take a fifth of what a journal takes in all.
        text = f'"key":"{key.hex()}","state":"{self.state}","arguments":"{self.arguments.hex()}"'
        return f"{{{text}{',' if more else ''}{more}}}\n".encode()

    @classmethod
    def read(cls, line: bytes) -> tuple[bytes, Self]:
        """Return the key and the entry of a *line*, or raise `ValueError`."""
        found: Any = json.loads(line)
        if not isinstance(found, dict):
            raise ValueError("it is no object")  # noqa: TRY004  (of what is read, not of a type)
        facts = cast("dict[str, Any]", found)
        key, arguments = (_digest(facts.pop(name, None)) for name in ("key", "arguments"))
        entry = cls(arguments=arguments, **facts)
        if entry.state not in _STATES or entry.happened not in get_args(Happened):
            raise ValueError("it has no state")
        return key, entry

    @property
    def may_be_done(self) -> bool:
        """Whether the call may have taken effect."""
        return self.state in ("sent", "ok", "unknown") or self.happened != "no"

    @property
    def outcome_state(self) -> State:
        """What became of the call, as far as is known."""
        if self.state in ("ok", "failed"):
            return cast("State", self.state)
        return "unknown"

    def earlier_error(self, operation: str) -> DigisellerError | None:
        """Return an error that stands for the one that the call raised in an earlier run."""
        if self.state == "ok":
            return None
        facts: dict[str, Any] = {"operation": operation, "happened": "unknown"}
        if self.state != "failed":
            return OutcomeUnknownError(_UNKNOWN, **facts)
        facts |= {"happened": self.happened, "status": self.status, "retval": self.retval}
        does = "makes it once more" if self.happened == "no" else "does not repeat what took effect"
        return _ERRORS.get(self.error, ServiceError)(_EARLIER + does, **facts)


def _digest(text: object) -> bytes:
    if not isinstance(text, str) or len(text) != 2 * SIZE:
        raise ValueError("it has no digest")
    return bytes.fromhex(text)
