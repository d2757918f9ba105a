"""A bulk change of status in the sandbox, and the task that tells of it."""

import uuid
from typing import Any
from xml.etree import ElementTree as ET

import httpx
import pytest

from digiseller_async.sandbox import Sandbox

FIRST = 2_339_982  # the id of the first product
PATH = "/api/product/edit/V2/status"


def parsed(reply: httpx.Response) -> ET.Element:
    """Return an answer in XML."""
    return ET.fromstring(reply.content)  # noqa: S314 (the sandbox's own words)


async def start(client: httpx.AsyncClient, status: str, *products: int) -> httpx.Response:
    """Ask for a new *status* of the *products*."""
    return await client.post(PATH, json={"new_status": status, "products": products})


async def states(client: httpx.AsyncClient, task_id: str, times: int = 4) -> list[dict[str, Any]]:
    """Ask some *times* how far a task is."""
    path, query = "/api/product/edit/UpdateProductsTaskStatus", {"taskId": task_id}
    return [(await client.get(path, params=query)).json() for _ in range(times)]


async def visible(client: httpx.AsyncClient) -> dict[int, int]:
    """Return what the seller's list says of each product's visibility."""
    body = {"id_seller": 12126, "order_col": "name", "order_dir": "asc", "rows": 100, "page": 1}
    reply = await client.post("/api/seller-goods", json={**body, "show_hidden": 1})
    return {row["id_goods"]: row["visible"] for row in reply.json()["rows"]}


@pytest.mark.asyncio
async def test_a_task_runs_its_course(box: Sandbox, client: httpx.AsyncClient) -> None:
    """A task waits, runs and is done, as often as it is asked, and its products are disabled."""
    task_id = (await start(client, "disabled", FIRST, FIRST + 1)).json()["content"]
    said = await states(client, task_id)

    assert str(uuid.UUID(task_id)) == task_id
    assert [state["Status"] for state in said] == [0, 1, 3, 3]
    assert [state["SuccessCount"] for state in said] == [0, 1, 2, 2]
    assert said[-1] == {
        "TaskId": task_id,
        "Status": 3,
        "SuccessCount": 2,
        "ErrorCount": 0,
        "TotalCount": 2,
        "ErrorsDescriptions": None,
    }
    shown = await visible(client)
    assert [shown[FIRST + index] > 0 for index in range(3)] == [False, False, True]
    assert box.applied["products.set_status"] == 1


@pytest.mark.asyncio
async def test_partial_success(client: httpx.AsyncClient) -> None:
    """A task with others' products ends in an error that names them, and the rest is changed."""
    task_id = (await start(client, "disabled", 1, FIRST)).json()["content"]
    said = await states(client, task_id)

    assert [state["Status"] for state in said] == [0, 1, 2, 2]
    assert [state["ErrorsDescriptions"] is None for state in said] == [True, True, False, False]
    assert [fault["Key"] for fault in said[-1]["ErrorsDescriptions"]] == ["1"]
    assert (said[-1]["SuccessCount"], said[-1]["ErrorCount"]) == (1, 1)
    assert (await visible(client))[FIRST] < 0
    await start(client, "enabled", FIRST)
    assert (await visible(client))[FIRST] == 1


@pytest.mark.asyncio
async def test_no_success(box: Sandbox, client: httpx.AsyncClient) -> None:
    """A task without any product of the seller's changes nothing."""
    task_id = (await start(client, "disabled", 1)).json()["content"]

    assert (await states(client, task_id))[-1]["SuccessCount"] == 0
    assert box.applied["products.set_status"] == 0


@pytest.mark.asyncio
async def test_xml(client: httpx.AsyncClient) -> None:
    """A task is started in XML, too, and its state comes in JSON whatever is accepted."""
    xml = {"accept": "text/xml", "content-type": "text/xml"}
    body = f"<request><new_status>enabled</new_status><products>{FIRST}</products></request>"
    root = parsed(await client.post(PATH, content=body, headers=xml))
    task_id = root.findtext("content") or ""
    client.headers["accept"] = "text/xml"

    assert root.tag == "response"
    assert (await states(client, task_id))[-1]["Status"] == 3


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "body",
    [
        {"new_status": "hidden", "products": [FIRST]},
        {"new_status": "disabled", "products": []},
        {"new_status": "disabled", "products": [FIRST] * 201},
        {"new_status": "disabled"},
    ],
)
async def test_refused(box: Sandbox, client: httpx.AsyncClient, body: dict[str, Any]) -> None:
    """A change of status needs a known word and from 1 to 200 products."""
    answer = (await client.post(PATH, json=body)).json()

    assert (answer["retval"], answer["content"]) == (1, None)
    assert box.applied["products.set_status"] == 0


@pytest.mark.asyncio
async def test_unknown_tasks(client: httpx.AsyncClient) -> None:
    """A task that there is not is refused with HTTP 400."""
    path = "/api/product/edit/UpdateProductsTaskStatus"
    replies = [await client.get(path, params=query) for query in ({}, {"taskId": "a"})]

    assert [(reply.status_code, reply.json()["retval"]) for reply in replies] == [(400, 1)] * 2


@pytest.mark.asyncio
async def test_largest_list(client: httpx.AsyncClient) -> None:
    """A list of 200 products is changed."""
    reply = await start(client, "enabled", *[FIRST] * 200)

    assert reply.json()["retval"] == 0
