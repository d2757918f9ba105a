"""One order gets one answer, whatever happens between asking, handing over and answering."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import json
import logging
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import pytest

from digiseller_async import callbacks
from digiseller_async.callbacks import Answer, DeliveryRequest

SECRET = "5EC12E7-form"


def body_of(inv: int, product: int = 77) -> bytes:
    """Return a signed call for an order."""
    signed = f"{product}:{inv}:{SECRET}".encode()
    sign2 = hashlib.sha256(signed).hexdigest()
    return json.dumps({"id": str(product), "inv": str(inv), "sign2": sign2}).encode()


async def ask(app: callbacks.App, inv: int = 1000, product: int = 77) -> Any:
    """Ask for an order's goods; return what is answered without the ids, which are checked."""
    answer = await app.handle("POST", "/delivery", body=body_of(inv, product))
    assert answer.status == 200
    found = json.loads(answer.body)
    assert (found.pop("id"), found.pop("inv")) == (str(product), str(inv))
    return found


def good(goods: str) -> dict[str, str]:
    """Return the answer that hands over."""
    return {"goods": goods, "error": ""}


class Stock:
    """A handler that hands over another key each time, and counts."""

    def __init__(self) -> None:
        self.handed_over = 0

    async def __call__(self, request: DeliveryRequest) -> str:
        """Hand over a key, after others had their turn."""
        await anyio.lowlevel.checkpoint()
        self.handed_over += 1
        return f"{request.inv}-{self.handed_over}"


def app_of(handler: Any, **options: Any) -> callbacks.App:
    """Return an application that hands over."""
    return callbacks.App(secret=SECRET, on_delivery=handler, **options)


@pytest.mark.anyio
async def test_the_same_answer() -> None:
    """An order that is asked for again gets what it got, and another order something else."""
    app = app_of(Stock())

    assert await ask(app) == good("1000-1")
    assert await ask(app, 1001) == good("1001-2")
    assert await ask(app) == good("1000-1")


@pytest.mark.anyio
async def test_one_handler_at_a_time() -> None:
    """A hundred calls for an order at once run one handler, and all get its answer."""
    stock = Stock()
    app = app_of(stock)
    found: list[Any] = []

    async def one() -> None:
        found.append(await ask(app))

    async with anyio.create_task_group() as tasks:
        for _ in range(100):
            tasks.start_soon(one)

    assert found == [good("1000-1")] * 100
    assert stock.handed_over == 1


@pytest.mark.asyncio
async def test_handler_cancelled_by_its_own(caplog: pytest.LogCaptureFixture) -> None:
    """A handler that awaits something that was cancelled has failed, and is run again."""
    keys = Stock()

    async def handler(request: DeliveryRequest) -> str:
        if running:
            running.pop().cancel()
            await task  # which was cancelled
        return await keys(request)

    task = asyncio.create_task(anyio.sleep_forever())
    running, app = [task], app_of(handler)

    assert await ask(app) == {}
    assert "OwnCancellationError at " in caplog.text
    assert "_isolation.py" not in caplog.text
    assert await ask(app) == good("1000-1")


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("result", "expected"),
    [
        ("A", good("A")),
        (["A", "B"], good("A\nB")),
        (("A",), good("A")),
        (None, {}),
        ("", {}),
        ([], {}),
    ],
)
async def test_what_handlers_return(result: Any, expected: dict[str, str]) -> None:
    """Goods are handed over, and none are postponed; a plain function runs in a thread."""
    threads: list[int] = []

    def plain(_: DeliveryRequest) -> Any:
        threads.append(threading.get_ident())
        return result

    async def coroutine(_: DeliveryRequest) -> Any:
        return result

    def gives_coroutine(request: DeliveryRequest) -> Any:
        return coroutine(request)

    for handler in (plain, coroutine, gives_coroutine):
        assert await ask(app_of(handler)) == expected
    assert threads != [threading.get_ident()]


@pytest.mark.anyio
async def test_refusals_are_final() -> None:
    """A refusal is kept, what postpones and what is no success is not."""
    answers: list[Callable[[DeliveryRequest], Answer]] = [
        callbacks.postpone,
        lambda _: Answer(503),
        lambda request: callbacks.refuse(request, "no"),
    ]

    async def handler(request: DeliveryRequest) -> Answer:
        return answers.pop(0)(request)

    app = app_of(handler)

    assert await ask(app) == {}
    assert (await app.handle("POST", "/delivery", body=body_of(1000))).status == 503
    assert await ask(app) == {"goods": "", "error": "no"}
    assert await ask(app) == {"goods": "", "error": "no"}
    assert answers == []


@pytest.mark.anyio
async def test_who_raises_is_asked_again(caplog: pytest.LogCaptureFixture) -> None:
    """A handler that raises has handed over nothing; the log says where, without the text."""
    stock = Stock()
    errors = [ValueError(SECRET), OSError(SECRET)]

    async def handler(request: DeliveryRequest) -> str:
        if errors:
            raise errors.pop()
        return await stock(request)

    app = app_of(handler)

    assert [await ask(app) for _ in range(4)] == [{}, {}, good("1000-1"), good("1000-1")]
    assert "callbacks: /delivery failed: OSError at " in caplog.text
    assert "test_deliveries.py" in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.anyio
@pytest.mark.parametrize("goods", [5, b"A", {"A": 1}, [5], " ", ["A", ""]])
async def test_wrong_goods(goods: Any) -> None:
    """What can be no goods is postponed for good: a key may be gone, and no second one goes."""
    calls: list[int] = []

    async def handler(request: DeliveryRequest) -> Any:
        calls.append(request.inv)
        return goods

    app = app_of(handler)

    assert [await ask(app), await ask(app)] == [{}, {}]
    assert calls == [1000]


@pytest.mark.anyio
@pytest.mark.parametrize("is_plain", [False, True])
async def test_slow_handlers(is_plain: bool, caplog: pytest.LogCaptureFixture) -> None:  # noqa: FBT001
    """A handler that takes too long is postponed, goes on, and its answer is kept."""
    stock, gate, thread_gate = Stock(), anyio.Event(), threading.Event()

    async def coroutine(request: DeliveryRequest) -> str:
        await gate.wait()
        return await stock(request)

    def plain(_: DeliveryRequest) -> str:
        thread_gate.wait()
        return "1000-1"

    answers = callbacks.MemoryAnswers()
    app = app_of(plain if is_plain else coroutine, answers=answers, timeout=0)

    assert [await ask(app), await ask(app)] == [{}, {}]
    assert "took longer than 0 s" in caplog.text
    gate.set()
    thread_gate.set()
    patient = app_of(Stock(), answers=answers)
    while (found := await ask(patient)) == {}:
        await anyio.lowlevel.checkpoint()
    assert found == good("1000-1")


@pytest.mark.anyio
async def test_a_caller_that_leaves() -> None:
    """Whoever asked may leave: the goods are handed over, and kept for the next call."""
    stock, gate, started = Stock(), anyio.Event(), anyio.Event()

    async def handler(request: DeliveryRequest) -> str:
        started.set()
        await gate.wait()
        return await stock(request)

    app = app_of(handler)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(ask, app)
        await started.wait()
        tasks.cancel_scope.cancel()
    gate.set()

    assert await ask(app) == good("1000-1")
    assert stock.handed_over == 1


@pytest.mark.anyio
async def test_test_calls() -> None:
    """Test calls are no order: each runs the handler, at once too, and none is kept."""
    answers = callbacks.MemoryAnswers()
    app = app_of(Stock(), answers=answers)
    found: list[Any] = []

    async def one(product: int) -> None:
        found.append(await ask(app, 0, product))

    async with anyio.create_task_group() as tasks:
        for product in (77, 78):
            tasks.start_soon(one, product)

    assert sorted(one["goods"] for one in found) == ["0-1", "0-2"]
    assert await ask(app, 0) == good("0-3")
    assert len(answers) == 0


class BrokenStore(callbacks.MemoryAnswers):
    """A store whose methods fail from a call on."""

    def __init__(self, *, gets: int = 100, puts: int = 100) -> None:
        super().__init__()
        self.left = {"get": gets, "put": puts}

    def _count(self, name: str) -> None:
        self.left[name] -= 1
        if self.left[name] < 0:
            raise OSError(SECRET)

    def get(self, inv: int, /) -> Answer | None:
        """Get, or fail."""
        self._count("get")
        return super().get(inv)

    def put(self, inv: int, answer: Answer | None, /) -> None:
        """Put, or fail."""
        self._count("put")
        super().put(inv, answer)


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("allowed", "first", "handed_over"),
    [({"gets": 0}, {}, 0), ({"puts": 0}, {}, 0), ({"puts": 1}, good("1000-1"), 1)],
)
async def test_broken_stores(
    allowed: dict[str, int], first: Any, handed_over: int, caplog: pytest.LogCaptureFixture
) -> None:
    """Without a reservation nothing is handed over; a lost answer is given once, and then never."""
    stock = Stock()
    app = app_of(stock, answers=BrokenStore(**allowed))

    assert [await ask(app), await ask(app)] == [first, {}]
    assert stock.handed_over == handed_over
    assert "callbacks: /delivery failed: OSError" in caplog.text
    assert SECRET not in caplog.text


class AsyncStore:
    """A store with the two methods that one must have, both awaitable."""

    def __init__(self) -> None:
        self.answers: dict[int, Answer | None] = {}

    async def get(self, inv: int, /) -> Answer | None:
        """Return what is kept."""
        await anyio.lowlevel.checkpoint()
        return self.answers.get(inv)

    async def put(self, inv: int, answer: Answer | None, /) -> None:
        """Keep."""
        await anyio.lowlevel.checkpoint()
        self.answers[inv] = answer


@pytest.fixture(params=["memory", "async", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> callbacks.AnswerStore:
    """Give a store of each kind."""
    if request.param == "sqlite":
        return callbacks.SQLiteAnswers(tmp_path / "answers.db")
    return callbacks.MemoryAnswers() if request.param == "memory" else AsyncStore()


@pytest.mark.anyio
async def test_a_crash_after_handing_over(store: callbacks.AnswerStore) -> None:
    """If the program dies while the handler runs, the next one hands over nothing by itself."""
    reached = anyio.Event()

    async def dies(_: DeliveryRequest) -> str:
        reached.set()
        await anyio.sleep_forever()
        return ""

    stock = Stock()
    after = app_of(stock, answers=store)

    assert await ask(app_of(dies, answers=store, timeout=0)) == {}
    await reached.wait()
    assert [await ask(after), await ask(after)] == [{}, {}]
    assert stock.handed_over == 0
    found = store.put(1000, None)  # somebody looked, and nothing was handed over
    if found is not None:
        await found  # type: ignore[misc]
    assert await ask(after) == good("1000-1")
    assert await ask(app_of(Stock(), answers=store)) == good("1000-1")


@pytest.mark.anyio
async def test_two_processes(tmp_path: Path) -> None:
    """Two applications over one file run one handler for an order."""
    stock = Stock()
    apps = [app_of(stock, answers=callbacks.SQLiteAnswers(tmp_path / "a.db")) for _ in range(2)]
    found: list[Any] = []

    async def one(app: callbacks.App) -> None:
        found.append(await ask(app))

    async with anyio.create_task_group() as tasks:
        for app in apps * 5:
            tasks.start_soon(one, app)

    assert stock.handed_over == 1
    assert good("1000-1") in found
    assert all(answer in ({}, good("1000-1")) for answer in found)


@pytest.mark.anyio
async def test_sqlite_answers(tmp_path: Path) -> None:
    """An answer comes back as it was, and only the file's owner can read it."""
    path = tmp_path / "answers.db"
    answers = callbacks.SQLiteAnswers(path)
    answer = Answer(200, {"content-type": "text/plain"}, b"\x00\xff")
    other = Answer(201)

    assert await answers.get(2**63 - 1) is None
    assert await answers.reserve(2**63 - 1, answer) is None
    assert await answers.reserve(2**63 - 1, other) == answer
    await answers.put(2**63 - 1, other)
    assert await callbacks.SQLiteAnswers(str(path)).get(2**63 - 1) == other
    await answers.put(2**63 - 1, None)
    assert await answers.get(2**63 - 1) is None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_memory_answers() -> None:
    """The oldest answers go first, so that memory is bounded."""
    answers = callbacks.MemoryAnswers(most=2)
    for inv in (1, 2, 1, 3):
        answers.put(inv, Answer(200))

    assert [answers.get(inv) is None for inv in (1, 2, 3)] == [False, True, False]
    answers.put(1, None)
    answers.put(1, None)
    assert len(answers) == 1


@pytest.mark.anyio
async def test_nothing_is_left_behind(caplog: pytest.LogCaptureFixture) -> None:
    """10,000 deliveries, many at once, leave no flight, lock or task, but the answers kept."""
    caplog.set_level(logging.CRITICAL)
    answers = callbacks.MemoryAnswers(most=10)
    stock = Stock()
    app = app_of(stock, answers=answers)

    async def some(start: int) -> None:
        for inv in range(start, start + 100):
            await ask(app, inv)

    await ask(app, 1)
    gc.collect()
    before = len(gc.get_objects())
    async with anyio.create_task_group() as tasks:
        for start in range(1000, 11_000, 100):
            tasks.start_soon(some, start)
    gc.collect()

    assert stock.handed_over == 10_001
    assert len(answers) == 10
    assert len(gc.get_objects()) - before < 1000
