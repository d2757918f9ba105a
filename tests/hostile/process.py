"""The hostile service as the tests hold it: a process, its URL, and what it has seen."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from attrs import frozen

_TESTS = Path(__file__).parent.parent


@frozen(kw_only=True)
class Seen:
    """What the service saw: effects and sends by the call's number, and what else it counts."""

    effects: dict[int, int]
    sends: dict[int, int]
    kinds: dict[str, int]
    sign_ins: int
    trapped: int
    connections: int
    had: int
    played: int


class Hostile:
    """A running hostile service; it ends with the ``with`` block, or with this process."""

    def __init__(self, *behaviour: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "hostile.server"],
            cwd=_TESTS,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        hello = self._answer()
        self.url = f"http://127.0.0.1:{hello['port']}"
        self.refusing = f"http://127.0.0.1:{hello['refusing']}"
        """Where nobody listens."""
        self.behave(*behaviour)

    def behave(self, *words: str) -> None:
        """Behave so from now on, and forget what was seen; see `hostile.behaviour.read`."""
        self.order(behave=list(words))

    def seen(self) -> Seen:
        """Return what it saw."""
        facts = self.order(seen=True)
        effects, sends = dict(facts.pop("effects")), dict(facts.pop("sends"))
        return Seen(effects=effects, sends=sends, **facts)

    def order(self, **order: Any) -> dict[str, Any]:
        """Have an order carried out."""
        if self._process.stdin is None:
            raise RuntimeError("the service takes orders through a pipe")
        print(json.dumps(order), file=self._process.stdin, flush=True)
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        if self._process.stdout is None:
            raise RuntimeError("the service answers through a pipe")
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the service ended with exit code {self._process.wait()}")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            self._process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()
