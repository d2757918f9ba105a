"""``DIGISELLER_LOG`` shows the log on stderr; without it the package shows nothing."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO

import pytest

from digiseller_async import ConfigurationError, Digiseller
from digiseller_async._logging import LOGGER, show_log_if_asked

PROGRAM = """
import asyncio, httpx
from digiseller_async import Digiseller

async def main():
    answer = lambda _: httpx.Response(200, json={"retval": 0, "content": {"odd": 1}})
    for _ in range(2):
        transport = httpx.MockTransport(answer)
        async with Digiseller(token="TOKEN", transport=transport) as ds:
            await ds.account.balance()

asyncio.run(main())
"""


@pytest.fixture(autouse=True)
def logger(monkeypatch: pytest.MonkeyPatch) -> Iterator[logging.Logger]:
    """Leave the logger as it was, and let the next client be the first."""
    show_log_if_asked.cache_clear()
    monkeypatch.setattr(LOGGER, "handlers", [*LOGGER.handlers])
    level = LOGGER.level
    yield LOGGER
    LOGGER.setLevel(level)
    show_log_if_asked.cache_clear()


@pytest.mark.parametrize(
    ("asked", "level"), [("debug", logging.DEBUG), (" INFO ", logging.INFO), ("", logging.NOTSET)]
)
def test_first_client(
    asked: str, level: int, monkeypatch: pytest.MonkeyPatch, logger: logging.Logger
) -> None:
    """The first client attaches one handler, and sets the level."""
    monkeypatch.setenv("DIGISELLER_LOG", asked)
    before = len(logger.handlers)
    for _ in range(3):
        Digiseller(1, token="TOKEN")

    assert logger.level == level
    assert len(logger.handlers) - before == (level != logging.NOTSET)


def test_other_levels(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another level is refused, with those that there are."""
    monkeypatch.setenv("DIGISELLER_LOG", "trace")
    with pytest.raises(ConfigurationError, match="DIGISELLER_LOG must be debug or info"):
        Digiseller(1, token="TOKEN")


@pytest.mark.parametrize("asked", ["debug", ""])
def test_stderr(asked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program without logging of its own shows what was asked for, and else not even warnings."""
    monkeypatch.setenv("DIGISELLER_LOG", asked)
    done = subprocess.run(  # noqa: S603  (our own program)
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    )

    lines = [one.partition(" digiseller_async: ") for one in done.stderr.splitlines()]
    levels = [before.rpartition(" ")[2] for before, _, _ in lines]
    assert levels == (["WARNING", "DEBUG"] * 2 if asked else [])
    assert "TOKEN" not in done.stderr


def test_stderr_of_the_moment(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], logger: logging.Logger
) -> None:
    """The log goes where stderr goes now, as while a progress bar stands in its place."""
    monkeypatch.setenv("DIGISELLER_LOG", "info")
    Digiseller(1, token="TOKEN")
    bar = StringIO()
    monkeypatch.setattr(sys, "stderr", bar)

    logger.info("above the bar")

    assert bar.getvalue().endswith("INFO digiseller_async: above the bar\n")
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("sets_up", "shown"),
    [
        ("logging.basicConfig()", 1),
        ("logging.basicConfig(stream=sys.stdout)", 0),
        ("logging.basicConfig(); logging.getLogger().handlers[0].setLevel('ERROR')", 1),
        ("logging.basicConfig(); LOGGER.propagate = False", 1),
        ("logging.basicConfig(filename=os.devnull)", 1),
    ],
)
def test_shown_once(sets_up: str, shown: int) -> None:
    """What the program's own logging shows on a console is not shown a second time."""
    program = (
        f"import logging, os, sys; {sets_up}; show_log_if_asked(); LOGGER.warning('a warning')"
    )
    imports = "from digiseller_async._logging import LOGGER, show_log_if_asked"
    done = subprocess.run(  # noqa: S603  (our own program)
        [sys.executable, "-c", f"{imports}; {program}"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "DIGISELLER_LOG": "info"},
    )

    assert done.stderr.count("a warning") == shown


SAYS = """
import logging
from digiseller_async._logging import LOGGER
{}
LOGGER.warning("a warning")
LOGGER.error("an error")
"""


@pytest.mark.parametrize(
    ("sets_up", "shown"),
    [
        ("", "digiseller_async: an error\n"),
        ("logging.basicConfig(format='%(message)s')", "a warning\nan error\n"),
        ("LOGGER.addHandler(logging.NullHandler())", ""),
    ],
)
def test_errors_are_shown(sets_up: str, shown: str) -> None:
    """Errors are shown on stderr unless the program has set up logging, which then decides."""
    done = subprocess.run(  # noqa: S603  (our own program)
        [sys.executable, "-c", SAYS.format(sets_up)], capture_output=True, text=True, check=True
    )

    assert done.stderr == shown
