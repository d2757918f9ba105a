"""What comes after an answer is never the next call's answer, with TLS and without."""

from __future__ import annotations

import pytest
from support.stray_bytes import AFTER, Way, ask, serving

CALLS = 6
pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("how", AFTER)
@pytest.mark.parametrize(("tls", "in_one_packet"), [(False, False), (True, False), (True, True)])
async def test_own_connections(how: str, *, tls: bool, in_one_packet: bool) -> None:
    """Whatever comes after an answer, the next call gets its own answer."""
    async with (
        serving(AFTER[how], tls=tls, in_one_packet=in_one_packet) as (server, url),
        Way().client(url) as ds,
    ):
        own = await ask(server, ds, CALLS)

    assert all(own)
    assert len(server.asked) == CALLS
    assert own or "after" in how
    assert server.connections == (1 if how == "nothing" else CALLS)


WAYS = {
    "through a proxy": Way(proxy="http"),
    "through a proxy with TLS": Way(proxy="https"),
    "over a user's transport": Way("httpx"),
    "over a user's transport and through a proxy": Way("httpx", "http"),
}
CHOSEN = [
    "in a later packet",
    "after 64 KiB",
    "after 64 KiB, later",
    "after 204",
    "after 304",
    "half of an answer",
]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("how", CHOSEN)
@pytest.mark.parametrize("in_one_packet", [False, True])
async def test_other_ways(way: str, how: str, *, in_one_packet: bool) -> None:
    """The same holds through proxies, and over a transport of the user's."""
    async with (
        serving(AFTER[how], tls=True, in_one_packet=in_one_packet) as (server, url),
        WAYS[way].client(url) as ds,
    ):
        own = await ask(server, ds, CALLS)

    assert all(own)
    assert len(server.asked) == server.connections == CALLS
    assert own or "after" in how


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize("how", AFTER)
@pytest.mark.parametrize(("tls", "in_one_packet"), [(False, False), (True, False), (True, True)])
async def test_aiohttp(how: str, *, tls: bool, in_one_packet: bool) -> None:
    """The same holds over aiohttp."""
    pytest.importorskip("httpx_aiohttp")
    async with (
        serving(AFTER[how], tls=tls, in_one_packet=in_one_packet) as (server, url),
        Way("aiohttp").client(url) as ds,
    ):
        own = await ask(server, ds, CALLS)

    assert all(own)
    assert len(server.asked) == CALLS
    assert own or "after" in how
