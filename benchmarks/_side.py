"""A coroutine function's address comes in; a process that runs it, and answers, goes out.

What is measured, what it is compared with, and the server that both talk to live apart, so that
none of them pays for another's garbage, imports or CPU.
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
Answer = dict[str, Any]
T = TypeVar("T")


class Side:
    """A process that measures when it is asked to.

    *address* is ``module:function`` in this package; the function gets the *arguments* as text, and
    ends in `obey`.
    """

    def __init__(self, address: str, *arguments: str) -> None:
        """Start the process."""
        self._process = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
            [sys.executable, "-m", "benchmarks._side", address, *arguments],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._address = address

    def ask(self, **order: int) -> Answer:
        """Have it measure once; return what it found."""
        process = self._process
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("a side is asked through its pipes")
        print(json.dumps(order), file=process.stdin, flush=True)
        line = process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._address} ended with exit code {process.wait()}")
        answer: Answer = json.loads(line)
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
        """End the process: its orders end, and it closes what it holds."""
        try:
            self._process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()


def drained(steps: Generator[None, None, T]) -> T:
    """Return what a generator returns, its pauses passed over."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            value: T = end.value
            return value


async def obey(measure: Callable[..., Awaitable[Answer]], *, idle: bool = False) -> None:
    """Answer each order with what *measure* finds, until there are no more orders.

    With *idle*, the loop runs on while no order comes, as a server's must.
    """
    while line := await asyncio.to_thread(sys.stdin.readline) if idle else sys.stdin.readline():
        print(json.dumps(await measure(**json.loads(line))), flush=True)


def main() -> None:
    """Run the function that the first argument names."""
    home, _, name = sys.argv[1].partition(":")
    asyncio.run(getattr(import_module(f"benchmarks.{home}"), name)(*sys.argv[2:]))


if __name__ == "__main__":
    main()
