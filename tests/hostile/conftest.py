"""Fixtures of the hostile service."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hostile.process import HostileService


@pytest.fixture(scope="module")
def running() -> Iterator[HostileService]:
    """Start the hostile service."""
    with HostileService() as service:
        yield service


@pytest.fixture
def service(running: HostileService, scheme: str) -> HostileService:
    """Give the hostile service, reset; it reads the fault from a call's number."""
    running.behave("coded")
    return running.over(scheme)
