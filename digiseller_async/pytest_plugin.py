"""Give other programs' tests a sandbox and a client of it, as a plugin of pytest.

pytest loads it in every run where this package is installed, so it imports nothing else before a
test asks for a fixture.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from ._client import Digiseller
    from .sandbox import Sandbox


@pytest.fixture
def digiseller_sandbox() -> Iterator[Sandbox]:
    """Run a fresh sandbox while the test runs; override this fixture for one with other settings.

    Its server has a thread and an event loop of its own, so that every kind of test can use it.
    """
    from .sandbox import Sandbox  # noqa: PLC0415  (pytest loads this module in every run)

    with Sandbox() as box:
        yield box


@pytest.fixture
def digiseller(digiseller_sandbox: Sandbox) -> Digiseller:
    """Return a client of the sandbox, without a rate limit, and without waits before its retries.

    It belongs to the event loop that first uses it, and need not be closed: when this fixture ends,
    that loop may be gone already, so each request has a connection of its own, which ends with it.
    """
    import httpx  # noqa: PLC0415  (pytest loads this module in every run)

    from ._client import Digiseller  # noqa: PLC0415  (likewise)

    box = digiseller_sandbox
    tls = box.ssl_context if box.url.startswith("https:") else False
    return Digiseller(
        box.seller_id,
        box.api_key,
        base_url=box.url,
        rate=None,
        # The client cannot look at the connections of a transport that it is given, and asks the
        # server to close each after its answer.
        transport=httpx.AsyncHTTPTransport(verify=tls, trust_env=False),
        random=lambda: 0.0,
    )
