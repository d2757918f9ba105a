"""Receive answers that are too large, each in a process whose memory is measured."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import anyio

from digiseller_async import Retry

from ..operations import call_result
from ..process import HostileService
from ..transports import client
from .figures import Figure, most
from .memory import peak

BOUND = 32
KINDS = ("gzip_bomb", "endless_chunks", "endless_unframed")


def run(service: HostileService) -> list[Figure]:
    """Meet each kind; return how long the refusal took, and how much memory."""
    figures: list[Figure] = []
    for kind in KINDS:
        service.behave("only", kind)
        answer = subprocess.run(  # noqa: S603 (our own interpreter and module)
            [sys.executable, "-m", "hostile.soak.bombs", service.url],
            cwd=Path(__file__).parent.parent.parent,
            stdout=subprocess.PIPE,
            check=True,
        )
        facts = json.loads(answer.stdout)
        refused = facts["end"] == "UnexpectedReplyError, no"
        figures += [
            Figure(f"{kind}: ends with", "UnexpectedReplyError", facts["end"], refused),
            most(f"{kind}: refused after", 1, facts["seconds"], " s"),
            most(f"{kind}: memory", 2 * BOUND + 8, facts["mebibytes"], " MiB", 0),
        ]
    return figures


async def meet(url: str) -> dict[str, object]:
    """Meet one bomb, and say what it did."""
    async with client(url, retry=Retry(attempts=1)) as ds:
        await ds.sign_in()
        before, began = peak(), time.perf_counter()
        end = await call_result(ds, "reads", 1)
        seconds = time.perf_counter() - began
    return {"end": end.outcome, "seconds": seconds, "mebibytes": peak() - before}


if __name__ == "__main__":
    print(json.dumps(anyio.run(meet, sys.argv[1])))  # noqa: T201 (to who started it)
