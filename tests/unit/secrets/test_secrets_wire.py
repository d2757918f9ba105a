"""On real connections nothing shows a secret either: httpcore, aiohttp and asyncio log a lot."""

from __future__ import annotations

from typing import Any

import pytest
from support.secrets.calls import (
    SOME_OPERATIONS,
    assert_no_leaks,
    call_and_record,
    enable_asyncio_debug,
    operations_that_meet,
)
from support.secrets.echo_server import RAW_ECHOES, serving
from support.secrets.leaks import Secrets, recording

pytestmark = pytest.mark.anyio


async def at_the_wire(
    name: str, operations: list[str], *, at_sign_in: bool = False, **settings: Any
) -> list[str]:
    """Return what is seen of secrets when calls meet a fault on real connections."""
    secrets = Secrets()
    usual: dict[str, Any] = {"timeout": 0.03 if RAW_ECHOES[name] is None else 10.0}
    with (
        recording() as recorder,
        serving(secrets, RAW_ECHOES[name], at_sign_in=at_sign_in) as server,
    ):
        usual["base_url"] = f"http://127.0.0.1:{server.server_port}"
        for operation in operations:
            await call_and_record(secrets, recorder, operation, "key", **(usual | settings))
    return secrets.leaks_in(recorder.texts)


@pytest.mark.parametrize("name", RAW_ECHOES)
async def test_calls(name: str) -> None:
    """What a connection says, down to the last debug line of httpcore, has no secret."""
    assert_no_leaks(await at_the_wire(name, operations_that_meet(name)))


@pytest.mark.parametrize("name", RAW_ECHOES)
async def test_each_sign_in(name: str) -> None:
    """So it is for a sign-in."""
    enable_asyncio_debug()
    assert_no_leaks(await at_the_wire(name, ["sign_in"], at_sign_in=True))


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize("name", RAW_ECHOES)
async def test_asyncios_debug_mode(name: str) -> None:
    """In its debug mode asyncio logs each step, with the task that makes it and its result."""
    enable_asyncio_debug()
    assert_no_leaks(await at_the_wire(name, SOME_OPERATIONS))


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize("name", RAW_ECHOES)
async def test_over_aiohttp(name: str) -> None:
    """Over aiohttp it is no different: its errors have the URL in them, and are not shown."""
    carriers = pytest.importorskip("httpx_aiohttp")
    enable_asyncio_debug()
    async with carriers.AiohttpTransport() as transport:
        assert_no_leaks(await at_the_wire(name, SOME_OPERATIONS, transport=transport))
