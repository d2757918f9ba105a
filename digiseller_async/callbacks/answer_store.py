"""Keep the answers to delivery calls, so that no order gets the goods of two."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import Protocol, TypeVar, runtime_checkable

from anyio import to_thread

from ._answers import Answer

T = TypeVar("T")


class AnswerStore(Protocol):
    """Keeps answers by the order's number; its methods may be plain or awaitable.

    `App` puts an answer **before** the handler runs, one that postpones, and replaces it by the
    handler's answer. So if the program dies between handing over and answering, the order is
    postponed from then on, and never handed over twice: look what happened, then `put` what is to
    be answered, or None to run the handler again. For that, a store must

    - give what was put last, whatever process put it, as long as the service may ask;
    - have stored an answer, crash-proof, when `put` is done;
    - if several processes serve the calls, be a `ReservingAnswerStore`.

    What cannot be stored is not handed over: if `get` or `put` fails, the call is postponed.
    """

    def get(self, inv: int, /) -> Answer | Awaitable[Answer | None] | None:
        """Return the answer that is kept for an order, or None."""
        ...

    def put(self, inv: int, answer: Answer | None, /) -> object:
        """Keep the answer for an order, or forget it if it is None."""
        ...


@runtime_checkable
class ReservingAnswerStore(AnswerStore, Protocol):
    """A store that several processes share: only one of them reserves an order."""

    def reserve(self, inv: int, answer: Answer, /) -> Answer | Awaitable[Answer | None] | None:
        """Keep *answer* unless there is one, in one step; return the one that was there."""
        ...


class MemoryAnswers:
    """Keeps the latest answers in memory; the end of the process loses them.

    Args:
        most: How many are kept; the oldest go first.
    """

    def __init__(self, *, most: int = 100_000) -> None:
        self._most = most
        self._answers: dict[int, Answer] = {}

    def __len__(self) -> int:
        return len(self._answers)

    def get(self, inv: int, /) -> Answer | None:
        """Return the answer that is kept for an order, or None."""
        return self._answers.get(inv)

    def put(self, inv: int, answer: Answer | None, /) -> None:
        """Keep the answer for an order, or forget it if it is None."""
        self._answers.pop(inv, None)
        if answer is not None:
            self._answers[inv] = answer
            if len(self._answers) > self._most:
                del self._answers[next(iter(self._answers))]


_TABLE = """
CREATE TABLE IF NOT EXISTS answers (
    inv INTEGER PRIMARY KEY, status INTEGER NOT NULL, headers TEXT NOT NULL, body BLOB NOT NULL
)
"""
_SELECT = "SELECT status, headers, body FROM answers WHERE inv = ?"
_REPLACE = "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)"
_RESERVE = "INSERT OR IGNORE INTO answers VALUES (?, ?, ?, ?)"
_DELETE = "DELETE FROM answers WHERE inv = ?"
_BUSY_SECONDS = 30


class SQLiteAnswers:
    """Keeps answers in a file of SQLite, for several processes of one machine, and across crashes.

    The goods are in it, so only the file's owner can read it. It is never pruned.

    Args:
        path: The file; it is made when it is first needed.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = Path(path).absolute()

    async def get(self, inv: int, /) -> Answer | None:
        """Return the answer that is kept for an order, or None."""
        return await self._run(lambda database: _select(database, inv))

    async def put(self, inv: int, answer: Answer | None, /) -> None:
        """Keep the answer for an order, or forget it if it is None."""

        def write(database: sqlite3.Connection) -> None:
            if answer is None:
                database.execute(_DELETE, (inv,))
            else:
                database.execute(_REPLACE, _row(inv, answer))

        await self._run(write)

    async def reserve(self, inv: int, answer: Answer, /) -> Answer | None:
        """Keep *answer* unless there is one, in one step; return the one that was there."""

        def write(database: sqlite3.Connection) -> Answer | None:
            is_free = database.execute(_RESERVE, _row(inv, answer)).rowcount
            return None if is_free else _select(database, inv)

        return await self._run(write)

    async def _run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        return await to_thread.run_sync(self._in_transaction, work)

    def _in_transaction(self, work: Callable[[sqlite3.Connection], T]) -> T:
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
        # A connection belongs to one thread, and a worker thread may be another one each time.
        with closing(sqlite3.connect(self._path, timeout=_BUSY_SECONDS)) as database, database:
            database.execute(_TABLE)
            return work(database)


def _select(database: sqlite3.Connection, inv: int) -> Answer | None:
    found = database.execute(_SELECT, (inv,)).fetchone()
    return found and Answer(found[0], json.loads(found[1]), found[2])


def _row(inv: int, answer: Answer) -> tuple[int, int, str, bytes]:
    return inv, answer.status, json.dumps(dict(answer.headers)), answer.body
