"""The README's notebook runs in the real IPython, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from support.readme import block_with
from traitlets.config import Config

import digiseller_async
from digiseller_async.sandbox import Sandbox

CELLS = block_with("# %%").split("# %%")[1:]


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    """Give a shell that keeps no history."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    config = Config()
    config.HistoryManager.enabled = False
    shell = InteractiveShell.instance(config=config)
    yield shell
    InteractiveShell.clear_instance()


@pytest.mark.asyncio
async def test_a_client_stays_open_between_cells(
    shell: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client that one cell makes is used by others, and signs in once."""
    async with Sandbox() as box:
        client = partial(
            digiseller_async.Digiseller, box.seller_id, box.api_key, base_url=box.url, rate=None
        )
        monkeypatch.setattr(digiseller_async, "Digiseller", client)
        first, second, last = CELLS
        for cell in (first, second, second, last):
            source = shell.transform_cell(f"#{cell}")
            result = await shell.run_cell_async(source, transformed_cell=source)
            result.raise_error()

        names = shell.user_ns
        assert box.requests == {"sign_in": 1, "account.receipts": 2}
    assert sum(names["earned"].values()) > 0
    assert all(type(one) is Decimal for one in names["earned"].values())
    assert "closed" in repr(names["ds"])
