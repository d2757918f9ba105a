"""`FileTokenStore` shares tokens between the processes of one machine."""

from __future__ import annotations

import datetime as dt
import stat
from pathlib import Path

import anyio
import pytest

from digiseller_async import Token
from digiseller_async.stores import FileTokenStore

pytestmark = pytest.mark.anyio
ORIGIN = "https://api.digiseller.com"
VALID = dt.datetime(2030, 1, 2, 3, 4, 5, 678_000, tzinfo=dt.UTC)


def token_of(seller_id: int, value: str = "SECRET-TOKEN") -> Token:
    """Return a token of a seller."""
    return Token(value=value, valid_until=VALID, seller_id=seller_id, origin=ORIGIN)


def contents(folder: Path) -> dict[str, bytes]:
    """Return what is in the files of a folder."""
    return {one.name: one.read_bytes() for one in folder.iterdir()}


async def test_two_sellers(tmp_path: Path) -> None:
    """Each seller has a token of its own in one file, which only its owner may read."""
    path = tmp_path / "tokens.json"
    store = FileTokenStore(path)
    first, second = store.for_seller(1, ORIGIN), FileTokenStore(path).for_seller(2, ORIGIN)
    assert await store.load() is None
    assert await first.load() is None
    await first.save(token_of(1, "OLD-TOKEN"))
    await second.save(token_of(2))
    await first.save(token_of(1))

    assert await first.load() == token_of(1)
    assert await second.load() == token_of(2)
    assert await store.for_seller(1, "https://other.example").load() is None
    assert await store.load() == token_of(1)  # the newest
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "OLD-TOKEN" not in path.read_text("utf-8")
    assert "SECRET" not in repr(first)


@pytest.mark.parametrize("content", [b"", b"null", b"\xff\xfe", b'{"tokens":[{"value":1}]}', b"{"])
async def test_damaged_file(tmp_path: Path, content: bytes) -> None:
    """A file that cannot be read as such is taken for an empty one, and replaced."""
    path = tmp_path / "tokens.json"
    path.write_bytes(content)
    store = FileTokenStore(path).for_seller(1, ORIGIN)

    assert await store.load() is None
    await store.save(token_of(1))
    assert await store.load() == token_of(1)


async def test_symbolic_link(tmp_path: Path) -> None:
    """A link in the file's place is not read, and is replaced: it may point anywhere."""
    path, other = tmp_path / "tokens.json", tmp_path / "other"
    await FileTokenStore(other).save(token_of(1))
    before = other.read_bytes()
    path.symlink_to(other)
    store = FileTokenStore(path)
    with pytest.raises(OSError, match="symbolic"):
        await store.load()

    assert other.read_bytes() == before


async def test_failed_save(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A token that cannot be saved leaves the file as it was, and nothing beside it."""
    path = tmp_path / "tokens.json"
    store = FileTokenStore(path)
    await store.save(token_of(1))
    before = contents(tmp_path)

    def fail(*_: object) -> None:
        raise OSError(28, "disk full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        await store.save(token_of(2))

    assert contents(tmp_path) == before


async def test_saves_at_once(tmp_path: Path) -> None:
    """Saves at the same time lose no token."""
    path = tmp_path / "tokens.json"
    async with anyio.create_task_group() as tasks:
        for seller in range(1, 6):
            tasks.start_soon(FileTokenStore(path).save, token_of(seller))

    for seller in range(1, 6):
        assert await FileTokenStore(path).for_seller(seller, ORIGIN).load() == token_of(seller)


async def test_one_renews_at_a_time(tmp_path: Path) -> None:
    """Who renews a seller's token keeps others of that seller waiting, and nobody else."""
    path = tmp_path / "tokens.json"
    store = FileTokenStore(path).for_seller(1, ORIGIN)
    order: list[str] = []

    async def second() -> None:
        async with FileTokenStore(path).for_seller(1, ORIGIN).renewing():
            order.append("second")

    async with anyio.create_task_group() as tasks, store.renewing():
        tasks.start_soon(second)
        async with FileTokenStore(path).for_seller(2, ORIGIN).renewing():
            order.append("other seller")
        with anyio.move_on_after(0.05):  # it gives up, and keeps nothing
            await second()
        order.append("first")

    assert order == ["other seller", "first", "second"]
