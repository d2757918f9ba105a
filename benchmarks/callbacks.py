"""Measure reading and checking one notification of a sale in JSON, in CPU time.

It is what a callback costs beside the framework: the body is bounded, parsed with exact numbers and
doubled names seen, its signature checked, and the values read into the frozen model.
"""

import hashlib
import json
from statistics import median
from time import process_time

from digiseller_async import callbacks

from ._result import Bound, Effort, Result
from ._worker import Measured, Worker, serve_requests

REPEATS = 1000  # a turn
PASSWORD = "a password"  # noqa: S105  (a benchmark's)
SALE = {
    "ID_I": "123456789",
    "ID_D": "1234567",
    "Amount": "1234.50",
    "Currency": "WMZ",
    "Email": "buyer@example.com",
    "Date": "2026-06-12 10:00:00",
    "Through": "dXNlcj03JmZyb209Ym90",
    "IP": "192.0.2.1",
    "Agent": "5",
    "CartUID": "0123abcd-0000-1111-2222-0123456789ab",
    "IsMyProduct": "true",
    "SHA256": hashlib.sha256(b"a password;123456789;1234567").hexdigest(),
}


def measure(effort: Effort) -> tuple[Result, ...]:
    """Measure reading one sale."""
    turns = effort.pick(7, 3)
    with Worker("callbacks:sales") as worker:
        rounds = [median(worker.ask()["cpu"] for _ in range(turns)) for _ in range(effort.rounds)]
    return (
        Result.of_median(
            "callback",
            "read_sale: a notification in JSON, verified and parsed",
            [one * 1e6 for one in rounds],
            bound=Bound(value=60),
            unit=" us",
        ),
    )


async def sales() -> None:
    """Read one sale, many times a turn."""
    body = json.dumps(SALE).encode()

    def read() -> callbacks.SaleNotification:
        return callbacks.read_sale(
            body=body, content_type="application/json; charset=utf-8", password=PASSWORD
        )

    if read().parameters != {"user": "7", "from": "bot"} or str(read().amount) != "1234.50":
        raise RuntimeError("the sale was not read whole")

    async def measure() -> Measured:
        began = process_time()
        for _ in range(REPEATS):
            read()
        return {"cpu": (process_time() - began) / REPEATS}

    await serve_requests(measure)
