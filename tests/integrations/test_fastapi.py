"""The README's back end runs with the real FastAPI, in two workers of uvicorn."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import anyio.to_thread
import httpx
import pytest
from support.readme import block_with
from support.servers import free_port

from digiseller_async import Digiseller
from digiseller_async.sandbox import Fault, Sandbox, SellerServer

SECRET = "5EC12E7-form"
WORKERS = 2
pytestmark = pytest.mark.asyncio


@contextmanager
def workers(folder: Path, port: int, box: Sandbox) -> Generator[None]:
    """Run the README's ``shop.py`` as it says, until all workers serve."""
    (folder / "shop.py").write_text(block_with("import Body, Depends, FastAPI"), "utf-8")
    settings = {
        "DIGISELLER_SELLER_ID": str(box.seller_id),
        "DIGISELLER_API_KEY": box.api_key,
        "DIGISELLER_BASE_URL": box.url,
        "FORM_PASSWORD": SECRET,
    }
    options = ("--workers", str(WORKERS), "--port", str(port), "--no-access-log")
    with subprocess.Popen(  # noqa: S603  (our own words)
        [sys.executable, "-m", "uvicorn", "shop:app", *options],
        cwd=folder,
        env={**os.environ, **settings},
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            assert server.stderr is not None
            started = 0
            while started < WORKERS:
                line = server.stderr.readline()
                assert line, "uvicorn has ended"
                started += "Application startup complete" in line
            yield
        finally:
            server.terminate()


@asynccontextmanager
async def serving(folder: Path) -> AsyncGenerator[tuple[Sandbox, httpx.AsyncClient]]:
    """Give a sandbox, and a client of the back end that works with it."""
    async with Sandbox(server=SellerServer(secret=SECRET, delays=(0.0,))) as box:
        port = free_port()
        running = workers(folder, port, box)
        await anyio.to_thread.run_sync(running.__enter__)
        try:
            base_url = f"http://127.0.0.1:{port}"
            async with httpx.AsyncClient(base_url=base_url, trust_env=False) as buyer:
                yield box, buyer
        finally:
            await anyio.to_thread.run_sync(running.__exit__, None, None, None)


async def test_the_back_end_of_the_readme(tmp_path: Path) -> None:
    """Two workers sign in once, look up codes, write to buyers, and hand over each order once."""
    async with serving(tmp_path) as (box, buyer):
        assert box.requests["sign_in"] == 1

        order = box.sell()
        found = await buyer.get(f"/codes/{order.unique_code}")
        assert found.status_code == 200
        assert found.json()["order"] == order.invoice_id
        written = await buyer.post(f"/orders/{order.invoice_id}/messages", json={"text": "Hello"})
        assert written.status_code == 204
        assert box.applied["chats.send"] == 1

        product_id = next(one.id for one in box.stock if one.in_stock)
        async with Digiseller(box.seller_id, box.api_key, base_url=box.url) as ds:
            address = f"{buyer.base_url}/digiseller/delivery"
            await ds.content.update_form(
                product_id=product_id, address=address, method="JSON", encoding="UTF8"
            )
        sold = box.sell(product_id=product_id)
        await box.settle()
        assert [one.value for one in sold.pieces] == [f"The key of order {sold.invoice_id}"]


async def test_errors_become_statuses(tmp_path: Path) -> None:
    """What is not there is 404, what may be tried again 503, and what may be done 502."""
    async with serving(tmp_path) as (box, buyer):
        product = f"/products/{next(iter(box.stock)).id}"
        shown = await buyer.get(product)
        assert (shown.status_code, set(shown.json())) == (200, {"name", "price", "on_sale"})
        assert (await buyer.get(f"/codes/{'0' * 16}")).status_code == 404
        assert (await buyer.get("/codes/short")).status_code == 422

        box.inject(Fault.MAINTENANCE, operation="products.get", times=3)
        down = await buyer.get(product)
        assert (down.status_code, down.headers["Retry-After"]) == (503, "10")

        box.inject(Fault.DROP_AFTER, operation="chats.send")
        chat = f"/orders/{box.sell().invoice_id}/messages"
        lost = await buyer.post(chat, json={"text": "Hello"})
        assert lost.status_code == 502
        assert "look before you repeat" in lost.json()["detail"]

        box.inject(Fault.TOO_MANY, operation="products.get", retry_after="90")
        busy = await buyer.get(product)
        assert (busy.status_code, busy.headers["Retry-After"]) == (503, "90")


async def test_models_are_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The README's first back end gives a product as it is, with its money as text."""
    async with Sandbox() as box:
        monkeypatch.setenv("DIGISELLER_SELLER_ID", str(box.seller_id))
        monkeypatch.setenv("DIGISELLER_API_KEY", box.api_key)
        monkeypatch.setenv("DIGISELLER_BASE_URL", box.url)
        program: dict[str, Any] = {}
        exec(block_with("from fastapi import FastAPI\n"), program)  # noqa: S102 (the README's)
        app = program["app"]
        transport = httpx.ASGITransport(app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://shop") as buyer,
        ):
            product_id = next(iter(box.stock)).id
            product = (await buyer.get(f"/products/{product_id}")).json()
            document = (await buyer.get("/openapi.json")).json()

    assert (product["id"], type(product["price"])) == (product_id, str)
    assert "Product" in document["components"]["schemas"]
