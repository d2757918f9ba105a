"""Content that is added to the sandbox is the content that is replaced and deleted there."""

import hashlib
import io
import re
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import httpx
import pytest

from digiseller_async.sandbox import Sandbox
from digiseller_async.sandbox._http.routes import CONTENT_ROUTES, Route

Visit = Callable[[Sandbox], AbstractAsyncContextManager[httpx.AsyncClient]]
FIRST = 2_339_982  # the id of the first product
CONTENT = "/api/product/content"
XML = {"accept": "text/xml", "content-type": "text/xml"}


def parsed(reply: httpx.Response) -> ET.Element:
    """Return an answer in XML."""
    return ET.fromstring(reply.content)  # noqa: S314 (the sandbox's own words)


def good(reply: httpx.Response) -> Any:
    """Return the content of an answer that says yes."""
    answer = reply.json()
    assert (reply.status_code, answer["retval"], answer["errors"]) == (200, 0, None)
    return answer["content"]


def refused(reply: httpx.Response) -> str:
    """Return the code of an answer that says no."""
    answer = reply.json()
    assert (answer["retval"], answer["content"]) == (1, None)
    return str(answer["errors"][0]["code"])


async def add_texts(client: httpx.AsyncClient, *values: str, product_id: int = FIRST) -> list[int]:
    """Sell texts, and return their ids."""
    body = {"product_id": product_id, "content": [{"value": value} for value in values]}
    return [one["content_id"] for one in good(await client.post(f"{CONTENT}/add/text", json=body))]


async def deleted(client: httpx.AsyncClient, product_id: int = FIRST, **query: Any) -> int:
    """Delete all that a product sells, and return how much it was."""
    reply = await client.get(f"{CONTENT}/delete/all", params={"productid": product_id, **query})
    return int(good(reply)["deleted_count"])


@pytest.mark.asyncio
async def test_texts(box: Sandbox, client: httpx.AsyncClient) -> None:
    """Texts get ids in the order in which they were given, and keep the seller's own ids."""
    body = {
        "product_id": FIRST,
        "content": [{"serial": "test", "value": "Test value", "id_v": 0}, {"value": "#2"}],
    }
    added = good(await client.post(f"{CONTENT}/add/text", json=body))

    first = added[0]["content_id"]
    assert added == [
        {"content_id": first, "serial": "test"},
        {"content_id": first + 1, "serial": None},
    ]
    assert box.applied["content.add_text"] == 1


@pytest.mark.asyncio
async def test_texts_in_xml(client: httpx.AsyncClient) -> None:
    """The page's XML sample adds the same content as its JSON sample, and answers as the page."""
    body = (
        "<text_content><product_id>2339982</product_id>"
        "<content><serial>test</serial><value>Test value</value><id_v>0</id_v></content>"
        "<content><value>Test value #2</value><id_v>0</id_v></content></text_content>"
    )
    reply = await client.post(f"{CONTENT}/add/text", content=body, headers=XML)
    root = parsed(reply)

    assert (root.tag, root.findtext("retval")) == ("result", "0")
    assert [[child.tag for child in one] for one in root.findall("content")] == [
        ["content_id", "serial"],
        ["content_id"],
    ]
    assert await deleted(client) == 2


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "body",
    [
        {"product_id": 1, "content": [{"value": "a"}]},
        {"product_id": FIRST, "content": []},
        {"product_id": FIRST, "content": [{"value": ""}]},
        {"product_id": FIRST, "content": [{"serial": "a"}]},
    ],
)
async def test_texts_that_are_refused(
    box: Sandbox, client: httpx.AsyncClient, body: Mapping[str, Any]
) -> None:
    """A text needs a value, and a product of the seller's."""
    refused(await client.post(f"{CONTENT}/add/text", json=body))

    assert box.applied["content.add_text"] == 0


@pytest.mark.asyncio
async def test_deleting(box: Sandbox, client: httpx.AsyncClient) -> None:
    """Deleting answers nothing, or each third time an envelope, and what is gone is gone."""
    ids = await add_texts(client, "a", "b", "c", "d")
    queries = [{"contentid": one, "productid": FIRST} for one in ids[:3]]
    replies = [await client.get(f"{CONTENT}/delete", params=query) for query in queries]
    again = await client.get(f"{CONTENT}/delete", params=queries[0])

    assert [reply.status_code for reply in replies] == [200, 200, 200]
    assert [reply.content for reply in replies[:2]] == [b"", b""]
    assert good(replies[2]) == {"status": "Success"}
    assert refused(again) == "content_id"
    assert box.applied["content.delete"] == 3
    assert await deleted(client) == 1


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "query",
    [{"productid": FIRST}, {"contentid": 0}, {"contentid": 0, "productid": FIRST + 1}, {}],
)
async def test_deleting_needs_both_ids(client: httpx.AsyncClient, query: dict[str, int]) -> None:
    """Content is deleted only by its own id together with its product's."""
    (content_id,) = await add_texts(client, "a")
    named = {**query, "contentid": content_id} if "contentid" in query else query

    assert refused(await client.get(f"{CONTENT}/delete", params=named)) == "content_id"
    assert await deleted(client) == 1


@pytest.mark.asyncio
async def test_deleting_everything(box: Sandbox, client: httpx.AsyncClient) -> None:
    """All content of one product, or of a variant, goes at once; where none is, nothing happens."""
    body = {"product_id": FIRST, "content": [{"value": "a", "id_v": 7}, {"value": "b", "id_v": 8}]}
    await client.post(f"{CONTENT}/add/text", json=body)
    await add_texts(client, "of another product", product_id=FIRST + 1)

    assert await deleted(client, variantid=7) == 1
    assert await deleted(client) == 1
    assert await deleted(client) == 0
    assert await deleted(client, FIRST + 1) == 1
    assert box.applied["content.delete_all"] == 3


@pytest.mark.asyncio
async def test_files(box: Sandbox, client: httpx.AsyncClient) -> None:
    """A file that was sent is sold under its name, and the test can see what arrived."""
    content = bytes(100_000)
    reply = await client.post(
        f"{CONTENT}/add/file/{FIRST}", files={"anything": ("Новый файл.txt", content)}
    )

    (added,) = good(reply)
    assert added == {"content_id": added["content_id"], "filename": "Новый файл.txt"}
    recorded = box.recorded[-1]
    assert len(recorded.body) == 64 * 1024
    assert recorded.files[0].sha256 == hashlib.sha256(content).hexdigest()
    assert recorded.files[0].tail == b""
    assert await deleted(client) == 1


@pytest.mark.asyncio
async def test_files_that_are_refused(box: Sandbox, client: httpx.AsyncClient) -> None:
    """An upload needs a file, and a body that is well-formed."""
    path = f"{CONTENT}/add/file/{FIRST}"
    form = {"content-type": "multipart/form-data; boundary=b"}

    assert refused(await client.post(path, json={})) == "file"
    assert refused(await client.post(path, content=b"--b\r\n", headers=form)) == "body"
    assert box.applied["content.add_file"] == 0


@pytest.mark.asyncio
async def test_archives(box: Sandbox, client: httpx.AsyncClient) -> None:
    """The files of an archive are sold each by itself, those in its folders apart."""
    file = io.BytesIO()
    with ZipFile(file, "w") as packing:
        for name in ("a.txt", "b.txt", "folder/c.txt"):
            packing.writestr(name, name)
    files = {"file": ("a.zip", file.getvalue())}
    path = f"{CONTENT}/add/files/{FIRST}"
    added = [good(await client.post(end, files=files)) for end in (path, f"{path}/2")]

    assert [[one["filename"] for one in some] for some in added] == [["a.txt", "b.txt"]] * 2
    assert refused(await client.post(f"{path}/3", files=files)) == "count"
    assert await deleted(client) == 4
    assert box.applied["content.add_files"] == 2


@pytest.mark.asyncio
async def test_codes(box: Sandbox, client: httpx.AsyncClient) -> None:
    """The number of codes is any number, or -1."""
    path = f"{CONTENT}/add/code/{FIRST}"

    for count in (0, 5, -1):
        assert good(await client.get(f"{path}/{count}")) == {"status": "Success"}
    assert refused(await client.get(f"{path}/-2")) == "count"
    assert refused(await client.get(f"{path}/many")) == "count"
    assert box.applied["content.set_code_count"] == 3


@pytest.mark.asyncio
async def test_replacing_texts(box: Sandbox, client: httpx.AsyncClient) -> None:
    """Content named by its id keeps it; so does universal content if the old is updated, too."""
    path = f"{CONTENT}/update/text"
    (first,) = await add_texts(client, "a")
    body = {"value": "b", "serial": "s", "update_old": False}
    kept = good(await client.post(path, json={**body, "content_id": first}))
    renewed = good(await client.post(path, json={**body, "product_id": FIRST}))
    old = {**body, "product_id": FIRST, "update_old": True}
    updated = good(await client.post(path, json=old))

    second = renewed["new_content_id"]
    assert kept == {"content_id": first, "new_content_id": first, "serial": "s"}
    assert (renewed["content_id"], second != first) == (first, True)
    assert (updated["content_id"], updated["new_content_id"]) == (second, second)
    assert refused(await client.post(path, json={**body, "content_id": first})) == "content_id"
    assert box.applied["content.update_text"] == 3
    assert await deleted(client) == 1


@pytest.mark.asyncio
async def test_replacing_in_xml(client: httpx.AsyncClient) -> None:
    """The page's XML sample replaces a text."""
    (content_id,) = await add_texts(client, "a")
    body = (
        "<request><value>sample string 1</value><serial>sample string 2</serial>"
        f"<update_old>false</update_old><content_id>{content_id}</content_id></request>"
    )
    reply = await client.post(f"{CONTENT}/update/text", content=body, headers=XML)
    root = parsed(reply)

    assert root.tag == "result"
    assert root.findtext("content/new_content_id") == str(content_id)
    assert root.findtext("content/serial") == "sample string 2"


@pytest.mark.asyncio
async def test_what_is_not_universal(box: Sandbox, client: httpx.AsyncClient) -> None:
    """Where a product sells several things, each is replaced by its own id only."""
    first, _ = await add_texts(client, "a", "b")
    path = f"{CONTENT}/update/text"

    assert refused(await client.post(path, json={"value": "c", "product_id": FIRST}))
    assert refused(
        await client.post(path, json={"value": "c", "content_id": first, "update_old": True})
    )
    assert good(await client.post(path, json={"value": "c", "content_id": first}))
    assert [piece.value for piece in box.stock.find(FIRST).content] == ["c", "b"]


@pytest.mark.asyncio
async def test_replacing_files(box: Sandbox, client: httpx.AsyncClient) -> None:
    """A file is replaced by a file, named by its id or by its product's, and a text never."""
    path = f"{CONTENT}/update/file/v2"
    files = {"file": ("b.txt", b"b")}
    (added,) = good(
        await client.post(f"{CONTENT}/add/file/{FIRST}", files={"file": ("a.txt", b"a")})
    )
    (text,) = await add_texts(client, "a", product_id=FIRST + 1)
    queries: list[dict[str, int | str]] = [
        {"contentid": added["content_id"]},
        {"productId": FIRST, "updateOld": "true"},
        {"contentid": text},
        {},
    ]
    replies = [await client.post(path, params=query, files=files) for query in queries]

    same = {"content_id": added["content_id"], "new_content_id": added["content_id"]}
    assert [good(reply) for reply in replies[:2]] == [[{**same, "filename": "b.txt"}]] * 2
    assert [refused(reply) for reply in replies[2:]] == ["content_id", "product_id"]
    assert box.applied["content.update_file"] == 2


@pytest.mark.asyncio
async def test_forms(box: Sandbox, client: httpx.AsyncClient) -> None:
    """The page's sample of a form is understood in JSON and in XML, with its quoted flag."""
    body = {
        "product_id": FIRST,
        "address": "sample@email.ru",
        "method": "Email",
        "encoding": "UTF8",
        "options": True,
        "answer": True,
        "allow_purchase_multiple_items": "true",
        "url_for_quantity": "https://quantity.example.com/",
    }
    path = f"{CONTENT}/update/form"
    document = "".join(f"<{key}>{value}</{key}>" for key, value in body.items())
    reply = await client.post(path, content=f"<request>{document}</request>", headers=XML)

    assert good(await client.post(path, json=body)) == {"status": "Success"}
    assert parsed(reply).tag == "response"
    assert parsed(reply).findtext("content/status") == "Success"
    assert refused(await client.post(path, json={**body, "method": "Pigeon"})) == "body"
    assert box.applied["content.update_form"] == 2


@pytest.mark.asyncio
@pytest.mark.parametrize("route", CONTENT_ROUTES, ids=lambda route: str(route.path))
async def test_permissions(visit: Visit, route: Route) -> None:
    """Each operation asks for the permission that its page names, where it names one."""
    async with Sandbox(permissions=()) as box, visit(box) as client:
        path = re.sub("{[a-z_]+}", "1", route.path)
        answer = (await client.request(route.method, path)).json()

    code = answer["errors"][0]["code"]
    assert (code == "auth-0") is (route.operation not in {"gallery.set_options", "tasks.status"})
    assert code != "auth-0" or str(route.permission) in str(answer["errors"])
