"""`RedisRateStore` keeps several processes to one rate, and each to its share without Redis."""

from __future__ import annotations

import math
import sys
import uuid
from importlib import import_module

import anyio
import pytest
from support.redis_server import RedisServer

from digiseller_async import ConfigurationError, Rate

pytest.importorskip("redis")
from digiseller_async._redis import share
from digiseller_async._redis.share import Share
from digiseller_async.redis import RedisRateStore, RedisTokenStore

pytestmark = pytest.mark.anyio
SLOW = Rate(calls=2, per=1000.0)
"""No booking of it is due while a test runs."""


def name() -> str:
    """Return a name that no other test uses."""
    return uuid.uuid4().hex


async def test_one_rate(shared_server: RedisServer) -> None:
    """Stores of one name share a burst and a rate; those of other names do not."""
    shared = name()
    stores = [RedisRateStore(shared_server.url, name=shared) for _ in range(2)]
    waits = [await store.book(SLOW) for store in (*stores, *stores)]

    assert waits == pytest.approx([0, 0, 500, 1000], abs=30)
    assert await RedisRateStore(shared_server.url, name=name()).book(SLOW) == 0


async def test_within(shared_server: RedisServer) -> None:
    """What would have to wait too long is told so, and reserves nothing."""
    store = RedisRateStore(shared_server.url, name=name())
    await store.book(SLOW, burst=0.0)
    refused = await store.book(SLOW, within=100.0, burst=0.0)

    assert refused == pytest.approx(500, abs=30)
    assert await store.book(SLOW, within=600.0, burst=0.0) == pytest.approx(500, abs=30)
    assert await store.book(SLOW, burst=0.0) == pytest.approx(1000, abs=30)


async def test_hold(shared_server: RedisServer) -> None:
    """A pause that one was asked for holds all who share the rate."""
    shared = name()
    await RedisRateStore(shared_server.url, name=shared).hold(300.0)

    store = RedisRateStore(shared_server.url, name=shared)
    assert await store.book(SLOW, burst=0.0) == pytest.approx(300, abs=30)


async def test_frozen(
    own_server: RedisServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """While Redis is frozen each goes on at its share; one caller finds that out, once.

    When Redis is back both return at the same moment, without a second burst.
    """
    shared, now = name(), [1000.0]
    monkeypatch.setattr(share, "now", lambda: now[0])
    monkeypatch.setattr("digiseller_async._redis.rate_store.now", lambda: now[0])
    caplog.set_level("INFO", "digiseller_async")
    first, second = (RedisRateStore(own_server.url, name=shared, rest=5.0) for _ in range(2))
    for store in (first, second, first):  # the first learns of the second
        await store.book(SLOW, burst=0.0)
    own_server.freeze()
    frozen = [await first.book(SLOW), await first.book(SLOW)]
    await first.hold(5000.0)
    held = await first.book(SLOW, within=100.0)
    own_server.thaw()

    # Behind the turn that Redis gave last, and every second one: there are two processes.
    assert frozen == pytest.approx([2000, 3000], abs=30)
    assert held == 5000.0
    now[0] += 4.0
    await first.book(SLOW)
    await anyio.wait_all_tasks_blocked()
    assert [one.levelname for one in caplog.records] == ["WARNING"]
    now[0] += 2.0
    await first.book(SLOW, within=0.0)  # it asks Redis, without waiting for that
    while len(caplog.records) == 1:  # noqa: ASYNC110  (of a thread, and of Redis)
        await anyio.sleep(0.001)
    assert caplog.records[1].getMessage() == "rate_store: Redis answers again"
    # The second one did not notice, and goes on alone until the same moment.
    assert await second.book(SLOW, burst=0.0) >= 1000
    now[0] += 5.1
    assert await first.book(SLOW, within=0.0, burst=SLOW.per) > 0


async def test_dead(own_server: RedisServer) -> None:
    """Where nobody listens a store goes on alone, and asks in vain without raising."""
    store = RedisRateStore(own_server.url, name=name(), rest=0.001)
    own_server.kill()
    waits: list[float] = []
    for _ in range(3):
        waits.append(await store.book(SLOW))
        await anyio.sleep(0.01)
    await store.hold(1.0)

    assert waits == pytest.approx([0, 500, 1000], abs=30)
    own_server.start()
    other = RedisRateStore(own_server.url, name=name())
    own_server.kill()
    await other.hold(700.0)
    assert await other.book(SLOW) == pytest.approx(700, abs=30)


def test_members() -> None:
    """How many share a rate is not forgotten when, after an outage, not all are back yet."""
    one = Share(5.0)
    one.note_members(4, 100.0)
    one.note_members(1, 109.0)
    assert one.book(1.0, math.inf, 200.0) == 0.0
    assert one.book(1.0, math.inf, 200.0) == 4.0
    one.note_members(2, 111.0)
    one.book(1.0, math.inf, 200.0)
    assert one.book(1.0, 5.0, 200.0) == 10.0
    assert one.book(1.0, math.inf, 200.0) == 10.0


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"url": "http://:PASSWORD@host"}, "url must be one that redis-py knows"),
        ({"url": 5}, "url must be one that redis-py knows"),
        ({"name": ""}, "name must be a non-empty string"),
        ({"name": 5}, "name must be a non-empty string"),
        ({"patience": 0}, "patience must be a number of seconds above 0"),
        ({"rest": math.nan}, "rest must be a number of seconds above 0"),
    ],
)
def test_settings(settings: dict[str, object], why: str) -> None:
    """A setting that is not valid is refused by its name, and without the password."""
    arguments = {"url": "redis://localhost", "name": "x", **settings}
    with pytest.raises(ConfigurationError, match=why) as caught:
        RedisRateStore(**arguments)  # type: ignore[arg-type]

    assert "PASSWORD" not in str(caught.value)


def test_repr() -> None:
    """Neither the URL, with its password, nor the name is shown."""
    url = "redis://:PASSWORD@localhost"
    for store in (RedisRateStore(url, name="NAME"), RedisTokenStore(url, name="NAME")):
        assert "PASSWORD" not in repr(store)
        assert "NAME" not in repr(store)


def test_without_redis_py(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra, an import says what to install."""
    monkeypatch.setitem(sys.modules, "redis", None)
    monkeypatch.delitem(sys.modules, "digiseller_async._redis.connection")
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'digiseller_async\[redis\]'"):
        import_module("digiseller_async._redis.connection")


def test_one_outage(caplog: pytest.LogCaptureFixture) -> None:
    """An outage that several callers meet at once is logged once."""
    one = Share(5.0)
    one.note_outage(TimeoutError(), 100.0)
    one.note_outage(TimeoutError(), 100.0)

    assert len(caplog.records) == 1
