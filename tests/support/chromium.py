"""A headless Chromium that is told what to do, by the DevTools protocol over two pipes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = (
    "--headless=new",
    "--remote-debugging-pipe",
    "--no-sandbox",  # which root has to do without; it opens nothing but pages of the tests
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
)
# Chromium reads commands from 3 and writes to 4, whatever numbers the pipes have here.
LAUNCHER = """
import fcntl, os, sys
reading, writing = (fcntl.fcntl(int(one), fcntl.F_DUPFD, 10) for one in sys.argv[1:3])
os.dup2(reading, 3)
os.dup2(writing, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
Event = dict[str, Any]


def executable() -> str | None:
    """Return the path of the browser, if it is installed."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class Tab:
    """One tab, and the events that it has sent."""

    def __init__(self, reading: int, writing: int) -> None:
        """Open a tab in the browser behind these pipes."""
        self.events: list[Event] = []
        self._reader = os.fdopen(reading, "rb", buffering=0)
        self._writing = writing
        self._buffer = b""
        self._numbers = count(1)
        self._session: str | None = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.call(f"{domain}.enable")

    def close(self) -> None:
        """Let go of the pipe."""
        self._reader.close()

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Call a method of the protocol, and return its result."""
        number = next(self._numbers)
        message: Event = {"id": number, "method": method, "params": params}
        if self._session is not None:
            message["sessionId"] = self._session
        os.write(self._writing, json.dumps(message).encode() + b"\0")
        answer = self._until(lambda one: one.get("id") == number)
        assert "error" not in answer, answer
        result: dict[str, Any] = answer["result"]
        return result

    def open(self, url: str) -> None:
        """Open a page, and return when it has loaded."""
        self._load(lambda: self.call("Page.navigate", url=url))

    def submit(self, selector: str, **fields: str) -> None:
        """Fill in a form, press its button, and return when the next page has loaded."""
        lines = [f"form = document.querySelector({json.dumps(selector)});"]
        for name, value in fields.items():
            lines.append(f"form.elements[{json.dumps(name)}].value = {json.dumps(value)};")
        lines.append("form.querySelector('button').click();")
        self._load(lambda: self.run("\n".join(lines)))

    def run(self, script: str) -> Any:
        """Run a script in the page, as a person at the browser's console can."""
        result = self.call("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def _load(self, act: Callable[[], object]) -> None:
        before = len(self.events)
        act()
        if not self._loaded(before):
            self._until(lambda one: one.get("method") == "Page.loadEventFired")

    def _loaded(self, before: int) -> bool:
        return any(one["method"] == "Page.loadEventFired" for one in self.events[before:])

    def _until(self, is_it: Callable[[Event], bool]) -> Event:
        while True:
            message = self._receive()
            if "method" in message:
                self.events.append(message)
            if is_it(message):
                return message

    def _receive(self) -> Event:
        while b"\0" not in self._buffer:
            chunk = self._reader.read(65536)
            assert chunk, "the browser has ended"
            self._buffer += chunk
        document, _, self._buffer = self._buffer.partition(b"\0")
        message: Event = json.loads(document)
        return message


@contextmanager
def browsing(browser: str, profile: Path, *flags: str) -> Generator[Tab]:
    """Run the browser with an empty profile, and end it."""
    (commands, writing), (reading, answers) = os.pipe(), os.pipe()
    start = (sys.executable, "-c", LAUNCHER, str(commands), str(answers))
    with subprocess.Popen(  # noqa: S603 (our own command)
        [*start, browser, *FLAGS, f"--user-data-dir={profile}", *flags],
        pass_fds=(commands, answers),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        os.close(commands)
        os.close(answers)
        tab = Tab(reading, writing)
        try:
            yield tab
            tab.call("Browser.close")
        finally:
            os.close(writing)
            tab.close()
            process.terminate()
