"""Book calls under one rate limit of several processes, by Redis's clock."""

from __future__ import annotations

import math
import os
import secrets
from contextlib import suppress

from .._isolation import spawn
from ..config import Rate, check_seconds
from .connection import FAILURES, check_name, connect, in_thread, key_of
from .scripts import BOOK, HOLD, RETURN
from .share import Share, now

_MICROSECONDS = 1_000_000


class RedisRateStore:
    """Books the calls of several processes and machines under one rate limit, by Redis's clock.

    Calls are booked in the order in which they ask, whoever asks. If Redis does not answer within
    *patience* seconds, each process goes on at its own share of the rate (the rate divided by how
    many processes booked during the last ten seconds) and asks again every *rest* seconds; once
    Redis is back, all of them return to it at one moment, at most twice *rest* later.

    Args:
        url: As redis-py takes it: ``redis://``, ``rediss://`` or ``unix://``.
        name: What is limited, such as ``"seller 12126"``; Redis sees a hash of it.
        patience: Seconds that a booking may take.
        rest: Seconds for which Redis is not asked after it did not answer.

    Raises:
        ConfigurationError: An argument is not valid.
    """

    def __init__(self, url: str, *, name: str, patience: float = 0.3, rest: float = 5.0) -> None:
        name = check_name(name)
        client = connect(url, check_seconds("patience", patience))
        self._rest = check_seconds("rest", rest)
        self._keys = [key_of(kind, name) for kind in ("free", "members", "resume")]
        self._book = client.register_script(BOOK)
        self._return = client.register_script(RETURN)
        self._hold = client.register_script(HOLD)
        self._share = Share(self._rest)
        self._identity = _Identity()

    def __repr__(self) -> str:
        return f"<RedisRateStore {self._keys[0].rpartition(':')[0]!r}>"

    async def book(
        self, rate: Rate, *, within: float = math.inf, burst: float | None = None
    ) -> float:
        """Reserve the next call, and return how many seconds it has to wait.

        If that is more than *within*, nothing is reserved. *burst* is for how many seconds' worth
        of calls may go at once after a pause; ``None``: what the rate allows.
        """
        interval = rate.per / rate.calls
        burst = rate.per - interval if burst is None else burst
        if self._share.is_alone:
            if self._share.begins_to_ask(now()):
                spawn(self._ask_whether_it_is_back(burst))
            return self._share.book(interval, within, now())
        most = -1 if math.isinf(within) else _microseconds(within)
        arguments = (_microseconds(interval), _microseconds(burst), most, self._identity.get())
        try:
            wait, members, alone_for = await in_thread(self._book, self._keys, arguments)
        except FAILURES as error:
            self._share.note_outage(error, now())
            return self._share.book(interval, within, now())
        self._share.note_members(members, now())
        if alone_for:
            self._share.return_at(now() + alone_for / _MICROSECONDS)
            return self._share.book(interval, within, now())
        seconds: float = wait / _MICROSECONDS
        if seconds <= within:
            self._share.note_turn(now() + seconds, interval)
        return seconds

    async def hold(self, seconds: float) -> None:
        """Let no call of any process start for *seconds*: the service asked for a pause."""
        self._share.hold(now() + seconds)
        if self._share.is_alone:
            return
        try:
            await in_thread(self._hold, self._keys, (_microseconds(seconds),))
        except FAILURES as error:
            self._share.note_outage(error, now())

    async def _ask_whether_it_is_back(self, burst: float) -> None:
        arguments = (_microseconds(burst), _microseconds(self._rest))
        # It still does not answer, if it raises; no caller waits for this.
        with suppress(*FAILURES):
            alone_for = await in_thread(self._return, self._keys, arguments)
            self._share.return_at(now() + alone_for / _MICROSECONDS)


def _microseconds(seconds: float) -> int:
    return round(seconds * _MICROSECONDS)


class _Identity:
    """A random name of this process, another one after a fork."""

    def __init__(self) -> None:
        self._process, self._value = 0, ""

    def get(self) -> str:
        if self._process != os.getpid():
            self._process, self._value = os.getpid(), secrets.token_hex(8)
        return self._value
