"""Let the deadlines of calls pass at a moment that the test chooses."""

from __future__ import annotations

from typing import Any

import anyio
import pytest


class DeadlineScopes:
    """The cancel scopes with a deadline that were opened: expiring one takes no waiting."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.opened: list[anyio.CancelScope] = []
        self._real = anyio.CancelScope
        monkeypatch.setattr(anyio, "CancelScope", self._open)

    def _open(self, **settings: Any) -> anyio.CancelScope:
        scope = self._real(**settings)
        if "deadline" in settings:
            self.opened.append(scope)
        return scope

    def expire(self, first: int = 0) -> None:
        """Let the deadlines pass of all scopes but the *first* ones."""
        for scope in self.opened[first:]:
            scope.deadline = anyio.current_time()

    async def expire_after(self, event: anyio.Event) -> None:
        """Wait for *event*, and let all deadlines pass."""
        await event.wait()
        self.expire()
