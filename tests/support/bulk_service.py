"""A service that answers calls of bulk runs by what their arguments say."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import AsyncIterator, Callable
from typing import Any, TypeVar

import anyio
import anyio.lowlevel
import httpx

from digiseller_async import BulkOutcome, BulkRun, Digiseller

from .clients import QUICK
from .clocks import RecordingClock

T = TypeVar("T")
DONE = {"retval": 0, "content": {"id": 7}}
ADDED = {"content": [{"content_id": 1}]}
REFUSED: dict[str, object] = {"retval": 3, "errors": [{"code": "x", "message": []}]}


async def turns() -> None:
    """Let the others have many turns."""
    for _ in range(100):
        await anyio.lowlevel.checkpoint()


class BulkService:
    """Answers the groups ``templates`` and ``content`` by the first word of a name or a text.

    ``refused``, ``part``, ``lost``, ``unauthorized``, ``denied``, ``firewall`` and ``busy`` fail;
    ``held`` waits until it is let go; all others succeed.
    """

    def __init__(self) -> None:
        self.sent: Counter[str] = Counter()
        self.under_way = self.most = 0
        self.answers_all = False
        self.words: list[str] = []
        """What the next calls say, whatever their arguments say."""
        self.before_reply: Callable[[], None] = lambda: None
        self.let_go = anyio.Event()
        self.transport = httpx.MockTransport(self._answer)

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        body = json.loads(await request.aread() or b"{}")
        name = str(
            body.get("name") or body.get("content", [{}])[0].get("value") or request.url.path
        )
        self.sent[name] += 1
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            await anyio.lowlevel.checkpoint()
            self.before_reply()
            word = self.words.pop(0) if self.words else name.partition(" ")[0]
            word = "ok" if self.answers_all else word
            return await self._reply(word, is_text="content" in body)
        finally:
            self.under_way -= 1

    async def _reply(self, word: str, *, is_text: bool) -> httpx.Response:
        if word == "held":
            await self.let_go.wait()
        if word == "lost":
            raise httpx.ReadError("broken")
        if word == "part":
            return httpx.Response(200, json={"retval": 1, **ADDED, "errors": []})
        status = {"unauthorized": 401, "denied": 403, "firewall": 403, "busy": 429}.get(word, 200)
        if word == "firewall":
            return httpx.Response(status, text="Forbidden by rule 17")
        if word in ("refused", "denied", "unauthorized"):
            return httpx.Response(status, json=REFUSED)
        return httpx.Response(status, json=DONE | (ADDED if is_text else {}))

    def client(self, **settings: Any) -> Digiseller:
        """Return a client of this service."""
        usual: dict[str, Any] = {
            "seller_id": 1,
            "token": "TOKEN",
            "rate": None,
            "retry": QUICK,
            "clock": RecordingClock(),
            "transport": self.transport,
        }
        return Digiseller(**(usual | settings))


def named(*names: str) -> list[dict[str, object]]:
    """Return the arguments of calls with these names."""
    return [{"name": name} for name in names]


async def outcomes_of(run: BulkRun[T]) -> dict[object, BulkOutcome[T]]:
    """Read all outcomes of a run that is not entered yet; return them by key."""
    async with run:
        return {one.key: one async for one in run}


async def states_of(run: BulkRun[T]) -> dict[object, str]:
    """Read all outcomes of a run that is not entered yet; return their states by key."""
    found = await outcomes_of(run)
    return {key: f"earlier {one.state}" if one.earlier else one.state for key, one in found.items()}


async def wait_until(condition: Callable[[], object]) -> None:
    """Let the others have their turns until *condition* holds."""
    while not condition():
        await anyio.lowlevel.checkpoint()


async def each(values: list[T]) -> AsyncIterator[T]:
    """Yield *values*, asynchronously."""
    for one in values:
        await anyio.lowlevel.checkpoint()
        yield one
