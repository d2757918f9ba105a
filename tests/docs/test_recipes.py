"""The README's recipes do what they say where it cannot be seen from their output."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from functools import partial
from pathlib import Path
from subprocess import DEVNULL
from typing import Any

import anyio
import pytest
from support.proxy import running_proxy
from support.readme import README, block_with

import digiseller_async
from digiseller_async.sandbox import Sandbox

pytestmark = pytest.mark.asyncio


async def test_a_proxy_and_secrets_in_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The key comes from a file, and the proxy makes a tunnel that it cannot look into."""
    async with Sandbox(tls=True) as box, running_proxy() as proxy:
        (tmp_path / "digiseller_seller_id").write_text(f"{box.seller_id}\n", "utf-8")
        (tmp_path / "digiseller_api_key").write_text(f"{box.api_key}\n", "utf-8")
        monkeypatch.setenv("SECRETS", str(tmp_path))
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        client = partial(
            digiseller_async.Digiseller, base_url=box.url, verify=box.ssl_context, rate=None
        )
        monkeypatch.setattr(digiseller_async, "Digiseller", client)
        program: dict[str, Any] = {"__name__": "program"}
        exec(block_with("/run/secrets").replace("asyncio.run(main())", ""), program)  # noqa: S102
        await program["main"]()

        host = box.url.removeprefix("https://").encode()
        assert [head.split()[:2] for head in proxy.heads] == [[b"CONNECT", host]]
        assert box.requests["account.balance"] == 1
    assert capsys.readouterr().out.strip()


async def test_the_price_robot_sends_each_price_once(capsys: pytest.CaptureFixture[str]) -> None:
    """The robot's second run finds nothing to change."""
    program: dict[str, Any] = {"__name__": "program"}
    exec(block_with("async def reprice").replace("asyncio.run(main())", ""), program)  # noqa: S102
    await program["main"]()

    first, second = capsys.readouterr().out.splitlines()
    assert first == "first night: 40 prices were sent"
    assert second == "second night: 0 prices were sent"


async def test_a_nightly_sync(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line of the crontab reads the credentials from a file, and fills the database."""
    (line,) = (line for line in README.splitlines() if line.startswith("15 3 * * * "))
    async with Sandbox(receipts=7) as box:
        settings = f"DIGISELLER_SELLER_ID={box.seller_id}\nDIGISELLER_API_KEY={box.api_key}\n"
        (tmp_path / ".digiseller").write_text(settings, "utf-8")
        monkeypatch.setenv("HOME", str(tmp_path))
        program = f"{sys.executable} -m digiseller_async sync --rate 100 --base-url {box.url}"
        command = line.removeprefix("15 3 * * * ").replace("digiseller sync", program)
        await anyio.run_process(["/bin/sh", "-c", command], stdout=DEVNULL)

    with closing(sqlite3.connect(tmp_path / "shop.db")) as database:
        assert database.execute("SELECT count(*) FROM receipts").fetchone() == (7,)
