"""Start the hostile service as a process, send it commands, and read what it observed."""

from __future__ import annotations

import json
import subprocess
import sys
from copy import copy
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from attrs import frozen

_TESTS = Path(__file__).parent.parent


@frozen(kw_only=True)
class Observed:
    """What the service observed: effects and sends by call number, and its counters."""

    effects: dict[int, int]
    sends: dict[int, int]
    kinds: dict[str, int]
    sign_ins: int
    trap_hits: int
    connections: int
    accepted: int
    finished: int


class HostileService:
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
        self._ports, self._refusing = hello["ports"], hello["refusing"]
        self.scheme = "http"
        self.behave(*behaviour)

    @property
    def url(self) -> str:
        """Where the service is."""
        return f"{self.scheme}://127.0.0.1:{self._ports[self.scheme]}"

    @property
    def refused_url(self) -> str:
        """A URL at which connections are refused."""
        return f"{self.scheme}://127.0.0.1:{self._refusing}"

    def over(self, scheme: str) -> HostileService:
        """Return the same service, to be reached over that scheme."""
        other = copy(self)
        other.scheme = scheme
        return other

    def behave(self, *behaviour: str) -> None:
        """Set the behaviour (see `hostile.behaviour.read`), and reset what was observed."""
        self.command(behave=list(behaviour))

    def observed(self) -> Observed:
        """Return what it observed."""
        facts = self.command(observed=True)
        effects, sends = dict(facts.pop("effects")), dict(facts.pop("sends"))
        return Observed(effects=effects, sends=sends, **facts)

    def command(self, **command: Any) -> dict[str, Any]:
        """Send a command, and return its answer."""
        if self._process.stdin is None:
            raise RuntimeError("the service takes commands through a pipe")
        print(json.dumps(command), file=self._process.stdin, flush=True)
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
