"""Images and videos in the sandbox's galleries."""

from typing import Any
from xml.etree import ElementTree as ET

import httpx
import pytest

from digiseller_async.sandbox import Sandbox

FIRST = 2_339_982  # the id of the first product
PREVIEW = "/api/product/preview"


def parsed(reply: httpx.Response) -> ET.Element:
    """Return an answer in XML."""
    return ET.fromstring(reply.content)  # noqa: S314 (the sandbox's own words)


async def add_videos(client: httpx.AsyncClient, *urls: str) -> list[int]:
    """Show videos, and return their ids."""
    reply = await client.post(f"{PREVIEW}/add/videos/{FIRST}", json={"urls": urls})
    return [one["preview_id"] for one in reply.json()["content"]]


async def shown(client: httpx.AsyncClient, kind: str) -> list[Any]:
    """Return what the product's page shows of one kind."""
    product = (await client.get(f"/api/products/{FIRST}/data")).json()["product"]
    return [one["id"] for one in product[f"preview_{kind}"] or ()]


async def set_options(
    client: httpx.AsyncClient, kind: str, preview_id: int, **options: Any
) -> dict[str, Any]:
    """Change a preview, and return the answer."""
    reply = await client.post(f"{PREVIEW}/options/{kind}/{preview_id}", json=options)
    answer: dict[str, Any] = reply.json()
    return answer


@pytest.mark.asyncio
async def test_images(box: Sandbox, client: httpx.AsyncClient) -> None:
    """Images get ids and new names, and then the product's page shows them."""
    files = [("file", ("A.PNG", b"png")), ("file", ("b.jpg", b"jpg"))]
    before = await shown(client, "imgs")
    reply = await client.post(f"{PREVIEW}/add/images/{FIRST}", files=files)
    added = reply.json()["content"]

    ids = [one["preview_id"] for one in added]
    assert [one["filename"] for one in added] == [f"{FIRST}_{ids[0]}.png", f"{FIRST}_{ids[1]}.jpg"]
    assert await shown(client, "imgs") == [*before, *ids]
    assert box.applied["gallery.add_images"] == 1


@pytest.mark.asyncio
async def test_single_images(client: httpx.AsyncClient) -> None:
    """A single image is answered in a list, and each third time as one object."""
    path, files = f"{PREVIEW}/add/images/{FIRST}", {"file": ("a.png", b"png")}
    replies = [(await client.post(path, files=files)).json()["content"] for _ in range(3)]

    assert [type(content) for content in replies] == [list, list, dict]


@pytest.mark.asyncio
async def test_videos(box: Sandbox, client: httpx.AsyncClient) -> None:
    """Videos get ids and a link to a picture, in JSON and in XML."""
    xml = {"accept": "application/xml", "content-type": "application/xml"}
    path = f"{PREVIEW}/add/videos/{FIRST}"
    body = "<request><urls>https://youtu.be/a</urls><urls>https://youtu.be/b</urls></request>"
    root = parsed(await client.post(path, content=body, headers=xml))
    ids = await add_videos(client, "https://youtu.be/c")

    assert root.tag == "response"
    assert [[child.tag for child in one] for one in root.findall("content")] == [
        ["preview_id", "url"]
    ] * 2
    assert ids[0] == int(root.findall("content/preview_id")[-1].text or "") + 1
    assert box.applied["gallery.add_videos"] == 2
    reply = await client.post(path, json={"urls": []})
    assert reply.json()["retval"] == 1


@pytest.mark.asyncio
async def test_options(box: Sandbox, client: httpx.AsyncClient) -> None:
    """A preview is moved, hidden and deleted, by the Swagger's names as well as the page's."""
    ids = await add_videos(client, "https://youtu.be/a", "https://youtu.be/b", "https://youtu.be/c")
    answer = await set_options(client, "video", ids[2], index=0)
    await set_options(client, "video", ids[0], Enabled=False)
    await set_options(client, "video", ids[1], delete=True)
    await set_options(client, "video", ids[2])

    assert (answer["retval"], answer["content"]) == (0, None)
    product = box.stock.find(FIRST)
    videos = sorted(
        (one.index, one.preview_id, one.enabled) for one in product.previews if one.kind == "video"
    )
    assert videos == [(0, ids[2], True), (1, ids[0], False)]
    assert box.applied["gallery.set_options"] == 3
    assert (await set_options(client, "video", ids[1], index=0))["retval"] == 1


@pytest.mark.asyncio
async def test_options_that_are_refused(client: httpx.AsyncClient) -> None:
    """A preview is known by its kind and its id."""
    (preview_id,) = await add_videos(client, "https://youtu.be/a")

    for kind, number, code in (
        ("image", preview_id, "preview_id"),
        ("sound", preview_id, "type"),
        ("video", 1, "preview_id"),
    ):
        answer = await set_options(client, kind, number, index=0)
        assert answer["errors"][0]["code"] == code
    assert (await set_options(client, "video", preview_id, index=-1))["retval"] == 1


@pytest.mark.asyncio
async def test_pictures_that_were_there(client: httpx.AsyncClient) -> None:
    """A picture that the product's page shows at first can be hidden, shown again and deleted."""
    first, *others = await shown(client, "imgs")
    views = list[list[int]]()
    options: list[dict[str, bool]] = [{"enabled": False}, {"enabled": True}, {"delete": True}]
    for change in options:
        assert (await set_options(client, "image", first, **change))["retval"] == 0
        views.append(await shown(client, "imgs"))

    assert views == [others, [first, *others], others]
    assert (await set_options(client, "image", first, delete=True))["retval"] == 1
