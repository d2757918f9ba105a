"""Run the command line, in this process or in one of its own, against sandboxes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import start_blocking_portal
from attrs import frozen

import digiseller_async
from digiseller_async._cli import main
from digiseller_async.sandbox import Sandbox

PROCESS_TIMEOUT = 60  # seconds, for what takes one or two
ENVIRONMENT = ("DIGISELLER_SELLER_ID", "DIGISELLER_API_KEY", "DIGISELLER_TOKEN")


@frozen
class Result:
    """The exit code and the output of a run."""

    code: object
    out: str
    err: str


@contextmanager
def default_sigint() -> Generator[None, None, None]:
    """Handle SIGINT by default here and in child processes: a shell's background job ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@frozen
class CliRunner:
    """Runs the command line, and starts sandboxes for it."""

    patch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]
    stack: ExitStack

    def box(self, **settings: Any) -> Sandbox:
        """Start a sandbox, and put its credentials into the environment."""
        portal = self.stack.enter_context(start_blocking_portal())
        box = self.stack.enter_context(
            portal.wrap_async_context_manager(Sandbox(**settings)),
        )
        self.patch.setenv("DIGISELLER_SELLER_ID", str(box.seller_id))
        self.patch.setenv("DIGISELLER_API_KEY", box.api_key)
        return box

    def remove(self, module: str) -> None:
        """Make importing *module* fail, as if it were not installed."""
        missing: Any = None  # is how the import system marks one
        self.patch.setitem(sys.modules, module, missing)

    def run(self, *words: object) -> Result:
        """Run the command line in this process."""
        self.patch.setattr(sys, "argv", ["digiseller", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        output = self.capsys.readouterr()
        return Result(ended.value.code or 0, output.out, output.err)

    def start(self, *words: object, **settings: Any) -> subprocess.Popen[str]:
        """Start the command line in a process of its own, whose warnings are errors."""
        root = Path(digiseller_async.__file__).parent.parent
        pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        with default_sigint():
            process = subprocess.Popen(  # noqa: S603  (the words are the test's own)
                [sys.executable, "-W", "error", "-m", "digiseller_async", *map(str, words)],
                env={**os.environ, "PYTHONPATH": str(root)},
                text=True,
                encoding="utf-8",
                **{**pipes, **settings},
            )
        return self.stack.enter_context(process)


def cli_runner(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[CliRunner]:
    """Give a runner without credentials in its environment."""
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)
    with ExitStack() as stack:
        yield CliRunner(monkeypatch, capsys, stack)
