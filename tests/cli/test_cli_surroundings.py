"""The program keeps its promises with odd streams, folders, files and environments."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from support.cli_runner import PROCESS_TIMEOUT, CliRunner, cli_runner

cli = pytest.fixture(cli_runner)
if os.name == "nt":
    pytest.skip("these are surroundings of POSIX systems", allow_module_level=True)
fcntl = pytest.importorskip("fcntl")

PROGRAM = f"{sys.executable} -W error -m digiseller_async"
EXPORT = f"{PROGRAM} export offers --sandbox --out"


def shell(
    cli: CliRunner, line: str, folder: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a line of the shell in *folder*, and check that there is no traceback."""
    root = Path(__file__).parent.parent.parent
    cli.patch.setenv("PYTHONPATH", str(root))
    ended = subprocess.run(  # noqa: S602  (the line is the test's own)
        line,
        shell=True,
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        timeout=PROCESS_TIMEOUT,
        check=False,
    )
    out, err = (one.decode("utf-8", "replace") for one in (ended.stdout, ended.stderr))
    assert "Traceback" not in err
    assert "Exception ignored" not in err
    return subprocess.CompletedProcess(line, ended.returncode, out, err)


def lines(path: Path) -> int:
    """Return how many whole lines of JSON a file has."""
    text = path.read_text("utf-8")
    assert text.endswith("\n")
    return len([json.loads(line) for line in text.splitlines()])


@pytest.mark.parametrize(
    ("streams", "code"),
    [
        (">&-", 0),
        ("2>&-", 0),
        ("<&-", 0),
        ("<&- >&- 2>&-", 0),
        ("2>/dev/full", 0),
        (">/dev/full", 5),
    ],
)
def test_streams(cli: CliRunner, tmp_path: Path, streams: str, code: int) -> None:
    """Streams that are closed or full change no file; what cannot be told is exit code 5."""
    ended = shell(cli, f"{EXPORT} out {streams}", tmp_path)

    assert ended.returncode == code
    assert lines(tmp_path / "out" / "offers.jsonl") == 25
    if code:
        assert "cannot write standard output: No space left on device" in ended.stderr


@pytest.mark.parametrize("words", ["--help", "export --help", "--version"])
def test_help_on_a_full_disk(cli: CliRunner, tmp_path: Path, words: str) -> None:
    """A help text that cannot be written ends with 5 and a sentence."""
    ended = shell(cli, f"{PROGRAM} {words} >/dev/full", tmp_path)

    assert ended.returncode == 5
    assert ended.stderr == (
        "digiseller: error: cannot write standard output: No space left on device\n"
    )


def test_usage_errors_on_a_full_disk(cli: CliRunner, tmp_path: Path) -> None:
    """Wrong usage ends with 2, also where nobody can be told."""
    assert shell(cli, f"{PROGRAM} nonsense 2>/dev/full", tmp_path).returncode == 2


def test_no_stdin(cli: CliRunner, tmp_path: Path) -> None:
    """Without credentials and without a stdin to ask at, the program ends with 2."""
    ended = shell(cli, f"{PROGRAM} export --out out <&-", tmp_path)

    assert ended.returncode == 2
    assert "no credentials" in ended.stderr


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONIOENCODING": "cp1251"},
        {"PYTHONIOENCODING": "cp866"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "ascii:strict", "COLUMNS": "40"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
    ids=str,
)
@pytest.mark.parametrize("name", ["ключи", "中文", "\udcff"])
def test_code_pages(cli: CliRunner, tmp_path: Path, environment: dict[str, str], name: str) -> None:
    """A name that stdout's encoding does not have is escaped; the file is written."""
    (tmp_path / name).mkdir()

    ended = shell(cli, f"{EXPORT} '{name}'", tmp_path, **environment)

    assert ended.returncode == 0
    assert lines(tmp_path / name / "offers.jsonl") == 25
    assert "offers  complete     25" in ended.stdout


def test_no_environment(cli: CliRunner, tmp_path: Path) -> None:
    """Without any variable, HOME included, the program works."""
    root = Path(__file__).parent.parent.parent
    ended = shell(cli, f"env -i PYTHONPATH={root} {EXPORT} out", tmp_path)

    assert ended.returncode == 0
    assert lines(tmp_path / "out" / "offers.jsonl") == 25


def test_narrow_terminal(cli: CliRunner, tmp_path: Path) -> None:
    """In a terminal of 40 columns the bars fit, and no name, number or path is cut."""
    words = f"stty cols 40; {PROGRAM} export all --sandbox --out out"

    ended = shell(
        cli, f"script -qec '{words}' /dev/null </dev/null", tmp_path, COLUMNS="40", TERM="xterm"
    )

    assert ended.returncode == 0
    assert "…" not in ended.stdout
    bars = re.split(r"[\r\n]+", re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", ended.stdout))
    bars = [line for line in bars if "━" in line]
    assert max(map(len, bars)) == 40
    assert any(line.startswith("external-operations ━") for line in bars)
    assert any(line.endswith(" 100%") for line in bars)
    assert "external-operations  complete    120" in ended.stdout
    assert "out/template-products.jsonl" in ended.stdout


def test_log_at_a_terminal(cli: CliRunner, tmp_path: Path) -> None:
    """At a terminal each record of the log has a line of its own, above the progress bar."""
    words = f"stty cols 120; {EXPORT} out"

    ended = shell(
        cli,
        f"script -qec '{words}' /dev/null </dev/null",
        tmp_path,
        COLUMNS="120",
        TERM="xterm",
        DIGISELLER_LOG="debug",
    )

    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", ended.stdout)
    records = [line for line in re.split(r"[\r\n]+", shown) if " DEBUG " in line]
    assert len(records) == 2
    assert all(re.match(r"\d{4}-", line) for line in records)


def test_standard_output(cli: CliRunner, tmp_path: Path) -> None:
    """With --out - the lines are on stdout, the same as in files, and all else is on stderr."""
    ended = shell(cli, f"{EXPORT} -", tmp_path)
    shell(cli, f"{EXPORT} out", tmp_path)

    assert ended.returncode == 0
    assert ended.stdout == (tmp_path / "out" / "offers.jsonl").read_text("utf-8")
    assert "offers: 25 of 25\n" in ended.stderr
    assert "complete" in ended.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["out"]


def test_rows_at_a_terminal(cli: CliRunner, tmp_path: Path) -> None:
    """Where a terminal shows the rows, no progress bar is drawn between them."""
    ended = shell(cli, f"script -qec '{EXPORT} -' /dev/null </dev/null", tmp_path, TERM="xterm")

    rows = [line for line in ended.stdout.splitlines() if line.startswith("{")]
    assert len([json.loads(line) for line in rows]) == 25
    assert "\x1b" not in ended.stdout


@pytest.mark.parametrize(
    ("target", "why"),
    [("/dev/full", "No space left on device"), ("&-", "Bad file descriptor")],
)
def test_standard_output_that_cannot_be_written(
    cli: CliRunner, tmp_path: Path, target: str, why: str
) -> None:
    """With --out - a stdout that is full or closed ends with 5: the lines are lost."""
    ended = shell(cli, f"{EXPORT} - >{target}", tmp_path)

    assert ended.returncode == 5
    assert f"cannot write standard output: {why}" in ended.stderr


@pytest.mark.parametrize("words", ["export receipts --out -", "call account.receipts --json"])
def test_reader_that_leaves(cli: CliRunner, tmp_path: Path, words: str) -> None:
    """A reader that leaves in the middle, as head does, has what it wants: the end is quiet."""
    ended = shell(cli, f"({PROGRAM} {words} --sandbox; echo $? >code) | head -n 1", tmp_path)

    assert json.loads(ended.stdout)["account_operation_id"]
    assert "error" not in ended.stderr
    assert (tmp_path / "code").read_text() == "0\n"


def test_failure_after_some_lines(cli: CliRunner) -> None:
    """With --out - what came before a failure is told as being on standard output."""
    box = cli.box(receipts=50)
    box.inject("latency", operation="account.receipts", seconds=0.0)
    box.inject("broken_json", operation="account.receipts", times=9)
    words = ("--base-url", box.url, "--page-size", 20, "--attempts", 1)
    process = cli.start("export", "receipts", "--out", "-", *words)
    out, err = process.communicate(timeout=PROCESS_TIMEOUT)

    assert process.returncode == 1
    assert len([json.loads(line) for line in out.splitlines()]) == 20
    assert err.endswith("; kept 20 receipts on standard output\n")


def test_slow_reader(cli: CliRunner) -> None:
    """A stdout that does not wait for its reader gets every line all the same."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    if hasattr(fcntl, "F_SETPIPE_SZ"):
        fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 4096)
    words = ("export", "receipts", "--sandbox", "--out", "-")
    process = cli.start(*words, stdout=writing, stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading, "rb") as reader:
        found = reader.read()

    assert process.wait(PROCESS_TIMEOUT) == 0
    assert len([json.loads(line) for line in found.splitlines()]) == 250


def test_fifo(cli: CliRunner, tmp_path: Path) -> None:
    """A FIFO as the folder, or in a file's place, ends with 5; nobody waits for its reader."""
    out = tmp_path / "out"
    out.mkdir()
    os.mkfifo(tmp_path / "fifo")
    os.mkfifo(out / "offers.jsonl")

    for folder, why in (("fifo", "it is not a folder"), ("out", "and not a regular file")):
        ended = shell(cli, f"{EXPORT} {folder}", tmp_path)

        assert ended.returncode == 5
        assert why in ended.stderr
    assert stat.S_ISFIFO((out / "offers.jsonl").lstat().st_mode)
    assert [one.name for one in out.iterdir()] == ["offers.jsonl"]


def test_unwritable_folders(cli: CliRunner, tmp_path: Path) -> None:
    """A folder that takes no files, or cannot be made, ends with 5."""
    for folder in ("/proc", "/proc/nowhere", "/dev/null/deeper"):
        ended = shell(cli, f"{EXPORT} {folder}", tmp_path)

        assert ended.returncode == 5
        assert "error: cannot write " in ended.stderr


@pytest.mark.parametrize("is_dangling", [False, True])
def test_links(cli: CliRunner, tmp_path: Path, is_dangling: bool) -> None:  # noqa: FBT001
    """A link in a file's place is replaced; what it points at is never written."""
    (tmp_path / "out").mkdir()
    victim, path = tmp_path / "victim", tmp_path / "out" / "offers.jsonl"
    if not is_dangling:
        victim.write_text("precious", "utf-8")
    path.symlink_to(victim)

    assert shell(cli, f"{EXPORT} out", tmp_path).returncode == 0
    assert victim.exists() is not is_dangling
    assert is_dangling or victim.read_text("utf-8") == "precious"
    assert not path.is_symlink()
    assert lines(path) == 25


def test_permissions(cli: CliRunner, tmp_path: Path) -> None:
    """Exported files are readable for their owner only, whatever the mask and the older file."""
    (tmp_path / "out").mkdir()
    path = tmp_path / "out" / "offers.jsonl"
    path.write_text("{}\n", "utf-8")
    path.chmod(0o644)

    assert shell(cli, f"umask 0; {EXPORT} out", tmp_path).returncode == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["offers.jsonl"]


def test_a_failed_export_keeps_the_last_good_file(cli: CliRunner, tmp_path: Path) -> None:
    """When a later page fails, the older file stays, and the new lines are in another."""
    path = tmp_path / "receipts.jsonl"
    path.write_text('{"old": 1}\n', "utf-8")
    box = cli.box(receipts=50)
    box.inject("latency", operation="account.receipts", seconds=0.0)
    box.inject("broken_json", operation="account.receipts", times=9)
    words = ("--out", tmp_path, "--base-url", box.url, "--page-size", 20, "--attempts", 1)

    ended = cli.run("export", "receipts", *words)

    partial = tmp_path / "receipts.partial.jsonl"
    assert ended.code == 1
    assert path.read_text("utf-8") == '{"old": 1}\n'
    assert lines(partial) == 20
    assert f"kept 20 receipts in {partial}; --resume goes on from there" in ended.err
    assert {one.name for one in tmp_path.iterdir()} == {
        path.name,
        partial.name,
        f"{path.name}.checkpoint",
    }


def test_credentials_with_line_ends(cli: CliRunner, tmp_path: Path) -> None:
    """What a file has around the credentials is cut off: line ends, white space, a BOM."""
    box = cli.box(offers=3)
    cli.patch.setenv("DIGISELLER_SELLER_ID", f"\ufeff {box.seller_id}\n")
    cli.patch.setenv("DIGISELLER_API_KEY", f"\ufeff{box.api_key}\r\n")

    ended = cli.run("export", "offers", "--out", tmp_path, "--base-url", box.url)

    assert ended.code == 0
    assert lines(tmp_path / "offers.jsonl") == 3
