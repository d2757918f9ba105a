"""Receive thousands of answers with bytes after them, over TLS, by each way to the server."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec

from support.stray_bytes import AFTER, Way, ask, serving

from ..process import HostileService
from .figures import Figure, none_of

WAYS = {
    "httpx": Way(),
    "httpx and a proxy": Way(proxy="http"),
    "a user's httpx transport": Way("httpx"),
    "a user's aiohttp transport": Way("aiohttp"),
}
_MODES = ((True, False), (True, True), (False, False))
"""With TLS or without, and whether all records are sent together."""
_AFTER = [pieces for name, pieces in AFTER.items() if name != "nothing"]


async def run(_: HostileService, answers: int) -> list[Figure]:
    """Take so many answers, with TLS and without; return those that were another call's."""
    ways = [name for name in WAYS if "aiohttp" not in name or find_spec("httpx_aiohttp")]
    each = answers // (len(ways) * len(_MODES)) + 1
    return [await _over(name, each) for name in ways]


async def _over(name: str, answers: int) -> Figure:
    wrong: list[str] = []
    for tls, in_one_packet in _MODES:
        is_tls = tls or bool(WAYS[name].proxy)  # there is a tunnel for TLS only
        wrong += await _wrong(WAYS[name], answers, tls=is_tls, in_one_packet=in_one_packet)
    what = f"{len(_MODES) * answers:,} answers with bytes after them over {name}: wrong"
    return none_of(what, wrong)


async def _wrong(way: Way, answers: int, *, tls: bool, in_one_packet: bool) -> Sequence[str]:
    async with (
        serving(_pieces, tls=tls, in_one_packet=in_one_packet) as (server, url),
        way.client(url) as ds,
    ):
        own = await ask(server, ds, answers)
    if not own:
        return ["no call was answered"]
    return [f"an answer, TLS {tls}" for is_own in own if not is_own]


def _pieces(number: int) -> list[bytes]:
    """Return the answer to a request by its number: each way in turn."""
    return _AFTER[number % len(_AFTER)](number)
