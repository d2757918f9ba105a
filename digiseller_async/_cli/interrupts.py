"""Run a coroutine until it ends, or is cancelled by Ctrl-C, SIGTERM or SIGHUP."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Coroutine
from contextlib import suppress

AsyncMain = Callable[[], Coroutine[object, object, None]]


def run_interruptible(main: AsyncMain) -> bool:
    """Run *main*; return whether Ctrl-C, SIGTERM or SIGHUP cancelled it."""
    is_cancelled = False
    try:
        asyncio.run(_run(main))
    except (KeyboardInterrupt, asyncio.CancelledError):
        is_cancelled = True
    return is_cancelled


async def _run(main: AsyncMain) -> None:
    # asyncio.run makes the first Ctrl-C a cancellation, and the second a KeyboardInterrupt.
    task = asyncio.create_task(main())
    with suppress(NotImplementedError, AttributeError):  # Windows has neither handlers nor SIGHUP
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as nohup sets it
            asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, task.cancel)
    await task
