"""Keep one process to its share of the rate while Redis does not answer."""

from __future__ import annotations

import logging
import math
import time

from .._logging import log

_MEMBERS_LAST = 10.0
now = time.monotonic


class Share:
    """What one process books on its own while Redis does not answer: its share of the rate."""

    def __init__(self, rest: float) -> None:
        self._rest = rest
        self._free_at = self._members_until = -math.inf
        self._members = 1
        self._ask_at = math.inf
        self._return_at = -math.inf

    @property
    def is_alone(self) -> bool:
        """Whether the process books on its own."""
        return now() < self._return_at

    def begins_to_ask(self, now: float) -> bool:
        """Return whether it is time to ask Redis again, and note that this is done."""
        if now < self._ask_at:
            return False
        self._ask_at = now + self._rest
        return True

    def book(self, interval: float, within: float, now: float) -> float:
        """Reserve the next call of this process, without a burst, and return its wait."""
        start = max(self._free_at, now)
        if start - now <= within:
            self._free_at = start + interval * self._members
        return start - now

    def hold(self, until: float) -> None:
        """Let no call of this process start before *until*."""
        self._free_at = max(self._free_at, until)

    def note_turn(self, start: float, interval: float) -> None:
        """Note a turn that Redis gave; if it fails now, this process goes on after that."""
        self._free_at = max(self._free_at, start + interval * self._members)

    def note_members(self, members: int, now: float) -> None:
        """Note how many processes share the rate; after an outage not all have come back yet."""
        if members >= self._members or now >= self._members_until:
            self._members, self._members_until = members, now + _MEMBERS_LAST

    def note_outage(self, error: Exception, now: float) -> None:
        """Go on alone, and ask Redis again after a rest."""
        if not self.is_alone:
            text = (
                "rate_store: Redis does not answer (%s); this process goes on at 1/%d of the rate"
            )
            log(logging.WARNING, text, type(error).__name__, self._members)
        self._ask_at, self._return_at = now + self._rest, math.inf

    def return_at(self, moment: float) -> None:
        """Go on alone until *moment*: Redis is back, and all return to it then."""
        if math.isinf(self._return_at):
            log(logging.INFO, "rate_store: Redis answers again")
        self._ask_at, self._return_at = math.inf, moment
