"""A Redis server of a test's own, which can be frozen, killed and started again."""

from __future__ import annotations

import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from importlib.util import find_spec

from support.servers import HOST, free_port, is_listening, unavailable

_START = 20.0


class RedisServer:
    """A server on a free port of this machine, which keeps nothing on disk."""

    def __init__(self, program: str, folder: str) -> None:
        self._port = free_port()
        self._command = [program, "--port", str(self._port), "--bind", HOST, "--save", ""]
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The URL for redis-py."""
        return f"redis://{HOST}:{self._port}/0"

    def start(self) -> None:
        """Start it, without any data."""
        self._process = subprocess.Popen(  # noqa: S603  (our own words)
            self._command, cwd=self._folder, stdout=subprocess.DEVNULL
        )
        end = time.monotonic() + _START
        while not is_listening(self._port):
            if time.monotonic() > end:
                raise TimeoutError("redis-server does not start")
            time.sleep(0.01)

    def freeze(self) -> None:
        """Let it answer nothing, and keep its connections."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self._signal(signal.SIGCONT)

    def kill(self) -> None:
        """End it, with all its data."""
        self._signal(signal.SIGKILL)
        if self._process is not None:
            self._process.wait()
        self._process = None

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(number)


@contextmanager
def redis_server() -> Generator[RedisServer]:
    """Give a server of the test's own; skip the test where that cannot be."""
    if find_spec("redis") is None:
        unavailable("redis-py is not installed")
    program = shutil.which("redis-server")
    if program is None:
        unavailable("redis-server is not installed")
    with tempfile.TemporaryDirectory() as folder:
        server = RedisServer(program, folder)
        server.start()
        try:
            yield server
        finally:
            server.thaw()
            server.kill()
