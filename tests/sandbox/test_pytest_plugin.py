"""The fixtures that the package gives to the tests of other programs."""

from __future__ import annotations

import pytest
from support.installed_plugin import OPTIONS, install_plugin

pytest_plugins = ["pytester"]

READS = """
import asyncio
import pytest
import trio
from digiseller_async import Digiseller
from digiseller_async.sandbox import Fault, Sandbox

async def reads(digiseller: Digiseller, box: Sandbox) -> None:
    box.inject(Fault.SERVER_ERROR, operation="account.receipts", times=2)
    async for receipt in digiseller.account.receipts():
        break
    assert box.requests == {"sign_in": 1, "account.receipts": 3}
"""
STRICT = """
@pytest.mark.asyncio
async def test_asyncio(digiseller, digiseller_sandbox):
    await reads(digiseller, digiseller_sandbox)

@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio", "trio"])
async def test_anyio(digiseller, digiseller_sandbox, anyio_backend):
    await reads(digiseller, digiseller_sandbox)

@pytest.mark.parametrize("run", [lambda call, *of: asyncio.run(call(*of)), trio.run])
def test_without_a_plugin(run, digiseller, digiseller_sandbox):
    run(reads, digiseller, digiseller_sandbox)

@pytest.mark.asyncio
async def test_a_task_that_is_left(digiseller, digiseller_sandbox):
    digiseller_sandbox.inject(Fault.HANG, operation="account.balance")
    task = asyncio.create_task(digiseller.account.balance())
    while not digiseller_sandbox.requests["account.balance"]:
        await asyncio.sleep(0)

class TestWithAnotherSandbox:
    @pytest.fixture
    def digiseller_sandbox(self):
        with Sandbox(seller_id=7, tls=True) as box:
            yield box

    @pytest.mark.asyncio
    async def test_tls(self, digiseller, digiseller_sandbox):
        assert digiseller.seller_id == 7
        await reads(digiseller, digiseller_sandbox)
"""
AUTO = """
async def test_asyncio(digiseller, digiseller_sandbox):
    await reads(digiseller, digiseller_sandbox)

async def test_a_fresh_sandbox(digiseller_sandbox):
    assert not digiseller_sandbox.requests
"""
FAILS = """
import sys
import pytest

@pytest.mark.anyio
async def test_fails(digiseller, anyio_backend):
    balance = await digiseller.account.balance()
    assert balance.amount_z_free < 0

@pytest.mark.anyio
async def test_is_refused(digiseller, digiseller_sandbox, anyio_backend):
    digiseller_sandbox.inject("server_error", times=3)
    await digiseller.account.balance()

class TestWithoutTheExtra:
    @pytest.fixture(autouse=True)
    def no_starlette(self, monkeypatch):
        for name in list(sys.modules):
            if name.startswith(("digiseller_async.sandbox", "starlette")):
                monkeypatch.delitem(sys.modules, name)
        monkeypatch.setitem(sys.modules, "starlette", None)

    def test_extra(self, digiseller):
        pass

@pytest.fixture
def anyio_backend():
    return "asyncio"
"""


@pytest.fixture
def installed(pytester: pytest.Pytester) -> pytest.Pytester:
    """Give a folder where pytest finds the plugin."""
    install_plugin(pytester.path)
    return pytester


def test_strict_mode(installed: pytest.Pytester) -> None:
    """The fixtures serve tests of asyncio and trio, by a plugin or without one, and leave nothing.

    That is also so if another sandbox takes the place of theirs, or a test leaves a call in flight.
    """
    installed.makepyfile(READS + STRICT)

    done = installed.runpytest_subprocess(*OPTIONS, "-o", "asyncio_mode=strict")

    done.assert_outcomes(passed=7)
    assert done.ret == 0


def test_auto_mode(installed: pytest.Pytester) -> None:
    """They serve in pytest-asyncio's other mode, and each test has a sandbox of its own."""
    installed.makepyfile(READS + AUTO)

    done = installed.runpytest_subprocess(*OPTIONS, "-o", "asyncio_mode=auto", "-p", "no:anyio")

    done.assert_outcomes(passed=2)
    assert done.ret == 0


def test_failures_are_readable(installed: pytest.Pytester) -> None:
    """A failing test shows what it compared, or the error; without the extra, what to install."""
    installed.makepyfile(FAILS)

    done = installed.runpytest_subprocess(*OPTIONS)

    done.assert_outcomes(failed=2, errors=1)
    shown = done.stdout.str()
    assert "AssertionError: assert Decimal(" in shown
    assert "UnavailableError: account.balance: the service is unavailable (HTTP 500)" in shown
    assert (
        'ModuleNotFoundError: the sandbox needs an extra: pip install "digiseller-async[sandbox]"'
        in shown
    )
    assert "digiseller_sandbox = <Sandbox of seller 12126: http://127.0.0.1:" in shown
    assert "SANDBOX-KEY" not in shown
