"""What all tests share."""

import pytest


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: pytest.FixtureRequest) -> str:
    """Run an ``anyio`` test on each of the two backends."""
    backend: str = request.param
    return backend
