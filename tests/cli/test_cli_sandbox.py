"""What ``digiseller sandbox`` serves and prints, and what is printed without an extra."""

from __future__ import annotations

import os
import re
import signal
import socket
import sys
from pathlib import Path

import anyio
import anyio.lowlevel
import httpx
import pytest
from support.cli_runner import PROCESS_TIMEOUT, CliRunner, cli_runner, default_sigint

from digiseller_async._cli import main
from digiseller_async._cli.sandbox_import import sandbox_class

cli = pytest.fixture(cli_runner)

SIZES = {
    "receipts": 11,
    "external_operations": 12,
    "templates": 2,
    "template_products": 3,
    "offers": 4,
    "products": 5,
    "reviews": 6,
    "sales": 7,
}
WORDS = [f"--{name.replace('_', '-')}={size}" for name, size in SIZES.items()]


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no such signals to another process")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serves_until_interrupted(cli: CliRunner, number: signal.Signals) -> None:
    """It prints its URL, answers there, and ends with 0."""
    process = cli.start("sandbox", "--port", 0, *WORDS)
    assert process.stdout is not None
    out = "".join(iter(process.stdout.readline, "Ctrl-C ends it.\n"))
    url = out.split()[1]

    state = httpx.get(f"{url}/_sandbox", trust_env=False).json()
    process.send_signal(number)
    rest, err = process.communicate(timeout=PROCESS_TIMEOUT)

    assert state["sizes"] == SIZES
    assert (process.returncode, rest, err) == (0, "", "")
    assert f"digiseller export all --base-url {url} --out export\n" in out


def typed(cli: CliRunner, text: str) -> list[str]:
    """Put the credentials of the hints into the environment, and return the words of the export."""
    pairs = re.search(r"export (.*)=(.*) (.*)=(.*)", text)
    words = re.search(r"digiseller (export all .*) export", text)
    assert pairs is not None
    assert words is not None
    cli.patch.setenv(pairs[1], pairs[2])
    cli.patch.setenv(pairs[3], pairs[4])
    return words[1].split()


def test_hints_work(cli: CliRunner, tmp_path: Path) -> None:
    """What it prints can be typed: the fault for curl, the credentials, the export."""
    answers: dict[str, object] = {}

    async def follow() -> None:
        text = cli.capsys.readouterr().out
        asked = re.search(r"curl (\S+/faults) -d '(.*)'", text)
        assert asked is not None
        async with httpx.AsyncClient(trust_env=False) as client:
            answers["fault"] = (await client.post(asked[1], content=asked[2])).json()
        process = cli.start(*typed(cli, text), tmp_path)
        answers["export"] = await anyio.to_thread.run_sync(process.wait)
        signal.raise_signal(signal.SIGINT)
        await anyio.Event().wait()

    cli.patch.setattr(anyio, "sleep_forever", follow)
    with default_sigint():
        ended = cli.run("sandbox", "--port", 0, "--latency", 0.001, "--seed", 3)

    assert ended.code == 0
    assert answers == {"fault": {"faults": 1}, "export": 0}
    assert len(list(tmp_path.iterdir())) == 11


def test_port_in_use(cli: CliRunner) -> None:
    """A port in use ends with 1 and one message."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        ended = cli.run("sandbox", "--port", port)

    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith(f"digiseller: error: port {port} of 127.0.0.1 cannot be used: ")
    assert ended.err.count("\n") == 1


def test_a_host_that_is_none(cli: CliRunner) -> None:
    """A host that cannot be one ends with 1 and one message, and nothing is healthy there."""
    ended = cli.run("sandbox", "--host", "a..b")
    assert ended.code == 1
    assert ended.err == "digiseller: error: port 8765 of a..b cannot be used: this is no address\n"

    ended = cli.run("sandbox", "--host", "a..b", "--healthcheck")
    assert ended.code == 1
    assert ended.err == "digiseller: error: no sandbox answers at a..b:8765\n"


def test_beyond_this_machine(cli: CliRunner) -> None:
    """At all addresses it warns that others can use it, and prints the URL for this machine."""
    cli.patch.setattr(anyio, "sleep_forever", anyio.lowlevel.checkpoint)

    ended = cli.run("sandbox", "--host", "0.0.0.0", "--port", 0)  # noqa: S104  (what it is about)

    url = re.search(r"^url +http://127\.0\.0\.1:(\d+)$", ended.out, re.MULTILINE)
    assert url is not None
    assert ended.err == (
        f"digiseller: warning: whoever can reach port {url[1]} of this machine can use the "
        "sandbox, and change what is in it; its data are made up, but do not put your own there\n"
    )


def test_healthcheck(cli: CliRunner) -> None:
    """Where a sandbox answers it ends with 0, whatever proxy is set, and elsewhere with 1."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        cli.patch.setenv(name, "http://127.0.0.1:9")
    box = cli.box()
    port = box.url.rpartition(":")[2]

    assert cli.run("sandbox", "--healthcheck", "--port", port).code == 0
    cli.stack.close()
    ended = cli.run("sandbox", "--healthcheck", "--port", port)

    assert (ended.code, box.requests) == (1, {})
    assert ended.err == f"digiseller: error: no sandbox answers at 127.0.0.1:{port}\n"


@pytest.mark.parametrize("missing", ["click", "rich"])
def test_without_the_cli_extra(cli: CliRunner, missing: str) -> None:
    """Without click or rich it prints what to install, and ends with 2."""
    for name in [name for name in sys.modules if name.startswith("digiseller_async._cli.")]:
        cli.patch.delitem(sys.modules, name)
    for name in [name for name in sys.modules if name.partition(".")[0] == missing]:
        cli.patch.delitem(sys.modules, name)
    cli.remove(missing)

    ended = cli.run("--help")

    assert (ended.code, ended.out) == (2, "")
    assert 'pip install "digiseller-async[cli]"' in ended.err


@pytest.mark.parametrize("words", [("export", "--sandbox", "--out"), ("sandbox", "--port")])
def test_without_the_sandbox_extra(cli: CliRunner, tmp_path: Path, words: tuple[str, ...]) -> None:
    """Without uvicorn both commands print what to install, and end with 2."""
    for name in ("", ".sandbox", "._http.server"):
        cli.patch.delitem(sys.modules, f"digiseller_async.sandbox{name}")
    cli.remove("uvicorn")

    ended = cli.run(*words, tmp_path if "--out" in words else 0)

    assert ended.code == 2
    assert ended.err == (
        'digiseller: error: the sandbox needs an extra: pip install "digiseller-async[sandbox]"\n'
    )


def test_other_import_errors(cli: CliRunner) -> None:
    """A missing module that is in no extra is raised as it is."""
    for name in ("_cli.commands", "sandbox"):
        cli.remove(f"digiseller_async.{name}")

    with pytest.raises(ModuleNotFoundError, match="commands"):
        main()
    with pytest.raises(ModuleNotFoundError, match="sandbox"):
        sandbox_class()
