"""List the ways to the hostile service: backend, transport, and whether over TLS."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec
from typing import Any

import pytest

from hostile.operations import OPERATIONS

NO_AIOHTTP = pytest.mark.skipif(find_spec("httpx_aiohttp") is None, reason="needs the extra")
OWN = [("asyncio", "httpx"), ("trio", "httpx")]
USERS = [("asyncio", "user's httpx"), ("trio", "user's httpx")]
AIOHTTP = ("asyncio", "aiohttp")
CELLS = [(operation, always) for operation in OPERATIONS for always in (False, True)]


def ways(
    *extra: tuple[str, str], schemes: Iterable[str] = ("http", "https")
) -> pytest.MarkDecorator:
    """Run a test over the usual transports and *extra* ones, with TLS and without."""
    found = [case(*way, scheme) for way in (*OWN, AIOHTTP, *extra) for scheme in schemes]
    return pytest.mark.parametrize(("anyio_backend", "transport_name", "scheme"), found)


def case(backend: str, transport_name: str, *others: str) -> Any:
    """Return one parameter set, which is skipped where its transport is not installed."""
    marks = [NO_AIOHTTP] if transport_name == "aiohttp" else []
    return pytest.param(backend, transport_name, *others, marks=marks)
