"""Each operation of the table called where secrets are watched for, and a service to call.

The calls are the golden ones, and the one with a buyer's address has a secret one.
"""

from __future__ import annotations

import asyncio
import re
from typing import Any

import httpx
import sniffio
from golden import Case
from golden.table import CASES

from digiseller_async import Digiseller, Retry
from support.clocks import LoopClock
from support.echo_service import Fault
from support.leaks import Secrets, Watch, insides

ONE_EACH: dict[str, Case] = {case.operation: case for case in CASES}
OPERATIONS = list(ONE_EACH)
FEW = ["products.discount", *OPERATIONS[::6]]


async def call(operation: str, ds: Digiseller, secrets: Secrets) -> None:
    """Make a call of *operation*; what it gives is data, and the caller's."""
    if operation == "products.discount":
        await ds.products.discount(2080515, currency="USD", email=secrets.email)
    else:
        await ONE_EACH[operation].call(ds)


class Service(httpx.AsyncBaseTransport):
    """Signs everybody in, honestly or not, and has each call meet a fault."""

    def __init__(self, secrets: Secrets, fault: Fault, *, at_sign_in: bool = False) -> None:
        self.secrets = secrets
        self.fault = fault
        self.at_sign_in = at_sign_in
        self.known = [secrets.email]
        """What this client has told, or was told, and what buyers have."""

    def __repr__(self) -> str:
        return "<the service of this test>"

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer."""
        body = await request.aread()
        known = self.secrets
        if request.url.path.endswith("/apilogin"):
            signs = re.findall("[0-9a-f]{64}", body.decode())
            known.signs += signs
            self.known[:0] = [known.api_key]
            if self.at_sign_in:
                return self.fault(request, " & ".join((*signs, *self.known)))
            self.known[:0] = [known.renewed]
            facts = {"retval": 0, "token": known.renewed, "valid_thru": "2030-01-01T00:00:00"}
            return httpx.Response(200, json=facts)
        self.known[:0] = request.url.params.get_list("token")
        return self.fault(request, " & ".join(dict.fromkeys(self.known)))


def client(secrets: Secrets, watch: Watch, by: str, **settings: Any) -> Digiseller:
    """Return a client that has a token, or signs in, and shows all that it tells."""
    usual: dict[str, Any] = {
        "api_key": secrets.api_key if by == "key" else None,
        "token": secrets.token if by == "token" else None,
        "retry": Retry(attempts=2, base=0.001, cap=0.001),
        "rate": None,
        "clock": LoopClock(),
        "on_drift": watch.see,
        "on_outcome": watch.see,
    }
    return Digiseller(12126, **(usual | settings))


async def met(
    secrets: Secrets, watch: Watch, operation: str, by: str, **settings: Any
) -> BaseException | None:
    """Make a call, keep all that it shows, and return how it failed."""
    failed: BaseException | None = None
    async with client(secrets, watch, by, **settings) as ds:
        try:
            await call(operation, ds, secrets)
        except Exception as error:  # noqa: BLE001 (whatever it is, it is looked at)
            failed = error
        watch.catch(failed)
        watch.see(ds, ds.drift)
        watch.texts += insides(ds)
    return failed


def debug() -> None:
    """Have asyncio tell of every step that it takes."""
    if sniffio.current_async_library() == "asyncio":
        loop = asyncio.get_running_loop()
        loop.set_debug(True)
        loop.slow_callback_duration = 0


def assert_none(seen: list[str]) -> None:
    """Fail if there is anything, and say what."""
    assert not seen, "\n".join(seen)


def some() -> list[str]:
    """Return the operations to call: all, or where only the backend differs a sixth."""
    return OPERATIONS if sniffio.current_async_library() == "asyncio" else FEW
