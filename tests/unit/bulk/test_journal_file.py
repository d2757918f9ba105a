"""The journal's file: whole lines, one user at a time, and nobody else's file is touched."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from digiseller_async import ArgumentError, _file_lock
from digiseller_async._bulk.entries import Entry
from digiseller_async._bulk.journal_file import JournalFile

OWNER = {"operation": "templates.create", "seller": 1, "origin": "https://api.digiseller.com"}
HEADER = json.dumps(
    {"journal": "digiseller_async.bulk", "version": 1, **OWNER}, separators=(",", ":")
).encode()
KEY, ARGUMENTS = b"k" * 16, b"a" * 16
SENT = Entry(state="sent", arguments=ARGUMENTS)
OK = Entry(state="ok", arguments=ARGUMENTS)
FAILED = Entry(
    state="failed", arguments=ARGUMENTS, error="RejectedError", happened="no", status=200, retval=-1
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a journal can be."""
    return tmp_path / "journal.jsonl"


def kept(path: Path) -> dict[bytes, Entry]:
    """Open a journal, and return what it says."""
    file = JournalFile.open(path, OWNER)
    file.close()
    return file.entries


def write(path: Path, *entries: Entry) -> bytes:
    """Append *entries* about one call, and return the whole file."""
    file = JournalFile.open(path, OWNER)
    for one in entries:
        file.write(one.line(KEY), sync=False)
    file.close()
    return path.read_bytes()


@pytest.mark.parametrize("entry", [SENT, OK, FAILED])
def test_round_trip(path: Path, entry: Entry) -> None:
    """What was written is read again, and the last line about a call counts."""
    write(path, SENT, entry)

    assert kept(path) == {KEY: entry}


@pytest.mark.parametrize("length", range(len(OK.line(KEY))))
def test_torn_line(path: Path, length: int) -> None:
    """Whatever is there of a last line without its end is cut off, and the next one is whole."""
    whole = write(path, SENT)
    path.write_bytes(whole + OK.line(KEY)[:length])

    assert kept(path) == {KEY: SENT}
    assert path.read_bytes() == whole
    assert write(path, OK) == whole + OK.line(KEY)


@pytest.mark.parametrize("length", [0, 1, 40])
def test_torn_header(path: Path, length: int) -> None:
    """A journal that was just begun when the machine stopped is begun anew."""
    whole = write(path)
    path.write_bytes(whole[:length])

    assert kept(path) == {}
    assert path.read_bytes() == whole


@pytest.mark.parametrize(
    "line",
    [
        b"\0" * 20,
        b"{}",
        b"[]",
        b"5",
        b'{"key":"a"}',
        OK.line(KEY)[:-2],
        OK.line(KEY).replace(b'"ok"', b'"good"').strip(),
        OK.line(KEY).replace(b"}", b',"more":1}').strip(),
        FAILED.line(KEY).replace(b'"no"', b'"maybe"').strip(),
        OK.line(KEY).replace(b"6b6b", b"xxxx").strip(),
        OK.line(KEY).replace(b'"key":"6b', b'"key":"').strip(),
    ],
)
def test_damaged_line(path: Path, line: bytes) -> None:
    """A whole line that is none of a journal is refused by its number, and nothing is changed."""
    damaged = write(path, SENT) + line + b"\n" + OK.line(KEY)
    path.write_bytes(damaged)

    with pytest.raises(ArgumentError, match="is damaged in line 3; what that line said"):
        kept(path)
    assert path.read_bytes() == damaged


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"KEY-1\nKEY-2\n", r"is no journal of bulk\(\); it was left as it is"),
        (b"KEY-1", r"is no journal of bulk\(\); it was left as it is"),
        (b"\xff" * 10_000, r"is no journal of bulk\(\)"),
        (b"[1]\n", r"is no journal of bulk\(\)"),
        (b"[[1, 2]]\n", r"is no journal of bulk\(\)"),
        (
            b'{"journal":"digiseller_async.bulk","version":2}\n',
            "was written by another version of this package",
        ),
        (
            HEADER.replace(b'"seller":1', b'"seller":null'),
            "is of seller None, not 1; begin a new one",
        ),
        (
            HEADER.replace(b"}", b',"more":1}'),
            "is of another run; begin a new one",
        ),
    ],
)
def test_another_file(path: Path, content: bytes, why: str) -> None:
    """A file that is no journal of this run is refused, and left as it is."""
    path.write_bytes(content)

    with pytest.raises(ArgumentError, match=why):
        kept(path)
    assert path.read_bytes() == content


def test_created_for_its_owner_only(path: Path) -> None:
    """A new journal can be read by its owner only."""
    write(path)

    assert path.stat().st_mode & 0o777 == 0o600


def test_never_through_a_link(path: Path, tmp_path: Path) -> None:
    """A symbolic link is refused, wherever it leads."""
    target = tmp_path / "target"
    path.symlink_to(target)

    with pytest.raises(ArgumentError, match="is a symbolic link"):
        kept(path)
    assert not target.exists()


def test_a_link_that_comes_late(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A link that is put there in the last moment is not followed either."""
    target = tmp_path / "target"
    path.symlink_to(target)
    monkeypatch.setattr(Path, "lstat", (tmp_path / "nothing").stat)

    with pytest.raises(ArgumentError, match="cannot be opened: Too many levels"):
        kept(path)
    assert not target.exists()


def test_no_regular_file(path: Path) -> None:
    """A pipe or a folder is refused at once."""
    os.mkfifo(path)

    with pytest.raises(ArgumentError, match="is no regular file"):
        kept(path)
    with pytest.raises(ArgumentError, match="is no regular file"):
        kept(path.parent)


def test_cannot_be_opened(tmp_path: Path) -> None:
    """A folder that is missing is said so."""
    path = tmp_path / "nothing" / "journal.jsonl"

    with pytest.raises(ArgumentError, match="cannot be opened: No such file or directory"):
        kept(path)


def test_locked(path: Path) -> None:
    """An open journal is refused to another run; closing it, even twice, unlocks it."""
    file = JournalFile.open(path, OWNER)
    with pytest.raises(ArgumentError, match="is used by another run; two runs cannot share one"):
        kept(path)
    file.close()
    file.close()

    assert kept(path) == {}


def test_closed(path: Path) -> None:
    """A closed journal takes no line."""
    file = JournalFile.open(path, OWNER)
    file.close()

    with pytest.raises(OSError, match="cannot be written: it is closed"):
        file.write(OK.line(KEY), sync=False)


def test_refused_files_are_closed(path: Path) -> None:
    """A journal that is refused is open no longer."""
    path.write_bytes(b"KEY-1")
    before = len([*Path("/proc/self/fd").iterdir()])
    for _ in range(3):
        with pytest.raises(ArgumentError):
            kept(path)

    assert len([*Path("/proc/self/fd").iterdir()]) == before


class Disk:
    """Replaces what writes: it is full after so many bytes, and may lose what it has."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.can_cut = True
        self.synced = 0
        self._write, self._cut = os.write, os.ftruncate

    def write(self, descriptor: int, data: Any) -> int:
        """Write some of *data*."""
        if not self.room:
            raise OSError(errno.ENOSPC, "No space left on device")
        written = self._write(descriptor, bytes(data[: min(self.room, 7)]))
        self.room -= written
        return written

    def cut(self, descriptor: int, end: int) -> None:
        """Shorten a file."""
        if not self.can_cut:
            raise OSError(errno.EIO, "Input/output error")
        self._cut(descriptor, end)

    def patch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Take the place of the real one."""
        monkeypatch.setattr(os, "write", self.write)
        monkeypatch.setattr(os, "ftruncate", self.cut)


def test_full_disk(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a full disk a line is written whole or not at all, and the next one may have room."""
    file = JournalFile.open(path, OWNER)
    before = path.read_bytes()
    with monkeypatch.context() as patch:
        disk = Disk(50)
        disk.patch(patch)
        with pytest.raises(OSError, match="cannot be written: No space left on device") as caught:
            file.write(SENT.line(KEY), sync=True)
        assert path.read_bytes() == before
        disk.room = 1000
        file.write(OK.line(KEY), sync=False)
    file.close()

    assert (caught.value.errno, caught.value.filename) == (errno.ENOSPC, str(path))
    assert kept(path) == {KEY: OK}


def test_a_part_that_stays(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a part of a line cannot be removed, nothing is written after it."""
    file = JournalFile.open(path, OWNER)
    with monkeypatch.context() as patch:
        disk = Disk(50)
        disk.can_cut = False
        disk.patch(patch)
        for _ in range(2):
            with pytest.raises(OSError, match="cannot be written"):
                file.write(SENT.line(KEY), sync=True)
            disk.room = 1000
    file.close()

    assert kept(path) == {}


def test_disk_that_fails(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that does not come to the disk is an error, and closing tells of it, too."""
    file = JournalFile.open(path, OWNER)

    def fail(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="cannot be written: Input/output error"):
        file.write(SENT.line(KEY), sync=True)
    with pytest.raises(OSError, match="Input/output error"):
        file.close()
    monkeypatch.undo()

    assert kept(path) == {KEY: SENT}


def test_folders_that_cannot_be_synced(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a folder cannot be opened or synced, a new journal is begun all the same."""
    real: Callable[..., int] = os.open

    def refuse(name: Any, *rest: Any) -> int:
        if Path(name).is_dir():
            raise PermissionError(errno.EACCES, "it is a folder")
        return real(name, *rest)

    monkeypatch.setattr(os, "open", refuse)

    assert kept(path) == {}


def test_no_locks(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system without locks is not taken for a journal that is in use."""

    def flock(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(_file_lock, "_LOCKS", SimpleNamespace(flock=flock, LOCK_EX=2, LOCK_NB=4))
    with pytest.raises(ArgumentError, match="cannot be opened: No locks available"):
        kept(path)
