"""How an export ends when something is wrong: message, exit code, what is kept."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest
from support.cli_runner import CliRunner, cli_runner

cli = pytest.fixture(cli_runner)


def messages(err: str) -> list[str]:
    """Return the messages on stderr, and check that there is no traceback."""
    assert "Traceback" not in err
    return [line for line in err.splitlines() if line.startswith("digiseller: ")]


@pytest.mark.parametrize(
    ("fault", "code", "start"),
    [
        ("unauthorized", 3, "account.receipts: "),
        ("maintenance", 4, "account.receipts: the service shows a maintenance page; "),
        ("server_error", 4, "account.receipts: the service is unavailable (HTTP 500); "),
        (
            "too_many",
            4,
            "account.receipts: the service asks for fewer calls (429): Too Many Requests; ",
        ),
        ("drop_before", 4, "account.receipts: "),
        ("hang", 4, "account.receipts: no answer within 0.3 s; "),
        ("broken_json", 1, "account.receipts: the answer cannot be read: "),
        (
            "empty_page_says_more",
            1,
            "account.receipts: page 1 is empty, and the service ",
        ),
    ],
)
def test_faults(cli: CliRunner, tmp_path: Path, fault: str, code: int, start: str) -> None:
    """A failure of the service ends with one message and its exit code."""
    box = cli.box()
    box.inject(fault, operation="account.receipts", times=1000)
    words = ("--attempts", 1, "--timeout", 0.3 if fault == "hang" else 60)

    ended = cli.run("export", "--out", tmp_path, "--base-url", box.url, *words)

    assert ended.code == code
    (message,) = messages(ended.err)
    assert message.startswith(f"digiseller: error: {start}")
    assert message.endswith("; nothing was written")
    assert list(tmp_path.iterdir()) == []
    assert ended.out.count("not started") == 10


def test_what_was_written_is_kept(cli: CliRunner, tmp_path: Path) -> None:
    """After a failure the error tells what is in files, and the summary how far each kind came."""
    box = cli.box(receipts=50)
    box.inject("broken_json", operation="account.external_operations", times=9)

    ended = cli.run(
        "export", "--out", tmp_path, "--base-url", box.url, "--page-size", 20, "--attempts", 1
    )

    path = tmp_path / "receipts.jsonl"
    assert ended.code == 1
    assert messages(ended.err)[0].endswith(
        f"; kept 50 receipts in {path}; --resume goes on from there"
    )
    assert len(path.read_text("utf-8").splitlines()) == 50
    states = [" ".join(line.split()[1:3]) for line in ended.out.splitlines()[1:4]]
    assert states == ["complete 50", "stopped 0", "not started"]


def test_an_older_file_survives_a_refusal(cli: CliRunner, tmp_path: Path) -> None:
    """An older file stays as it was until the first page of its kind has come."""
    path = tmp_path / "receipts.jsonl"
    path.write_text('{"old": 1}\n', "utf-8")
    box = cli.box(permissions=())

    ended = cli.run("export", "--out", tmp_path, "--base-url", box.url)

    assert ended.code == 3
    assert path.read_text("utf-8") == '{"old": 1}\n'


@pytest.mark.parametrize("status", [200, 403])
def test_missing_permission(cli: CliRunner, tmp_path: Path, status: int) -> None:
    """A key without the permission ends with 3, and the message names the permission."""
    box = cli.box(permissions=(), denied_status=status)

    ended = cli.run("export", "templates", "--out", tmp_path, "--base-url", box.url)

    assert ended.code == 3
    assert "[ Comission templates ]: View" in messages(ended.err)[0]


def test_wrong_key(cli: CliRunner, tmp_path: Path) -> None:
    """A wrong key ends with 3, and is not shown."""
    box = cli.box()
    cli.patch.setenv("DIGISELLER_API_KEY", "WRONG-KEY")

    ended = cli.run("export", "--out", tmp_path, "--base-url", box.url)

    assert ended.code == 3
    assert "sign-in was refused" in messages(ended.err)[0]
    assert "WRONG-KEY" not in ended.out + ended.err


def test_refused_connection(cli: CliRunner, tmp_path: Path) -> None:
    """A port where nobody listens ends with 4."""
    cli.box()
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

    ended = cli.run(
        "export", "--out", tmp_path, "--base-url", f"http://127.0.0.1:{port}", "--attempts", 1
    )

    assert ended.code == 4
    assert len(messages(ended.err)) == 1


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("--page-size", 101), "page_size"),
        (("--page-size", 0), "--page-size"),
        (("--base-url", "http://example.com"), "base_url must be https"),
        (("--rate", "nan"), "'--rate': nan is not a finite number"),
        (("--rate", "inf"), "'--rate': inf is not a finite number"),
        (("--timeout", "nan"), "'--timeout': nan is not a finite number"),
        (("--sandbox",), "--sandbox and --base-url exclude each other"),
        (("nonsense",), "nonsense"),
        (("--out", ""), "'--out': it is empty; the current folder is a dot"),
    ],
)
def test_usage(cli: CliRunner, tmp_path: Path, words: tuple[Any, ...], part: str) -> None:
    """Wrong options end with 2 before anything is sent or written."""
    box = cli.box()

    ended = cli.run("export", "--base-url", box.url, "--out", tmp_path, *words)

    assert ended.code == 2
    assert part in ended.err.lower()
    assert "Traceback" not in ended.err
    assert not box.requests
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("blocked", ["folder", "file"])
def test_unwritable(cli: CliRunner, tmp_path: Path, blocked: str) -> None:
    """A folder or a file that cannot be written ends with 5, and the message names it."""
    out = tmp_path / "out"
    if blocked == "folder":
        out.write_text("a file", "utf-8")
        path = out / "deeper"
    else:
        path = out
        out = out / "receipts.jsonl"
        out.mkdir(parents=True)

    ended = cli.run("export", "--sandbox", "--out", path)

    assert ended.code == 5
    assert messages(ended.err)[0].startswith(
        f"digiseller: error: cannot write {path if blocked == 'folder' else out}: "
    )


def test_full_disk(cli: CliRunner, tmp_path: Path) -> None:
    """When the disk is full the file keeps the pages before, and no broken line."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, hard))
    try:
        ended = cli.run("export", "receipts", "--sandbox", "--page-size", 20, "--out", tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    text = (tmp_path / "receipts.partial.jsonl").read_text("utf-8")
    assert ended.code == 5
    assert text.endswith("}\n")
    assert 0 < text.count("\n") < 250
    assert f"kept {text.count(chr(10))} receipts" in messages(ended.err)[0]


def test_drift(cli: CliRunner, tmp_path: Path) -> None:
    """A list that shrinks while it is read ends with 6, and a warning that says so."""
    box = cli.box(receipts=50)
    words = ("--out", tmp_path, "--base-url", box.url, "--page-size", 20)
    # The first page takes this fault, which does nothing.
    box.inject("latency", operation="account.receipts", seconds=0.0)
    box.inject("shrunk", operation="account.receipts", by=3)

    ended = cli.run("export", "receipts", "templates", *words)

    assert ended.code == 6
    (message,) = messages(ended.err)
    assert message.startswith("digiseller: warning: receipts changed while they were read")
    assert "the total went from 50 to 47" in message
    assert "receipts   complete     47" in ended.out
