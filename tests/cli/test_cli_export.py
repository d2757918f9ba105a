"""What ``digiseller export`` writes."""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.cli_runner import CliRunner, cli_runner

from digiseller_async.sandbox import Sandbox

cli = pytest.fixture(cli_runner)

SIZES = {
    "receipts": 7,
    "external_operations": 5,
    "products": 8,
    "templates": 2,
    "template_products": 3,
    "offers": 4,
    "sales": 9,
    "reviews": 9,
}
LINES = {
    "receipts": 7,
    "external-operations": 5,
    "sales": 9,
    "products": 8,
    "templates": 2,
    "template-products": 6,
    "offers": 4,
    "chats": 3,
    "reviews": 9,
    "categories": 7,
    "balance": 1,
}
ALWAYS = {"categories": 7, "balance": 1}


def lines(path: Path) -> list[dict[str, Any]]:
    """Return a file's rows; no number in them has a fraction."""
    text = path.read_text("utf-8")
    assert not text or text.endswith("\n")
    return [json.loads(line, parse_float=pytest.fail) for line in text.splitlines()]


def found(out: Path) -> dict[str, int]:
    """Return how many rows each file has."""
    return {path.stem: len(lines(path)) for path in out.iterdir()}


def sent(box: Sandbox) -> list[dict[str, Any]]:
    """Return the receipts as the sandbox sends them, with each fraction as the text that it is."""
    sign = hashlib.sha256(f"{box.api_key}1".encode()).hexdigest()
    body = {"seller_id": box.seller_id, "timestamp": 1, "sign": sign}
    with httpx.Client(base_url=box.url, trust_env=False) as client:
        token = client.post("/api/apilogin", json=body).json()["token"]
        reply = client.get("/api/sellers/account/receipts", params={"token": token, "count": 100})
    content = json.loads(reply.text, parse_float=str)["content"]
    items: list[dict[str, Any]] = content["items"]
    return items


def test_everything_arrives(cli: CliRunner, tmp_path: Path) -> None:
    """Without a kind every kind is exported, item for item, into a file of its own."""
    box = cli.box(**SIZES)

    ended = cli.run("export", "--out", tmp_path / "new" / "out", "--base-url", box.url)

    assert ended.code == 0
    assert found(tmp_path / "new" / "out") == LINES
    assert "DIGISELLER" not in ended.out + ended.err
    assert box.api_key not in ended.out + ended.err


def test_sandbox(cli: CliRunner, tmp_path: Path) -> None:
    """With --sandbox nobody has to sign in, and credentials in the environment are not used."""
    cli.patch.setenv("DIGISELLER_TOKEN", "a stranger's")

    ended = cli.run("export", "all", "--sandbox", "--rate", "500.5", "--out", tmp_path)

    assert ended.code == 0
    assert found(tmp_path) == {
        "receipts": 250,
        "external-operations": 120,
        "sales": 60,
        "products": 40,
        "templates": 3,
        "template-products": 120,
        "offers": 25,
        "chats": 20,
        "reviews": 30,
        "categories": 7,
        "balance": 1,
    }


def test_chosen_kinds(cli: CliRunner, tmp_path: Path) -> None:
    """Only the chosen kinds are exported, each once, and in the table's order."""
    box = cli.box(**SIZES)

    ended = cli.run(
        "export", "offers", "templates", "offers", "--out", tmp_path, "--base-url", box.url
    )

    assert ended.code == 0
    assert found(tmp_path) == {"templates": 2, "offers": 4}
    assert [line.split()[0] for line in ended.out.splitlines()] == ["kind", "templates", "offers"]
    assert box.requests == Counter({"sign_in": 1, "templates.list": 1, "offers.list": 1})


def test_amounts_are_exact(cli: CliRunner, tmp_path: Path) -> None:
    """Amounts are written to the digit that was sent, 33.50 as 33.50."""
    box = cli.box(receipts=60)

    cli.run("export", "receipts", "--out", tmp_path, "--base-url", box.url)

    amounts = [row["operation"]["on_account"] for row in lines(tmp_path / "receipts.jsonl")]
    assert amounts == [row["operation"]["on_account"] for row in sent(box)]
    assert any(amount.endswith("0") for amount in amounts)


def test_lines_are_utf_8_with_zones(cli: CliRunner, tmp_path: Path) -> None:
    """Texts are written as they are, and moments in ISO 8601 with their zone."""
    cli.run("export", "external-operations", "--sandbox", "--limit", 1, "--out", tmp_path)

    path = tmp_path / "external-operations.jsonl"
    assert re.search("[а-я]", path.read_text("utf-8"))
    (row,) = lines(path)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+03:00", row["date"])


def test_template_products_name_their_template(cli: CliRunner, tmp_path: Path) -> None:
    """Each template's products begin with the template's id."""
    box = cli.box(**SIZES)

    cli.run("export", "template-products", "--out", tmp_path, "--base-url", box.url)

    rows = lines(tmp_path / "template-products.jsonl")
    assert [row["template_id"] for row in rows] == [1, 1, 1, 2, 2, 2]
    assert {next(iter(row)) for row in rows} == {"template_id"}


@pytest.mark.parametrize("limit", [1, 4, 5, 100])
def test_limit(cli: CliRunner, tmp_path: Path, limit: int) -> None:
    """--limit ends each kind after so many items, template products over all templates."""
    box = cli.box(**SIZES)
    words = ("--limit", limit, "--page-size", 2, "--out", tmp_path, "--base-url", box.url)

    ended = cli.run("export", *words)

    assert ended.code == 0
    assert found(tmp_path) == {kind: min(limit, count) for kind, count in LINES.items()}
    assert f"template-products: {min(limit, 6)} of {min(limit, 6)}\n" in ended.err


def test_second_run_overwrites(cli: CliRunner, tmp_path: Path) -> None:
    """A second export replaces the files of the first, also when there is nothing any more."""
    box = cli.box(**SIZES)
    cli.run("export", "--out", tmp_path, "--base-url", box.url)
    empty = cli.box(**{**dict.fromkeys(SIZES, 0), "receipts": 3})

    ended = cli.run("export", "--out", tmp_path, "--base-url", empty.url)

    assert ended.code == 0
    assert found(tmp_path) == {**dict.fromkeys(LINES, 0), **ALWAYS, "receipts": 3}


def test_piped_output_is_plain(cli: CliRunner, tmp_path: Path) -> None:
    """Without a terminal, progress is plain lines, and the summary plain columns."""
    ended = cli.run("export", "--sandbox", "--out", tmp_path)

    assert (ended.out + ended.err).isascii()
    assert "\x1b" not in ended.out + ended.err
    assert "receipts: 250 of 250\n" in ended.err
    head, *rows = ended.out.splitlines()
    assert head.split() == ["kind", "state", "items", "pages", "seconds", "drift", "file"]
    assert [row.split()[0] for row in rows] == list(LINES)
    assert rows[0].split()[:4] == ["receipts", "complete", "250", "3"]
    assert rows[0].endswith(f" {tmp_path / 'receipts.jsonl'}")


def test_terminal(cli: CliRunner, tmp_path: Path) -> None:
    """At a terminal each kind has a progress bar, and the summary a frame."""
    cli.patch.setattr(sys.stderr, "isatty", lambda: True)
    cli.patch.setattr(sys.stdout, "isatty", lambda: True)
    cli.patch.setenv("TERM", "xterm")

    ended = cli.run("export", "--sandbox", "--out", tmp_path)

    assert ended.code == 0
    assert "250 of 250" in ended.err
    assert "━" in ended.err
    assert "───" in ended.out
