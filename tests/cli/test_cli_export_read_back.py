"""The lines that ``digiseller export`` writes are read back as the models that the lists give."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import anyio
import pytest
from support.cli_runner import CliRunner, cli_runner

from digiseller_async import Digiseller, from_dict, from_json
from digiseller_async.sandbox import Sandbox
from digiseller_async.sync import KINDS

cli = pytest.fixture(cli_runner)


def test_lines(cli: CliRunner, tmp_path: Path) -> None:
    """A line of each kind is its model; one of a template's product has the template as well."""
    box = cli.box(receipts=5, products=3, sales=3, reviews=3)
    cli.run("export", "--out", tmp_path, "--base-url", box.url)

    listed = anyio.run(read_lists, box)
    for kind in KINDS:
        lines = (tmp_path / f"{kind.name}.jsonl").read_text("utf-8").splitlines()
        if kind.is_per_template:
            rows = [json.loads(line) for line in lines]
            assert {row.pop("template_id") for row in rows}
            found = [from_dict(kind.model, row) for row in rows]
        else:
            found = [from_json(kind.model, line) for line in lines]
        assert found
        assert found[: len(listed[kind.name])] == listed[kind.name]


async def read_lists(box: Sandbox) -> dict[str, list[Any]]:
    """Return the items of each kind; of what templates have, those of the first."""
    async with Digiseller(box.seller_id, box.api_key, base_url=box.url) as ds:
        template = await ds.templates.list().first()
        assert template is not None
        return {kind.name: await kind.open(ds, 100, template.id).all() for kind in KINDS}
