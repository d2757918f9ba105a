"""Fixtures and settings for all tests."""

import gc
import os

import pytest
from hypothesis import HealthCheck, settings

# Streams of the programs that tests run are buffered, as they are where nobody has set this.
os.environ.pop("PYTHONUNBUFFERED", None)
# How long an example takes depends on how busy the machine is.
settings.register_profile("tests", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# For runs that are made beside another one, which tries all examples.
settings.register_profile("quick", settings.get_profile("tests"), max_examples=10)
settings.load_profile("tests")


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: pytest.FixtureRequest) -> str:
    """Run an ``anyio`` test on each of the two backends."""
    backend: str = request.param
    return backend


@pytest.fixture(scope="module", autouse=True)
def frozen_objects() -> None:
    """Exempt whatever exists before a module's tests from garbage collection.

    Ten thousand collected tests are millions of objects: many tests call `gc.collect`, which would
    look through all of them each time.
    """
    gc.collect()
    gc.freeze()
