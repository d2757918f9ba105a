"""Find the servers that some tests need, or start them.

A server is looked for on its standard port, then started if its programs are installed. Without
either the test is skipped with that reason, unless ``DIGISELLER_TEST_SERVERS=required``.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn

import pytest

HOST = "127.0.0.1"
POSTGRESQL_PORT = 5432
_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/local/pgsql/bin")


def unavailable(reason: str) -> NoReturn:
    """Skip the test for this *reason*; fail where servers are required."""
    if os.environ.get("DIGISELLER_TEST_SERVERS") == "required":
        pytest.fail(f"DIGISELLER_TEST_SERVERS=required, but {reason}")
    pytest.skip(reason)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as one:
        one.bind((HOST, 0))
        port: int = one.getsockname()[1]
        return port


def is_listening(port: int) -> bool:
    """Return whether somebody listens on *port* of this machine."""
    with socket.socket() as one:
        one.settimeout(2)
        return one.connect_ex((HOST, port)) == 0


def postgresql_server() -> Iterator[str]:
    """Give the URL of a PostgreSQL server, as a superuser of it."""
    if find_spec("psycopg") is None:
        unavailable("psycopg is not installed")
    with ExitStack() as stack:
        found = _found_postgresql() if is_listening(POSTGRESQL_PORT) else None
        yield found or stack.enter_context(_started_postgresql())


def postgresql_database(server: str) -> Iterator[str]:
    """Give the URL of a new database on the *server*, and drop it at the end."""
    name = f"digiseller_test_{uuid.uuid4().hex[:12]}"
    execute(server, f"CREATE DATABASE {name}")
    try:
        yield f"{server.rpartition('/')[0]}/{name}"
    finally:
        execute(server, f"DROP DATABASE {name} WITH (FORCE)")


def _found_postgresql() -> str | None:
    """Return the URL of the server on the standard port, if it lets a test in."""
    given = os.environ.get("DIGISELLER_TEST_POSTGRESQL")
    user = os.environ.get("PGUSER", "postgres")
    for url in filter(None, (given, f"postgresql+psycopg://{user}@{HOST}/postgres")):
        if _is_open(url):
            return url
    return None


def _is_open(url: str) -> bool:
    import psycopg  # noqa: PLC0415  (not everywhere)

    try:
        execute(url, "SELECT 1")
    except psycopg.Error:
        return False
    return True


def execute(url: str, statement: str) -> None:
    """Execute one statement in a transaction of its own."""
    import psycopg  # noqa: PLC0415  (not everywhere)

    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True, connect_timeout=5) as one:
        one.execute(statement.encode())


@contextmanager
def _started_postgresql() -> Generator[str, None, None]:
    programs = _postgresql_programs()
    if programs is None:
        unavailable("no PostgreSQL listens on its standard port, and initdb is not installed")
    user: dict[str, Any] = {}
    nobody = pwd.getpwnam("nobody")
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": ()}
    with tempfile.TemporaryDirectory() as folder:
        data, port = Path(folder) / "data", free_port()
        data.mkdir(mode=0o700)
        if user:
            Path(folder).chmod(0o755)
            shutil.chown(data, nobody.pw_uid, nobody.pw_gid)
        options = f"-c listen_addresses={HOST} -p {port} -c unix_socket_directories= -c fsync=off"
        control = [programs / "pg_ctl", "-D", data, "-w", "-s", "-l", data / "log"]
        _run([programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-N"], user, data)
        _run([*control, "-o", options, "start"], user, data)
        try:
            yield f"postgresql+psycopg://postgres@{HOST}:{port}/postgres"
        finally:
            _run([*control, "-m", "immediate", "stop"], user, data)


def _postgresql_programs() -> Path | None:
    """Return the folder of initdb and pg_ctl."""
    installed = [one for place in _PLACES for one in sorted(Path("/").glob(place[1:]))]
    for folder in reversed(installed):
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    return Path(found).parent if found and shutil.which("pg_ctl") else None


def _run(command: list[Any], user: dict[str, Any], folder: Path) -> None:
    subprocess.run(  # noqa: S603  (our own words)
        list(map(str, command)),
        check=True,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        timeout=120,
        **user,
    )
