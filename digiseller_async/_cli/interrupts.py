"""Work comes in; whether it was interrupted goes out."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Coroutine
from contextlib import suppress

Work = Callable[[], Coroutine[object, object, None]]


def was_interrupted(work: Work) -> bool:
    """Run *work* to its end, or until Ctrl-C or SIGTERM ends it in good order."""
    try:
        return asyncio.run(_was_cut_short(work))
    except (KeyboardInterrupt, asyncio.CancelledError):
        return True


async def _was_cut_short(work: Work) -> bool:
    # asyncio.run makes the first Ctrl-C a cancellation, and the second a KeyboardInterrupt.
    task = asyncio.create_task(work())
    with suppress(NotImplementedError):  # Windows has no such signal to heed
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    await task
    return False
