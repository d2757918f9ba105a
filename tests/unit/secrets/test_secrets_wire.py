"""On real connections nothing shows a secret either: httpcore, aiohttp and asyncio log a lot."""

from __future__ import annotations

from typing import Any

import pytest
from support.leaks import Secrets, watching
from support.secret_calls import FEW, assert_none, debug, met, some
from support.wire_echo import WIRE, serving

pytestmark = pytest.mark.anyio


async def at_the_wire(
    name: str, operations: list[str], *, at_sign_in: bool = False, **settings: Any
) -> list[str]:
    """Return what is seen of secrets when calls meet a fault on real connections."""
    secrets = Secrets()
    usual: dict[str, Any] = {"timeout": 0.03 if WIRE[name] is None else 10.0}
    with watching() as watch, serving(secrets, WIRE[name], at_sign_in=at_sign_in) as server:
        usual["base_url"] = f"http://127.0.0.1:{server.server_port}"
        for operation in operations:
            await met(secrets, watch, operation, "key", **(usual | settings))
    return secrets.seen_in(watch.texts)


@pytest.mark.parametrize("name", WIRE)
async def test_each_call(name: str) -> None:
    """What a connection says, down to the last debug line of httpcore, has no secret."""
    assert_none(await at_the_wire(name, some()))


@pytest.mark.parametrize("name", WIRE)
async def test_each_sign_in(name: str) -> None:
    """So it is for a sign-in."""
    debug()
    assert_none(await at_the_wire(name, ["sign_in"], at_sign_in=True))


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize("name", WIRE)
async def test_asyncios_debug_mode(name: str) -> None:
    """In its debug mode asyncio logs each step, with the task that makes it and its result."""
    debug()
    assert_none(await at_the_wire(name, FEW))


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize("name", WIRE)
async def test_over_aiohttp(name: str) -> None:
    """Over aiohttp it is no different: its errors have the URL in them, and are not shown."""
    carriers = pytest.importorskip("httpx_aiohttp")
    debug()
    async with carriers.AiohttpTransport() as transport:
        assert_none(await at_the_wire(name, FEW, transport=transport))
