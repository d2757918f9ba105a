"""Call each operation with secrets against a service that repeats them, and record what shows.

The calls are the golden ones; those that take a buyer's address get a secret address.
"""

from __future__ import annotations

import asyncio
import re
from hashlib import sha256
from typing import Any

import httpx
import sniffio
from golden import Case
from golden.table import CASES

from digiseller_async import Digiseller, Retry
from support.clocks import RecordingClock

from .echo_faults import Fault
from .leaks import Recorder, Secrets, object_reprs

CASES_BY_OPERATION: dict[str, Case] = {case.operation: case for case in CASES}
OPERATIONS = list(CASES_BY_OPERATION)
WITH_AN_ADDRESS = ["products.discount", "chats.list"]
SOME_OPERATIONS = [*WITH_AN_ADDRESS, *OPERATIONS[::6]]


async def call(operation: str, ds: Digiseller, secrets: Secrets) -> None:
    """Call *operation*; its result may hold secrets."""
    if operation == "products.discount":
        await ds.products.discount(2080515, currency="USD", email=secrets.email)
    elif operation == "chats.list":
        await ds.chats.list(email=secrets.email).first_page()
    else:
        await CASES_BY_OPERATION[operation].call(ds)


class EchoTransport(httpx.AsyncBaseTransport):
    """Answers each call with a fault, and sign-ins with a token or with the fault."""

    def __init__(self, secrets: Secrets, fault: Fault, *, at_sign_in: bool = False) -> None:
        self.secrets = secrets
        self.fault = fault
        self.at_sign_in = at_sign_in
        self.known = [secrets.email]
        """What the fault repeats: the secrets sent or received so far, and the address."""

    def __repr__(self) -> str:
        return "<EchoTransport>"

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
        target = bytes(request.extensions.get("target", request.url.raw_path)).decode()
        self.known[:0] = httpx.URL(target).params.get_list("token")
        return self.fault(request, " & ".join(dict.fromkeys(self.known)))


def client(secrets: Secrets, recorder: Recorder, auth: str, **settings: Any) -> Digiseller:
    """Return a client that has a token, or with *auth* "key" signs in; its hooks are recorded."""
    usual: dict[str, Any] = {
        "api_key": secrets.api_key if auth == "key" else None,
        "token": secrets.token if auth == "token" else None,
        "retry": Retry(attempts=2, base=0.001, cap=0.001),
        "rate": None,
        "clock": RecordingClock(),
        "on_drift": recorder.add,
        "on_outcome": recorder.add,
    }
    return Digiseller(12126, **(usual | settings))


async def call_and_record(
    secrets: Secrets, recorder: Recorder, operation: str, auth: str, **settings: Any
) -> BaseException | None:
    """Call *operation*, record all that it shows, and return its error."""
    failure: BaseException | None = None
    async with client(secrets, recorder, auth, **settings) as ds:
        try:
            await call(operation, ds, secrets)
        except Exception as error:  # noqa: BLE001 (whatever it is, it is recorded)
            failure = error
        recorder.add_error(failure)
        recorder.add(ds, ds.drift)
        recorder.texts += object_reprs(ds)
    return failure


def enable_asyncio_debug() -> None:
    """Have asyncio log every step that it takes."""
    if sniffio.current_async_library() == "asyncio":
        loop = asyncio.get_running_loop()
        loop.set_debug(True)
        loop.slow_callback_duration = 0


def assert_no_leaks(leaks: list[str]) -> None:
    """Fail if there are leaks, and show them."""
    assert not leaks, "\n".join(leaks)


def operations_to_call() -> list[str]:
    """Return all operations on asyncio, and a sixth of them on trio."""
    return OPERATIONS if sniffio.current_async_library() == "asyncio" else SOME_OPERATIONS


def operations_that_meet(fault: str) -> list[str]:
    """Return a sixth of the operations, another one for the next fault, and those with an address.

    Each operation meets faults of each kind, and each fault operations of each group.
    """
    turn = int.from_bytes(sha256(fault.encode()).digest()[:4]) % 6
    return [*WITH_AN_ADDRESS, *OPERATIONS[turn::6]]
