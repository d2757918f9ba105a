"""Share tokens between the processes of one machine: `FileTokenStore`."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import anyio
import anyio.to_thread
import msgspec

from ._file_lock import FileLock
from ._token_record import TokenRecord, owner_of
from .config import Token

__all__ = ["FileTokenStore"]

T = TypeVar("T")

_POLL = 0.05
_LARGEST = 2**20
_MOST_TOKENS = 1000
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)


class _File(msgspec.Struct):
    """What is in the file: the token of each owner, the newest last."""

    tokens: list[TokenRecord]


class FileTokenStore:
    """Keeps tokens in a file, so that the processes of one machine sign in only once together.

    One file may serve any number of sellers. It is readable by its owner only (0600), and each
    token is written beside it and renamed, so that a reader never sees a half of it. Beside the
    file there are others that end in ``.lock``: they are empty, and stay. The folder must be on a
    local disk: locks do not work on all network file systems.

    A file that cannot be read as such is taken for an empty one, and is replaced.

    Args:
        path: The file; its folder must exist.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = Path(path)
        self._owner: str | None = None

    def __repr__(self) -> str:
        return f"<FileTokenStore {str(self._path)!r}>"

    def for_seller(self, seller_id: int, origin: str) -> FileTokenStore:
        """Return the same store for the tokens of one seller and one origin; clients call it."""
        store = FileTokenStore(self._path)
        store._owner = owner_of(seller_id, origin)
        return store

    async def load(self) -> Token | None:
        """Return the seller's token, or the newest of all if the store is for no one seller."""
        return await _in_thread(self._load)

    async def save(self, token: Token) -> None:
        """Keep *token* in place of its owner's previous one."""
        record = TokenRecord.of(token)
        async with self._locked("all"):
            await _in_thread(self._save, record)

    @asynccontextmanager
    async def renewing(self) -> AsyncGenerator[None]:
        """Wait until no other process renews the seller's token, and keep them waiting meanwhile.

        The lock of a process that dies, or is killed, ends with it.
        """
        async with self._locked(self._owner or "any"):
            yield

    @asynccontextmanager
    async def _locked(self, name: str) -> AsyncGenerator[None]:
        digest = hashlib.sha256(name.encode()).hexdigest()[:16]
        lock = FileLock(self._path.with_name(f"{self._path.name}.{digest}.lock"))
        try:
            while not await _in_thread(lock.acquire):  # noqa: ASYNC110  (of other processes)
                await anyio.sleep(_POLL)
            yield
        finally:
            lock.release()

    def _load(self) -> Token | None:
        records = self._read()
        if self._owner is not None:
            records = [one for one in records if one.owner == self._owner]
        return records[-1].token() if records else None

    def _read(self) -> list[TokenRecord]:
        try:
            descriptor = os.open(self._path, os.O_RDONLY | _NO_FOLLOW)
        except FileNotFoundError:
            return []
        with os.fdopen(descriptor, "rb") as file, suppress(msgspec.MsgspecError, UnicodeError):
            return msgspec.json.decode(file.read(_LARGEST), type=_File).tokens
        return []

    def _save(self, record: TokenRecord) -> None:
        others = [one for one in self._read() if one.owner != record.owner]
        content = msgspec.json.encode(_File([*others[1 - _MOST_TOKENS :], record]))
        descriptor, name = tempfile.mkstemp(dir=self._path.parent, prefix=f".{self._path.name}.")
        try:
            with os.fdopen(descriptor, "wb") as file:  # mkstemp gives 0600
                file.write(content)
            Path(name).replace(self._path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


async def _in_thread(function: Callable[..., T], *arguments: Any) -> T:
    return await anyio.to_thread.run_sync(function, *arguments)
