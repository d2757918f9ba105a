"""Write down one call: before it is sent, and what became of it."""

from __future__ import annotations

from typing import Any

from ..errors import DigisellerError
from .digests import digest_of_key, digest_of_request
from .entries import Entry
from .journal import Journal
from .operation import PreparedCall
from .outcome import State


class CallRecord:
    """What is known of one call; with a journal, also to the next run."""

    def __init__(
        self, journal: Journal | None, key: str | int, call: PreparedCall, *, sync: bool
    ) -> None:
        self._journal = journal
        self._sync = sync
        # A digest takes as long as a line of the journal: without one, none is needed.
        self._key = b"" if journal is None else digest_of_key(key)
        self._arguments = b"" if journal is None else digest_of_request(call.request)
        self.is_sent = False
        """Whether the call may have reached the service."""
        self.failure: OSError | None = None
        """Why the journal could not be written."""

    def take_earlier(self) -> Entry | None:
        """Return what earlier runs left of the call."""
        return None if self._journal is None else self._journal.take(self._key)

    def has_arguments_of(self, earlier: Entry) -> bool:
        """Return whether the call asks for what the *earlier* one asked for."""
        return earlier.arguments == self._arguments

    @property
    def is_under_another_key(self) -> bool:
        """Whether an earlier run made the same call under a key that is not given so far."""
        return self._journal is not None and self._journal.has_under_another_key(self._arguments)

    async def before_send(self) -> None:
        """Note that the call is sent; before each attempt, and the first one is written down.

        Raises:
            OSError: It could not be written, so it must not be sent.
        """
        if self._journal is not None and not self.is_sent:
            entry = Entry(state="sent", arguments=self._arguments)
            try:
                if self._sync:
                    await self._journal.write_and_sync(self._key, entry)
                else:
                    await self._journal.write(self._key, entry)
            except OSError as error:
                self.failure = error
                raise
        self.is_sent = True

    async def end(self, state: State, error: Exception | None) -> None:
        """Write down what became of the call; where that fails, it stays written as sent."""
        facts: dict[str, Any] = {}
        if state == "failed" and isinstance(error, DigisellerError):
            facts = {"error": type(error).__name__, "happened": error.happened}
            facts |= {"status": error.status, "retval": error.retval}
        await self._write(Entry(state=state, arguments=self._arguments, **facts))

    async def take_back(self) -> None:
        """Write down that the call was not made, if it was written that it was sent."""
        if self.is_sent:
            await self._write(Entry(state="left", arguments=self._arguments))

    async def _write(self, entry: Entry) -> None:
        if self._journal is None:
            return
        try:
            await self._journal.write(self._key, entry)
        except OSError as failure:
            self.failure = failure
