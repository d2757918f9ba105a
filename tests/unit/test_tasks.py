"""Bulk changes as tasks: waited for with growing pauses; what went wrong is told by product."""

from __future__ import annotations

from collections.abc import Iterable
from time import time
from typing import Any

import anyio
import httpx
import pytest
from support.clients import client_of
from support.clocks import RecordingClock

from digiseller_async import (
    ArgumentError,
    DeadlineError,
    Digiseller,
    DigisellerError,
    RejectedError,
    ServiceMessage,
    UnavailableError,
    UnexpectedReplyError,
)
from digiseller_async._request.build import Request
from digiseller_async.errors import redact_error
from digiseller_async.models import ProductStatus
from digiseller_async.models.tasks import TaskError, TaskState, TaskStatus
from digiseller_async.sandbox import Fault, Sandbox
from digiseller_async.sandbox._state.products import FIRST_ID
from digiseller_async.tasks import Task

pytestmark = pytest.mark.anyio
QUEUED, RUNNING, FAILED, DONE = TaskState


def state(status: int, **facts: Any) -> TaskStatus:
    """Return how far a task is."""
    return TaskStatus(task_id="1f", status=status, **facts)


class Service:
    """What a task needs of the client: a list of answers, and a note of each wait."""

    def __init__(self, answers: Iterable[TaskStatus | Exception]) -> None:
        self.answers = iter(answers)
        self.slept: list[float] = []
        self.asked: list[str] = []

    async def call(self, request: Request) -> TaskStatus:
        """Give the next answer."""
        await anyio.lowlevel.checkpoint()
        self.asked.append(f"{request.path}?{request.query}")
        found = next(self.answers)
        if isinstance(found, Exception):
            raise found
        return found

    def redact(self, error: DigisellerError) -> None:
        """Take the word that must not be shown out of *error*."""
        redact_error(error, ("S3CRET",))

    async def sleep(self, seconds: float) -> None:
        """Note the wish, and go on."""
        self.slept.append(seconds)
        await anyio.lowlevel.checkpoint()


class Silent(Service):
    """A service that never answers."""

    async def call(self, request: Request) -> TaskStatus:
        """Wait for ever."""
        self.asked.append(request.path)
        await anyio.sleep_forever()
        raise AssertionError


def task_of(service: Service, task_id: str) -> Task:
    """Return a task whose client is *service*."""
    client: Any = service
    return Task(client, task_id)


async def test_status() -> None:
    """A task is asked for by its id, in any process."""
    service = Service([state(RUNNING)])
    task = task_of(service, "1f/&?")

    assert await task.status() == state(RUNNING)
    assert service.asked == ["/api/product/edit/UpdateProductsTaskStatus?taskId=1f%2F%26%3F"]
    assert repr(task) == "Task('1f/&?')"
    assert task.id == "1f/&?"


async def test_growing_pauses() -> None:
    """The pauses between questions double, from half a second to ten."""
    service = Service([*[state(QUEUED)] * 2, *[state(RUNNING)] * 6, state(DONE, success_count=3)])

    assert await task_of(service, "1f").wait() == state(DONE, success_count=3)
    assert service.slept == [0.5, 1.0, 2.0, 4.0, 8.0, 10.0, 10.0, 10.0]
    assert len(service.asked) == 9


async def test_done_at_once() -> None:
    """A task that is done already is not waited for."""
    service = Service([state(DONE)])
    await task_of(service, "1f").wait(timeout=1)

    assert service.slept == []


async def test_new_states() -> None:
    """A state that the service has got since is neither an end nor an error."""
    service = Service([state(4), state(-1), state(DONE)])

    assert (await task_of(service, "1f").wait()).is_done


def errors(*numbers: int) -> tuple[TaskError, ...]:
    """Return what went wrong with some products."""
    return tuple(TaskError(key=str(one), value=f"not {one}") for one in numbers)


@pytest.mark.parametrize(
    ("found", "message", "happened"),
    [
        (
            state(FAILED, success_count=0, total_count=1, errors_descriptions=errors(7)),
            "tasks.status: the task 1f failed, 0 of 1 products were changed: 7: not 7",
            "no",
        ),
        (
            state(FAILED, success_count=2, total_count=4, errors_descriptions=errors(7, 8)),
            "tasks.status: the task 1f failed, 2 of 4 products were changed: 7: not 7; 8: not 8",
            "yes",
        ),
        (
            state(FAILED, success_count=1, total_count=8, errors_descriptions=errors(*range(7))),
            "tasks.status: the task 1f failed, 1 of 8 products were changed: "
            + "".join(f"{one}: not {one}; " for one in range(5))
            + "and 2 more",
            "yes",
        ),
        (
            state(FAILED),
            "tasks.status: the task 1f failed, an unknown number of products were changed",
            "unknown",
        ),
        (
            state(FAILED, success_count=3),
            "tasks.status: the task 1f failed, 3 products were changed",
            "yes",
        ),
        (
            state(DONE, success_count=1, total_count=2, error_count=1),
            "tasks.status: the task 1f failed, 1 of 2 products were changed",
            "yes",
        ),
        (
            state(DONE, success_count=1, total_count=2, errors_descriptions=errors(5)),
            "tasks.status: the task 1f failed, 1 of 2 products were changed: 5: not 5",
            "yes",
        ),
        (
            state(FAILED, success_count=0, total_count=1, errors_descriptions=(TaskError(),)),
            "tasks.status: the task 1f failed, 0 of 1 products were changed: : ",
            "no",
        ),
    ],
)
async def test_failures(found: TaskStatus, message: str, happened: str) -> None:
    """A task that has errors raises with each product's own, also if other products succeeded."""
    service = Service([state(RUNNING), found])
    with pytest.raises(RejectedError) as caught:
        await task_of(service, "1f").wait()

    assert str(caught.value) == message
    assert caught.value.happened == happened
    assert caught.value.status_of_task == found
    assert caught.value.errors == tuple(
        ServiceMessage(one.key or "", {"": one.value or ""}) for one in found.errors_descriptions
    )


async def test_a_state_that_cannot_be_read() -> None:
    """A task of which an answer does not say how far it is goes on, and can be waited for again."""
    service = Service([state(RUNNING), TaskStatus(task_id="1f", status=None), state(DONE)])
    with pytest.raises(UnexpectedReplyError, match="state of the task 1f cannot be read"):
        await task_of(service, "1f").wait()

    assert (await task_of(service, "1f").wait()).status == DONE


async def test_time_is_up() -> None:
    """A wait that takes too long ends, also in the middle of a question; the task goes on."""
    for service in (Silent([]), Service([state(RUNNING)] * 99_999)):
        with pytest.raises(DeadlineError) as caught:
            await task_of(service, "1f").wait(timeout=0.02)

        assert (
            str(caught.value)
            == "tasks.status: the task 1f is not done after 0.02 s; it goes on: wait() once more"
        )
        assert caught.value.happened == "unknown"
        assert service.asked


@pytest.mark.parametrize("seconds", [0, -1, True, "5", float("nan"), float("inf"), 10**400])
async def test_odd_timeouts(seconds: Any) -> None:
    """A timeout that makes no sense is refused before anything is asked."""
    service = Service([])
    with pytest.raises(
        ArgumentError, match="timeout must be a number of seconds above 0"
    ) as caught:
        await task_of(service, "1f").wait(timeout=seconds)

    assert caught.value.parameter == "timeout"
    assert caught.value.operation == "tasks.status"
    assert service.asked == []


async def test_errors_of_a_question() -> None:
    """A question that fails for good ends the wait with its error; waiting again goes on."""
    service = Service([state(RUNNING), UnavailableError("down"), state(DONE)])
    task = task_of(service, "1f")
    with pytest.raises(UnavailableError, match="down"):
        await task.wait()

    assert (await task.wait()).is_done


@pytest.mark.parametrize("form", ["json", "xml"])
async def test_whole_calls(form: Any) -> None:
    """Products are switched off and on in one call each, and the task tells when it is done."""
    ids = [FIRST_ID, FIRST_ID + 1]
    async with Sandbox() as box, client_of(box, format=form, clock=RecordingClock(time())) as ds:
        for status in ("disabled", ProductStatus.ENABLED):
            task = await ds.products.set_status(ids, status)
            found = await task.wait(timeout=30)

            assert found.is_done
            assert found.task_id == task.id
            assert (found.success_count, found.total_count, found.error_count) == (2, 2, 0)
            enabled = status != "disabled"
            assert [box.stock.find(one).enabled for one in ids] == [enabled, enabled]


async def test_partial_success() -> None:
    """A product that is not there is told of by its id; the others are changed all the same."""
    async with Sandbox() as box, client_of(box, clock=RecordingClock(time())) as ds:
        task = await ds.products.set_status(iter([FIRST_ID, 5, 6]), new_status="disabled")
        with pytest.raises(RejectedError) as caught:
            await task.wait(timeout=30)

        assert [one.code for one in caught.value.errors] == ["5", "6"]
        assert caught.value.errors[0].text == "Product not found: 5"
        assert caught.value.happened == "yes"
        assert caught.value.status_of_task == await ds.tasks.status(task.id)
        assert not box.stock.find(FIRST_ID).enabled


async def test_troubled_questions() -> None:
    """A question that fails for now is asked again; the change itself is not sent twice."""
    async with Sandbox() as box, client_of(box, clock=RecordingClock(time())) as ds:
        task = await ds.products.set_status([FIRST_ID], "disabled")
        for kind in (Fault.DROP_AFTER, Fault.SERVER_ERROR, Fault.UNAUTHORIZED):
            box.inject(kind, operation="tasks.status")
        await task.wait(timeout=30)

        assert box.applied["products.set_status"] == 1


@pytest.mark.parametrize(
    ("ids", "status", "why"),
    [
        ([], "disabled", "products is empty; give at least one product"),
        ("123", "disabled", "products must be a list, not "),
        (5, "disabled", "products must be a list, not "),
        ([0], "disabled", r"products\[0\] must be at least 1"),
        ([1, "2"], "disabled", r"products\[1\] must be an int"),
        ([1, True], "disabled", r"products\[1\] must be an int"),
        (range(1, 202), "disabled", "products must have at most 200 items, not 201"),
        ([1], "hidden", "new_status must be one of"),
        ([1], None, "new_status is required"),
        (None, "disabled", "products is required"),
        ("disabled", [1], "new_status must be one of"),
    ],
)
async def test_odd_arguments(ids: Any, status: Any, why: str) -> None:
    """Products and a status that make no sense are refused by name, and nothing is sent."""
    async with Digiseller(token="T", base_url="http://127.0.0.1:9") as ds:
        with pytest.raises(ArgumentError, match=why) as caught:
            await ds.products.set_status(ids, status)

    assert caught.value.operation == "products.set_status"


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ('"Status":2,"SuccessCount":1,"TotalCount":2', '[{"Key":"7","Value":"gone"}]'),
        ('"Status":"2","SuccessCount":"1","TotalCount":"2"', '{"Key":7,"Value":"gone"}'),
    ],
)
async def test_what_the_service_says(counts: str, said: str) -> None:
    """The report is read as recorded, and also with numbers as texts and one error alone."""
    answer = f'{{"TaskId":"1f",{counts},"ErrorsDescriptions":{said}}}'
    started = '{"retval":0,"content":"03a5e74f-654d-4d60-9585-ff1dcf02fe6f"}'

    def reply(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, text=started if request.method == "POST" else answer)

    async with Digiseller(token="T", transport=httpx.MockTransport(reply)) as ds:
        task = await ds.products.set_status([7, 8], "disabled")
        with pytest.raises(RejectedError, match=r"1 of 2 products were changed: 7: gone") as caught:
            await task.wait()

    assert caught.value.message.startswith(f"the task {task.id} failed, ")
