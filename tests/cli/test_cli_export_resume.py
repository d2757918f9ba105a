"""An export that was cut off goes on with --resume, and is the same as one that was not."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
from operator import attrgetter
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.cli_runner import PROCESS_TIMEOUT, CliRunner, cli_runner
from support.round_trips import PINS

from digiseller_async import __version__
from digiseller_async._cli.export_command.checkpoint import CheckpointFile
from digiseller_async._cli.export_command.kinds import KindLists
from digiseller_async._cli.export_command.partial_file import PartialFile
from digiseller_async._response.payload import UnreadableRow
from digiseller_async.models import Offer
from digiseller_async.pagination import Page, Paginator
from digiseller_async.sandbox import Sandbox

cli = pytest.fixture(cli_runner)
SIZES = {"receipts": 13, "external_operations": 0, "templates": 3, "template_products": 5}
KINDS = ("receipts", "external-operations", "template-products", "categories", "balance")


def words(box: Sandbox, out: Path, *more: object) -> tuple[object, ...]:
    """Return the words of an export with small pages."""
    return (
        "export",
        "--out",
        out,
        "--base-url",
        box.url,
        "--page-size",
        2,
        "--rate",
        10_000,
        *more,
    )


def signed_in(cli: CliRunner, box: Sandbox) -> Sandbox:
    """Put a token into the environment: two sign-ins cannot be made within a second."""
    sign = hashlib.sha256(f"{box.api_key}1".encode()).hexdigest()
    body = {"seller_id": box.seller_id, "timestamp": 1, "sign": sign}
    with httpx.Client(base_url=box.url, trust_env=False) as client:
        cli.patch.setenv(
            "DIGISELLER_TOKEN", client.post("/api/apilogin", json=body).json()["token"]
        )
    return box


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files in *folder*, by their names."""
    return {one.name: one.read_bytes() for one in folder.iterdir()}


def watch(patch: pytest.MonkeyPatch, folder: Path, copies: Path) -> None:
    """Copy *folder* before and after each change to it: what a kill at that moment leaves."""

    def copy() -> None:
        shutil.copytree(folder, copies / str(len(list(copies.iterdir()))))

    def copying(method: Any) -> Any:
        def call(*values: Any) -> None:
            copy()
            method(*values)
            copy()

        return call

    for owner, name in (
        (PartialFile, "write"),
        (PartialFile, "complete"),
        (CheckpointFile, "save"),
        (CheckpointFile, "remove"),
    ):
        patch.setattr(owner, name, copying(getattr(owner, name)))


def tear(folder: Path, part: float) -> None:
    """Cut off a part of what no checkpoint accounts for, as a write that was not finished."""
    for path in folder.glob("*.partial.*"):
        saved = path.with_name(f"{path.name.replace('.partial', '')}.checkpoint")
        size = json.loads(saved.read_bytes())["extent"]["size"] if saved.exists() else 0
        os.truncate(path, size + int(part * (path.stat().st_size - size)))


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_a_kill_at_any_moment(cli: CliRunner, tmp_path: Path, form: str) -> None:
    """Wherever an export is killed, the next one with --resume leaves the same files."""
    box, out, copies = signed_in(cli, cli.box(**SIZES)), tmp_path / "out", tmp_path / "copies"
    out.mkdir()
    copies.mkdir()
    with pytest.MonkeyPatch.context() as watching:
        watch(watching, out, copies)
        assert cli.run(*words(box, out, *KINDS, "--format", form)).code == 0
    whole, count = contents(out), len(list(copies.iterdir()))

    @settings(max_examples=15)
    @given(moment=st.integers(0, count - 1), part=st.floats(0, 1))
    def resume(moment: int, part: float) -> None:
        folder = tmp_path / "killed"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(copies / str(moment), folder)
        tear(folder, part)

        ended = cli.run(*words(box, folder, *KINDS, "--format", form, "--resume"))

        assert ended.code == 0, ended.err
        assert "is not as it was left" not in ended.err
        assert contents(folder) == whole

    resume()


def test_killed_process(cli: CliRunner, tmp_path: Path) -> None:
    """What is left by kill -9 is readable for its owner only, and is gone on with."""
    box = signed_in(cli, cli.box(receipts=300))
    assert cli.run(*words(box, tmp_path / "whole", "receipts")).code == 0
    before = box.requests["account.receipts"]
    out = tmp_path / "out"
    process = cli.start(*words(box, out, "receipts"))
    while box.requests["account.receipts"] < before + 20:
        assert process.poll() is None
    process.kill()
    process.communicate(timeout=PROCESS_TIMEOUT)
    left = {one.name: stat.S_IMODE(one.stat().st_mode) for one in out.iterdir()}

    ended = cli.run(*words(box, out, "receipts", "--resume"))

    assert {"receipts.partial.jsonl", "receipts.jsonl.checkpoint"} <= set(left)
    assert set(left.values()) == {0o600}
    assert ended.code == 0
    assert "receipts: 300 of 300\n" in ended.err
    assert contents(out) == contents(tmp_path / "whole")
    # A page or two may be read again, but not the list.
    assert box.requests["account.receipts"] - before < 155


def test_an_error_in_the_middle(cli: CliRunner, tmp_path: Path) -> None:
    """After an error an export goes on too, and reads no kind again that is complete."""
    box = signed_in(cli, cli.box(**SIZES))
    assert cli.run(*words(box, tmp_path / "whole", *KINDS)).code == 0
    out, once = tmp_path / "out", ("--attempts", 1)
    box.inject("latency", operation="templates.products", seconds=0.0, times=4)
    box.inject("broken_json", operation="templates.products")
    failed = cli.run(*words(box, out, *KINDS, *once))
    assert failed.code == 1
    assert failed.err.endswith("; --resume goes on from there\n")
    before = box.requests.copy()

    ended = cli.run(*words(box, out, *KINDS, *once, "--resume"))

    assert ended.code == 0
    assert contents(out) == contents(tmp_path / "whole")
    read = box.requests - before
    assert set(read) == {"templates.products", "catalog.categories", "account.balance"}
    assert read["templates.products"] == 3 * 3 - 4
    assert "receipts             complete     13" in ended.out


def test_a_limit(cli: CliRunner, tmp_path: Path) -> None:
    """What was written counts for the limit."""
    box = signed_in(cli, cli.box(receipts=20))
    box.inject("latency", operation="account.receipts", seconds=0.0, times=2)
    box.inject("broken_json", operation="account.receipts")
    limited = words(box, tmp_path, "receipts", "--attempts", 1, "--limit", 7)
    assert cli.run(*limited).code == 1

    ended = cli.run(*limited, "--resume")

    assert ended.code == 0
    assert "receipts: 7 of 7\n" in ended.err
    ids = [json.loads(line)["account_operation_id"] for line in lines(tmp_path, "receipts.jsonl")]
    assert len(set(ids)) == len(ids) == 7


def lines(folder: Path, name: str) -> list[str]:
    """Return the lines of a file."""
    return (folder / name).read_text("utf-8").splitlines()


def interrupt(cli: CliRunner, out: Path, *more: object) -> Sandbox:
    """Export receipts, with an error after the second page; return the sandbox."""
    box = signed_in(cli, cli.box(receipts=20))
    box.inject("latency", operation="account.receipts", seconds=0.0, times=2)
    box.inject("broken_json", operation="account.receipts")
    ended = cli.run(*words(box, out, "receipts", "--attempts", 1, *more))
    assert ended.code == 1
    assert len(lines(out, "receipts.partial.jsonl")) == 4
    return box


def test_nothing_to_go_on_from(cli: CliRunner, tmp_path: Path) -> None:
    """With --resume an export begins where there is none to go on from."""
    box = signed_in(cli, cli.box(receipts=3))

    ended = cli.run(*words(box, tmp_path, "receipts", "--resume"))

    assert ended.code == 0
    assert len(lines(tmp_path, "receipts.jsonl")) == 3


def test_without_resume(cli: CliRunner, tmp_path: Path) -> None:
    """Without --resume an export begins again, and what was left is of no use any more."""
    box = interrupt(cli, tmp_path)

    ended = cli.run(*words(box, tmp_path, "receipts"))

    assert ended.code == 0
    assert [one.name for one in tmp_path.iterdir()] == ["receipts.jsonl"]
    assert len(lines(tmp_path, "receipts.jsonl")) == 20


def test_a_list_that_grows_meanwhile(cli: CliRunner, tmp_path: Path) -> None:
    """What came in while the export was not running neither moves nor doubles what is left."""
    box = interrupt(cli, tmp_path)
    for _ in range(3):
        box.sell(product_id=PINS, buyer="buyer@example.com")

    ended = cli.run(*words(box, tmp_path, "receipts", "--resume"))

    assert ended.code in (0, 6)
    ids = [json.loads(line)["account_operation_id"] for line in lines(tmp_path, "receipts.jsonl")]
    assert len(set(ids)) == len(ids) == 20


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (("--limit", 5), "--limit was not given and is 5 now"),
        (("--page-size", 3), "--page-size was 2 and is 3 now"),
        (("--since", "2026-01-01"), "--since was not given and is 2026-01-01 now"),
    ],
)
def test_other_options(cli: CliRunner, tmp_path: Path, more: tuple[object, ...], why: str) -> None:
    """An export does not go on with other options, which are named."""
    box = interrupt(cli, tmp_path)
    before, requests = contents(tmp_path), box.requests.copy()

    ended = cli.run(*words(box, tmp_path, "receipts", "--resume", *more))

    path = tmp_path / "receipts.jsonl.checkpoint"
    assert ended.code == 2
    assert f"error: {path} is of another export ({why}): give the same options" in ended.err
    assert (contents(tmp_path), box.requests) == (before, requests)


def test_another_seller(cli: CliRunner, tmp_path: Path) -> None:
    """An export does not go on with the list of another seller, or of another origin."""
    interrupt(cli, tmp_path)
    other = signed_in(cli, cli.box())

    ended = cli.run(*words(other, tmp_path, "receipts", "--resume"))

    assert ended.code == 2
    assert "(it is of another seller, or of another --base-url)" in ended.err


@pytest.mark.parametrize("name", ["receipts.partial.jsonl", "receipts.jsonl.checkpoint"])
@pytest.mark.parametrize("is_there", [True, False])
def test_damaged_files(cli: CliRunner, tmp_path: Path, name: str, is_there: bool) -> None:  # noqa: FBT001
    """Where the rows or the checkpoint are not as they were left, the kind is read again."""
    box = interrupt(cli, tmp_path)
    (tmp_path / name).write_text("{", "utf-8")
    if not is_there:
        (tmp_path / name).unlink()

    ended = cli.run(*words(box, tmp_path, "receipts", "--resume"))

    assert ended.code == 0
    is_told = is_there or name == "receipts.partial.jsonl"
    assert (f"warning: {tmp_path / name} " in ended.err) is is_told
    assert len(lines(tmp_path, "receipts.jsonl")) == 20


def test_another_version(cli: CliRunner, tmp_path: Path) -> None:
    """What another version has left is not gone on with: it may have other columns."""
    box = interrupt(cli, tmp_path)
    path = tmp_path / "receipts.jsonl.checkpoint"
    path.write_text(path.read_text("utf-8").replace(__version__, "0.0.9"), "utf-8")

    ended = cli.run(*words(box, tmp_path, "receipts", "--resume"))

    assert ended.code == 0
    assert f"{path} was written by version 0.0.9; its kind is read from the start" in ended.err
    assert len(lines(tmp_path, "receipts.jsonl")) == 20


def test_a_file_that_was_removed(cli: CliRunner, tmp_path: Path) -> None:
    """A complete kind is read again if its file is not there any more."""
    box = signed_in(cli, cli.box(receipts=3))
    box.inject("broken_json", operation="account.balance")
    failed = cli.run(*words(box, tmp_path, "receipts", "balance", "--attempts", 1))
    (tmp_path / "receipts.jsonl").unlink()

    ended = cli.run(*words(box, tmp_path, "receipts", "balance", "--resume"))

    assert (failed.code, ended.code) == (1, 0)
    assert len(lines(tmp_path, "receipts.jsonl")) == 3


def test_a_full_disk(cli: CliRunner, tmp_path: Path) -> None:
    """A checkpoint that cannot be written ends with 5, and what is written counts."""
    box = signed_in(cli, cli.box(receipts=5))
    (tmp_path / ".receipts.jsonl.checkpoint.tmp").mkdir()

    ended = cli.run(*words(box, tmp_path, "receipts"))

    assert ended.code == 5
    assert f"cannot write {tmp_path / 'receipts.jsonl.checkpoint'}: Is a directory" in ended.err
    assert "; kept 2 receipts in " in ended.err


def test_a_row_that_cannot_be_read(cli: CliRunner, tmp_path: Path) -> None:
    """An export that a row has ended goes on behind it, and says in the end that it is missing."""
    rows = [Offer(product_id=1), Offer(product_id=2), UnreadableRow("no id"), Offer(product_id=4)]

    async def fetch(number: int) -> Page[Any]:
        return Page(
            items=tuple(rows), number=number, size=4, total_items=4, total_pages=1, has_next=False
        )

    def open_list(*_: object) -> Paginator[Any]:
        return Paginator(fetch, key=lambda: "offers.list#@1", row_key=attrgetter("product_id"))

    cli.patch.setattr(KindLists, "open", open_list)
    box = cli.box()
    failed = cli.run(*words(box, tmp_path, "offers"))
    ended = cli.run(*words(box, tmp_path, "offers", "--resume"))

    assert (failed.code, ended.code) == (1, 6)
    assert "; kept 2 offers in " in failed.err
    assert "page 1: a row could not be read, and was passed over" in ended.err
    ids = [json.loads(line)["product_id"] for line in lines(tmp_path, "offers.jsonl")]
    assert ids == [1, 2, 4]
