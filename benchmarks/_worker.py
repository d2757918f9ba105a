"""Run a coroutine function in a process of its own, and ask it for measurements.

What is measured, what it is compared with, and their server run in separate processes, so that none
of them pays for another's garbage, imports or CPU.
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import Awaitable, Callable, Generator
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

ROOT = Path(__file__).parent.parent
Measured = dict[str, Any]
T = TypeVar("T")


class Worker:
    """A process that measures when it is asked to.

    *address* is ``module:function`` in this package; the function gets the *arguments* as text, and
    ends with `serve_requests`.
    """

    def __init__(self, address: str, *arguments: str) -> None:
        """Start the process."""
        self._process = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
            [sys.executable, "-m", "benchmarks._worker", address, *arguments],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._address = address

    def ask(self, **request: int) -> Measured:
        """Request one measurement, and return it."""
        process = self._process
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("a worker is asked through its pipes")
        print(json.dumps(request), file=process.stdin, flush=True)
        line = process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._address} ended with exit code {process.wait()}")
        answer: Measured = json.loads(line)
        return answer

    def __enter__(self) -> Self:
        """Return itself: it runs already."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End the process: its input ends, and it closes what it holds."""
        try:
            self._process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()


def run_to_end(steps: Generator[None, None, T]) -> T:
    """Return what a generator returns, its pauses passed over."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            value: T = end.value
            return value


async def serve_requests(
    measure: Callable[..., Awaitable[Measured]], *, idle: bool = False
) -> None:
    """Answer each request with what *measure* finds, until the input ends.

    With *idle*, the loop runs on while no request comes, as a server's must.
    """
    while line := await asyncio.to_thread(sys.stdin.readline) if idle else sys.stdin.readline():
        print(json.dumps(await measure(**json.loads(line))), flush=True)


def main() -> None:
    """Run the function that the first argument names."""
    module, _, name = sys.argv[1].partition(":")
    asyncio.run(getattr(import_module(f"benchmarks.{module}"), name)(*sys.argv[2:]))


if __name__ == "__main__":
    main()
